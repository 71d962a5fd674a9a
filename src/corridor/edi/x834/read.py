"""834 -> records.enrollment: one row per person and coverage, dates as half-open spans.

Source: 005010X220A1, loops 2000 (INS), 2100A (NM1, DMG), 2300 (HD, DTP).
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from corridor.edi.reading import Segment, SegmentReader
from corridor.edi.x12.errors import StructureError, shown
from corridor.edi.x12.guide import Guide, load_guide
from corridor.edi.x12.interchange import Transaction, element
from corridor.edi.x834.codes import ACTIONS, DELETED, LEVELS, PRODUCTS, RELATIONSHIPS
from corridor.records.enrollment import ENROLLMENT
from corridor.wording.said import said

GUIDE_FILE = Path(__file__).with_name("guide.toml")
GROUP_NUMBER, SUBSCRIBER_NUMBER = "1L", "0F"
OWN_NUMBERS = ("17", "23")
"""REF01 under which senders put a dependant's own id, best first."""


@dataclass
class Coverage:
    """Loop 2300: an HD and its dates by DTP01."""

    action: str
    product: str
    plan_code: str | None
    level: str | None
    is_deleted: bool
    dates: dict[str, date] = field(default_factory=dict)


@dataclass
class Member:
    """Loop 2000, while its segments come in. segment: index of its INS in the transaction."""

    segment: int
    relationship: str
    action: str
    reason: str | None
    numbers: dict[str, str] = field(default_factory=dict)
    dates: dict[str, date] = field(default_factory=dict)
    last_name: str | None = None
    first_name: str | None = None
    name_id: str | None = None
    birth_date: date | None = None
    sex: str | None = None
    coverages: list[Coverage] = field(default_factory=list)

    @property
    def is_subscriber(self) -> bool:
        return self.relationship == "self"

    def own_id(self, subscriber_id: str) -> str:
        """The person's own id: as sent, or made from what does not change about a person."""
        if self.is_subscriber:
            return subscriber_id
        sent = [self.numbers[code] for code in OWN_NUMBERS if code in self.numbers]
        if sent or self.name_id:
            return sent[0] if sent else str(self.name_id)
        born = self.birth_date.strftime("%Y%m%d") if self.birth_date else ""
        return f"{subscriber_id}-{born}{self.sex or ''}{(self.first_name or '')[:1]}"


class EnrollmentReader(SegmentReader):
    """Reads transactions of 834 one after another; `frame` at the end."""

    def __init__(self, file: str, *, lenient: bool) -> None:
        super().__init__(file, lenient=lenient)
        self.rows: list[tuple[Any, ...]] = []
        self.member: Member | None = None
        self.coverage: Coverage | None = None
        self.group_number: str | None = None
        self.handlers = {
            ".REF": self._header_reference,
            "2000.INS": self._member,
            "2000.REF": self._reference,
            "2000.DTP": self._member_date,
            "2100A.NM1": self._name,
            "2100A.DMG": self._demographics,
            "2300.HD": self._coverage,
            "2300.DTP": self._coverage_date,
        }

    def read(self, transaction: Transaction, kind: str) -> None:
        """Adds the statements of a transaction. Raises EdiError."""
        self.group_number, self.member = None, None
        self.run(transaction, guide())

    def frame(self) -> pl.DataFrame:
        """records.enrollment of all that was read."""
        return ENROLLMENT.conform(pl.DataFrame(self.rows, schema=ENROLLMENT.schema, orient="row"))

    def _header_reference(self, segment: Segment) -> bool:
        if segment[1] != "38":
            return False
        self.group_number = segment[2]
        return True

    def _member(self, segment: Segment) -> bool:
        self.end(self.at)
        relationship = RELATIONSHIPS.get(segment[2], "other")
        if (segment[1] == "Y") != (relationship == "self"):
            expected = said("another code than 18, for INS01 is N")
            if segment[1] == "Y":
                expected = said("18, for INS01 is Y")
            raise self.error(segment, 2, shown(segment[2]), expected)
        self.member = Member(self.at, relationship, ACTIONS[segment[3]], element(segment, 4) or None)
        return True

    def _reference(self, segment: Segment) -> bool:
        member, code = self._current(), segment[1]
        is_read = code in (SUBSCRIBER_NUMBER, GROUP_NUMBER) or (code in OWN_NUMBERS and not member.is_subscriber)
        if is_read:
            member.numbers.setdefault(code, segment[2].strip())
        return is_read

    def _member_date(self, segment: Segment) -> bool:
        if segment[1] not in ("303", "356", "357"):
            return False
        self._current().dates[segment[1]] = self.day(segment, 3)
        return True

    def _name(self, segment: Segment) -> bool:
        member = self._current()
        member.last_name = element(segment, 3).strip() or None
        member.first_name = element(segment, 4).strip() or None
        member.name_id = element(segment, 9).strip() or None
        return True

    def _demographics(self, segment: Segment) -> bool:
        member = self._current()
        member.birth_date = self.birth_date(segment, 2)
        member.sex = element(segment, 3) or None
        return True

    def _coverage(self, segment: Segment) -> bool:
        self.coverage = None
        product = PRODUCTS.get(segment[3])
        if product is None:
            self.warn(
                said(
                    "segment {number}, HD03: {code} is no product that Corridor runs, kept unread",
                    number=self.position,
                    code=segment[3],
                )
            )
            return False
        self.coverage = Coverage(
            ACTIONS[segment[1]],
            product,
            element(segment, 4).strip() or None,
            LEVELS.get(element(segment, 5)),
            segment[1] == DELETED,
        )
        self._current().coverages.append(self.coverage)
        return True

    def _coverage_date(self, segment: Segment) -> bool:
        if segment[1] not in ("303", "348", "349") or self.coverage is None:
            return False
        self.coverage.dates[segment[1]] = self.day(segment, 3)
        return True

    def _current(self) -> Member:
        assert self.member is not None, "the guide lets nothing of a member stand before its INS"
        return self.member

    def end(self, at: int) -> None:
        """Adds the member that ends before segment `at`."""
        member, self.member = self.member, None
        if member is None:
            return
        subscriber_id = member.numbers.get(SUBSCRIBER_NUMBER)
        if not subscriber_id:
            raise StructureError(
                self.file,
                self.transaction.number,
                self.transaction.position(member.segment),
                "INS",
                None,
                said("REF*0F (subscriber number) is missing in loop 2000 (INS)"),
            )
        spans = (self.transaction.position(member.segment), self.transaction.position(at - 1))
        statements: list[Coverage | None] = [*member.coverages] or [None]
        for coverage in statements:
            self.rows.append((len(self.rows), *self._row(member, coverage, subscriber_id), *spans))

    def _row(self, member: Member, coverage: Coverage | None, subscriber_id: str) -> tuple[Any, ...]:
        return (
            member.own_id(subscriber_id),
            subscriber_id,
            member.relationship,
            member.last_name,
            member.first_name,
            member.birth_date,
            member.sex,
            member.numbers.get(GROUP_NUMBER) or self.group_number,
            coverage.action if coverage else member.action,
            member.reason,
            coverage.product if coverage else None,
            coverage.plan_code if coverage else None,
            coverage.level if coverage else None,
            *coverage_span(member, coverage),
        )


def coverage_span(member: Member, coverage: Coverage | None) -> tuple[date | None, date | None]:
    """First day, and the day after the last, which an 834 sends inclusive.

    A coverage's own dates (348, 349) go before the member's (356, 357). The date of a change (303) begins what the
    change brings, and ends what a termination without other date ends. A deleted coverage ends on its first day.
    """
    own = coverage.dates if coverage else {}
    action = coverage.action if coverage else member.action
    begun, changed = member.dates.get("356"), member.dates.get("303")
    last = own.get("349") or member.dates.get("357")
    if action == "terminate":
        start = own.get("348") or begun
        last = last or own.get("303") or changed
    else:
        fallback = changed or begun if action == "change" else begun or changed
        start = own.get("348") or own.get("303") or fallback
    if coverage and coverage.is_deleted and start:
        return start, start
    return start, None if last is None or last == date.max else last + timedelta(days=1)


def guide() -> Guide:
    """The guide of the 834."""
    return load_guide(GUIDE_FILE)
