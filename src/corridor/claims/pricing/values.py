"""How values are written in a network contract, beside those of a plan document: dollars a unit, names of tables."""

import math
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from corridor.wording.said import said

_MOST_FACTOR = 10_000_000
SCALE = 10_000
"""Parts of a dollar a unit, of an index, of a weight: whole ten-thousandths here."""


def _factor(value: Any) -> int:
    """Dollars a unit, to a hundredth of a cent: `32.7442` -> 327442."""
    expected = said("dollars a unit with four decimals at most such as 38 or 32.7442, up to 1000")
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ValueError(expected)
    parts = Decimal(str(value)) * SCALE
    if parts != parts.to_integral_value() or not 0 < parts <= _MOST_FACTOR:
        raise ValueError(expected)
    return int(parts)


Factor = Annotated[int, BeforeValidator(_factor)]
"""Dollars a unit in the document, ten-thousandths of a dollar here."""

Count = Annotated[int, Field(strict=True, ge=0, le=1000)]
TableName = Annotated[str, Field(min_length=1, max_length=60)]
"""Name of a schedule, as a reference table has it."""
