"""Medical cover that is to end in the past: only where the law lets it (29 CFR 2590.715-2712).

A retroactive end is no rescission where no contribution was taken for the time after it: unpaid cover, or a delay of
administration. It is lawful where fraud or intentional misrepresentation was found and told in time. Else the cover
stays: to the end of the last month that was paid for, or to the day on which the end was stated, if that comes first.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from corridor.eligibility.held import Held, merged
from corridor.eligibility.statements import Statement
from corridor.wording.said import Said, said

GUARDED_PRODUCT = "medical"
"""Dental, vision and the like are excepted benefits: the rule is not about them."""


@dataclass(frozen=True)
class HeldEnd:
    """A statement that would end cover earlier than it may: the cover stays until `lawful_end`."""

    batch_seq: int
    statement: int
    member_id: str
    stated_end: date
    lawful_end: date

    @property
    def text(self) -> Said:
        """The refusal as a sentence, without who it is about."""
        return said(
            "batch {batch_seq}, statement {statement}, coverage_end_exclusive: found {found}, held until {lawful}: "
            "a contribution was taken for the time after, or it is not known whether (29 CFR 2590.715-2712)",
            batch_seq=self.batch_seq,
            statement=self.statement,
            found=self.stated_end,
            lawful=self.lawful_end,
        )

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Guard:
    """What a retroactive end is held against.

    stated_on: batch -> its day. paid: (person, first of month) -> cents, of medical cover. known_months: of which a
    feed came. noticed_on: person -> day of the notice of a finding. as_of: today. notice_days: plan and day -> days
    between notice and end; None: the plan does not ask.
    """

    stated_on: Mapping[int, date]
    paid: Mapping[tuple[str, date], int]
    known_months: frozenset[date]
    noticed_on: Mapping[str, date]
    as_of: date
    notice_days: Callable[[str, date], int | None]

    def kept(
        self, statement: Statement, member_id: str, before: Iterable[Held], after: list[Held]
    ) -> tuple[list[Held], HeldEnd | None]:
        """`after` with what may not be taken away, and the refusal if there is any."""
        told_on = self.stated_on[statement.batch_seq]
        refused: list[Held] = []
        for lost in _lost(before, after):
            lawful = self.lawful_end(member_id, lost, told_on)
            if lawful > lost.start:
                refused.append(lost._replace(end_exclusive=min(lost.end_exclusive, lawful)))
        if not refused:
            return after, None
        first, last = min(span.start for span in refused), max(span.end_exclusive for span in refused)
        return merged([*after, *refused]), HeldEnd(statement.batch_seq, statement.statement, member_id, first, last)

    def lawful_end(self, member_id: str, lost: Held, told_on: date) -> date:
        """The first day on which cover that was held on `lost` may end."""
        notice_days = self.notice_days(lost.plan_code, lost.start)
        if notice_days is None or lost.start >= told_on or self._is_found(member_id, lost.subscriber_id, notice_days):
            return lost.start
        payer = member_id if any(person == member_id for person, _ in self.paid) else lost.subscriber_id
        paid_through, month = lost.start, lost.start.replace(day=1)
        while month < told_on:
            following = _next_month(month)
            is_unknown = month not in self.known_months and following <= told_on
            if is_unknown or self.paid.get((payer, month), 0) > 0:
                paid_through = following
            month = following
        return max(lost.start, min(paid_through, told_on))

    def _is_found(self, member_id: str, subscriber_id: str, notice_days: int) -> bool:
        days = (self.noticed_on.get(person) for person in (member_id, subscriber_id))
        return any(day is not None and (self.as_of - day).days >= notice_days for day in days)


def _lost(before: Iterable[Held], after: list[Held]) -> list[Held]:
    """Days held before and not after, under whatever plan."""
    left = list(before)
    for span in after:
        left = [piece for one in left for piece in _without(one, span)]
    return left


def _without(one: Held, other: Held) -> list[Held]:
    if other.end_exclusive <= one.start or other.start >= one.end_exclusive:
        return [one]
    pieces = [
        one._replace(end_exclusive=min(one.end_exclusive, other.start)),
        one._replace(start=max(one.start, other.end_exclusive)),
    ]
    return [piece for piece in pieces if piece.start < piece.end_exclusive]


def _next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
