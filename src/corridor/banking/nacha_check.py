"""An independent reader of ACH files that lists what is structurally wrong with one, before a file leaves.

Shares no code with the writer, so that both cannot be wrong in the same way. Covers all entry classes, returns,
notifications of change, international entries and advices of an operator (ADV).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from corridor.banking.nacha_layout import (
    ADVICE,
    ADVICE_CLASS,
    ADVICE_CREDITS,
    ADVICE_DEBITS,
    CHANGED,
    CREDIT_SIDE,
    CREDITS,
    DEBIT_SIDE,
    DEBITS,
    INTERNATIONAL,
    INTERNATIONAL_ADDENDA,
    MONEYLESS_CLASSES,
    NAMED,
    NO_ADDENDA,
    ONE_ADDENDA,
    PRENOTES,
    RECORD_LENGTH,
    REMITTANCE,
    RETURNED,
    RETURNED_CREDITS,
    RETURNED_DEBITS,
    SERVICE_CLASSES,
    NachaFault,
    entry_columns,
    is_checked_routing,
)
from corridor.banking.returns import CHANGES, RETURNS
from corridor.wording.said import Said, said

__all__ = ["NachaFault", "check"]


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
    entry: str = ""
    kinds: list[str] = field(default_factory=list)
    """Kinds of the addenda that the open entry has so far."""

    @property
    def entry_class(self) -> str:
        return self.header[50:53]

    @property
    def is_advice(self) -> bool:
        return self.header[1:4] == ADVICE_CLASS

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
    lengths = [
        NachaFault(n, said("length"), str(len(r)), str(RECORD_LENGTH))
        for n, r in enumerate(records, 1)
        if len(r) != RECORD_LENGTH
    ]
    hidden = [n for n, record in enumerate(records, 1) if record and not record.isprintable()]
    yield from (NachaFault(n, said("characters"), said("a control character"), said("printable ASCII")) for n in hidden)
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
    file_totals, batches, ended, is_advice = _Totals(), 0, False, False
    for number, record in enumerate(records, 1):
        kind = record[0]
        if ended:
            if record != "9" * 94:
                yield NachaFault(number, said("record type"), kind, said("nothing but fill after the file control"))
            continue
        if kind == "1":
            yield from _header_faults(number, record)
        elif kind == "5":
            if batch:
                yield NachaFault(number, said("record type"), kind, said("the control of the open batch first"))
            batch, batches = _Batch(record), batches + 1
            is_advice = batch.is_advice
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
            if batch:
                yield NachaFault(number, said("record type"), kind, said("the control of the open batch first"))
            money = 20 if is_advice else 12
            yield from _file_control_faults(number, record, file_totals, (batches, -(-len(records) // 10)), money)
        else:
            yield NachaFault(number, said("record type"), repr(kind), said("one of 1, 5, 6, 7, 8, 9"))
    if not ended:
        yield NachaFault(len(records), said("file control"), said("none"), said("a record of type 9"))


def _header_faults(number: int, record: str) -> Iterator[NachaFault]:
    if number != 1:
        yield NachaFault(number, said("record type"), "1", said("the file header in the first record only"))
    if record[34:39] != "09410":
        yield NachaFault(number, said("record size and blocking"), repr(record[34:39]), "'09410'")
    if not is_checked_routing(record[4:13]):
        yield NachaFault(number, said("immediate destination"), said("a wrong check digit"), said("a routing number"))


def _batch_header_faults(number: int, record: str) -> Iterator[NachaFault]:
    is_advice = record[50:53] == ADVICE
    if record[1:4] not in ({ADVICE_CLASS} if is_advice else SERVICE_CLASSES):
        yield NachaFault(number, said("service class"), repr(record[1:4]), said("200, 220 or 225"))
    if not record[50:53].isalpha() or not record[50:53].isupper():
        yield NachaFault(number, said("entry class"), repr(record[50:53]), said("three capitals"))
    if record[50:53] != INTERNATIONAL and not record[4:20].strip(" 0"):
        yield NachaFault(number, said("company name"), said("blanks or zeros"), said("a name"))
    if not record[79:94].isdecimal():
        yield NachaFault(number, said("ODFI and batch number"), said("no number"), said("15 digits"))


def _entry_faults(number: int, record: str, batch: _Batch) -> Iterator[NachaFault]:
    yield from _closing_faults(number, batch)
    batch.awaits_addenda, batch.entry, batch.kinds = record[78] == "1", record, []
    code, amount = record[1:3], record[entry_columns(batch.entry_class).amount]
    if code not in _known_codes(batch):
        yield NachaFault(number, said("transaction code"), repr(code), said("a credit or a debit of a known kind"))
    if not amount.isdecimal() or not record[3:12].isdecimal():
        yield NachaFault(number, said("amount and routing number"), said("no number"), said("digits"))
        return
    if not is_checked_routing(record[3:12]):
        yield NachaFault(number, said("routing number"), said("a wrong check digit"), said("nine digits that check"))
    if record[78] not in "01":
        yield NachaFault(number, said("addenda indicator"), repr(record[78]), said("0 or 1"))
    if batch.entry_class in NAMED and not record[entry_columns(batch.entry_class).receiver_name].strip(" 0"):
        yield NachaFault(number, said("receiver's name"), said("blanks or zeros"), said("a name"))
    cents = int(amount)
    yield from _amount_faults(number, code, cents, batch)
    yield from _side_faults(number, code, batch)
    if not batch.is_advice:
        yield from _trace_faults(number, record[79:94], batch)
    is_debit = code in DEBIT_SIDE
    batch.totals.add(_Totals(1, int(record[3:11]), cents if is_debit else 0, 0 if is_debit else cents))


def _known_codes(batch: _Batch) -> frozenset[str]:
    advices = ADVICE_CREDITS | ADVICE_DEBITS
    return advices if batch.is_advice else (CREDIT_SIDE | DEBIT_SIDE) - advices


def _amount_faults(number: int, code: str, cents: int, batch: _Batch) -> Iterator[NachaFault]:
    """Zero moves nothing: a prenote, a message, and the return of one of these."""
    may_be_zero = PRENOTES | RETURNED_CREDITS | RETURNED_DEBITS
    if cents == 0 and code not in may_be_zero and batch.entry_class not in MONEYLESS_CLASSES:
        yield NachaFault(number, said("amount"), "0", said("more than 0 for this transaction code"))


def _side_faults(number: int, code: str, batch: _Batch) -> Iterator[NachaFault]:
    service = batch.header[1:4]
    if (service == "220" and code in DEBITS) or (service == "225" and code in CREDITS):
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


def _closing_faults(number: int, batch: _Batch) -> Iterator[NachaFault]:
    """What is wrong with the addenda of the entry that ends before this record."""
    if batch.awaits_addenda and not batch.kinds:
        yield NachaFault(number, said("addenda"), said("none"), said("one, as the entry before says"))
    counted = entry_columns(batch.entry_class).addenda_count
    is_sent = bool(batch.entry) and not {CHANGED, RETURNED} & set(batch.kinds)
    if is_sent and counted:
        stated = batch.entry[counted]
        if not stated.isdecimal() or int(stated) != len(batch.kinds):
            yield NachaFault(number, said("addenda count"), repr(stated), str(len(batch.kinds)))
    if is_sent and batch.entry_class == INTERNATIONAL and tuple(batch.kinds[:7]) != INTERNATIONAL_ADDENDA:
        yield NachaFault(number, said("addenda"), said("a kind missing"), said("10 to 16 for an international entry"))
    batch.awaits_addenda, batch.entry = False, ""


def _addenda_faults(number: int, record: str, batch: _Batch) -> Iterator[NachaFault]:
    batch.kinds.append(record[1:3])
    batch.totals.count += 1
    if not batch.awaits_addenda:
        yield NachaFault(number, said("addenda"), said("one"), said("none, as the entry says"))
    sent = sum(kind not in (CHANGED, RETURNED) for kind in batch.kinds)
    if sent > 1 and batch.entry_class in ONE_ADDENDA:
        expected = said("one at most in {entry_class}", entry_class=batch.entry_class)
        yield NachaFault(number, said("addenda"), str(len(batch.kinds)), expected)
    if sent and batch.entry_class in NO_ADDENDA:
        expected = said("none in {entry_class}", entry_class=batch.entry_class)
        yield NachaFault(number, said("addenda"), str(len(batch.kinds)), expected)
    if record[1:3] == REMITTANCE and record[87:94] != batch.entry[87:94]:
        yield NachaFault(
            number, said("entry number"), said("another"), said("the last seven digits of its entry's trace")
        )
    yield from _answer_faults(number, record)


def _answer_faults(number: int, record: str) -> Iterator[NachaFault]:
    """A return or a notification of change has a code that the rules know."""
    known = {RETURNED: RETURNS, CHANGED: CHANGES}.get(record[1:3])
    if known is not None and record[3:6] not in known:
        yield NachaFault(number, said("return or change code"), repr(record[3:6]), said("a code of the rules"))


def _batch_control_faults(number: int, record: str, batch: _Batch) -> Iterator[NachaFault]:
    yield from _closing_faults(number, batch)
    stated = _stated(record, 4, 6, 20 if batch.is_advice else 12)
    for total, found, expected in _disagreements(stated, batch.totals):
        yield NachaFault(number, said("batch {total}", total=total), found, expected)
    if record[87:94] != batch.header[87:94]:
        yield NachaFault(number, said("batch number"), record[87:94], batch.header[87:94])
    if record[1:4] != batch.header[1:4]:
        yield NachaFault(number, said("service class"), record[1:4], batch.header[1:4])


def _file_control_faults(
    number: int, record: str, totals: _Totals, counts: tuple[int, int], money: int
) -> Iterator[NachaFault]:
    batches, blocks = counts
    for what, found, expected in (
        (said("batch count"), record[1:7], batches),
        (said("block count"), record[7:13], blocks),
    ):
        if found != f"{expected:06d}":
            yield NachaFault(number, what, found, f"{expected:06d}")
    for total, found, counted in _disagreements(_stated(record, 13, 8, money), totals):
        yield NachaFault(number, said("file {total}", total=total), found, counted)


def _stated(record: str, start: int, count: int, money: int) -> list[str]:
    """Count, hash, debits and credits as a control record states them; count and money are widths."""
    hash_at = start + count
    edges = [start, hash_at, hash_at + 10, hash_at + 10 + money, hash_at + 10 + 2 * money]
    return [record[a:b] for a, b in pairwise(edges)]


def _disagreements(stated: list[str], totals: _Totals) -> Iterator[tuple[Said, str, str]]:
    """Totals that a control record states wrongly: which, what it states, what was counted."""
    for (total, counted), found in zip(totals.fields().items(), stated, strict=True):
        if not found.isdecimal() or int(found) != counted:
            yield total, found, str(counted)
