"""Which accounts a person may hold money of, limit, and post to by hand."""

from corridor.app.services.documents import documents_of
from corridor.app.services.errors import ServiceError
from corridor.app.store.tx import Tx
from corridor.ledger.accounts import (
    ACCOUNT_BY_CODE,
    ACCOUNTS,
    CLAIMS_PAYABLE,
    FEE_PAYABLE,
    PREMIUM_PAYABLE,
    PROVIDER_RECOVERABLE,
    STALE_PAYMENTS,
    UNPRESENTED_PAYMENTS,
    WITHHOLDING_PAYABLE,
    find_account,
)
from corridor.wording.said import listed, said

KINDS = {
    "asset": said("an asset"),
    "liability": said("a liability"),
    "funding": said("funding"),
    "income": said("income"),
    "expense": said("an expense"),
}
"""Kinds of accounts."""

KEPT_BY_STEPS = (CLAIMS_PAYABLE, PROVIDER_RECOVERABLE, UNPRESENTED_PAYMENTS, STALE_PAYMENTS, WITHHOLDING_PAYABLE)
"""Accounts whose legs name claims or payments: only decisions and payments post to them."""


def asset(code_or_name: str) -> str:
    """Code of an account whose money can be held and limited. Raises LedgerError, ServiceError."""
    account = find_account(code_or_name)
    if account.kind != "asset":
        assets = listed(one.code for one in ACCOUNTS if one.kind == "asset")
        raise ServiceError(
            said("account {account}: found {kind}, expected an asset: {allowed}",
                 account=account.code, kind=KINDS[account.kind], allowed=assets)
        )  # fmt: skip
    return account.code


def free_account(code_or_name: str) -> str:
    """Code of an account that may be posted to by hand. Raises LedgerError, ServiceError."""
    code = find_account(code_or_name).code
    if code in KEPT_BY_STEPS:
        allowed = listed(one for one in ACCOUNT_BY_CODE if one not in KEPT_BY_STEPS)
        raise ServiceError(
            said("account {account}: found one that decisions and payments keep, expected one of {allowed}",
                 account=code, allowed=allowed)
        )  # fmt: skip
    return code


def payee_of(tx: Tx, account: str) -> str | None:
    """Who is owed what stands on a payable that has one payee, by the arrangement: so runs count what a person paid."""
    if account not in (FEE_PAYABLE, PREMIUM_PAYABLE):
        return None
    arrangement = documents_of(tx).arrangement
    charge = arrangement.administration_fee if account == FEE_PAYABLE else arrangement.stop_loss_premium
    return charge.payee
