"""An independent reader of ACH files that lists what is structurally wrong with one.

Shares no code with the writer, so that both cannot be wrong in the same way. Covers CCD, CCD+ and PPD entries;
returns and notifications of change are read for structure and totals.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from corridor.wording.said import Said, said

_CREDIT_CODES = {"22", "23", "24", "32", "33", "34", "42", "43", "52", "53"}
_DEBIT_CODES = {"27", "28", "29", "37", "38", "39", "47", "48", "55"}
_PRENOTE_CODES = {"23", "28", "33", "38", "43", "48", "53"}
_RETURN_CODES = {"21", "26", "31", "36", "41", "46", "51", "56"}
_SERVICE_CLASSES = {"200", "220", "225"}


@dataclass(frozen=True)
class NachaFault:
    """One thing wrong: record is its position in the file, from 1."""

    record: int
    what: str
    found: str
    expected: str

    @property
    def text(self) -> Said:
        """The fault as a sentence."""
        return said("record {record}, {what}: found {found}, expected {expected}", **vars(self))

    def __str__(self) -> str:
        return self.text


@dataclass
class _Totals:
    """Running sums of a batch or of the file, in cents."""

    count: int = 0
    hash: int = 0
    debits: int = 0
    credits: int = 0

    def add(self, other: "_Totals") -> None:
        self.count += other.count
        self.hash += other.hash
        self.debits += other.debits
        self.credits += other.credits

    def fields(self) -> dict[Said, int]:
        return {
            said("entry and addenda count"): self.count,
            said("entry hash"): self.hash % 10_000_000_000,
            said("debit total"): self.debits,
            said("credit total"): self.credits,
        }


@dataclass
class _Batch:
    """What the open batch has said so far."""

    header: str
    totals: _Totals = field(default_factory=_Totals)
    last_trace: str = ""
    awaits_addenda: bool = False
    addenda: int = 0
    entry_trace: str = ""

    @property
    def entry_class(self) -> str:
        return self.header[50:53]

    @property
    def odfi(self) -> str:
        return self.header[79:87]


def check(content: bytes) -> list[NachaFault]:
    """All structural faults of an ACH file, first in the file first; an empty list when it may leave."""
    return list(_faults(content))


def _faults(content: bytes) -> Iterator[NachaFault]:
    try:
        text = content.decode("ascii")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        yield NachaFault(line, said("characters"), said("a byte outside ASCII"), said("printable ASCII"))
        return
    records = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    lengths = [NachaFault(n, said("length"), str(len(r)), "94") for n, r in enumerate(records, 1) if len(r) != 94]
    if lengths:
        yield from lengths
        return
    if len(records) % 10:
        yield NachaFault(len(records), said("records"), str(len(records)), said("a multiple of ten, filled with 9s"))
    yield from _read(records)


def _read(records: list[str]) -> Iterator[NachaFault]:
    """Walk the records: header, batches, control, fill."""
    if records[0][0] != "1":
        yield NachaFault(1, said("record type"), records[0][0], said("1, the file header"))
    batch: _Batch | None = None
    file_totals, batches, ended = _Totals(), 0, False
    for number, record in enumerate(records, 1):
        kind = record[0]
        if ended:
            if record != "9" * 94:
                yield NachaFault(number, said("record type"), kind, said("nothing but fill after the file control"))
            continue
        if kind == "1":
            yield from _header_faults(number, record)
        elif kind == "5":
            batch, batches = _Batch(record), batches + 1
            yield from _batch_header_faults(number, record)
        elif kind in "678" and batch is None:
            yield NachaFault(number, said("record type"), kind, said("a batch header first"))
        elif kind == "6" and batch:
            yield from _entry_faults(number, record, batch)
        elif kind == "7" and batch:
            yield from _addenda_faults(number, record, batch)
        elif kind == "8" and batch:
            yield from _batch_control_faults(number, record, batch)
            file_totals.add(batch.totals)
            batch = None
        elif kind == "9":
            ended = True
            yield from _file_control_faults(number, record, file_totals, batches, -(-len(records) // 10))
        else:
            yield NachaFault(number, said("record type"), repr(kind), said("one of 1, 5, 6, 7, 8, 9"))
    if not ended:
        yield NachaFault(len(records), said("file control"), said("none"), said("a record of type 9"))


def _header_faults(number: int, record: str) -> Iterator[NachaFault]:
    if number != 1:
        yield NachaFault(number, said("record type"), "1", said("the file header in the first record only"))
    if record[34:39] != "09410":
        yield NachaFault(number, said("record size and blocking"), repr(record[34:39]), "'09410'")
    if not _routing_is_valid(record[4:13]):
        yield NachaFault(number, said("immediate destination"), said("a wrong check digit"), said("a routing number"))


def _batch_header_faults(number: int, record: str) -> Iterator[NachaFault]:
    if record[1:4] not in _SERVICE_CLASSES:
        yield NachaFault(number, said("service class"), repr(record[1:4]), said("200, 220 or 225"))
    if not record[79:94].isdecimal():
        yield NachaFault(number, said("ODFI and batch number"), said("no number"), said("15 digits"))


def _entry_faults(number: int, record: str, batch: _Batch) -> Iterator[NachaFault]:
    code, amount = record[1:3], record[29:39]
    yield from _missing_addenda(number, batch)
    if code not in _CREDIT_CODES | _DEBIT_CODES | _RETURN_CODES:
        yield NachaFault(number, said("transaction code"), repr(code), said("a credit or a debit of a known kind"))
    if not amount.isdecimal() or not record[3:12].isdecimal():
        yield NachaFault(number, said("amount and routing number"), said("no number"), said("digits"))
        return
    if not _routing_is_valid(record[3:12]):
        yield NachaFault(number, said("routing number"), said("a wrong check digit"), said("nine digits that check"))
    if int(amount) == 0 and code not in _PRENOTE_CODES and batch.entry_class != "COR":
        yield NachaFault(number, said("amount"), "0", said("more than 0 for this transaction code"))
    yield from _side_faults(number, code, batch)
    yield from _trace_faults(number, record[79:94], batch)
    debits = code in _DEBIT_CODES or code in {"26", "36", "46", "56"}
    cents = int(amount)
    batch.totals.add(_Totals(1, int(record[3:11]), cents if debits else 0, 0 if debits else cents))
    batch.awaits_addenda, batch.addenda, batch.entry_trace = record[78] == "1", 0, record[79:94]


def _side_faults(number: int, code: str, batch: _Batch) -> Iterator[NachaFault]:
    service = batch.header[1:4]
    if (service == "220" and code in _DEBIT_CODES) or (service == "225" and code in _CREDIT_CODES):
        yield NachaFault(
            number, said("transaction code"), repr(code), said("a code of service class {service}", service=service)
        )


def _trace_faults(number: int, trace: str, batch: _Batch) -> Iterator[NachaFault]:
    if trace[:8] != batch.odfi:
        yield NachaFault(number, said("trace number"), said("another bank"), said("the ODFI of the batch header"))
    elif trace <= batch.last_trace:
        yield NachaFault(
            number, said("trace number"), said("one that does not ascend"), said("more than the one before")
        )
    else:
        batch.last_trace = trace


def _missing_addenda(number: int, batch: _Batch) -> Iterator[NachaFault]:
    if batch.awaits_addenda and not batch.addenda:
        yield NachaFault(number, said("addenda"), said("none"), said("one, as the entry before says"))
    batch.awaits_addenda = False


def _addenda_faults(number: int, record: str, batch: _Batch) -> Iterator[NachaFault]:
    batch.addenda += 1
    batch.totals.count += 1
    if not batch.awaits_addenda:
        yield NachaFault(number, said("addenda"), said("one"), said("none, as the entry says"))
    if batch.addenda > 1 and batch.entry_class in ("CCD", "PPD"):
        yield NachaFault(
            number,
            said("addenda"),
            str(batch.addenda),
            said("one at most in {entry_class}", entry_class=batch.entry_class),
        )
    if record[1:3] == "05" and record[87:94] != batch.entry_trace[8:]:
        yield NachaFault(
            number, said("entry number"), said("another"), said("the last seven digits of its entry's trace")
        )


def _batch_control_faults(number: int, record: str, batch: _Batch) -> Iterator[NachaFault]:
    yield from _missing_addenda(number, batch)
    stated = _stated(record, 4, 6)
    for total, found, expected in _disagreements(stated, batch.totals):
        yield NachaFault(number, said("batch {total}", total=total), found, expected)
    if record[87:94] != batch.header[87:94]:
        yield NachaFault(number, said("batch number"), record[87:94], batch.header[87:94])
    if record[1:4] != batch.header[1:4]:
        yield NachaFault(number, said("service class"), record[1:4], batch.header[1:4])


def _file_control_faults(number: int, record: str, totals: _Totals, batches: int, blocks: int) -> Iterator[NachaFault]:
    for what, found, expected in (
        (said("batch count"), record[1:7], batches),
        (said("block count"), record[7:13], blocks),
    ):
        if found != f"{expected:06d}":
            yield NachaFault(number, what, found, f"{expected:06d}")
    for total, found, counted in _disagreements(_stated(record, 13, 8), totals):
        yield NachaFault(number, said("file {total}", total=total), found, counted)


def _stated(record: str, start: int, count_width: int) -> list[str]:
    """Count, hash, debits and credits as a control record states them."""
    edges = [start, start + count_width, start + count_width + 10, start + count_width + 22, start + count_width + 34]
    return [record[a:b] for a, b in pairwise(edges)]


def _disagreements(stated: list[str], totals: _Totals) -> Iterator[tuple[Said, str, str]]:
    """Totals that a control record states wrongly: which, what it states, what was counted."""
    for (total, counted), found in zip(totals.fields().items(), stated, strict=True):
        if not found.isdecimal() or int(found) != counted:
            yield total, found, str(counted)


def _routing_is_valid(text: str) -> bool:
    if not text.isdecimal():
        return False
    digits = [int(c) for c in text]
    return (3 * sum(digits[0::3]) + 7 * sum(digits[1::3]) + sum(digits[2::3])) % 10 == 0
