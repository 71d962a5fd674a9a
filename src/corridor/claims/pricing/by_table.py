"""Prices that a list names: a share of the charge, the fee of a schedule, what is usually charged in the area."""

import polars as pl

from corridor.claims.pricing.exact import CHARGE, UNITS, cents_of, wide
from corridor.claims.pricing.methods import FeeSchedule, PercentOfCharge, Usual
from corridor.claims.pricing.tables import PriceTables, found, modifier_among

_THOUSANDTHS_AND_BP = 1_000 * 10_000


def percent_of_charge(lines: pl.DataFrame, terms: PercentOfCharge, tables: PriceTables) -> pl.DataFrame:
    """price_cents: charge x percent."""
    price = cents_of(CHARGE.cast(pl.Int128) * terms.percent, 10_000)
    return lines.select(price.alias("price_cents"), "charge_cents", percent_bp=pl.lit(terms.percent))


def fee_schedule(lines: pl.DataFrame, terms: FeeSchedule, tables: PriceTables) -> pl.DataFrame:
    """price_cents: fee x units x percent; fee_cents. A fee for the modifier comes before one for none, then one for the

    place before one for any.
    """
    modifier = modifier_among(tables.fee_modifiers)
    fees = [
        found(
            lines,
            tables.fees_by_code,
            schedule=terms.schedule,
            code=pl.col("priced_code"),
            modifier=of_modifier,
            place=of_place,
        ).get_column("fee_cents")
        for of_modifier in (modifier, pl.lit(""))
        for of_place in (pl.col("care_place"), pl.lit(""))
    ]
    fee = pl.select(pl.coalesce(fees)).to_series().alias("fee_cents")
    return _times_units(lines.select("units").with_columns(fee), "fee_cents", terms.percent)


def usual_charge(lines: pl.DataFrame, terms: Usual, tables: PriceTables) -> pl.DataFrame:
    """price_cents: usual charge of the area at the percentile x units x percent; usual_cents."""
    usual = found(
        lines,
        tables.percentiles_by_code,
        area=pl.col("area"),
        code=pl.col("priced_code"),
        modifier=modifier_among(tables.usual_modifiers),
        percentile=str(terms.percentile),
    )
    asked = pl.concat([lines.select("units", "area"), usual], how="horizontal")
    return _times_units(asked, "usual_cents", terms.percent).with_columns(percentile=pl.lit(terms.percentile))


def _times_units(lines: pl.DataFrame, amount: str, percent_bp: int) -> pl.DataFrame:
    price = cents_of(wide(amount) * UNITS * percent_bp, _THOUSANDTHS_AND_BP)
    return lines.with_columns(price.alias("price_cents"), percent_bp=pl.lit(percent_bp))
