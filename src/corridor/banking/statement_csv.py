"""A table of statement lines with our column names: what a bank without a format of its own can be brought into.

Each row carries its statement's head: statement_id, account, currency, opened_on, closed_on, opening, closing; then
booked_on, value_on, amount, kind, bank_reference, customer_reference, text, trace. Amounts in units and decimals.
"""

import csv
import io
from datetime import date

import polars as pl

from corridor.banking.statement_error import cents_of, fault
from corridor.records.bank import BANK_LINES, BANK_STATEMENTS
from corridor.wording.said import listed, said

HEAD = ("statement_id", "account", "currency", "opened_on", "closed_on", "opening", "closing")
NEEDED = (*HEAD, "booked_on", "amount", "kind")
_TEXTS = ("bank_reference", "customer_reference", "text", "trace")


def read_csv(text: str, name: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """BANK_STATEMENTS and BANK_LINES. A statement without lines has one row whose amount is empty."""
    rows = csv.DictReader(io.StringIO(text))
    missing = [column for column in NEEDED if column not in (rows.fieldnames or ())]
    if missing:
        raise fault(
            name, said("header"), said("columns"), said("no {columns}", columns=listed(missing)), listed(NEEDED)
        )
    heads: dict[str, dict[str, object]] = {}
    own: dict[str, tuple[str, ...]] = {}
    lines: list[dict[str, object]] = []
    for number, row in enumerate(rows, start=2):
        place, key = said("row {row}", row=number), row["statement_id"]
        head = tuple(row[column] or "" for column in HEAD)
        if own.setdefault(key, head) != head:
            raise fault(name, place, said("statement"), said("another head"), said("the same on all its rows"))
        heads.setdefault(key, _head(row, name, place))
        if row["amount"]:
            count = sum(line["statement_id"] == key for line in lines)
            lines.append(_line(row, count + 1, name, place))
    return BANK_STATEMENTS.from_rows(list(heads.values())), BANK_LINES.from_rows(lines)


def _head(row: dict[str, str], name: str, place: object) -> dict[str, object]:
    return {
        "statement_id": row["statement_id"],
        "account": row["account"],
        "currency": row["currency"],
        "opened_on": _day(row["opened_on"], name, place),
        "closed_on": _day(row["closed_on"], name, place),
        "opening_cents": cents_of(row["opening"], name, place),
        "closing_cents": cents_of(row["closing"], name, place),
        "is_complete": True,
    }


def _line(row: dict[str, str], number: int, name: str, place: object) -> dict[str, object]:
    return {
        "statement_id": row["statement_id"],
        "line_number": number,
        "booked_on": _day(row["booked_on"], name, place),
        "value_on": _day(row["value_on"], name, place) if row.get("value_on") else None,
        "amount_cents": cents_of(row["amount"], name, place),
        "currency": row["currency"],
        "kind": row["kind"],
        **{column: row.get(column) or None for column in _TEXTS},
    }


def _day(text: str, name: str, place: object) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise fault(name, place, said("day"), said("no day"), said("one such as 2026-03-31")) from None
