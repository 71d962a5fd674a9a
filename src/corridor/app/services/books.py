"""Reading the ledger: trial balance and statements."""

from datetime import date

import polars as pl

from corridor.app.services import selectors
from corridor.app.store.tenancy import tenant_transaction
from corridor.ledger import balances
from corridor.ledger.accounts import find_account


def trial_balance(sponsor: str, as_of: date | None = None) -> pl.DataFrame:
    """ledger.balances.trial_balance of a sponsor."""
    with tenant_transaction(sponsor) as tx:
        return balances.trial_balance(selectors.journal(tx), as_of)


def statement(sponsor: str, account: str, start: date, through: date) -> balances.Statement:
    """ledger.balances.statement of an account, named by code or name. Raises LedgerError for an unknown one."""
    code = find_account(account).code
    with tenant_transaction(sponsor) as tx:
        # The opening balance needs all that came before; postings on other accounts do not matter.
        return balances.statement(selectors.journal(tx, "account = %s", [code]), code, start, through)
