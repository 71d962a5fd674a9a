"""Assigning each segment of a transaction to its place in the guide, refusing what has none."""

from collections.abc import Iterator

from corridor.edi.x12.errors import EdiError, ElementError, StructureError, one_of, shown
from corridor.edi.x12.guide import UNBOUNDED, Entry, Guide, Loop, Move
from corridor.edi.x12.interchange import Transaction, element
from corridor.wording.said import Said, listed, said

_REMEMBERED_SHAPES = 20_000


class Walker:
    """Walks transactions of one kind. Remembers loop contents that were found good, so that each is judged once."""

    def __init__(self, guide: Guide, file: str) -> None:
        self.guide = guide
        self.file = file
        self.good: set[tuple[Loop, tuple[str, ...]]] = set()

    def walk(self, transaction: Transaction) -> Iterator[tuple[list[str], Move]]:
        """The elements of each segment, and its move.

        Raises StructureError or ElementError at the first segment that the guide does not allow.
        """
        return _Walk(self, transaction).run()


class _Walk:
    def __init__(self, walker: Walker, transaction: Transaction) -> None:
        self.walker = walker
        self.guide = walker.guide
        self.transaction = transaction
        self.places: list[Move] = []
        self.open: list[tuple[Loop, list[str], int]] = []

    def run(self) -> Iterator[tuple[list[str], Move]]:
        keys, places, separator = self.guide.keys, self.places, self.transaction.stretch.delimiters.element
        moves = self.guide.root.moves
        contents: list[str] = []
        self.open.append((self.guide.root, contents, -1))
        for text in self.transaction.texts:
            segment = text.split(separator)
            name = segment[0]
            if name in keys and len(segment) > keys[name]:
                name = f"{name}*{segment[keys[name]]}"
            move = moves.get(name)
            if move is None:
                raise self._misplaced(len(places), segment, self.open[-1][0])
            if move.steps:
                contents = self._step(move, len(places))
                moves = move.loop.moves
            elif move.entry.most:
                contents.append(move.entry.mark)
            else:
                _note(contents, move.entry)
            for at, codes in move.checks:
                value = segment[at] if at < len(segment) else ""
                if (value not in codes) if codes is not None else not value:
                    raise self._wrong_element(len(places), segment, at, codes)
            places.append(move)
            yield segment, move
        while self.open:
            self._close(len(places))

    def _step(self, move: Move, index: int) -> list[str]:
        """Closes and opens loops; returns the contents of the loop that is then innermost."""
        for _ in range(move.closes):
            self._close(index)
        contents = self.open[-1][1]
        _note(contents, move.entry)
        if move.opens:
            contents = []
            self.open.append((move.loop, contents, index))
        return contents

    def _close(self, end: int) -> None:
        loop, contents, start = self.open.pop()
        shape = (loop, tuple(contents))
        if shape in self.walker.good:
            return
        for entry in loop.contents:
            count = contents.count(entry.mark)
            if count < entry.least:
                raise self._missing(loop, entry, start)
            if entry.most != UNBOUNDED and count > entry.most:
                raise self._too_often(loop, entry, start, end)
        if len(self.walker.good) < _REMEMBERED_SHAPES:
            self.walker.good.add(shape)

    def _error(
        self,
        kind: type[EdiError],
        index: int,
        segment_id: str,
        at: int | None,
        reason: str,
        found: str = "",
        expected: str = "",
    ) -> EdiError:
        position = self.transaction.position(index)
        return kind(self.walker.file, self.transaction.number, position, segment_id, at, reason, found, expected)

    def _wrong_element(self, index: int, segment: list[str], at: int, codes: frozenset[str] | None) -> EdiError:
        value = element(segment, at)
        expected = said("a value") if codes is None else one_of(codes)
        return self._error(ElementError, index, segment[0], at, "", shown(value), expected)

    def _misplaced(self, index: int, segment: list[str], loop: Loop) -> EdiError:
        name = segment[0]
        if name not in self.guide.names:
            reason = said("{segment} is no segment of the {guide}", segment=_segment_shown(name), guide=self.guide.name)
            return self._error(StructureError, index, "", None, reason)
        where = said("after {place}", place=_place_name(loop)) if loop.id else said("in the head of the transaction")
        at = self.guide.keys.get(name)
        if at is None:
            reason = said("has no place {where}", where=where)
            return self._error(StructureError, index, name, None, reason, "", _homes(self.guide.root, name))
        code = element(segment, at)
        homes = _homes(self.guide.root, f"{name}*{code}")
        if homes or not (codes := _codes_near(loop, name)):
            reason = said("{code} has no place {where}", code=shown(code), where=where)
            return self._error(StructureError, index, name, at, reason, "", homes)
        return self._error(ElementError, index, name, at, "", shown(code), one_of(codes))

    def _missing(self, loop: Loop, entry: Entry, start: int) -> EdiError:
        what = _loop_name(entry.mark, entry) if entry.mark != entry.name else entry.name
        segment_id = loop.trigger.name if start >= 0 else ""
        reason = said("{what} is missing in {place}", what=what, place=_place_name(loop))
        return self._error(StructureError, max(start, 0), segment_id, None, reason)

    def _too_often(self, loop: Loop, entry: Entry, start: int, end: int) -> EdiError:
        marks = [i for i in range(start + 1, end) if self.places[i].entry is entry]
        index = marks[entry.most] if len(marks) > entry.most else max(start, 0)
        place, most = _place_name(loop), said("at most {limit}", limit=entry.most)
        reason = said("repeats in {place}", place=place)
        if entry.mark != entry.name:
            reason = said("loop {id} repeats in {place}", id=entry.mark, place=place)
        return self._error(StructureError, index, entry.name, None, reason, str(len(marks)), most)


def _note(contents: list[str], entry: Entry) -> None:
    """Adds a segment or loop to the contents of its loop, once only where it may repeat without limit."""
    if entry.most != UNBOUNDED or (entry.least and entry.mark not in contents):
        contents.append(entry.mark)


def _segment_shown(name: str) -> str:
    """The id if it cannot be a word out of somebody's name."""
    if not name:
        return said("a segment without id")
    is_code = len(name) <= 4 and name.isalnum() and any(character.isdigit() for character in name)
    return repr(name) if is_code else said("the id of this segment")


def _entry_name(entry: Entry) -> str:
    return "*".join(filter(None, (entry.name, "|".join(entry.key_codes))))


def _loop_name(loop_id: str, trigger: Entry) -> Said:
    return said("loop {id} ({trigger})", id=loop_id, trigger=_entry_name(trigger))


def _place_name(loop: Loop) -> Said:
    return _loop_name(loop.id, loop.trigger) if loop.id else said("the transaction")


def _codes_near(loop: Loop, name: str) -> frozenset[str]:
    """Codes with which a segment `name` could follow in `loop` or beside it."""
    near = {key: move.closes for key, move in loop.moves.items() if move.entry.name == name}
    least = max(1, min(near.values(), default=0))
    return frozenset(key.partition("*")[2] for key, closes in near.items() if closes <= least)


def _loops(loop: Loop) -> list[Loop]:
    return [loop, *(below for child in loop.children for below in _loops(child))]


def _homes(root: Loop, key: str) -> str:
    """`it in loop A, loop B`: the loops that `key` may stand in, or begin; empty where there is none."""
    moves = [loop.moves[key] for loop in _loops(root) if key in loop.moves]
    homes = {
        said("loop {id}", id=move.loop.id) if move.loop.id else said("the head of the transaction") for move in moves
    }
    return said("it in {places}", places=listed(sorted(homes))) if homes else ""
