"""Bytes to segments and back, losing nothing: what stands between segments is kept as trivia."""

import re
from dataclasses import dataclass, field

from corridor.edi.x12.delimiters import Delimiters

TRIVIA = " \t\r\n"
"""What may stand before a segment: line ends and indentation."""

BYTE_ORDER_MARK = "\ufeff"


@dataclass
class Stretch:
    """A run of segments cut with the same delimiters: one interchange, or what there is of one.

    first: position in the file of its first segment, from 1. texts: (n,) segments without terminator.
    leads: (n,) trivia before each. tail: what follows the last terminator.
    """

    delimiters: Delimiters
    first: int
    texts: list[str]
    leads: list[str]
    tail: str
    is_terminated: bool = field(default=True)

    def elements(self, start: int, end: int) -> list[list[str]]:
        """Segments `start` to `end` (indices in the stretch, half-open) cut into elements; [0] is the name."""
        separator = self.delimiters.element
        return [text.split(separator) for text in self.texts[start:end]]


def decode(content: bytes) -> tuple[str, str]:
    """(text, encoding) so that `text.encode(encoding)` is `content` again."""
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("latin-1"), "latin-1"


def cut(text: str, delimiters: Delimiters, first: int) -> Stretch:
    """`text` cut into segments; a last piece without terminator is a segment too when it is not blank."""
    pieces = text.split(delimiters.segment)
    tail = pieces.pop()
    is_terminated = not tail.strip(TRIVIA)
    if not is_terminated:
        last = tail.rstrip(TRIVIA)
        pieces.append(last)
        tail = tail[len(last) :]
    texts = [piece.lstrip(TRIVIA) for piece in pieces]
    leads = [piece[: len(piece) - len(rest)] for piece, rest in zip(pieces, texts, strict=True)]
    return Stretch(delimiters, first, texts, leads, tail, is_terminated)


def next_isa(text: str, start: int, terminator: str) -> int:
    """Where the next interchange begins after the ISA at `start`; the text's length when there is none."""
    match = re.compile(re.escape(terminator) + rf"[{TRIVIA}]*(?=ISA[^A-Za-z0-9\s])").search(text, start + 3)
    return match.end() if match else len(text)


def join(stretch: Stretch) -> str:
    """The text that `cut` was given."""
    terminator = stretch.delimiters.segment
    text = "".join(
        [
            part
            for lead, segment in zip(stretch.leads, stretch.texts, strict=True)
            for part in (lead, segment, terminator)
        ]
    )
    if not stretch.is_terminated:
        text = text[: -len(terminator)]
    return text + stretch.tail
