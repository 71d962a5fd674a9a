"""A shop with money in its claims account, and short names for the acts of the ledger."""

from datetime import date, datetime
from typing import Any

from corridor.app.services.ledger.acts import do_act
from corridor.app.services.ledger.entries import PostEntry
from corridor.app.services.ledger.holds import PlaceHold
from corridor.app.services.ledger.limits import SetLimit
from corridor.app.store.tenancy import tenant_transaction

DAY = date(2026, 1, 10)
WHO, OTHER = "ada", "grace"


def fund(sponsor: str, cents: int, key: str = "opening", day: date = DAY, **more: Any) -> str:
    """Money from the employer into the claims account."""
    legs = (("1000", cents), ("3000", -cents))
    return str(do_act(sponsor, PostEntry(WHO, key, legs, "opening", **more), day))


def spend(sponsor: str, cents: int, key: str, day: date = DAY, **more: Any) -> str:
    """A bank charge out of the claims account."""
    legs = (("5300", cents), ("1000", -cents))
    return str(do_act(sponsor, PostEntry(WHO, key, legs, "charge", **more), day))


def hold(sponsor: str, cents: int, day: date = DAY, **more: Any) -> str:
    """Money of the claims account, held for the administrator's fee."""
    return str(do_act(sponsor, PlaceHold(WHO, "1000", "2100", cents, "fee of the month", **more), day))


def floor(sponsor: str, cents: int | None, day: date = DAY) -> int:
    """From that day on so much must be left on the claims account."""
    return int(do_act(sponsor, SetLimit(WHO, "1000", cents, day, "as agreed"), day))


def counted(sponsor: str) -> tuple[int, int, int]:
    """Batches, postings, and their sum."""
    with tenant_transaction(sponsor) as tx:
        query = (
            "select (select count(*) from batch) as batches, count(*) as postings,"
            " coalesce(sum(amount_cents), 0)::bigint as cents from posting"
        )
        return tx.read(query).row(0)  # type: ignore[return-value]


def moment(sponsor: str) -> datetime:
    """When the last batch was recorded."""
    with tenant_transaction(sponsor) as tx:
        found: datetime = tx.scalar("select max(recorded_at) from batch")
    return found
