"""How values are written in a plan document: dollars, percent, codes."""

import math
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from corridor.money.cents import MoneyError, parse_cents
from corridor.money.text import amount_said
from corridor.plan.arrays import NO_LIMIT
from corridor.plan.findings import Unfit
from corridor.wording.said import said


def _cents(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ValueError(said("an amount in dollars such as 500 or 499.95"))
    if value < 0:
        raise ValueError(said("an amount of 0 or more"))
    try:
        return parse_cents(str(Decimal(str(value))))
    except MoneyError as error:
        raise Unfit(error.found, error.expected) from error


def _cents_or_unlimited(value: Any) -> int:
    return NO_LIMIT if value == "unlimited" else _cents(value)


def _basis_points(value: Any) -> int:
    """`20%` -> 2000. One way of writing it only: a bare number could be a share or a percentage."""
    if not isinstance(value, str) or not value.endswith("%"):
        raise ValueError(said("a percentage such as 20% or 12.5%"))
    try:
        basis_points = parse_cents(value.removesuffix("%").strip())
    except MoneyError:
        raise ValueError(said("a percentage such as 20% or 12.5%, two decimals at most")) from None
    if not 0 <= basis_points <= 10_000:
        raise ValueError(said("a percentage from 0% to 100%"))
    return basis_points


def _share(value: Any) -> int:
    """`120%` -> 12000."""
    expected = said("a percentage from 0% to 1000% such as 120% or 62.5%")
    if not isinstance(value, str) or not value.endswith("%"):
        raise ValueError(expected)
    try:
        basis_points = parse_cents(value.removesuffix("%").strip())
    except MoneyError:
        raise ValueError(expected) from None
    if not 0 <= basis_points <= 100_000:
        raise ValueError(expected)
    return basis_points


Cents = Annotated[int, BeforeValidator(_cents)]
"""Dollars in the document, cents here."""

CentsOrUnlimited = Annotated[int, BeforeValidator(_cents_or_unlimited)]
"""Dollars or the word `unlimited`, which is NO_LIMIT."""

BasisPoints = Annotated[int, BeforeValidator(_basis_points)]
"""A percentage from 0% to 100% in the document, basis points here."""

Share = Annotated[int, BeforeValidator(_share)]
"""A percentage that may be more than the whole, up to 1000%, in the document; basis points here."""

Days = Annotated[int, Field(strict=True, gt=0)]
Visits = Annotated[int, Field(strict=True, gt=0)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
"""Lower-case words joined with underscores: shown on decisions, so it never changes once used."""


def shown_dollars(cents: int) -> str:
    """An amount as errors show it: `$1,500.00`, or `unlimited`."""
    return "unlimited" if cents >= NO_LIMIT else said("${amount}", amount=amount_said(cents))


def shown_share(basis_points: int) -> str:
    """A share as documents write it: `20%`, `12.5%`."""
    return f"{Decimal(basis_points) / 100:f}%"
