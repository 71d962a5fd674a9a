"""ACH files read: batches, entries, addenda, returns and notifications of change, of every entry class.

A file with any fault is refused whole. Blanks that transport cut off the end of the file header and the file control,
and empty lines at the end, are put right before. Source: Nacha Operating Rules, appendices three and four, restated.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from corridor.banking.nacha_check import check
from corridor.banking.nacha_layout import (
    CHANGED,
    CREDIT_SIDE,
    INTERNATIONAL,
    INTERNATIONAL_ADDENDA,
    PRENOTES,
    RECORD_LENGTH,
    RETURNED,
    NachaFault,
    entry_columns,
)
from corridor.wording.said import said

_CUT_AT = {"1": 40, "9": 55}
"""Record type -> the column from which it may end in blanks that were cut off."""


class AchError(ValueError):
    """An ACH file that is refused. `faults` holds all that is wrong, the first in the file first."""

    def __init__(self, faults: Sequence[NachaFault]):
        self.faults = tuple(faults)
        super().__init__(
            said("ACH file refused, {count} faults; the first: {fault}", count=len(faults), fault=faults[0].text)
        )

    def __reduce__(self) -> tuple[type["AchError"], tuple[tuple[NachaFault, ...]]]:
        return AchError, (self.faults,)


@dataclass(frozen=True)
class AchReturn:
    """An entry that came back. A dishonoured or contested return also names the return that it answers."""

    code: str
    original_trace: str
    original_bank: str
    text: str = field(repr=False)
    answers_code: str = ""
    answers_trace: str = ""


@dataclass(frozen=True)
class AchChange:
    """A notification of change: its code, the entry it speaks of, and the corrected data as sent (29 characters)."""

    code: str
    original_trace: str
    original_bank: str
    corrected: str = field(repr=False)
    refused_code: str = ""


@dataclass(frozen=True)
class AchEntry:
    """One entry. `addenda` holds the texts of its payment addenda, in order."""

    record: int
    code: str
    routing: str
    account: str = field(repr=False)
    amount_cents: int
    receiver_id: str = field(repr=False)
    receiver_name: str = field(repr=False)
    discretionary: str
    trace: str
    addenda: tuple[str, ...] = field(repr=False)
    returns: tuple[AchReturn, ...]
    change: AchChange | None

    @property
    def is_credit(self) -> bool:
        """Whether the entry credits the receiver."""
        return self.code in CREDIT_SIDE

    @property
    def is_prenote(self) -> bool:
        """Whether the entry only tries the account."""
        return self.code in PRENOTES and self.amount_cents == 0

    @property
    def trn(self) -> str | None:
        """The reassociation number (TRN02) that ties a payment to its remittance."""
        segments = "".join(self.addenda).split("~")
        found = [segment.strip().split("*") for segment in segments if segment.strip().startswith("TRN*")]
        return found[0][2] if found and len(found[0]) > 2 else None


@dataclass(frozen=True)
class AchBatch:
    """One batch and its header. effective_on is None where a bank left it empty, as in returns."""

    record: int
    service_class: str
    company_name: str
    company_id: str
    entry_class: str
    description: str
    effective_on: date | None
    settlement: str
    odfi: str
    number: int
    entries: tuple[AchEntry, ...]

    @property
    def debit_cents(self) -> int:
        """Sum of the debits."""
        return sum(entry.amount_cents for entry in self.entries if not entry.is_credit)

    @property
    def credit_cents(self) -> int:
        """Sum of the credits."""
        return sum(entry.amount_cents for entry in self.entries if entry.is_credit)


@dataclass(frozen=True)
class AchFile:
    """A file without fault."""

    destination: str
    origin: str
    created: datetime | None
    modifier: str
    destination_name: str
    origin_name: str
    batches: tuple[AchBatch, ...]

    @property
    def entries(self) -> tuple[AchEntry, ...]:
        """All entries, in the order of the file."""
        return tuple(entry for batch in self.batches for entry in batch.entries)

    @property
    def returned(self) -> tuple[tuple[AchEntry, AchReturn], ...]:
        """Entries that came back, each with its last return."""
        return tuple((entry, entry.returns[-1]) for entry in self.entries if entry.returns)

    @property
    def changes(self) -> tuple[tuple[AchEntry, AchChange], ...]:
        """Entries that are notifications of change."""
        return tuple((entry, entry.change) for entry in self.entries if entry.change)


def read_ach(content: bytes) -> AchFile:
    """The file as values. Raises AchError with all faults where there is one."""
    mended = _mended(content)
    faults = check(mended)
    if faults:
        raise AchError(faults)
    records = mended.decode("ascii").replace("\r\n", "\n").splitlines()
    header = records[0]
    return AchFile(
        header[3:13].strip(),
        header[13:23].strip(),
        _moment(header[23:33]),
        header[33],
        header[40:63].strip(),
        header[63:86].strip(),
        tuple(_batches(records)),
    )


def _mended(content: bytes) -> bytes:
    """The content with the blanks put back that transport took from the ends of lines, and no empty last lines."""
    lines = content.replace(b"\r\n", b"\n").rstrip(b"\n").split(b"\n")
    return b"".join(_full(line) + b"\n" for line in lines)


def _full(line: bytes) -> bytes:
    least = _CUT_AT.get(line[:1].decode("latin-1"), RECORD_LENGTH)
    return line.ljust(RECORD_LENGTH) if least <= len(line) < RECORD_LENGTH else line


def _batches(records: list[str]) -> Iterator[AchBatch]:
    start = 0
    for at, record in enumerate(records):
        if record[0] == "5":
            start = at
        elif record[0] == "8":
            yield _batch(start, records[start:at])


def _batch(start: int, records: list[str]) -> AchBatch:
    header = records[0]
    entry_class = header[50:53]
    is_international = entry_class == INTERNATIONAL or header[4:20].startswith("IATCOR")
    layout = INTERNATIONAL if is_international else entry_class
    firsts = [at for at, record in enumerate(records) if record[0] == "6"]
    ends = [*firsts[1:], len(records)]
    return AchBatch(
        start + 1,
        header[1:4],
        header[4:20].strip(),
        header[40:50].strip(),
        entry_class,
        header[53:63].strip(),
        _day(header[69:75]),
        header[75:78].strip(),
        header[79:87],
        int(header[87:94]),
        tuple(_entry(start + 1 + a, records[a], records[a + 1 : b], layout) for a, b in zip(firsts, ends, strict=True)),
    )


def _entry(number: int, record: str, addenda: list[str], layout: str) -> AchEntry:
    columns = entry_columns(layout)
    changes = [_change(text) for text in addenda if text[1:3] == CHANGED]
    return AchEntry(
        number,
        record[1:3],
        record[3:12],
        record[columns.account].strip(),
        int(record[columns.amount]),
        record[columns.receiver_id].strip(),
        addenda[0][46:81].strip() if layout == INTERNATIONAL and addenda else record[columns.receiver_name].strip(),
        record[76:78].strip(),
        record[79:94],
        tuple(text[3:83].rstrip() for text in addenda if _is_payment_text(text)),
        tuple(_return(text) for text in addenda if text[1:3] == RETURNED),
        changes[0] if changes else None,
    )


def _is_payment_text(record: str) -> bool:
    return record[1:3] not in (CHANGED, RETURNED, *INTERNATIONAL_ADDENDA)


def _return(record: str) -> AchReturn:
    code, original, bank = record[3:6], record[6:21], record[27:35]
    if code < "R61" or code > "R77":
        return AchReturn(code, original, bank, record[35:79].strip())
    if code < "R71":
        return AchReturn(code, original, bank, record[58:79].strip(), f"R{record[56:58]}", record[38:53])
    return AchReturn(code, original, bank, "", f"R{record[76:78]}", record[58:73])


def _change(record: str) -> AchChange:
    code, original, bank, corrected = record[3:6], record[6:21], record[27:35], record[35:64]
    if code < "C61":
        return AchChange(code, original, bank, corrected.rstrip())
    return AchChange(record[64:67], original, bank, corrected.rstrip(), code)


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%y%m%d").date()
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text if text[6:].isdecimal() else f"{text[:6]}0000", "%y%m%d%H%M")
    except ValueError:
        return None
