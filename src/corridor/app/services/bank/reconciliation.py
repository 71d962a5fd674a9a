"""The claims account beside the bank, as the store has it."""

from datetime import date

from corridor.app.services.bank import standing
from corridor.app.services.documents import documents_of
from corridor.app.services.errors import ServiceError
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.funding.bank_book import Reconciliation, reconcile
from corridor.wording.said import said


def reconciliation(
    sponsor: str, account: str | None = None, as_of: date | None = None, *, alias: str = "default"
) -> Reconciliation:
    """Book, outstanding, in transit, bank, and what is unexplained, at the end of a day.

    account: number of the claims account; None: the arrangement's. as_of: None: the day of the newest batch.
    Raises ServiceError for an account that is not the sponsor's.
    """
    with tenant_transaction(sponsor, alias) as tx:
        own = documents_of(tx).arrangement.bank.claims_account.account
        if account not in (None, own):
            raise ServiceError(said("account: found another, expected the claims account of the arrangement"))
        return reconciled(tx, as_of or newest_day(tx))


def reconciled(tx: Tx, as_of: date) -> Reconciliation:
    """The same in a transaction."""
    return reconcile(standing.lines(tx), standing.movements(tx), standing.parts(tx), as_of)


def newest_day(tx: Tx) -> date:
    """The latest day that anything says something of: a batch, an entry on its way, or a line of the bank."""
    found = tx.scalar(
        "select greatest((select max(as_of) from batch), (select max(booked_on) from bank_line),"
        " (select max(effective_on) from journal_entry))"
    )
    assert found is not None, "a sponsor has a founding batch"
    return found  # type: ignore[no-any-return]
