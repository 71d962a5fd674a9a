"""Prices by relative values: (work x its index + practice expense x its + malpractice x its) x conversion factor."""

import polars as pl

from corridor.claims.pricing.exact import UNITS, cents_of, wide
from corridor.claims.pricing.methods import Rbrvs
from corridor.claims.pricing.tables import PriceTables, found, modifier_among
from corridor.claims.pricing.values import SCALE

_DENOMINATOR = 100 * SCALE * SCALE * SCALE * 1_000 // 100
"""Hundredths of a value, indices, factor and percent in ten-thousandths, units in thousandths; dollars to cents."""


def rbrvs(lines: pl.DataFrame, terms: Rbrvs, tables: PriceTables) -> pl.DataFrame:
    """price_cents, and what it is made of. Practice expense by the place; a procedure without values has no price."""
    code, modifier = pl.col("priced_code"), modifier_among(tables.value_modifiers)
    values = found(lines, tables.values_by_code, code=code, modifier=modifier)
    parts = pl.concat([lines.select("units", "care_place", _locality(terms)), values, _indices(lines, terms, tables)],
                      how="horizontal")  # fmt: skip
    is_facility = pl.col("care_place") == "facility"
    factor = pl.lit(terms.conversion_factor, pl.Int64) if terms.conversion_factor else pl.col("conversion_factor")
    parts = parts.with_columns(
        pl.when(is_facility).then("pe_facility").otherwise("pe_nonfacility").alias("pe"),
        factor.alias("conversion_factor"),
        percent_bp=pl.lit(terms.percent),
    ).drop("pe_facility", "pe_nonfacility")
    total = sum((wide(part) * wide(f"gpci_{part}") for part in ("work", "pe", "mp")), start=pl.lit(0))
    price = cents_of(total * wide("conversion_factor") * UNITS * terms.percent, _DENOMINATOR)
    return parts.with_columns(pl.when(total > 0).then(price).alias("price_cents"))


def _locality(terms: Rbrvs) -> pl.Expr:
    named = pl.lit(terms.locality) if terms.locality else pl.col("locality")
    return named.alias("locality") if terms.geographic else pl.lit(None, pl.String).alias("locality")


def _indices(lines: pl.DataFrame, terms: Rbrvs, tables: PriceTables) -> pl.DataFrame:
    """Of the locality; 1 where the contract does not look at it. Of one that the table lacks: none, so no price."""
    if not terms.geographic:
        return lines.select(pl.repeat(SCALE, pl.len()).alias(f"gpci_{part}") for part in ("work", "pe", "mp"))
    return found(lines, tables.indices_by_locality, locality=_locality(terms))
