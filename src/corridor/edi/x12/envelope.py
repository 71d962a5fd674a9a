"""Reading the envelope: interchanges, groups, transactions, and whether their counts and numbers agree.

Strict, the first fault is raised; lenient, faults are collected and reading goes on as far as segments can be told
apart.
"""

from corridor.edi.x12.delimiters import (
    Delimiters,
    declared_delimiters,
    first_segment,
    guessed_delimiters,
    width_faults,
)
from corridor.edi.x12.errors import EnvelopeError, shown
from corridor.edi.x12.interchange import Interchange, Transaction, element
from corridor.edi.x12.tokenize import BYTE_ORDER_MARK, TRIVIA, Stretch, cut, decode, next_isa
from corridor.wording.said import said


def read_interchange(content: bytes, file: str, *, lenient: bool = False) -> Interchange:
    """The file's segments and transactions.

    Raises EnvelopeError: strict, for the first fault; lenient, only where no segment can be found.
    """
    return _EnvelopeReader(content, file, lenient).read()


class _EnvelopeReader:
    def __init__(self, content: bytes, file: str, lenient: bool) -> None:
        self.text, encoding = decode(content)
        self.file = file
        self.lenient = lenient
        self.interchange = Interchange(file, encoding)
        self.isa: list[str] = []
        self.group: list[str] = []
        self.header: list[str] = []
        self.header_at = 0
        self.groups = 0
        self.sets = 0

    def read(self) -> Interchange:
        start = self._first_segment()
        self.interchange.head = self.text[:start]
        position = 1
        while start < len(self.text):
            stretch, start = self._stretch(start, position)
            self.interchange.stretches.append(stretch)
            self._walk(stretch)
            position += len(stretch.texts)
        self._refuse_foreign_characters()
        return self.interchange

    def fault(
        self,
        segment_index: int,
        segment_id: str,
        at: int | None,
        reason: str,
        found: str = "",
        expected: str = "",
        transaction: int | None = None,
    ) -> None:
        """Raises the fault, or collects it when reading leniently."""
        self._add(EnvelopeError(self.file, transaction, segment_index, segment_id, at, reason, found, expected))

    def _add(self, error: EnvelopeError) -> None:
        if not self.lenient:
            raise error
        self.interchange.faults.append(error)

    def _first_segment(self) -> int:
        blank = len(self.text) - len(self.text.lstrip(TRIVIA + BYTE_ORDER_MARK))
        if self.text.startswith("ISA", blank):
            return blank
        start = first_segment(self.text)
        self._add(EnvelopeError(self.file, None, None, "", None, said("does not begin with ISA")))
        if start is None:
            raise EnvelopeError(self.file, None, None, "", None, said("is no X12 file: no ISA, GS or ST found"))
        return start

    def _stretch(self, start: int, position: int) -> tuple[Stretch, int]:
        delimiters = self._delimiters(start, position)
        end = next_isa(self.text, start, delimiters.segment)
        return cut(self.text[start:end], delimiters, position), end

    def _delimiters(self, start: int, position: int) -> Delimiters:
        if not self.text.startswith("ISA", start):
            return guessed_delimiters(self.text, start)
        found = declared_delimiters(self.text, start, self.file, position)
        for error in width_faults(self.text, start, self.file, position):
            self._add(error)
        return found

    def _walk(self, stretch: Stretch) -> None:
        separator = stretch.delimiters.element
        for index, text in enumerate(stretch.texts):
            if text[:2] in _PREFIXES:
                segment = text.split(separator)
                step = _STEPS.get(segment[0])
                if step is not None:
                    self.interchange.envelope_count += 1
                    step(self, stretch, index, segment)
                    continue
            if not self.header:
                self._loose(stretch, index)
        self._close_all(stretch, len(stretch.texts))

    def _loose(self, stretch: Stretch, index: int) -> None:
        self.interchange.loose += 1
        self.fault(stretch.first + index, "", None, said("stands outside every transaction"))

    def _isa(self, stretch: Stretch, index: int, segment: list[str]) -> None:
        self._close_all(stretch, index)
        self.isa, self.groups = segment, 0

    def _gs(self, stretch: Stretch, index: int, segment: list[str]) -> None:
        self._close_group(stretch, index)
        if not self.isa:
            self.fault(stretch.first + index, "GS", None, said("stands outside an interchange"))
        self.group, self.sets = segment, 0
        self.groups += 1

    def _st(self, stretch: Stretch, index: int, segment: list[str]) -> None:
        self._close_transaction(stretch, index)
        if not self.group:
            self.fault(stretch.first + index, "ST", None, said("stands outside a group"))
        self.header, self.header_at = segment, index
        self.sets += 1

    def _se(self, stretch: Stretch, index: int, segment: list[str]) -> None:
        if not self.header:
            self.fault(stretch.first + index, "SE", None, said("ends no transaction"))
            return
        header, counted = self.header, index - self.header_at + 1
        self._end_transaction(stretch, index)
        self._compare(stretch, index, segment, said("segments"), counted)
        self._compare_number(stretch, index, segment, element(header, 2), "ST02")

    def _ge(self, stretch: Stretch, index: int, segment: list[str]) -> None:
        self._close_transaction(stretch, index)
        if not self.group:
            self.fault(stretch.first + index, "GE", None, said("ends no group"))
            return
        self._compare(stretch, index, segment, said("transactions"), self.sets)
        self._compare_number(stretch, index, segment, element(self.group, 6), "GS06")
        self.group = []

    def _iea(self, stretch: Stretch, index: int, segment: list[str]) -> None:
        self._close_group(stretch, index)
        if not self.isa:
            self.fault(stretch.first + index, "IEA", None, said("ends no interchange"))
            return
        self._compare(stretch, index, segment, said("groups"), self.groups)
        self._compare_number(stretch, index, segment, element(self.isa, 13), "ISA13")
        self.isa = []

    def _ta1(self, stretch: Stretch, index: int, segment: list[str]) -> None:
        """An acknowledgement between ISA and GS says nothing about what follows."""

    def _compare(self, stretch: Stretch, index: int, segment: list[str], what: str, counted: int) -> None:
        """The first element of an end counts what it ends."""
        sent = element(segment, 1)
        if not (sent.isascii() and sent.isdigit() and len(sent) < 12 and int(sent) == counted):
            expected = said("{count}, the number of {what}", count=counted, what=what)
            self.fault(stretch.first + index, segment[0], 1, "", shown(sent), expected, self._ended(segment))

    def _compare_number(self, stretch: Stretch, index: int, segment: list[str], opening: str, name: str) -> None:
        """The second element of an end repeats the control number of what it ends."""
        sent = element(segment, 2)
        if sent != opening:
            expected = said("{number} as in {element}", number=shown(opening), element=name)
            self.fault(stretch.first + index, segment[0], 2, "", shown(sent), expected, self._ended(segment))

    def _ended(self, segment: list[str]) -> int | None:
        """Number of the transaction that an SE has just ended."""
        return self.interchange.transactions[-1].number if segment[0] == "SE" else None

    def _end_transaction(self, stretch: Stretch, end: int) -> None:
        number = len(self.interchange.transactions) + 1
        self.interchange.transactions.append(
            Transaction(number, self.header, self.group, stretch, self.header_at + 1, end)
        )
        self.header = []

    def _close_transaction(self, stretch: Stretch, index: int) -> None:
        if self.header:
            position = stretch.first + self.header_at
            self._end_transaction(stretch, index)
            number = self.interchange.transactions[-1].number
            self.fault(position, "ST", None, said("has no SE"), transaction=number)

    def _close_group(self, stretch: Stretch, index: int) -> None:
        self._close_transaction(stretch, index)
        if self.group:
            self.fault(stretch.first + index - 1, "GS", None, said("the group that ends here has no GE"))
            self.group = []

    def _close_all(self, stretch: Stretch, index: int) -> None:
        self._close_group(stretch, index)
        if self.isa:
            self.fault(
                stretch.first + max(index - 1, 0), "ISA", None, said("the interchange that ends here has no IEA")
            )
            self.isa = []

    def _refuse_foreign_characters(self) -> None:
        if self.text.isascii():
            return
        for stretch in self.interchange.stretches:
            for index, text in enumerate(stretch.texts):
                if not text.isascii():
                    name = text.split(stretch.delimiters.element, 1)[0]
                    name = name if name.isascii() else ""
                    reason = said("holds a character that X12 has not (outside ASCII)")
                    self.fault(stretch.first + index, name, None, reason)
                    return


_STEPS = {
    "ISA": _EnvelopeReader._isa,
    "TA1": _EnvelopeReader._ta1,
    "GS": _EnvelopeReader._gs,
    "ST": _EnvelopeReader._st,
    "SE": _EnvelopeReader._se,
    "GE": _EnvelopeReader._ge,
    "IEA": _EnvelopeReader._iea,
}
_PREFIXES = frozenset(name[:2] for name in _STEPS)
