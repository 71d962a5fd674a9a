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
    return settle_specific_by(months.with_columns(pl.lit(0).alias("case")), terms, "case").drop("case")


def settle_specific_by(months: pl.DataFrame, terms: Specific, case: str) -> pl.DataFrame:
    """Settle many cases at once: `months` has a column `case`, and so has the SPECIFIC that comes back, sorted by it.

    A case is a year of its own: a day on which the position is taken, or a year that was drawn.
    """
    keys = [case, "member_id"]
    paths = _with_deductible(months.sort(*keys, "month"), terms).with_columns(_lasting_excess(keys))
    people = (
        paths.with_columns(_pooled(terms.aggregating_deductible, paths, keys))
        .group_by(keys)
        .agg(
            pl.col("specific_cents").sum().alias("eligible_cents"),
            pl.col("deductible_cents", "is_lasered").first(),
            pl.col("lasting_cents").last().alias("excess_cents"),
            pl.col("pooled_cents").sum(),
        )
        .sort(keys)
    )
    paid = people.with_columns(_reimbursement(terms))
    return _within_annual_maximum(paid, terms.annual_maximum, case).select(
        case, *(pl.col(name).cast(dtype) for name, dtype in SPECIFIC.items())
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


def _lasting_excess(keys: list[str]) -> pl.Expr:
    """Excess so far that no later refund undoes: its last value is the person's excess, and it never falls."""
    so_far = pl.col("specific_cents").cum_sum().over(keys)
    excess = (so_far - pl.col("deductible_cents")).clip(lower_bound=0).fill_null(0)
    return excess.reverse().cum_min().reverse().over(keys).alias("lasting_cents")


def _pooled(pool_cents: int, paths: pl.DataFrame, keys: list[str]) -> pl.Series:
    """Per row: the part of its new excess that the aggregating deductible takes, in the order of months."""
    if pool_cents == 0:
        return pl.Series("pooled_cents", [0], pl.Int64).new_from_index(0, paths.height)
    case = keys[0]
    order = paths.select(
        case,
        pl.int_range(pl.len()).alias("row"),
        "month",
        (pl.col("lasting_cents") - pl.col("lasting_cents").shift(1, fill_value=0).over(keys)).alias("new"),
    ).sort("month", "row")
    filled = pl.col("new").cum_sum().over(case).clip(upper_bound=pool_cents)
    return (
        order.with_columns(filled.alias("filled"))
        .with_columns((pl.col("filled") - pl.col("filled").shift(1, fill_value=0).over(case)).alias("pooled_cents"))
        .sort("row")
        .get_column("pooled_cents")
    )


def _reimbursement(terms: Specific) -> pl.Expr:
    share: Any = share_of_cents  # integer arithmetic, the same on a column
    owed: pl.Expr = share(pl.col("excess_cents") - pl.col("pooled_cents"), terms.reimbursement)
    return owed.clip(upper_bound=terms.person_maximum).alias("reimbursement_cents")


def _within_annual_maximum(people: pl.DataFrame, maximum_cents: int | None, case: str) -> pl.DataFrame:
    """Where a case owes more than the maximum, everybody's reimbursement in proportion, without losing a cent."""
    if maximum_cents is None:
        return people
    above = (
        people.group_by(case)
        .agg(pl.col("reimbursement_cents").sum())
        .filter(pl.col("reimbursement_cents") > maximum_cents)
    )
    if above.is_empty():
        return people
    cut = [
        part.with_columns(
            pl.Series(
                "reimbursement_cents", split_cents(maximum_cents, part["reimbursement_cents"].to_list()), pl.Int64
            )
        )
        for part in people.join(above.select(case), on=case, how="semi").partition_by(case, maintain_order=True)
    ]
    return pl.concat([people.join(above.select(case), on=case, how="anti"), *cut]).sort(case, "member_id")
