"""MT940 through the `mt940` library, one message at a time: it keeps one opening and one closing balance each."""

import logging
import re
from decimal import Decimal
from typing import Any

import mt940
import polars as pl

from corridor.banking.statement_error import fault
from corridor.records.bank import BANK_LINES, BANK_STATEMENTS
from corridor.wording.said import said

# The library logs the lines that it cannot read, and they name people.
logging.getLogger("mt940").setLevel(logging.CRITICAL + 1)
_MESSAGE = re.compile(r"(?m)^(?=:20:)")


def read_mt940(text: str, name: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """BANK_STATEMENTS and BANK_LINES. Raises StatementError."""
    heads: list[dict[str, object]] = []
    lines: list[dict[str, object]] = []
    for number, message in enumerate(_MESSAGE.split(text)[1:], start=1):
        place = said("message {message}", message=number)
        found = _parsed(message, name, place)
        data = found.data
        first, last = (_balance(data, end) for end in ("opening", "closing"))
        if first is None or last is None:
            raise fault(name, place, said("balance"), said("none"), said("{first} and {last}", first="60F", last="62F"))
        account = str(data.get("account_identification") or "")
        parts = (data.get("transaction_reference"), data.get("statement_number"), data.get("sequence_number"))
        key = "-".join(str(part) for part in (*parts, f"{last.date:%Y%m%d}") if part)
        if key in {head["statement_id"] for head in heads}:
            key = f"{key}-{number}"
        heads.append(
            {
                "statement_id": key,
                "account": account,
                "currency": last.amount.currency,
                "opened_on": first.date,
                "closed_on": last.date,
                "opening_cents": _cents(first.amount.amount),
                "closing_cents": _cents(last.amount.amount),
                "is_complete": True,
            }
        )
        lines += [_line(one.data, place_, key) for place_, one in enumerate(found, start=1)]
    return BANK_STATEMENTS.from_rows(heads), BANK_LINES.from_rows(lines)


def _parsed(message: str, name: str, place: Any) -> Any:
    """The message as the library reads it, by the standard or as one bank strays from it. Raises StatementError."""
    asnb: dict[int | str, mt940.tags.Tag] = {mt940.tags.StatementASNB.id: mt940.tags.StatementASNB()}
    for strays in (None, asnb):
        try:
            return mt940.parse(message) if strays is None else mt940.parse(message, tags=strays)
        except Exception:  # whatever the library raises on a faulty message
            continue
    raise fault(name, place, said("form"), said("no MT940"), said("a statement"))


def _balance(data: dict[str, Any], end: str) -> Any:
    """Of the whole statement, or of the page of one that goes on."""
    return data.get(f"final_{end}_balance") or data.get(f"intermediate_{end}_balance")


def _line(data: dict[str, Any], number: int, key: str) -> dict[str, object]:
    return {
        "statement_id": key,
        "line_number": number,
        "booked_on": data.get("entry_date") or data["date"],
        "value_on": data["date"],
        "amount_cents": _cents(data["amount"].amount),
        "currency": data["amount"].currency or data.get("currency") or "",
        "kind": str(data.get("id") or ""),
        "bank_reference": data.get("bank_reference") or None,
        "customer_reference": data.get("customer_reference") or None,
        "text": data.get("transaction_details") or None,
    }


def _cents(amount: Decimal) -> int:
    return int(amount.scaleb(2).to_integral_exact())
