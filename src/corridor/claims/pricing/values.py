"""How values are written in a network contract, beside those of a plan document: shares above all, rates per unit."""

import math
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from corridor.money.cents import MoneyError, parse_cents
from corridor.wording.said import said

_MOST_BP = 100_000
_MOST_FACTOR = 10_000_000
SCALE = 10_000
"""Parts of a dollar, of a share, of an index: all are whole ten-thousandths here."""


def _share(value: Any) -> int:
    """`120%` -> 12000."""
    expected = said("a percentage from 0% to 1000% such as 120% or 62.5%")
    if not isinstance(value, str) or not value.endswith("%"):
        raise ValueError(expected)
    try:
        basis_points = parse_cents(value.removesuffix("%").strip())
    except MoneyError:
        raise ValueError(expected) from None
    if not 0 <= basis_points <= _MOST_BP:
        raise ValueError(expected)
    return basis_points


def _factor(value: Any) -> int:
    """Dollars a unit, to a hundredth of a cent: `32.7442` -> 327442."""
    expected = said("dollars a unit with four decimals at most such as 38 or 32.7442, up to 1000")
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ValueError(expected)
    parts = Decimal(str(value)) * SCALE
    if parts != parts.to_integral_value() or not 0 < parts <= _MOST_FACTOR:
        raise ValueError(expected)
    return int(parts)


Share = Annotated[int, BeforeValidator(_share)]
"""A percentage from 0% to 1000% in the document, basis points here."""

Factor = Annotated[int, BeforeValidator(_factor)]
"""Dollars a unit in the document, ten-thousandths of a dollar here."""

Count = Annotated[int, Field(strict=True, ge=0, le=1000)]
TableName = Annotated[str, Field(min_length=1, max_length=60)]
"""Name of a schedule, as a reference table has it."""
