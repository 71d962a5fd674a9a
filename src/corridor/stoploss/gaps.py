"""Payments between two policies: covered by neither, or by both (RULES 1.2)."""

from datetime import date

import polars as pl

from corridor.stoploss.contract import Contract
from corridor.stoploss.lines import is_eligible, with_paid_day

GAPS = {"member_id": pl.String, "month": pl.Date, "uncovered_cents": pl.Int64, "doubly_covered_cents": pl.Int64}
"""One row per person and month of payment with either, sorted."""


def specific_gaps(paid_lines: pl.DataFrame, contract: Contract, as_of: date) -> pl.DataFrame:
    """What was paid up to `as_of` for products of the specific and falls in no policy's windows, or in two: GAPS."""
    covers = [(policy, policy.specific) for policy in contract.policies if policy.specific is not None]
    products = {product for _, specific in covers for product in specific.products}
    lines = with_paid_day(paid_lines, contract).filter(
        (pl.col("paid_day") <= as_of) & pl.col("product").is_in(sorted(products))
    )
    count = pl.sum_horizontal(
        *(is_eligible(lines, contract, policy, specific).fill_null(False).cast(pl.Int32) for policy, specific in covers)
    )
    amount = pl.col("amount_cents")
    return (
        lines.with_columns(count.alias("policies"))
        .filter(pl.col("policies") != 1)
        .group_by("member_id", pl.col("paid_day").dt.truncate("1mo").alias("month"))
        .agg(
            amount.filter(pl.col("policies") == 0).sum().alias("uncovered_cents"),
            amount.filter(pl.col("policies") > 1).sum().alias("doubly_covered_cents"),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in GAPS.items())
        .sort("member_id", "month")
    )
