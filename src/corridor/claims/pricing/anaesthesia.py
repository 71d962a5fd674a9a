"""Prices of anaesthesia: (base units + time units + units of the patient's state) x conversion factor x share.

Source: CMS Claims Processing Manual, chapter 12, section 50; RULES 3.5.
"""

from collections.abc import Mapping
from typing import Any

import polars as pl

from corridor.claims.pricing.exact import cents_of, wide
from corridor.claims.pricing.methods import WHOLE, Anaesthesia
from corridor.claims.pricing.tables import PriceTables, found
from corridor.claims.pricing.values import SCALE

SUPERVISION = "AD"
"""Medical supervision of more than four procedures at a time: so many units, and no time."""
_DENOMINATOR = SCALE * SCALE * SCALE // 100
_MOST_MINUTES = 100_000
_HAS_NO_TIME = pl.col("priced_code").str.starts_with("99")
"""Qualifying circumstances are billed beside the procedure, by codes that take no time."""


def anaesthesia(lines: pl.DataFrame, terms: Anaesthesia, tables: PriceTables) -> pl.DataFrame:
    """price_cents, and units in ten-thousandths. A procedure that states no minutes has no price."""
    base = found(lines, tables.bases_by_code, code=pl.col("priced_code"))
    modifiers = pl.col("modifiers").str.to_uppercase().str.split(":")
    is_supervision = modifiers.list.contains(SUPERVISION).fill_null(False)
    known = pl.concat([lines.select("minutes", "modifiers", "priced_code"), base], how="horizontal").select(
        "minutes",
        (pl.col("base_units").cast(pl.Int64) * SCALE).alias("base"),
        pl.when(_HAS_NO_TIME).then(0).otherwise(time_units(terms)).alias("time"),
        _by_modifier(modifiers, terms.physical_status, 0, greatest=True).alias("state") * SCALE,
        _by_modifier(modifiers, terms.direction, WHOLE, greatest=False).alias("percent_bp"),
        is_supervision.alias("is_supervision"),
    )
    total = (
        pl.when("is_supervision")
        .then(pl.lit(terms.supervision_units * SCALE, pl.Int64))
        .otherwise(pl.col("base") + pl.col("time") + pl.col("state"))
    )
    parts = known.with_columns(total.alias("total_units"), conversion_factor=pl.lit(terms.conversion_factor))
    price = cents_of(wide("total_units") * terms.conversion_factor * wide("percent_bp"), _DENOMINATOR)
    return parts.with_columns(price.alias("price_cents"))


def time_units(terms: Anaesthesia) -> pl.Expr:
    """Ten-thousandths of a unit for `minutes`, rounded as the contract says."""
    minutes, unit = pl.col("minutes").cast(pl.Int64).clip(0, _MOST_MINUTES), terms.minutes_per_unit
    if terms.rounding == "half":
        return (2 * minutes + unit) // (2 * unit) * SCALE
    if terms.rounding == "up":
        return (minutes + unit - 1) // unit * SCALE
    parts: int = 10**terms.decimals
    return (2 * minutes * parts + unit) // (2 * unit) * (SCALE // parts)


def _by_modifier(modifiers: pl.Expr, values: Mapping[Any, int], otherwise: int, *, greatest: bool) -> pl.Expr:
    """The greatest or the least of the values that the line's modifiers have."""
    held = [pl.when(modifiers.list.contains(name)).then(pl.lit(value, pl.Int64)) for name, value in values.items()]
    if not held:
        return pl.lit(otherwise, pl.Int64)
    return (pl.max_horizontal(held) if greatest else pl.min_horizontal(held)).fill_null(otherwise)
