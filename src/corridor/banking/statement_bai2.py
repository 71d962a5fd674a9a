"""BAI2: records 01, 02, 03, 16, 49, 98, 99, continued by 88; amounts in cents without a point.

Lines end with or without a slash, and several records may stand on one; only the last field, a text, may hold a comma.
A statement without both ledger balances, or whose control total is another, is not complete.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

import polars as pl

from corridor.banking.statement_error import fault
from corridor.records.bank import BANK_LINES, BANK_STATEMENTS
from corridor.wording.said import said

_NEXT = re.compile(r"(?<=/)\s+(?=(?:01|02|03|16|49|88|98|99),)")
_RECORD = re.compile(r"\d\d(,|$)")
OPENING, CLOSING = "010", "015"
_FUND_FIELDS = {"S": 3, "V": 2}
"""How many more fields a type of funds brings; D says itself."""


@dataclass
class _Account:
    """An account of a group while its records are read. amounts: type code -> cents.

    is_sound: whether its control total, which has to come, is the sum of its amounts.
    """

    number: str
    currency: str
    day: date
    file_id: str
    amounts: dict[str, int] = field(default_factory=dict)
    total: int = 0
    is_sound: bool = False
    lines: list[dict[str, object]] = field(default_factory=list)


def read_bai2(text: str, name: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """BANK_STATEMENTS and BANK_LINES, one statement for each account and day. Raises StatementError."""
    accounts: list[_Account] = []
    file_id, day, currency = "", None, "USD"
    for number, fields in _records(text, name):
        code = fields[0]
        if code == "01":
            file_id = fields[5] if len(fields) > 5 else ""
        elif code == "02":
            day = _day(fields[4] if len(fields) > 4 else "", name, number)
            currency = (fields[6] if len(fields) > 6 else "") or "USD"
        elif code == "03":
            if day is None:
                raise _bad(name, number, said("record"), "03", "02")
            accounts.append(_Account(fields[1], (fields[2] or currency), day, file_id))
            _summaries(accounts[-1], fields[3:], name, number)
        elif code == "16":
            _line(_current(accounts, name, number), fields, name, number)
        elif code == "49":
            own = _current(accounts, name, number)
            own.is_sound = _cents(fields[1] if len(fields) > 1 else "", name, number) == own.total
        elif code not in ("98", "99"):
            raise _bad(name, number, said("record"), repr(code[:4]), "01, 02, 03, 16, 49, 88, 98, 99")
    if not accounts:
        raise _bad(name, 1, said("account"), said("none"), "03")
    heads = _heads(accounts)
    rows = [
        line | {"statement_id": head["statement_id"]}
        for one, head in zip(accounts, heads, strict=True)
        for line in one.lines
    ]
    return BANK_STATEMENTS.from_rows(heads), BANK_LINES.from_rows(rows)


def _records(text: str, name: str) -> list[tuple[int, list[str]]]:
    """(number of its first line, fields) of each record, continuations joined."""
    found: list[tuple[int, str]] = []
    several = ((number, part) for number, line in enumerate(text.splitlines(), 1) for part in _NEXT.split(line.strip()))
    for number, line in several:
        bare = line.rstrip().rstrip("/") if not line.startswith("88") else line.rstrip()
        if not bare:
            continue
        if found and not _RECORD.match(line):
            first, before = found[-1]  # a text that went on to the next line
            found[-1] = (first, f"{before} {bare}")
        elif line.startswith("88"):
            if not found:
                raise _bad(name, number, said("record"), "88", "01")
            first, before = found[-1]
            found[-1] = (first, f"{before},{bare[3:].rstrip('/')}")
        else:
            found.append((number, bare))
    return [(number, record.split(",")) for number, record in found]


def _summaries(own: _Account, fields: list[str], name: str, number: int) -> None:
    """Type, amount, item count, type of funds, over and over."""
    place = 0
    while place < len(fields):
        code, amount = fields[place], fields[place + 1] if place + 1 < len(fields) else ""
        if amount:
            cents = _cents(amount, name, number)
            own.total += cents
            own.amounts[code] = cents
        place = _after_funds(fields, place + 3)


def _after_funds(fields: list[str], place: int) -> int:
    """Place of the field after a type of funds and what it brings."""
    kind = fields[place] if place < len(fields) else ""
    if kind == "D" and place + 1 < len(fields) and fields[place + 1].isdecimal():
        return place + 2 + 2 * int(fields[place + 1])
    return place + 1 + _FUND_FIELDS.get(kind, 0)


def _line(own: _Account, fields: list[str], name: str, number: int) -> None:
    code, cents = fields[1], _cents(fields[2] if len(fields) > 2 else "", name, number)
    own.total += cents
    rest = fields[_after_funds(fields, 3) :]
    sign = -1 if code.isdecimal() and 400 <= int(code) < 700 else 1
    bank, customer, *words = [*rest, "", ""]
    own.lines.append(
        {
            "line_number": len(own.lines) + 1,
            "booked_on": own.day,
            "amount_cents": sign * cents,
            "currency": own.currency,
            "kind": code,
            "bank_reference": bank.strip() or None,
            "customer_reference": customer.strip() or None,
            "text": " ".join(part.strip() for part in words if part.strip()) or None,
        }
    )


def _heads(accounts: list[_Account]) -> list[dict[str, object]]:
    """Of each account; one that stands twice in a group is two statements."""
    heads: list[dict[str, object]] = []
    for own in accounts:
        head = _head(own)
        same = sum(str(one["statement_id"]).startswith(str(head["statement_id"])) for one in heads)
        heads.append(head | ({"statement_id": f"{head['statement_id']}-{same + 1}"} if same else {}))
    return heads


def _head(own: _Account) -> dict[str, object]:
    return {
        "statement_id": f"{own.number[-4:]}-{own.day:%Y%m%d}-{own.file_id or '1'}",
        "account": own.number,
        "currency": own.currency,
        "opened_on": own.day,
        "closed_on": own.day,
        "opening_cents": own.amounts.get(OPENING, 0),
        "closing_cents": own.amounts.get(CLOSING, 0),
        "is_complete": own.is_sound and OPENING in own.amounts and CLOSING in own.amounts,
    }


def _current(accounts: list[_Account], name: str, number: int) -> _Account:
    if not accounts:
        raise _bad(name, number, said("record"), said("one of no account"), "03")
    return accounts[-1]


def _cents(text: str, name: str, number: int) -> int:
    bare = text.strip().lstrip("+-")
    if not (bare.isascii() and bare.isdecimal() and len(bare.lstrip("0")) < 16):
        raise _bad(name, number, said("amount"), said("no amount"), said("whole cents"))
    return -int(bare) if text.strip().startswith("-") else int(bare)


def _day(text: str, name: str, number: int) -> date:
    try:
        return datetime.strptime(text.strip(), "%y%m%d" if len(text.strip()) == 6 else "%Y%m%d").date()
    except ValueError:
        raise _bad(name, number, said("day"), said("no day"), "YYMMDD") from None


def _bad(name: str, number: int, what: object, found: object, expected: object) -> Exception:
    return fault(name, said("line {line}", line=number), what, found, expected)
