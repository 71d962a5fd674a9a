"""The four characters that an interchange is cut with, as its ISA declares them."""

import re
from dataclasses import dataclass

from corridor.edi.x12.errors import EnvelopeError, characters
from corridor.wording.said import said

ISA_WIDTHS = (2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1)
"""Width of ISA01 to ISA16; with name and separators the segment has 105 characters, the terminator is the next."""

_ISA = re.compile(r"ISA(?=([^A-Za-z0-9\s])\d\d\1)")
_GS_OR_ST = re.compile(r"^\s*(?P<at>GS(?=([^A-Za-z0-9\s])[A-Z]{2}\2)|ST(?=([^A-Za-z0-9\s])\d{3}\3))", re.MULTILINE)
_BLANK = " \t\r\n"


@dataclass(frozen=True)
class Delimiters:
    """`repetition` is empty in versions before 5010, where ISA11 means something else."""

    element: str
    component: str
    repetition: str
    segment: str


DEFAULTS = Delimiters("*", ":", "^", "~")


def isa_fields(text: str, start: int) -> list[str]:
    """ISA01 to ISA16 of the ISA that begins at `start`, ISA16 with its first character only; fewer when cut."""
    separator = text[start + 3 : start + 4]
    if not separator:
        return []
    fields = text[start : start + 400].split(separator, 16)[1:]
    if len(fields) == 16:
        fields[15] = fields[15][:1]
    return fields


def declared_delimiters(text: str, start: int, file: str, segment_index: int) -> Delimiters:
    """Delimiters of the ISA that begins at `start`, found by counting separators, not by width.

    Raises EnvelopeError when the ISA has no sixteen elements or declares characters that cannot cut anything.
    """
    fields = isa_fields(text, start)
    if len(fields) < 16 or not fields[15]:
        found, expected = said("{count} elements", count=len(fields)), said("{count} elements", count=16)
        raise EnvelopeError(file, None, segment_index, "ISA", None, said("is cut short"), found, expected)
    element = text[start + 3]
    end = start + 4 + sum(len(field) + 1 for field in fields[:15]) + 1
    segment = text[end : end + 1]
    repetition = fields[10] if re.fullmatch(r"[^A-Za-z0-9\s]", fields[10]) else ""
    declared = Delimiters(element, fields[15], repetition, segment)
    _refuse_impossible(declared, file, segment_index)
    return declared


def _refuse_impossible(found: Delimiters, file: str, segment_index: int) -> None:
    cutting = (found.element, found.component, found.segment)
    usable = all(len(c) == 1 and not c.isalnum() and c not in " \t" for c in cutting) and len(set(cutting)) == 3
    if not usable or found.element in _BLANK or found.component in _BLANK:
        reason = said("declares delimiters that cannot be told apart from the data")
        raise EnvelopeError(file, None, segment_index, "ISA", None, reason)


def first_segment(text: str) -> int | None:
    """Where the first ISA begins, prose before it passed over; without one, the first GS or ST."""
    match = _ISA.search(text) or _GS_OR_ST.search(text)
    return match.start(match.lastgroup or 0) if match else None


def width_faults(text: str, start: int, file: str, segment_index: int) -> list[EnvelopeError]:
    """One fault for each ISA element that has not its fixed width."""
    return [
        EnvelopeError(file, None, segment_index, "ISA", number, "", characters(len(field)), characters(width))
        for number, (field, width) in enumerate(zip(isa_fields(text, start), ISA_WIDTHS, strict=False), start=1)
        if len(field) != width
    ]


def guessed_delimiters(text: str, start: int) -> Delimiters:
    """Delimiters of text that has no ISA and begins with GS or ST at `start`."""
    element = text[start + 2]
    segment = DEFAULTS.segment if DEFAULTS.segment in text else "\n"
    return Delimiters(element, DEFAULTS.component, DEFAULTS.repetition, segment)
