"""Every method that looks at a service by itself, and prices that are the greatest or the least of several."""

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from corridor.claims.pricing.anaesthesia import anaesthesia
from corridor.claims.pricing.by_table import fee_schedule, percent_of_charge, usual_charge
from corridor.claims.pricing.methods import LINE_METHODS, OneMethod, ReferenceBased
from corridor.claims.pricing.relative_values import rbrvs
from corridor.claims.pricing.tables import PriceTables

Method = Callable[[pl.DataFrame, Any, PriceTables], pl.DataFrame]


def reference_based(lines: pl.DataFrame, terms: ReferenceBased, tables: PriceTables) -> pl.DataFrame:
    """price_cents: the greatest or the least of the prices that are found, each beside it as price_1, price_2, …"""
    prices = [_one(lines, each, tables).alias(f"price_{number}") for number, each in enumerate(terms.of, start=1)]
    take = pl.max_horizontal if terms.take == "greatest" else pl.min_horizontal
    return pl.DataFrame(prices).with_columns(take(pl.all()).alias("price_cents"))


def _one(lines: pl.DataFrame, chosen: OneMethod, tables: PriceTables) -> pl.Series:
    name = next(name for name in LINE_METHODS if getattr(chosen, name) is not None)
    return OF_LINE[name](lines, getattr(chosen, name), tables).get_column("price_cents")


OF_LINE: Mapping[str, Method] = {
    "fee_schedule": fee_schedule,
    "percent_of_charge": percent_of_charge,
    "rbrvs": rbrvs,
    "anaesthesia": anaesthesia,
    "usual_charge": usual_charge,
    "reference_based": reference_based,
}
"""Method -> lines with SERVICE and the provider's columns, its terms, tables -> price_cents beside what made it."""
