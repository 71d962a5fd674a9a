"""Specific stop-loss: what the carrier owes for each person above the deductible (RULES 1.3)."""

from typing import Any

import polars as pl

from corridor.money.rounding import share_of_cents
from corridor.money.split import split_cents
from corridor.stoploss.contract import Specific

SPECIFIC = {
    "member_id": pl.String,
    "eligible_cents": pl.Int64,
    "deductible_cents": pl.Int64,  # null: lasered out of the specific altogether
    "is_lasered": pl.Boolean,
    "excess_cents": pl.Int64,  # eligible above the deductible
    "pooled_cents": pl.Int64,  # of the excess: consumed by the group's aggregating specific deductible
    "reimbursement_cents": pl.Int64,
}
"""One row per person, sorted by member_id."""


def settle_specific(months: pl.DataFrame, terms: Specific) -> pl.DataFrame:
    """Settle the specific on eligible paid: member_id, month, specific_cents (lines.PERSON_MONTHS) -> SPECIFIC.

    The total does not depend on the order of the rows. The aggregating deductible is filled by whichever excess
    comes first, by month and within a month by member id; a refund undoes the latest excess of its person.
    """
    paths = _with_deductible(months.sort("member_id", "month"), terms).with_columns(_lasting_excess())
    people = (
        paths.with_columns(_pooled(terms.aggregating_deductible, paths))
        .group_by("member_id")
        .agg(
            pl.col("specific_cents").sum().alias("eligible_cents"),
            pl.col("deductible_cents", "is_lasered").first(),
            pl.col("lasting_cents").last().alias("excess_cents"),
            pl.col("pooled_cents").sum(),
        )
        .sort("member_id")
    )
    paid = people.with_columns(_reimbursement(terms))
    return _within_annual_maximum(paid, terms.annual_maximum).select(
        pl.col(name).cast(dtype) for name, dtype in SPECIFIC.items()
    )


def deductibles(terms: Specific) -> pl.DataFrame:
    """The lasered people: member_id, laser_cents (null: excluded), sorted."""
    rows = [(laser.member, laser.deductible) for laser in terms.lasers]
    return pl.DataFrame(rows, schema={"member_id": pl.String, "laser_cents": pl.Int64}, orient="row").sort("member_id")


def _with_deductible(months: pl.DataFrame, terms: Specific) -> pl.DataFrame:
    lasers = deductibles(terms).with_columns(is_lasered=pl.lit(True))
    return (
        months.join(lasers, on="member_id", how="left", maintain_order="left")
        .with_columns(pl.col("is_lasered").fill_null(False))
        .with_columns(
            pl.when("is_lasered").then("laser_cents").otherwise(pl.lit(terms.deductible)).alias("deductible_cents")
        )
    )


def _lasting_excess() -> pl.Expr:
    """Excess so far that no later refund undoes: its last value is the person's excess, and it never falls."""
    so_far = pl.col("specific_cents").cum_sum().over("member_id")
    excess = (so_far - pl.col("deductible_cents")).clip(lower_bound=0).fill_null(0)
    return excess.reverse().cum_min().reverse().over("member_id").alias("lasting_cents")


def _pooled(pool_cents: int, paths: pl.DataFrame) -> pl.Series:
    """Per row: the part of its new excess that the aggregating deductible takes, in the order of months."""
    order = paths.select(
        pl.int_range(pl.len()).alias("row"),
        "month",
        (pl.col("lasting_cents") - pl.col("lasting_cents").shift(1, fill_value=0).over("member_id")).alias("new"),
    ).sort("month", "row")
    filled = pl.col("new").cum_sum().clip(upper_bound=pool_cents)
    return (
        order.with_columns((filled - filled.shift(1, fill_value=0)).alias("pooled_cents"))
        .sort("row")
        .get_column("pooled_cents")
    )


def _reimbursement(terms: Specific) -> pl.Expr:
    share: Any = share_of_cents  # integer arithmetic, the same on a column
    owed: pl.Expr = share(pl.col("excess_cents") - pl.col("pooled_cents"), terms.reimbursement)
    return owed.clip(upper_bound=terms.person_maximum).alias("reimbursement_cents")


def _within_annual_maximum(people: pl.DataFrame, maximum_cents: int | None) -> pl.DataFrame:
    owed = people.get_column("reimbursement_cents").to_list()
    if maximum_cents is None or sum(owed) <= maximum_cents:
        return people
    shares = split_cents(maximum_cents, owed)
    return people.with_columns(pl.Series("reimbursement_cents", shares, pl.Int64))
