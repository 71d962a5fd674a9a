"""Which lines of a statement are which payments, deposits and returns: by trace, reference, total, or amount and day.

A rule speaks only where it leaves no doubt: what two lines, or two payments, could be is left to a person.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

PAYMENT, CALL, DEPOSIT, RETURN, ENTRY = "payment", "call", "deposit", "return", "entry"
TRACE, REFERENCE, TOTAL, AMOUNT, OPENING = "trace", "reference", "total", "amount", "opening"
DAYS_AROUND = 5
"""A line of the same amount is taken for a movement up to so many days older."""
CHEQUE_DAYS = 180
_WORD = re.compile(r"[A-Z0-9][A-Z0-9-]{4,}")


@dataclass(frozen=True)
class Line:
    """A line of a statement as far as it is open; cents: money in positive. words: what it carries to be known by."""

    statement_id: str
    line_number: int
    booked_on: date
    cents: int
    traces: frozenset[str] = frozenset()
    references: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[str, int]:
        """Which line it is."""
        return self.statement_id, self.line_number


@dataclass(frozen=True)
class Item:
    """What a line may be. cents: as the bank would show it. names: payment or call number, trace, cheque number.

    together: payments of one file, which the bank may book as one line. is_partial: whether less may come.
    came_back: a payment known to be returned, which the line of its file may leave out.
    """

    subject: str
    reference: str
    cents: int
    since: date
    names: frozenset[str]
    days: int = DAYS_AROUND
    together: str | None = None
    is_partial: bool = False
    came_back: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """Which item it is."""
        return self.subject, self.reference

    def fits(self, line: Line) -> bool:
        """Whether the day of the line can be the item's."""
        return self.since <= line.booked_on <= self.since + timedelta(days=self.days)


@dataclass(frozen=True)
class Pair:
    """A line and the items that it is; cents of each, as on the line."""

    line: Line
    how: str
    items: tuple[tuple[Item, int], ...]


def name(text: str | None) -> str:
    """A reference as it is compared: capitals, without blanks and leading zeros."""
    return re.sub(r"\s", "", text or "").upper().lstrip("0")


def words(*texts: str | None) -> frozenset[str]:
    """References, whole and the longer words in them."""
    found = {name(text) for text in texts}
    found |= {name(word) for text in texts for word in _WORD.findall((text or "").upper())}
    return frozenset(found - {""})


@dataclass
class _Open:
    """Lines and items that are not yet paired."""

    lines: dict[tuple[str, int], Line]
    items: dict[tuple[str, str], Item]
    pairs: list[Pair] = field(default_factory=list)

    def take(self, line: Line, how: str, items: Iterable[Item]) -> None:
        chosen = tuple((one, one.cents) for one in items)
        self.pairs.append(Pair(line, how, chosen))
        del self.lines[line.key]
        for one, _ in chosen:
            del self.items[one.key]

    def take_part(self, line: Line, how: str, item: Item) -> None:
        """A line that is a part of what an item waits for: no more of it in this statement."""
        self.pairs.append(Pair(line, how, ((item, line.cents),)))
        del self.lines[line.key]
        del self.items[item.key]


def pairs_of(lines: Iterable[Line], items: Iterable[Item]) -> list[Pair]:
    """All pairs that leave no doubt; the surer rules go first."""
    rest = _Open({one.key: one for one in lines}, {one.key: one for one in items})
    for rule in _RULES:
        rule(rest)
    return rest.pairs


def _by_name(rest: _Open) -> None:
    """The amount of an item, and one of its names on the line."""
    by_name: dict[str, list[Item]] = defaultdict(list)
    for item in rest.items.values():
        for one in item.names:
            by_name[one].append(item)
    for line in list(rest.lines.values()):
        for how, names in ((TRACE, line.traces), (REFERENCE, line.references)):
            named = {item.key: item for one in names for item in by_name.get(one, ()) if item.key in rest.items}
            exact = [item for item in named.values() if item.cents == line.cents and item.since <= line.booked_on]
            if len(exact) == 1:
                rest.take(line, how, exact)
                break
            partial = [item for item in named.values() if item.is_partial and 0 < line.cents < item.cents]
            if len(partial) == 1:
                rest.take_part(line, how, partial[0])
                break


def _by_total(rest: _Open) -> None:
    """The sum of the payments of one file, with those that came back or without."""
    for line in list(rest.lines.values()):
        found = [group for group in _files(rest, line) if sum(one.cents for one in group) == line.cents]
        if len(found) == 1 and len(found[0]) > 1:
            rest.take(line, TOTAL, found[0])


def _files(rest: _Open, line: Line) -> Iterator[list[Item]]:
    files: dict[str, list[Item]] = defaultdict(list)
    for item in rest.items.values():
        if item.together is not None and item.fits(line):
            files[item.together].append(item)
    for sent in files.values():
        yield sent
        settled = [item for item in sent if not item.came_back]
        if len(settled) < len(sent):
            yield settled


def _by_amount(rest: _Open) -> None:
    """The amount alone, where one item only and one line only can be meant."""
    for line in list(rest.lines.values()):
        found = [item for item in rest.items.values() if item.cents == line.cents and item.fits(line)]
        rivals = [one for one in rest.lines.values() if one.cents == line.cents and any(i.fits(one) for i in found)]
        if len(found) == 1 and len(rivals) == 1:
            rest.take(line, AMOUNT, found)


_RULES: tuple[Callable[[_Open], None], ...] = (_by_name, _by_total, _by_amount)
