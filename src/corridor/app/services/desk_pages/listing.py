"""The queue as a page shows it: rows, counts by reason, whose the claims are."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from corridor.app.services.access.roles import Right
from corridor.app.services.access.seats import Place
from corridor.app.services.claim_pages.people import Person, person_seen_by
from corridor.app.services.desk.queue import NOBODY, ORDERS, Filters
from corridor.app.services.desk.standing import Pend, pends
from corridor.app.services.errors import ServiceError
from corridor.app.store.tenancy import tenant_transaction
from corridor.claims.released import HOLDS
from corridor.wording.said import said

ROWS = 50


@dataclass(frozen=True)
class Waiting:
    """A claim of the queue. sender_number: None where hidden. is_released_by_word: it waits for nothing else."""

    pend: Pend
    person: Person
    sender_number: str | None

    @property
    def is_released_by_word(self) -> bool:
        return all(reason in HOLDS for reason in self.pend.reasons)


@dataclass(frozen=True)
class Listing:
    """A page of the queue. found: claims that fit, on all pages; all: claims that wait, whatever is asked for.

    by_reason, by_owner: how many, of what fits all that is asked for but the reason, or the owner.
    """

    rows: tuple[Waiting, ...]
    found: int
    pages: int
    all: int
    overdue: int
    cents: int
    oldest_on: date | None
    by_reason: tuple[tuple[str, int], ...]
    by_owner: dict[str, int]


def listing(place: Place, filters: Filters, page: int, as_of: date) -> Listing:
    """The claims that wait and fit, the one that has waited longest first; the reading is logged.

    Raises ServiceError for a page beyond the last.
    """
    with tenant_transaction(place.sponsor, actor=place.who) as tx:
        tx.log_access("queue", "desk", place.who)
        waiting = sorted(pends(tx, as_of), key=ORDERS["oldest"])
    found = [one for one in waiting if filters.holds(one)]
    pages = max(1, -(-len(found) // ROWS))
    if page > pages:
        raise ServiceError(said("page: found {page}, expected {pages} at most", page=page, pages=pages))
    return Listing(
        rows=tuple(_row(place, one) for one in found[(page - 1) * ROWS : page * ROWS]),
        found=len(found),
        pages=pages,
        all=len(waiting),
        overdue=sum(one.is_overdue for one in found),
        cents=sum(one.charge_cents for one in found),
        oldest_on=found[0].since if found else None,
        by_reason=_by_reason(waiting, filters),
        by_owner=_by_owner(waiting, filters),
    )


def chosen(place: Place, numbers: frozenset[int], as_of: date) -> tuple[Waiting, ...]:
    """Of these claims those that still wait, the one that has waited longest first; the reading is logged."""
    with tenant_transaction(place.sponsor, actor=place.who) as tx:
        tx.log_access("queue", "desk", place.who)
        return tuple(_row(place, one) for one in pends(tx, as_of, sorted(numbers)))


def _row(place: Place, pend: Pend) -> Waiting:
    sender = pend.claim_id if place.may(Right.SEE_HEALTH) else None
    return Waiting(pend, person_seen_by(place, pend.member_id, None), sender)


def _by_reason(waiting: list[Pend], filters: Filters) -> tuple[tuple[str, int], ...]:
    wide = replace(filters, reason=None)
    return tuple(Counter(reason for one in waiting if wide.holds(one) for reason in one.reasons).most_common())


def _by_owner(waiting: list[Pend], filters: Filters) -> dict[str, int]:
    wide = replace(filters, owner=None)
    return dict(Counter(one.owner or NOBODY for one in waiting if wide.holds(one)))
