"""Overrides that wait for a second pair of eyes, as whoever looks at them may answer."""

from dataclasses import dataclass
from datetime import date

from corridor.app.services.access.seats import Place
from corridor.app.services.desk.overriding import Override, limit_of, read_overrides
from corridor.app.store.tenancy import tenant_transaction


@dataclass(frozen=True)
class Proposed:
    """A proposal. is_own: of whoever looks, who cannot approve it; is_within: what it comes to is within the limit."""

    override: Override
    is_own: bool
    is_within: bool

    @property
    def may_approve(self) -> bool:
        return self.is_within and not self.is_own


@dataclass(frozen=True)
class Approvals:
    """What waits, the oldest first. limit_cents: up to which whoever looks decides."""

    waiting: tuple[Proposed, ...]
    limit_cents: int


def approvals(place: Place, as_of: date) -> Approvals:
    """The overrides that wait for an answer; the reading is logged."""
    with tenant_transaction(place.sponsor, actor=place.who) as tx:
        tx.log_access("overrides", "desk", place.who)
        limit = limit_of(tx, place.who, place.role.code, as_of)
        found = [one for one in read_overrides(tx, "true") if one.state == "proposed"]
    return Approvals(tuple(_proposed(one, place.who, limit) for one in found), limit)


def _proposed(override: Override, who: str, limit: int) -> Proposed:
    is_own = override.who.strip().casefold() == who.strip().casefold()
    return Proposed(override, is_own, override.amount_cents <= limit)
