"""What two states of coverage differ in, and how many employees are covered month by month."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from corridor.periods.spans import months_between

_SPAN = ("subscriber_id", "member_id", "product", "plan_code", "coverage_level", "coverage_start")


def families_touched(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Families whose coverage differs: `subscriber_id`, `from_date`, the first day on which it does.

    before, after: COVERAGE. Names and birth dates are no difference. A person who moves to another family touches both.
    """
    open_end = pl.lit(date.max)
    both = before.select(*_SPAN, pl.col("coverage_end_exclusive").fill_null(open_end).alias("before")).join(
        after.select(*_SPAN, pl.col("coverage_end_exclusive").fill_null(open_end).alias("after")),
        on=_SPAN,
        how="full",
        coalesce=True,
    )
    # A span on both sides differs from its earlier end; one on a single side from its first day.
    differs_from = (
        pl.when(pl.col("before").is_null() | pl.col("after").is_null())
        .then("coverage_start")
        .otherwise(pl.min_horizontal("before", "after"))
    )
    return (
        both.filter(~pl.col("before").eq_missing(pl.col("after")))
        .group_by("subscriber_id")
        .agg(differs_from.min().alias("from_date"))
        .sort("subscriber_id")
    )


def employees_by_month(
    coverage: pl.DataFrame, products: Sequence[str], start: date, end_exclusive: date
) -> pl.DataFrame:
    """Employees covered on the first of each month that begins in the span: `month`, `coverage_level`, `employees`.

    coverage: COVERAGE. An employee with several of `products` counts once, at the level of the first of them.
    """
    firsts = [month.start for month in months_between(start, end_exclusive)]
    rank = pl.DataFrame({"product": list(products), "rank": range(len(products))}, schema_overrides={"rank": pl.Int32})
    employees = coverage.filter(pl.col("relationship") == "self").join(rank, on="product")
    end = pl.col("coverage_end_exclusive")
    return (
        employees.join(pl.DataFrame({"month": firsts}, schema={"month": pl.Date}), how="cross")
        .filter(pl.col("coverage_start") <= pl.col("month"), end.is_null() | (pl.col("month") < end))
        .sort("rank", "plan_code")
        .unique(("month", "subscriber_id"), keep="first", maintain_order=True)
        .group_by("month", "coverage_level")
        .agg(pl.len().cast(pl.Int64).alias("employees"))
        .sort("month", "coverage_level")
    )
