"""What is wrong in a file, taken out of it, so that the rest can be read.

The smallest part that holds a fault is left out: a claim, all that hangs on an HL, a member, else the transaction.
Nothing is lost unsaid: each part has its fault, and its segments are counted.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from corridor.edi.x12.errors import EdiError
from corridor.edi.x12.interchange import Transaction, element

_ENTRIES = {"837": "CLM", "834": "INS"}
"""ST01 -> the segment that begins what a transaction is made of."""

_MOST_FAULTS = 200
"""Of a transaction that has more, nothing is believed; it is read again after each."""


@dataclass(frozen=True)
class Remainder(Transaction):
    """A transaction without some of its segments. kept: (n,) indices of those that stay, 0 being the one after ST."""

    kept: tuple[int, ...] = ()

    @property
    def texts(self) -> list[str]:
        """(n,) the segments that stay."""
        texts = self.stretch.texts
        return [texts[self.start + index] for index in self.kept]

    def head(self, count: int) -> list[list[str]]:
        """Elements of the first `count` segments that stay."""
        separator = self.stretch.delimiters.element
        return [text.split(separator) for text in self.texts[:count]]

    def position(self, index: int) -> int:
        """Position in the file, from 1, of `texts[index]`; that after the last is the one after it."""
        if 0 <= index < len(self.kept):
            return self.stretch.first + self.start + self.kept[index]
        beyond = index if index < 0 else self.kept[-1] + 1  # the ST before, the segment after
        return self.stretch.first + self.start + beyond


@dataclass
class BadParts:
    """What was left out of a file. entries: claims or members, those of whole transactions too; segments: of all."""

    faults: list[EdiError] = field(default_factory=list)
    transactions: int = 0
    entries: int = 0
    segments: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """For whoever tells what became of the file."""
        return {"transactions_left_out": self.transactions, "entries_left_out": self.entries}

    def leave_out(self, transaction: Transaction, error: EdiError) -> None:
        """Leave out a whole transaction."""
        self.faults.append(error)
        self.transactions += 1
        self._count(transaction, transaction.texts)

    def sift(self, transaction: Transaction, read: Callable[[Transaction], None]) -> Transaction | None:
        """The transaction without what `read` finds wrong in it; None when nothing is left.

        Each fault takes the part with it that holds it, and the rest is read again.
        """
        faults: list[EdiError] = []
        rest = transaction
        while len(faults) < _MOST_FAULTS:
            try:
                read(rest)
            except EdiError as error:
                faults.append(error)
                kept = _without(rest, error)
                if not kept:
                    break
                rest = _remainder(transaction, kept)
            else:
                self.faults += faults
                gone = set(range(len(transaction.texts))) - set(_indices(rest))
                texts = transaction.texts
                self._count(transaction, [texts[index] for index in gone])
                return rest
        self.faults += faults[:-1]
        self.leave_out(transaction, faults[-1])
        return None

    def _count(self, transaction: Transaction, texts: list[str]) -> None:
        start = _ENTRIES.get(transaction.set_id, "") + transaction.stretch.delimiters.element
        self.entries += sum(text.startswith(start) for text in texts)
        self.segments += len(texts)


def _indices(transaction: Transaction) -> tuple[int, ...]:
    if isinstance(transaction, Remainder):
        return transaction.kept
    return tuple(range(transaction.end - transaction.start))


def _remainder(whole: Transaction, kept: list[int]) -> Remainder:
    return Remainder(whole.number, whole.header, whole.group, whole.stretch, whole.start, whole.end, kept=tuple(kept))


def _without(transaction: Transaction, error: EdiError) -> list[int]:
    """Indices that stay without the part that the error is in; empty when that is all."""
    if error.segment_index is None:
        return []
    indices, separator = _indices(transaction), transaction.stretch.delimiters.element
    at = error.segment_index - transaction.stretch.first - transaction.start
    segments = [text.split(separator, 4) for text in transaction.texts]
    place = next((place for place, index in enumerate(indices) if index == at), None)
    span = None if place is None else _part(segments, place, _ENTRIES.get(transaction.set_id, ""))
    if span is None:
        return []
    first, last = span
    return [*indices[:first], *indices[last:]]


def _part(segments: list[list[str]], place: int, entry: str) -> tuple[int, int] | None:
    """First and last (half-open) of the smallest part around `place` without which others of its kind are left."""
    first = next((at for at in range(place, -1, -1) if segments[at][0] in (entry, "HL")), None)
    while first is not None:
        last = _end(segments, first, entry)
        above = _above(segments, first)
        # Within an HL nothing may be left that had only this part to tell of.
        inside = segments[above : _end(segments, above, entry)] if above is not None else segments
        if sum(segment[0] == entry for segment in inside) > sum(
            segment[0] == entry for segment in segments[first:last]
        ):
            return first, last
        first = above
    return None


def _level(segment: list[str]) -> str:
    """HL03; what is no HL lies below every level."""
    return element(segment, 3) if segment[0] == "HL" else "99"


def _end(segments: list[list[str]], first: int, entry: str) -> int:
    """Where the part that begins at `first` ends: at the next entry, or at an HL of its level or above."""
    ends = (
        at
        for at in range(first + 1, len(segments))
        if (segments[at][0] == "HL" and _level(segments[at]) <= _level(segments[first]))
        or (segments[at][0] == entry and segments[first][0] == entry)
    )
    return next(ends, len(segments))


def _above(segments: list[list[str]], first: int) -> int | None:
    """The HL that the part beginning at `first` hangs on."""
    level = _level(segments[first])
    return next(
        (at for at in range(first - 1, -1, -1) if segments[at][0] == "HL" and _level(segments[at]) < level), None
    )
