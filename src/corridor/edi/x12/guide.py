"""An implementation guide as data: loops, segments, repeats, required elements and codes, read from a TOML file.

[codes]             list name = the codes
[[group]]           loops that hold the same segments
  in                ids of the parent loops ("" is the transaction itself)
  loops             "ID TRIGGER COUNT ELEMENTS": the segment that begins the loop, how often the loop may occur
  segments          "SEGMENT COUNT ELEMENTS": what else the loop may hold
COUNT               1, 0-1, 1-n ...
ELEMENTS            "3" must be there; "3=list" holds a code of the list; "3=A|B" one of these; "?3=list" if it is there
A line that ends in "@XY" holds only for the variants X and Y (837: P, I, D).
"""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

UNBOUNDED = 0


@dataclass(frozen=True, slots=True)
class Check:
    """Element `position` is not empty (codes is None), or is in `codes` (with "" where it may be absent)."""

    position: int
    codes: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A segment in a loop. name: its id; for a loop's trigger, `mark` is the loop's id.

    least, most: how often in its loop, `most` UNBOUNDED without limit. key_codes: codes of the key element.
    """

    name: str
    mark: str
    least: int
    most: int
    checks: tuple[Check, ...]
    key_codes: tuple[str, ...] = ("",)


@dataclass(slots=True, eq=False)
class Loop:
    """A loop in its place under its parent."""

    id: str
    trigger: Entry
    parent: "Loop | None"
    entries: list[Entry] = field(default_factory=list)
    children: "list[Loop]" = field(default_factory=list)
    moves: "dict[str, Move]" = field(default_factory=dict)

    @property
    def contents(self) -> list[Entry]:
        """Segments and child loops with their counts."""
        return [*self.entries, *(child.trigger for child in self.children)]


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """What a segment does in a loop: stay, or close `closes` loops, and open one when `opens`; `steps` when either.

    slot: loop id and segment id, e.g. "2300.CLM", by which readers know it. checks: (position, codes) pairs.
    """

    loop: Loop
    closes: int
    opens: bool
    steps: bool
    entry: Entry
    slot: str
    checks: tuple[tuple[int, frozenset[str] | None], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Guide:
    """One variant of a guide. keys: segment id -> position of the element that tells loops apart.

    names: every segment id that the guide knows.
    """

    name: str
    root: Loop
    keys: dict[str, int]
    names: frozenset[str]


@cache
def load_guide(path: Path, variant: str = "") -> Guide:
    """The guide in `path` for one of its variants; read once.

    Raises ValueError on a line that cannot be read: a mistake in the program's own data.
    """
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    return _Loader(document, variant).load()


class _Loader:
    def __init__(self, document: dict[str, Any], variant: str) -> None:
        self.document = document
        self.variant = variant
        self.codes: dict[str, frozenset[str]] = {
            name: frozenset(values.split()) for name, values in document.get("codes", {}).items()
        }
        self.keys: dict[str, int] = document["keys"]
        self.names: set[str] = set()

    def load(self) -> Guide:
        root = Loop("", Entry("ST", "", 1, 1, ()), None)
        self._fill(root)
        _set_moves(root, self.keys)
        return Guide(f"{self.document['name']}{self.variant}", root, self.keys, frozenset(self.names))

    def _fill(self, loop: Loop) -> None:
        for group in self.document["group"]:
            ids = [line.split()[0] for line in group.get("loops", [])] or [""]
            if loop.id in ids:
                loop.entries = [self._entry(line) for line in group["segments"] if self._holds(line)]
            if loop.id in group.get("in", []):
                loop.children += [self._child(line, loop) for line in group["loops"] if self._holds(line)]

    def _child(self, line: str, parent: Loop) -> Loop:
        loop_id, rest = line.split(maxsplit=1)
        child = Loop(loop_id, self._entry(rest, mark=loop_id), parent)
        self._fill(child)
        return child

    def _holds(self, line: str) -> bool:
        last = line.split()[-1]
        return not last.startswith("@") or self.variant in last[1:]

    def _entry(self, line: str, mark: str = "") -> Entry:
        name, count, *tokens = (token for token in line.split() if not token.startswith("@"))
        self.names.add(name)
        least, _, most = count.partition("-")
        checks = tuple(self._check(token) for token in tokens)
        key_codes = next((c.codes for c in checks if mark and c.position == self.keys.get(name)), None)
        return Entry(
            name,
            mark or name,
            int(least),
            UNBOUNDED if most == "n" else int(most or least),
            checks,
            tuple(sorted(key_codes)) if key_codes else ("",),
        )

    def _check(self, token: str) -> Check:
        position, _, listed = token.removeprefix("?").partition("=")
        if not listed:
            return Check(int(position), None)
        codes = self.codes.get(listed) or frozenset(listed.split("|"))
        return Check(int(position), codes | {""} if token.startswith("?") else codes)


def _set_moves(loop: Loop, keys: dict[str, int]) -> None:
    """Fills `moves` of the loop and of all below it, nearest meaning first."""
    closes, at = 0, loop
    while True:
        if at.parent is not None or at is loop:
            for entry in at.entries:
                _add_move(loop, entry, at, closes, False, keys)
        for child in at.children:
            _add_move(loop, child.trigger, child, closes, True, keys)
        if at.parent is None:
            break
        closes, at = closes + 1, at.parent
    for child in loop.children:
        _set_moves(child, keys)


def _add_move(start: Loop, entry: Entry, target: Loop, closes: int, opens: bool, keys: dict[str, int]) -> None:
    checks = tuple((check.position, check.codes) for check in entry.checks)
    move = Move(target, closes, opens, opens or closes > 0, entry, f"{target.id}.{entry.name}", checks)
    codes = entry.key_codes if opens else ("",)
    for code in codes:
        key = f"{entry.name}*{code}" if entry.name in keys and code else entry.name
        start.moves.setdefault(key, move)
