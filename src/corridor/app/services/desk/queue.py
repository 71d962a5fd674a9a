"""The queue of claims that wait for a person: seen by filters, handed out one by one, never one to two people."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from corridor.app.services.desk.standing import Pend, pends
from corridor.app.services.errors import ServiceError
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.wording.said import listed, said

Order = Literal["oldest", "priority", "due", "amount"]
ORDERS: dict[Order, Callable[[Pend], tuple[Any, ...]]] = {
    "oldest": lambda one: (one.since, one.claim_number),
    "priority": lambda one: (-one.priority, one.since, one.claim_number),
    "due": lambda one: (one.due_on or date.max, one.since, one.claim_number),
    "amount": lambda one: (-one.charge_cents, one.since, one.claim_number),
}
NOBODY = ""
"""Owner of what nobody works on, in filters."""
MOST_PRESSING = 9


@dataclass(frozen=True)
class Filters:
    """What of the queue is meant. owner NOBODY: nobody's. priority: at least. cents: of the lines that wait."""

    reason: str | None = None
    owner: str | None = None
    priority: int | None = None
    is_overdue: bool = False
    min_cents: int | None = None
    max_cents: int | None = None
    kind: str | None = None

    def holds(self, one: Pend) -> bool:
        """Whether a claim is meant."""
        return (
            (self.reason is None or self.reason in one.reasons)
            and (self.owner is None or self.owner == (one.owner or NOBODY))
            and (self.priority is None or one.priority >= self.priority)
            and (not self.is_overdue or one.is_overdue)
            and (self.min_cents is None or one.charge_cents >= self.min_cents)
            and (self.max_cents is None or one.charge_cents <= self.max_cents)
            and (self.kind is None or self.kind == one.kind)
        )


@dataclass(frozen=True)
class Queue:
    """A page of the queue. count, the sums by reason and owner: of all that the filters mean."""

    pends: tuple[Pend, ...]
    count: int
    overdue: int
    by_reason: dict[str, int]
    by_owner: dict[str, int]
    oldest_on: date | None


ALL = Filters()


def queue(
    sponsor: str,
    as_of: date,
    filters: Filters = ALL,
    *,
    order: Order = "oldest",
    limit: int | None = None,
    offset: int = 0,
    who: str = "",
) -> Queue:
    """The claims that wait, of those that `filters` mean, `limit` of them from `offset` on. The reading is logged."""
    with tenant_transaction(sponsor, actor=who) as tx:
        tx.log_access("queue", "desk", who)
        found = listed_pends(tx, as_of, filters, order)
    end = None if limit is None else offset + limit
    return Queue(
        pends=tuple(found[offset:end]),
        count=len(found),
        overdue=sum(one.is_overdue for one in found),
        by_reason=dict(Counter(reason for one in found for reason in one.reasons).most_common()),
        by_owner=dict(Counter(one.owner or NOBODY for one in found).most_common()),
        oldest_on=min((one.since for one in found), default=None),
    )


def listed_pends(tx: Tx, as_of: date, filters: Filters = ALL, order: Order = "oldest") -> list[Pend]:
    """The claims that `filters` mean, in order."""
    return sorted((one for one in pends(tx, as_of) if filters.holds(one)), key=ORDERS[order])


def pend_of(sponsor: str, claim_number: int, as_of: date) -> Pend | None:
    """One claim as it stands in the queue; None where it does not wait."""
    with tenant_transaction(sponsor) as tx:
        return next(iter(pends(tx, as_of, [claim_number])), None)


def next_after(
    sponsor: str,
    claim_number: int,
    as_of: date,
    filters: Filters = ALL,
    *,
    order: Order = "oldest",
    after: Pend | None = None,
) -> Pend | None:
    """The claim that follows in the filtered list; None at its end.

    after: the claim as it was listed, for when it has left the list meanwhile: then what stands in its place follows.
    """
    with tenant_transaction(sponsor) as tx:
        found = listed_pends(tx, as_of, filters, order)
    place = next((place for place, one in enumerate(found) if one.claim_number == claim_number), None)
    if place is not None:
        return found[place + 1] if place + 1 < len(found) else None
    if after is not None:
        return next((one for one in found if ORDERS[order](one) > ORDERS[order](after)), None)
    return found[0] if found else None


def assign(sponsor: str, claims: Collection[int], person: str, *, who: str = "") -> int:
    """Give claims to a person, whoever had them; returns how many. Raises ServiceError for an unknown claim."""
    if not person.strip():
        raise ServiceError(said("person: found none, expected who works on the claim"))
    with tenant_transaction(sponsor, actor=who) as tx:
        return _set(tx, claims, owner=person.strip())


def unassign(sponsor: str, claims: Collection[int], *, who: str = "") -> int:
    """Take claims from whoever has them; returns how many."""
    with tenant_transaction(sponsor, actor=who) as tx:
        return _set(tx, claims, owner=None)


def set_priority(sponsor: str, claims: Collection[int], priority: int, *, who: str = "") -> int:
    """Say how pressing claims are, 0 to 9; returns how many. Raises ServiceError for another number."""
    if not 0 <= priority <= MOST_PRESSING:
        raise ServiceError(said("priority: found {found}, expected 0 to 9", found=priority))
    with tenant_transaction(sponsor, actor=who) as tx:
        return _set(tx, claims, priority=priority)


def assign_next(
    sponsor: str,
    person: str,
    as_of: date,
    filters: Filters = ALL,
    *,
    order: Order = "priority",
    but: Collection[int] = (),
) -> Pend | None:
    """Give a person the first claim of the filtered list that nobody has; None where there is none.

    but: claims to pass over. Two people who ask at once get two claims: a row that another is taking is waited for,
    and is then taken or free.
    """
    with tenant_transaction(sponsor, actor=person) as tx:
        tx.log_access("queue", "next", person)
        for one in listed_pends(tx, as_of, filters, order):
            if one.owner is None and one.claim_number not in but and _take(tx, one.claim_number, person):
                return pends(tx, as_of, [one.claim_number])[0]
    return None


_TAKE = """
    insert into work_item (tenant_id, claim_number, owner, priority) values (%s, %s, %s, 0)
    on conflict (tenant_id, claim_number) do update set owner = excluded.owner where work_item.owner is null
"""


def _take(tx: Tx, claim_number: int, person: str) -> bool:
    """Whether the claim was nobody's, and is the person's now."""
    return tx.execute(_TAKE, [tx.tenant_id, claim_number, person]) == 1


def _set(tx: Tx, claims: Collection[int], **values: object) -> int:
    """Set columns of the work items of claims, making the items that are missing."""
    numbers = sorted(set(claims))
    known = tx.read("select claim_number from claim where claim_number = any(%s)", [numbers])
    missing = set(numbers) - set(known.get_column("claim_number"))
    if missing:
        raise ServiceError(
            said("claim: found none of number {numbers}, expected Corridor's", numbers=listed(sorted(missing)))
        )
    (column,) = values
    return tx.execute(
        f"insert into work_item (tenant_id, claim_number, owner, priority)"
        f" select %s, unnest(%s::bigint[]), %s, %s"
        f" on conflict (tenant_id, claim_number) do update set {column} = excluded.{column}",
        [tx.tenant_id, numbers, values.get("owner"), values.get("priority", 0)],
    )


def numbers_of(found: Sequence[Pend]) -> list[int]:
    """Numbers of the claims."""
    return [one.claim_number for one in found]
