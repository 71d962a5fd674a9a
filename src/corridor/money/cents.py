"""Money as text in, cents out, and back."""

import re
from typing import Any

from corridor.money.text import amount_said, amount_text
from corridor.wording.said import Said, said

MAX_CENTS = 10**13
"""Largest amount taken in (100 billion): sums of millions of lines stay far inside int64 (DESIGN 4, trap 4)."""

_MONEY = re.compile(r"^([+-])?\$?(\d{1,3}(?:,\d{3})+|\d*)(?:\.(\d*))?$")


class MoneyError(ValueError):
    """Text that is not an amount of money in whole cents: `found`, quoted, and what was `expected`."""

    def __init__(self, text: str, expected: Said):
        self.text, self.found, self.expected = text, repr(text), expected
        super().__init__(said("found {found}, expected {expected}", found=self.found, expected=expected))

    def __reduce__(self) -> tuple[Any, ...]:
        return MoneyError, (self.text, self.expected)


def parse_cents(text: str) -> int:
    """Cents of a decimal amount such as `1234.5`, `-0.07`, `$1,234.50`.

    Raises MoneyError when it is no number, has a fraction of a cent, or lies beyond MAX_CENTS.
    """
    match = _MONEY.match(text.strip())
    if not match or not (match[2] or match[3]):
        raise MoneyError(text.strip(), said("an amount such as 1234.50"))
    fraction = (match[3] or "").rstrip("0")
    if len(fraction) > 2:
        raise MoneyError(text.strip(), said("whole cents"))
    cents = int((match[2] or "0").replace(",", "")) * 100 + int(fraction.ljust(2, "0") or 0)
    if cents > MAX_CENTS:
        raise MoneyError(text.strip(), said("at most {limit}", limit=amount_said(MAX_CENTS)))
    return -cents if match[1] == "-" else cents


def format_cents(cents: int, *, thousands: bool = True) -> str:
    """`-123456` -> `-1,234.56`; without `thousands`, `-1234.56`."""
    text = amount_text(cents, "en")
    return text if thousands else text.replace(",", "")


def x12_amount(cents: int) -> str:
    """The shortest X12 form of an amount (data type R): `12300` -> `123`, `12350` -> `123.5`, `-7` -> `-.07`."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    fraction = f".{rest:02d}".rstrip("0") if rest else ""
    return f"{sign}{whole or ('' if rest else 0)}{fraction}"
