"""What is wrong with a file of bank statements."""

from typing import Any

from corridor.money.cents import MoneyError, parse_cents
from corridor.wording.said import said


class StatementError(ValueError):
    """A file that is no bank statement, or a faulty one; it says where, never what a text says."""


def fault(name: str, place: Any, what: Any, found: Any, expected: Any) -> StatementError:
    """The error of a place in a file."""
    return StatementError(
        said(
            "{file}, {place}, {what}: found {found}, expected {expected}",
            file=name,
            place=place,
            what=what,
            found=found,
            expected=expected,
        )
    )


def cents_of(text: str | None, name: str, place: Any) -> int:
    """Cents of an amount in units and decimals. Raises StatementError."""
    try:
        return parse_cents(text or "")
    except MoneyError:
        raise fault(name, place, said("amount"), said("no amount"), said("one such as 1234.50")) from None
