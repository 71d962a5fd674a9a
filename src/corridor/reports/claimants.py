"""The costliest people of a plan year."""

from datetime import date

import polars as pl

from corridor.reports.decisions import standing


def largest_claimants(decisions: pl.DataFrame, plan_year_start: date, count: int) -> pl.DataFrame:
    """The `count` people for whom the plan owes most for services of the plan year, costliest first.

    Columns: member_id, claims, plan_paid_cents, share_bp (of all that the plan owes for that year, rounded down).
    """
    year = standing(decisions).filter((pl.col("plan_year_start") == plan_year_start) & (pl.col("plan_paid_cents") != 0))
    people = year.group_by("member_id").agg(
        pl.col("claim_number").n_unique().cast(pl.Int64).alias("claims"), pl.col("plan_paid_cents").sum()
    )
    total = people.get_column("plan_paid_cents").sum()
    shares = people.with_columns((pl.col("plan_paid_cents") * 10_000 // max(int(total), 1)).alias("share_bp"))
    return shares.sort(-pl.col("plan_paid_cents"), "member_id").head(count)
