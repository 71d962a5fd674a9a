"""What comes out of reading a file, and the loop that every transaction's reader runs in."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import polars as pl

from corridor.edi.x12.errors import EdiError, ElementError, characters, shown
from corridor.edi.x12.guide import Guide
from corridor.edi.x12.interchange import Transaction, element
from corridor.edi.x12.values import (
    A_DATE,
    A_QUANTITY,
    A_SPAN,
    AN_AMOUNT,
    parse_amount,
    parse_date,
    parse_span,
    parse_thousandths,
)
from corridor.edi.x12.walk import Walker
from corridor.wording.said import Said, said


@dataclass(frozen=True)
class SegmentCount:
    """Segments of a file: envelope; used, read into records; kept, stored as they came and not interpreted."""

    envelope: int
    used: int
    kept: int

    @property
    def total(self) -> int:
        return self.envelope + self.used + self.kept


@dataclass(frozen=True)
class Reading:
    """A file read. kind: 834, 837P, 837I, 837D, or several 837 kinds joined with "+".

    frame: records.enrollment for an 834, records.claims for an 837. faults: what was read leniently although it is
    wrong. warnings: what is allowed but worth knowing.
    """

    kind: str
    version: str
    frame: pl.DataFrame
    segments: SegmentCount
    faults: tuple[EdiError, ...]
    warnings: tuple[str, ...]
    transactions: int


_NPI = re.compile(r"[0-9]{10}\Z")
_BEFORE_NPI = "004"
"""Versions older than the National Provider Identifier."""

Segment = list[str]
Handler = Callable[[Segment], bool]
"""Takes a segment; answers whether anything of it was read."""


class SegmentReader(ABC):
    """Runs the segments of transactions through the handlers of a subclass, and counts.

    A handler is known by its slot: loop id and segment id, e.g. "2300.CLM". marks: (n_segments,) 1 where something
    of the segment was read.
    """

    def __init__(self, file: str, *, lenient: bool) -> None:
        self.file = file
        self.lenient = lenient
        self.used = 0
        self.kept = 0
        self.faults: list[EdiError] = []
        self.warnings: dict[str, None] = {}
        self.walkers: dict[str, Walker] = {}
        self.transaction: Transaction
        self.at = 0
        self.marks = bytearray()
        self.handlers: dict[str, Handler] = {}

    def run(self, transaction: Transaction, guide: Guide) -> None:
        """Checks the transaction against its guide and reads it. Raises EdiError for the first thing that is wrong."""
        self.transaction = transaction
        walker = self.walkers.setdefault(guide.name, Walker(guide, self.file))
        handlers = self.handlers
        marks = self.marks = bytearray(len(transaction.texts))
        for index, (segment, move) in enumerate(walker.walk(transaction)):
            handler = handlers.get(move.slot)
            if handler is not None:
                self.at = index
                marks[index] = handler(segment)
        self.end(len(marks))
        self.used += marks.count(1)
        self.kept += marks.count(0)

    @abstractmethod
    def end(self, at: int) -> None:
        """Finishes what is open when the segments of a transaction, `at` of them, have all been read."""

    @property
    def position(self) -> int:
        """Position in the file, from 1, of the segment that is being read."""
        return self.transaction.position(self.at)

    def error(
        self, segment: Segment, at: int, found: str, expected: str, *, reason: str = "", component: int | None = None
    ) -> ElementError:
        """The error for element `at` of the segment being read."""
        return ElementError(
            self.file, self.transaction.number, self.position, segment[0], at, reason, found, expected, component
        )

    def fault(self, error: EdiError) -> None:
        """Raises the error, or collects it when reading leniently."""
        if not self.lenient:
            raise error
        self.faults.append(error)

    def warn(self, text: Said) -> None:
        """Notes a warning once for each transaction and text."""
        self.warnings.setdefault(said("transaction {number}: {warning}", number=self.transaction.number, warning=text))

    def day(self, segment: Segment, at: int) -> date:
        """The date in element `at`, which must exist."""
        day = parse_date(element(segment, at))
        if day is None:
            raise self.error(segment, at, shown(element(segment, at)), A_DATE)
        return day

    def birth_date(self, segment: Segment, at: int) -> date:
        """As `day`, without quoting what was found."""
        day = parse_date(element(segment, at))
        if day is None:
            found = said("{characters} that are no date", characters=characters(len(element(segment, at))))
            raise self.error(segment, at, found, A_DATE)
        return day

    def span(self, segment: Segment, at: int) -> tuple[date, date]:
        """First and last day in element `at`."""
        span = parse_span(element(segment, at))
        if span is None:
            raise self.error(segment, at, shown(element(segment, at)), A_SPAN)
        return span

    def amount(self, segment: Segment, at: int) -> int:
        """Cents in element `at`."""
        cents = parse_amount(element(segment, at))
        if cents is None:
            raise self.error(segment, at, shown(element(segment, at)), AN_AMOUNT)
        return cents

    def thousandths(self, segment: Segment, at: int) -> int:
        """The quantity in element `at` in thousandths; an absent one is one."""
        text = element(segment, at).strip()
        quantity = parse_thousandths(text) if text else 1000
        if quantity is None:
            raise self.error(segment, at, shown(element(segment, at)), A_QUANTITY)
        return quantity

    def npi(self, segment: Segment) -> str | None:
        """NM109 when NM108 says that it is an NPI; ten digits since 5010, what was sent before."""
        if element(segment, 8) != "XX":
            return None
        number = element(segment, 9).strip()
        if not _NPI.match(number) and not self.transaction.version.startswith(_BEFORE_NPI):
            raise self.error(segment, 9, characters(len(number)), said("an NPI of 10 digits"))
        return number or None
