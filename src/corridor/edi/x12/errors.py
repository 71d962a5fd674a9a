"""What can be wrong with an X12 file, and where.

EdiError
├── EnvelopeError   ISA/GS/ST and their ends: widths, counts, control numbers, characters
├── StructureError  a segment or loop that the guide does not allow, or misses
├── ElementError    an element that is missing or holds what it may not hold
└── UnreadKindError a transaction that is not read
"""

import re
from typing import Any

from corridor.wording.said import Said, listed, said

_CODED = re.compile(r"[A-Za-z0-9.,:;/$+-]*\Z")
_LONGEST_CODE = 3
_LONGEST_SHOWN = 24


def shown(value: str) -> str:
    """`value` as an error may quote it: codes, amounts and dates; of other text only its length.

    A broken file can hold a name anywhere, so letters alone are quoted only up to the length of a code.
    """
    if not value.strip():
        return said("nothing")
    has_digit = any("0" <= character <= "9" for character in value)
    longest = _LONGEST_SHOWN if has_digit else _LONGEST_CODE
    if len(value) <= longest and _CODED.match(value):
        return repr(value)
    return characters(len(value))


def characters(count: int) -> str:
    """`1 character`, `6 characters`."""
    return said("1 character") if count == 1 else said("{count} characters", count=count)


class EdiError(ValueError):
    """Where, what, found, expected.

    segment_index: position in the file, from 1. transaction: position in the file, from 1.
    element, component: positions in the segment, from 1. found: ready to print, see `shown`.
    """

    def __init__(
        self,
        file: str,
        transaction: int | None = None,
        segment_index: int | None = None,
        segment_id: str = "",
        element: int | None = None,
        reason: str = "",
        found: str = "",
        expected: str = "",
        component: int | None = None,
    ) -> None:
        self.file = file
        self.transaction = transaction
        self.segment_index = segment_index
        self.segment_id = segment_id
        self.element = element
        self.reason = reason
        self.found = found
        self.expected = expected
        self.component = component
        super().__init__(said("{where}: {what}.", where=self.where, what=listed(self._what())))

    def __reduce__(self) -> tuple[Any, ...]:
        place = (self.file, self.transaction, self.segment_index, self.segment_id, self.element)
        return type(self), (*place, self.reason, self.found, self.expected, self.component)

    @property
    def text(self) -> Said:
        """The error as a sentence."""
        sentence: Said = self.args[0]
        return sentence

    @property
    def where(self) -> Said:
        """`FILE, transaction 3, segment 41, INS03`, as far as it is known."""
        parts = [self.file]
        if self.transaction is not None:
            parts.append(said("transaction {number}", number=self.transaction))
        if self.segment_index is not None:
            parts.append(said("segment {number}", number=self.segment_index))
        if self.segment_id:
            element = "" if self.element is None else f"{self.element:02d}"
            component = "" if self.component is None else f"-{self.component}"
            parts.append(f"{self.segment_id}{element}{component}")
        return listed(parts)

    def _what(self) -> list[str]:
        what = [self.reason] if self.reason else []
        if self.found:
            what.append(said("found {found}", found=self.found))
        if self.expected:
            what.append(said("expected {expected}", expected=self.expected))
        return what


class EnvelopeError(EdiError):
    """The envelope does not hold: the file may be cut, doubled or damaged."""


class StructureError(EdiError):
    """A segment or a loop stands where the guide has none, too often, or is missing."""


class ElementError(EdiError):
    """An element is missing, or holds a code, date or number that it may not hold."""


class UnreadKindError(EdiError):
    """A transaction of a kind that is recognised but not read."""


def one_of(codes: list[str] | tuple[str, ...] | frozenset[str]) -> str:
    """`one of 001, 021`, sorted; a single code stands alone."""
    allowed = sorted(code for code in codes if code)
    return ", ".join(allowed) if len(allowed) < 2 else said("one of {allowed}", allowed=listed(allowed))
