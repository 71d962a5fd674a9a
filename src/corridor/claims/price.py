"""The amount of a charge that the plan recognises."""

from collections.abc import Callable
from typing import cast

import polars as pl

from corridor.money.cents import MAX_CENTS
from corridor.money.rounding import share_of_cents

# Rounding is plain integer arithmetic, which columns do as numbers do.
_share_of_column = cast(Callable[[pl.Expr, pl.Expr], pl.Expr], share_of_cents)


def with_allowed(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` with `allowed_cents`, from 0 to the charge, and `price_source`, which says what made it:

    repriced (the network), contract (the provider's share of charge), plan_percent (the plan's share of an
    out-of-network charge), charge. A reversal (negative charge) allows 0, a charge beyond MAX_CENTS no more than that.
    lines: CLAIMS columns, `tier`, `contract_bp`, `out_of_network_allowed_bp`.
    """
    charge = pl.col("charge_cents").clip(0, MAX_CENTS)
    outside_bp = pl.when(pl.col("tier") == "out").then(pl.col("out_of_network_allowed_bp"))
    prices = {
        "repriced": pl.col("repriced_cents"),
        "contract": _share_of_column(charge, pl.col("contract_bp").cast(pl.Int64)),
        "plan_percent": _share_of_column(charge, outside_bp.cast(pl.Int64)),
        "charge": charge,
    }
    source = pl.coalesce(pl.when(price.is_not_null()).then(pl.lit(name)) for name, price in prices.items())
    allowed = pl.min_horizontal(pl.coalesce(prices.values()).clip(lower_bound=0), charge)
    return lines.with_columns(allowed.alias("allowed_cents"), source.alias("price_source"))
