"""Since when somebody has been covered by a plan without a day's gap."""

import polars as pl

from corridor.claims.in_force import dated_rows, with_row_in_force

_FOREVER = pl.date(9999, 12, 31)


def with_covered_since(lines: pl.DataFrame, coverage: pl.DataFrame) -> pl.DataFrame:
    """`lines` with `covered_since`, the first day of the unbroken coverage in the plan that holds the day.

    A change of the coverage level is no break. lines: `member`, `plan_code`, `service_from`. coverage: COVERAGE.
    """
    by = ("member", "plan_code")
    stretches = dated_rows(_stretches(coverage), by=by, start="coverage_start", end_exclusive="end_exclusive")
    return with_row_in_force(lines, stretches)


def _stretches(coverage: pl.DataFrame) -> pl.DataFrame:
    """Spans that meet or overlap as one."""
    person = ("member_id", "plan_code")
    end = pl.col("coverage_end_exclusive").fill_null(_FOREVER)
    is_new = pl.col("coverage_start") > end.cum_max().shift(1).over(person)
    return (
        coverage.sort(*person, "coverage_start")
        .with_columns(is_new.fill_null(True).cum_sum().over(person).alias("stretch"))
        .group_by(*person, "stretch")
        .agg(pl.col("coverage_start").min(), end.max().alias("end_exclusive"))
        .select(
            pl.col("member_id").alias("member"),
            "plan_code",
            "coverage_start",
            "end_exclusive",
            pl.col("coverage_start").alias("covered_since"),
        )
    )


_since, _day = pl.col("covered_since").dt, pl.col("service_from").dt
_months = (_day.year() - _since.year()) * 12 + _day.month().cast(pl.Int32) - _since.month().cast(pl.Int32)
# As periods.add_months has it: where the month is shorter, its last day completes the month.
_is_incomplete = (_day.day() < _since.day()) & (pl.col("service_from") != _day.month_end())

IS_WAITING = _months - _is_incomplete.cast(pl.Int32) < pl.col("waiting_months")
"""Fewer months of unbroken coverage in the plan than the benefit asks for."""
