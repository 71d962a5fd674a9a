"""The amount of a charge that the plan recognises."""

from collections.abc import Callable
from typing import cast

import polars as pl

from corridor.money.cents import MAX_CENTS
from corridor.money.rounding import share_of_cents

# Rounding is plain integer arithmetic, which columns do as numbers do.
_share_of_column = cast(Callable[[pl.Expr, pl.Expr], pl.Expr], share_of_cents)
_outside = pl.max_horizontal("usual_cents", "reference_cents")
_is_usual = pl.col("usual_cents") >= pl.col("reference_cents").fill_null(0)
_UNPRICED = (
    pl.lit(None, pl.String).alias("price_line"),
    pl.lit(None, pl.String).alias("price_reason"),
    pl.lit(None, pl.Int64).alias("added_cents"),
)


def with_allowed(lines: pl.DataFrame, *, is_priced: bool = False) -> pl.DataFrame:
    """`lines` with `allowed_cents`, from 0 to the charge, and `price_source`, which says what made it:

    surprise_bill (the recognised amount), repriced (the network), contract_line (a network contract), contract (the
    provider's share of charge), usual_charge, reference (Medicare's price) and plan_percent (the plan's terms out of
    the network), charge. `price_line`: the line of the contract, or on what a recognised amount rests. A reversal
    (negative charge) allows 0, a charge beyond MAX_CENTS no more than that. lines: CLAIMS columns, `tier`,
    `contract_bp`, `out_of_network_allowed_bp`; is_priced: those of pricing.prices.with_prices.
    """
    charge = pl.col("charge_cents").clip(0, MAX_CENTS)
    outside_bp = pl.when(pl.col("tier") == "out").then(pl.col("out_of_network_allowed_bp"))
    first = {"surprise_bill": pl.col("surprise_cents")} if is_priced else {}
    by_contract = {"contract_line": pl.col("contract_cents")} if is_priced else {}
    by_plan = {"usual_charge": pl.when(_is_usual).then(_outside), "reference": _outside} if is_priced else {}
    prices = {
        **first,
        "repriced": pl.col("repriced_cents"),
        **by_contract,
        "contract": _share_of_column(charge, pl.col("contract_bp").cast(pl.Int64)),
        **by_plan,
        "plan_percent": _share_of_column(charge, outside_bp.cast(pl.Int64)),
        "charge": charge,
    }
    source = pl.coalesce(pl.when(price.is_not_null()).then(pl.lit(name)) for name, price in prices.items())
    allowed = pl.min_horizontal(pl.coalesce(prices.values()).clip(lower_bound=0), charge)
    added = (pl.coalesce("surprise_basis", "price_line").alias("price_line"),) if is_priced else _UNPRICED
    return lines.with_columns(allowed.alias("allowed_cents"), source.alias("price_source"), *added)
