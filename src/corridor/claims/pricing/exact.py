"""Exact arithmetic in columns: whole numbers throughout, rounded once where an amount of cents is made."""

from collections.abc import Callable
from typing import cast

import polars as pl

from corridor.money.cents import MAX_CENTS
from corridor.money.rounding import prorate_cents

# Rounding is plain integer arithmetic, which columns do as numbers do.
_prorate = cast(Callable[[pl.Expr, int, int], pl.Expr], prorate_cents)
_MOST_UNITS = 10**9

UNITS = pl.col("units").clip(0, _MOST_UNITS).cast(pl.Int128)
"""Thousandths of a unit, wide: products of prices and indices pass 64 bits."""
CHARGE = pl.col("charge_cents").clip(0, MAX_CENTS)


def wide(column: str) -> pl.Expr:
    """A column of whole numbers whose products may pass 64 bits."""
    return pl.col(column).cast(pl.Int128)


def cents_of(numerator: pl.Expr, denominator: int) -> pl.Expr:
    """`numerator / denominator`, half a cent up, at most MAX_CENTS. numerator: 128 bits wide, 0 or more."""
    most = pl.lit(MAX_CENTS).cast(pl.Int128) * denominator
    # Not min_horizontal, which would make an amount of what is not known.
    return _prorate(pl.when(numerator > most).then(most).otherwise(numerator), 1, denominator).cast(pl.Int64)
