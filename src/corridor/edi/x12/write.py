"""Segments -> X12 bytes: envelopes, control numbers and counts.

Source: X12.5 and X12.6 interchange and group structure, version 00501. A segment is a tuple of its elements,
the id first; components of a composite element are joined by the caller with `:`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from corridor.wording.said import said

ELEMENT = "*"
REPETITION = "^"
COMPONENT = ":"
TERMINATOR = "~"

Segment = tuple[str, ...]

_FORBIDDEN = re.compile(r"[*^~]|[^\x20-\x7e]")
_SEGMENT_ID = re.compile(r"^[A-Z][A-Z0-9]{1,2}$")


class X12WriteError(ValueError):
    """A segment that cannot be written; the message names segment and element, never the value."""


@dataclass(frozen=True)
class Envelope:
    """Who sends what to whom, and when: ISA and GS.

    functional_code: GS01 (BE enrolment, HC claims, HP payment). version: GS08. control_number: ISA13 and GS06.
    usage: P production, T test.
    """

    sender_id: str
    receiver_id: str
    functional_code: str
    version: str
    created_on: date
    created_at: time
    control_number: int
    sender_qualifier: str = "ZZ"
    receiver_qualifier: str = "ZZ"
    usage: str = "P"


@dataclass(frozen=True)
class Transaction:
    """One transaction set: its code (ST01), the segments between ST and SE, and whether its guide uses ST03."""

    code: str
    segments: Sequence[Segment] = field(repr=False)
    has_version: bool = True


@dataclass(frozen=True)
class Address:
    """A postal address in the United States."""

    street: str
    city: str
    state: str
    zip_code: str

    @property
    def segments(self) -> tuple[Segment, Segment]:
        """N3 and N4."""
        return ("N3", self.street), ("N4", self.city, self.state, self.zip_code)


def write_interchange(envelope: Envelope, transactions: Sequence[Transaction]) -> bytes:
    """One interchange with one functional group, a line feed after each segment.

    Raises X12WriteError for a segment that holds a delimiter, a character outside printable ASCII, or nothing.
    """
    control = f"{envelope.control_number:09d}"
    lines = [_interchange_header(envelope, control), _segment_text(_group_header(envelope))]
    for number, transaction in enumerate(transactions, start=1):
        lines += _transaction_lines(transaction, f"{number:04d}", envelope.version)
    lines.append(_segment_text(("GE", str(len(transactions)), str(envelope.control_number))))
    lines.append(_segment_text(("IEA", "1", control)))
    return ("\n".join(lines) + "\n").encode("ascii")


def d8(day: date) -> str:
    """A date as format D8: CCYYMMDD."""
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"


def rd8(first: date, last: date) -> str:
    """An inclusive range of dates as format RD8."""
    return f"{d8(first)}-{d8(last)}"


def composite(*components: str) -> str:
    """Components joined, empty ones at the end left out."""
    return COMPONENT.join(components).rstrip(COMPONENT)


def _interchange_header(envelope: Envelope, control: str) -> str:
    fixed = (
        ("ISA", 3),
        ("00", 2),
        ("", 10),
        ("00", 2),
        ("", 10),
        (envelope.sender_qualifier, 2),
        (envelope.sender_id, 15),
        (envelope.receiver_qualifier, 2),
        (envelope.receiver_id, 15),
        (f"{envelope.created_on:%y%m%d}", 6),
        (f"{envelope.created_at:%H%M}", 4),
        (REPETITION, 1),
        ("00501", 5),
        (control, 9),
        ("0", 1),
        (envelope.usage, 1),
        (COMPONENT, 1),
    )
    for position, (value, width) in enumerate(fixed):
        if len(value) > width:
            raise X12WriteError(
                said(
                    "ISA{position:02d}: found {count} characters, expected at most {width}",
                    position=position,
                    count=len(value),
                    width=width,
                )
            )
    return ELEMENT.join(value.ljust(width) for value, width in fixed) + TERMINATOR


def _group_header(envelope: Envelope) -> Segment:
    return (
        "GS",
        envelope.functional_code,
        envelope.sender_id,
        envelope.receiver_id,
        d8(envelope.created_on),
        f"{envelope.created_at:%H%M}",
        str(envelope.control_number),
        "X",
        envelope.version,
    )


def _transaction_lines(transaction: Transaction, control: str, version: str) -> Iterable[str]:
    yield _segment_text(("ST", transaction.code, control, version if transaction.has_version else ""))
    yield from map(_segment_text, transaction.segments)
    yield _segment_text(("SE", str(len(transaction.segments) + 2), control))


def _segment_text(segment: Segment) -> str:
    """The segment without empty elements at its end."""
    body = ELEMENT.join(segment)
    if body.count(ELEMENT) != len(segment) - 1 or _FORBIDDEN.search(body.replace(ELEMENT, "")):
        _refuse_characters(segment)
    body = body.rstrip(ELEMENT)
    if not _SEGMENT_ID.match(segment[0]) or body == segment[0]:
        raise X12WriteError(
            said("segment {segment!r}: expected an id of two or three characters and one element", segment=segment[0])
        )
    return body + TERMINATOR


def _refuse_characters(segment: Segment) -> None:
    for position, value in enumerate(segment):
        if _FORBIDDEN.search(value):
            raise X12WriteError(
                said(
                    "{segment}{position:02d}: found a delimiter or a character outside printable ASCII, "
                    "expected neither",
                    segment=segment[0],
                    position=position,
                )
            )
