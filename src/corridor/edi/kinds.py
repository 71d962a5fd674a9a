"""Which transaction a file holds: by ST01, ST03, GS08, and by what stands in it where these mislead."""

import re
from collections.abc import Iterable

from corridor.edi.x12.delimiters import declared_delimiters, first_segment, guessed_delimiters
from corridor.edi.x12.errors import EdiError
from corridor.edi.x12.interchange import Transaction, element
from corridor.edi.x12.tokenize import cut, decode

READ_KINDS = ("834", "837P", "837I", "837D")

IMPLEMENTATIONS = {
    "X095": "834",
    "X220": "834",
    "X098": "837P",
    "X222": "837P",
    "X096": "837I",
    "X223": "837I",
    "X097": "837D",
    "X224": "837D",
    "X291": "837P predetermination",
    "X292": "837I predetermination",
    "X298": "837P post-adjudicated claims data reporting",
    "X299": "837I post-adjudicated claims data reporting",
    "X300": "837D post-adjudicated claims data reporting",
}
SERVICE_LINES = {"SV1": "837P", "SV2": "837I", "SV3": "837D"}

_IMPLEMENTATION = re.compile(r"00[0-9]{4}(X[0-9]{3})")
_SNIFFED_BYTES = 8192
_HEAD_SEGMENTS = 400


def kind_of(transaction: Transaction) -> str:
    """Kind of a transaction, one of READ_KINDS when it is read; else its name, or ST01 where that is all there is."""
    return _kind(transaction.header, transaction.group, transaction.head(_HEAD_SEGMENTS))


def recognise(content: bytes, file: str) -> str | None:
    """Kind of the first transaction, from the first bytes of the file only; None when it is no X12."""
    text, _ = decode(content[:_SNIFFED_BYTES])
    start = first_segment(text)
    if start is None:
        return None
    try:
        has_isa = text.startswith("ISA", start)
        delimiters = declared_delimiters(text, start, file, 1) if has_isa else guessed_delimiters(text, start)
    except EdiError:
        return None
    stretch = cut(text[start:], delimiters, 1)
    segments = stretch.elements(0, len(stretch.texts))
    group: list[str] = next((segment for segment in segments if segment[0] == "GS"), [])
    for index, segment in enumerate(segments):
        if segment[0] == "ST":
            return _kind(segment, group, segments[index + 1 :])
    return None


def _kind(header: list[str], group: list[str], body: list[list[str]]) -> str:
    set_id = element(header, 1)
    if set_id != "837":
        return set_id or "a transaction without ST01"
    reference = next((element(segment, 2) for segment in body[:2] if segment[:2] == ["REF", "87"]), "")
    for version in (element(header, 3), reference, element(group, 8)):
        match = _IMPLEMENTATION.match(version)
        kind = IMPLEMENTATIONS.get(match[1], "") if match else ""
        if kind.startswith("837"):
            return kind
    return _by_service_line(body)


def _by_service_line(body: Iterable[list[str]]) -> str:
    return next((SERVICE_LINES[segment[0]] for segment in body if segment[0] in SERVICE_LINES), "837")
