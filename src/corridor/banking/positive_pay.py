"""Positive pay: the file of issued and void cheques that a bank compares, and its answer of what was presented."""

import csv
import io
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from corridor.banking.positive_pay_layout import AMOUNTS, COUNTS, DATES, Layout, LayoutField, Record
from corridor.money.cents import MoneyError, format_cents, parse_cents
from corridor.wording.said import Said, listed, said

ISSUE, VOID = "issue", "void"
_ENDS = {"LF": "\n", "CRLF": "\r\n"}
_CUT = frozenset({"payee_name"})
"""Fields that are cut where they are too wide; of any other field that would change what it says."""
_HIDDEN = frozenset({"payee_name", "account", "routing"})
Value = str | int | date


@dataclass(frozen=True)
class PositivePayFault:
    """One thing wrong: record (or cheque) from 1, its field, what was found, what was expected."""

    record: int
    field: str
    found: str
    expected: str

    @property
    def text(self) -> Said:
        """The fault as a sentence."""
        return said("record {record}, {field}: found {found}, expected {expected}", **vars(self))


class PositivePayError(ValueError):
    """A cheque file that cannot be made or read; `faults` holds all that is wrong."""

    def __init__(self, faults: Sequence[PositivePayFault]):
        self.faults = tuple(faults)
        super().__init__(listed((fault.text for fault in self.faults), "\n"))

    def __reduce__(self) -> tuple[type["PositivePayError"], tuple[tuple[PositivePayFault, ...]]]:
        return PositivePayError, (self.faults,)


@dataclass(frozen=True)
class Cheque:
    """A cheque that was issued, or one that is void."""

    number: str
    issued_on: date
    amount_cents: int
    payee_name: str = field(repr=False)
    is_void: bool = False


@dataclass(frozen=True)
class ChequeAccount:
    """The account that cheques are drawn on."""

    routing: str
    account: str = field(repr=False)


@dataclass(frozen=True)
class ChequeAnswer:
    """What the bank says of a cheque: status is one of the layout's words, such as `paid` or `not_issued`."""

    record: int
    number: str
    amount_cents: int
    happened_on: date | None
    status: str


def issue_file(layout: Layout, cheques: Sequence[Cheque], *, account: ChequeAccount, made_on: date) -> bytes:
    """The file of these cheques, in their order. Raises PositivePayError with every value that does not fit."""
    if not cheques:
        raise PositivePayError([PositivePayFault(0, said("cheques"), said("none"), said("one at least"))])
    totals = _totals(cheques) | {"file_date": made_on, "routing": account.routing, "account": account.account}
    faults: list[PositivePayFault] = []
    file = layout.issue
    lines = [_line(layout, file.header, totals, 0, faults)] if file.header else []
    for number, cheque in enumerate(cheques, start=1):
        lines.append(_line(layout, file.detail, totals | _values(cheque), number, faults))
    if file.trailer:
        lines.append(_line(layout, file.trailer, totals, len(cheques) + 1, faults))
    if faults:
        raise PositivePayError(faults)
    end = _ENDS[layout.line_end]
    return "".join(f"{line}{end}" for line in lines).encode("ascii")


def read_answers(layout: Layout, content: bytes) -> list[ChequeAnswer]:
    """The bank's answer by the same layout. Raises PositivePayError for fields or totals that do not agree."""
    file, faults = layout.answer, list[PositivePayFault]()
    lines = content.decode("latin-1").replace("\r\n", "\n").rstrip("\n").split("\n")
    if file.header:
        _parsed(layout, file.header, lines[0], 1, faults)
    details = lines[bool(file.header) : len(lines) - bool(file.trailer)]
    answers = []
    for number, line in enumerate(details, start=1 + bool(file.header)):
        found = _parsed(layout, file.detail, line, number, faults)
        if found is not None:
            answers.append(_answer(number, found))
    if file.trailer:
        stated = _parsed(layout, file.trailer, lines[-1], len(lines), faults) or {}
        counted = {"count": len(answers), "total": sum(answer.amount_cents for answer in answers)}
        for name, value in counted.items():
            if not faults and name in stated and stated[name] != value:
                faults.append(PositivePayFault(len(lines), name, str(stated[name]), str(value)))
    if faults:
        raise PositivePayError(faults)
    return answers


def _answer(number: int, found: Mapping[str, Value]) -> ChequeAnswer:
    day, cents = found.get("happened_on"), found.get("amount")
    return ChequeAnswer(
        number,
        str(found["cheque_number"]),
        cents if isinstance(cents, int) else 0,
        day if isinstance(day, date) else None,
        str(found["status"]),
    )


def _totals(cheques: Sequence[Cheque]) -> dict[str, Value]:
    void = [cheque.amount_cents for cheque in cheques if cheque.is_void]
    issued = [cheque.amount_cents for cheque in cheques if not cheque.is_void]
    return {
        "count": len(cheques),
        "issued_count": len(issued),
        "void_count": len(void),
        "total": sum(issued),
        "void_total": sum(void),
    }


def _values(cheque: Cheque) -> dict[str, Value]:
    return {
        "cheque_number": cheque.number,
        "issued_on": cheque.issued_on,
        "amount": cheque.amount_cents,
        "payee_name": cheque.payee_name,
        "kind": VOID if cheque.is_void else ISSUE,
    }


def _line(
    layout: Layout, record: Record, values: Mapping[str, Value], number: int, faults: list[PositivePayFault]
) -> str:
    parts = [_written(one, values, number, faults) for one in record]
    if layout.kind == "fixed":
        return "".join(parts)
    line = io.StringIO()
    csv.writer(line, delimiter=layout.delimiter, lineterminator="").writerow(parts)
    return line.getvalue()


def _written(one: LayoutField, values: Mapping[str, Value], number: int, faults: list[PositivePayFault]) -> str:
    """A field's text; what does not fit its width or has no code is a fault, never cut silently."""
    text = _text(one, values.get(one.name, ""))
    if text is None or (text == "" and one.name != "text" and not one.codes):
        faults.append(PositivePayFault(number, one.name, said("nothing to write"), said("a value")))
        return ""
    if one.width is None:
        return text
    if len(text) > one.width:
        if one.name not in _CUT:
            found = said("{count} characters", count=len(text))
            faults.append(
                PositivePayFault(number, one.name, found, said("at most {count} characters", count=one.width))
            )
        text = text[: one.width]
    return text.ljust(one.width, one.pad) if one.align == "left" else text.rjust(one.width, one.pad)


def _text(one: LayoutField, value: Value) -> str | None:
    if one.name == "text":
        return one.text
    if isinstance(value, date):
        return value.strftime(one.form or "")
    if one.name in AMOUNTS and isinstance(value, int):
        if value < 0:
            return None
        return str(value) if one.form == "cents" else format_cents(value, thousands=False)
    if one.codes:
        return one.codes.get(str(value))
    folded = unicodedata.normalize("NFKD", str(value).replace("ı", "i")).upper()
    return "".join(c for c in folded if " " <= c <= "~")


def _parsed(
    layout: Layout, record: Record, line: str, number: int, faults: list[PositivePayFault]
) -> dict[str, Value] | None:
    """The values of a record, None when one is faulty."""
    parts = _parts(layout, record, line)
    if parts is None:
        faults.append(PositivePayFault(number, said("record"), said("another length"), said("that of the layout")))
        return None
    found: dict[str, Value] = {}
    before = len(faults)
    for one, part in zip(record, parts, strict=True):
        try:
            found[one.name] = _value(one, part)
        except ValueError:
            shown = said("a value of wrong form") if one.name in _HIDDEN else repr(part)
            faults.append(PositivePayFault(number, one.name, shown, _expected(one)))
    return found if len(faults) == before else None


def _parts(layout: Layout, record: Record, line: str) -> list[str] | None:
    if layout.kind == "delimited":
        parts = next(csv.reader([line], delimiter=layout.delimiter), [])
        return parts if len(parts) == len(record) else None
    widths = [one.width or 0 for one in record]
    if len(line) != sum(widths):
        return None
    return [line[sum(widths[:n]) : sum(widths[: n + 1])] for n in range(len(widths))]


def _value(one: LayoutField, part: str) -> Value:
    """A field's value. Raises ValueError when it is of wrong form."""
    text = part.rstrip(one.pad) if one.align == "left" and one.pad != "0" else part.lstrip(one.pad)
    if one.name == "text" and text.strip() != one.text.strip():
        raise ValueError
    if one.name in DATES:
        return datetime.strptime(part.strip(), one.form or "").date()
    if one.name in AMOUNTS:
        return _cents(one, part.strip())
    if one.name in COUNTS:
        return _whole(part.strip())
    if one.codes:
        return _word(one, text.strip())
    if one.name == "cheque_number" and not text.strip():
        raise ValueError
    return text.strip()


def _cents(one: LayoutField, text: str) -> int:
    if one.form == "cents":
        return _whole(text)
    try:
        return parse_cents(text.lstrip("0") or "0")
    except MoneyError as error:
        raise ValueError from error


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise ValueError
    return int(text)


def _word(one: LayoutField, code: str) -> str:
    words = [word for word, known in one.codes.items() if known == code]
    if not words:
        raise ValueError
    return words[0]


def _expected(one: LayoutField) -> Said:
    if one.codes:
        return said("one of {allowed}", allowed=listed(sorted(one.codes.values())))
    if one.name in DATES:
        return said("a date as {form}", form=one.form)
    if one.name == "text":
        return said("the constant {text!r}", text=one.text)
    return said("an amount") if one.name in AMOUNTS else said("a number")
