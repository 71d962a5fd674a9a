"""How many employees are covered on the first of each month: what monthly rates are multiplied by."""

from collections.abc import Collection
from datetime import date

import polars as pl

from corridor.periods.spans import months_between

SCHEMA = {"month": pl.Date, "coverage_level": pl.String, "employees": pl.Int64}


def employees(coverage: pl.DataFrame, plan_codes: Collection[str], start: date, end_exclusive: date) -> pl.DataFrame:
    """COVERAGE frame -> month (its first day), coverage_level, employees covered on that day by one of the plans.

    An employee with two of the plans on one day counts once, at the level of the plan first in the alphabet.
    Months in which nobody is covered have no row.
    """
    firsts = [month.start for month in months_between(start, end_exclusive)]
    own = coverage.filter((pl.col("relationship") == "self") & pl.col("plan_code").is_in(list(plan_codes)))
    days = pl.DataFrame({"month": firsts}, schema={"month": pl.Date})
    covered = own.join(days, how="cross").filter(
        (pl.col("coverage_start") <= pl.col("month"))
        & (pl.col("coverage_end_exclusive").is_null() | (pl.col("month") < pl.col("coverage_end_exclusive")))
    )
    once = covered.sort("plan_code", "coverage_level").unique(["month", "subscriber_id"], keep="first")
    counts = once.group_by("month", "coverage_level").agg(pl.len().cast(pl.Int64).alias("employees"))
    return counts.select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items()).sort("month", "coverage_level")
