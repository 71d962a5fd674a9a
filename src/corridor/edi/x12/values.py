"""What stands in elements: dates, amounts, quantities. Each answers None where the text is no such thing."""

import re
from datetime import date
from functools import lru_cache

from corridor.money.cents import MoneyError, parse_cents
from corridor.wording.said import said

_QUANTITY = re.compile(r"(-?)(\d{0,9})(?:\.(\d*))?\Z", re.ASCII)
_AMOUNT = re.compile(r"-?[0-9.]+\Z")
_REMEMBERED = 1 << 16

A_DATE = said("a date that exists, as CCYYMMDD")
A_SPAN = said("dates that exist, as CCYYMMDD or CCYYMMDD-CCYYMMDD, the first not after the last")
AN_AMOUNT = said("an amount in whole cents, such as 1234.50")
A_QUANTITY = said("a number with at most three decimals")


@lru_cache(maxsize=_REMEMBERED)
def parse_date(text: str) -> date | None:
    """The day of a CCYYMMDD (format D8)."""
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


@lru_cache(maxsize=_REMEMBERED)
def parse_span(text: str) -> tuple[date, date] | None:
    """First and last day of a D8, RD8 or DT value, told apart by their shape.

    Senders put a single day under RD8; it is that day. Of a DT (CCYYMMDDHHMM) the time must exist too.
    """
    if "-" in text:
        first_text, _, last_text = text.partition("-")
        first, last = parse_date(first_text), parse_date(last_text)
        return (first, last) if first and last and first <= last else None
    if len(text) == 12:
        day = parse_date(text[:8])
        has_time = text[8:].isascii() and text[8:].isdigit() and text[8:10] < "24" and text[10:] < "60"
        return (day, day) if day and has_time else None
    day = parse_date(text)
    return (day, day) if day else None


@lru_cache(maxsize=_REMEMBERED)
def parse_amount(text: str) -> int | None:
    """Cents of a decimal number (data type R): no currency sign, no thousands."""
    if not _AMOUNT.match(text):
        return None
    try:
        return parse_cents(text)
    except MoneyError:
        return None


@lru_cache(maxsize=_REMEMBERED)
def parse_thousandths(text: str) -> int | None:
    """Thousandths of a decimal number: `1.5` -> 1500."""
    match = _QUANTITY.match(text)
    if not match or not (match[2] or match[3]):
        return None
    fraction = (match[3] or "").rstrip("0")
    if len(fraction) > 3:
        return None
    thousandths = int(match[2] or "0") * 1000 + int(fraction.ljust(3, "0"))
    return -thousandths if match[1] else thousandths
