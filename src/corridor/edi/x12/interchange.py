"""A file of X12 as it lies there: its segments, and where its transactions begin and end."""

from collections import Counter
from dataclasses import dataclass, field

from corridor.edi.x12.errors import EnvelopeError
from corridor.edi.x12.tokenize import Stretch, join


@dataclass(frozen=True)
class Transaction:
    """ST to SE. start, end: indices in its stretch of the segments between ST and SE, half-open.

    group: elements of its GS, [0] the name; empty where there was none. header: elements of its ST.
    """

    number: int
    header: list[str]
    group: list[str]
    stretch: Stretch
    start: int
    end: int

    @property
    def set_id(self) -> str:
        """ST01, e.g. 837."""
        return element(self.header, 1)

    @property
    def version(self) -> str:
        """ST03, or GS08 where ST03 is not sent (before 5010)."""
        return element(self.header, 3) or element(self.group, 8)

    @property
    def texts(self) -> list[str]:
        """(n,) the segments between ST and SE, not yet cut into elements."""
        return self.stretch.texts[self.start : self.end]

    def head(self, count: int) -> list[list[str]]:
        """Elements of the first `count` segments after ST; [0] of each is its name."""
        return self.stretch.elements(self.start, min(self.end, self.start + count))

    def position(self, index: int) -> int:
        """Position in the file, from 1, of `texts[index]`."""
        return self.stretch.first + self.start + index


@dataclass
class Interchange:
    """All that a file holds. head: what stands before its first segment (byte order mark, prose).

    faults: what the envelope has wrong, when it was read leniently. loose: segments that stand in no transaction
    and are no envelope.
    """

    file: str
    encoding: str
    head: str = ""
    stretches: list[Stretch] = field(default_factory=list)
    transactions: list[Transaction] = field(default_factory=list)
    faults: list[EnvelopeError] = field(default_factory=list)
    envelope_count: int = 0
    loose: int = 0

    @property
    def segment_count(self) -> int:
        """Segments of the file, envelope included."""
        return sum(len(stretch.texts) for stretch in self.stretches)

    def names(self) -> Counter[str]:
        """How often each segment name occurs in the file."""
        return Counter(
            text.split(stretch.delimiters.element, 1)[0] for stretch in self.stretches for text in stretch.texts
        )


def element(segment: list[str], position: int) -> str:
    """Element `position` of a segment, from 1; empty when the segment ends before it."""
    return segment[position] if position < len(segment) else ""


def rebuild(interchange: Interchange) -> bytes:
    """The bytes that the interchange was read from."""
    text = interchange.head + "".join(join(stretch) for stretch in interchange.stretches)
    return text.encode(interchange.encoding)
