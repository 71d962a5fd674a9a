"""Dated monthly rates times enrolment."""

from datetime import date

import polars as pl

from corridor.funding.monthly_rates import Rate
from corridor.funding.postings import FundingError
from corridor.records.enrollment import COVERAGE_LEVELS
from corridor.wording.said import Said, said

_SCHEMA = {"month": pl.Date, "coverage_level": pl.String, "rate_cents": pl.Int64}


def rate_on(rates: tuple[Rate, ...], day: date) -> Rate | None:
    """The rate in force on `day`: the one that took effect last; None before the first."""
    in_force = [rate for rate in rates if rate.effective <= day]
    return max(in_force, key=lambda rate: rate.effective, default=None)


def amounts_by_month(counts: pl.DataFrame, rates: tuple[Rate, ...], label: Said) -> pl.DataFrame:
    """month, coverage_level, employees -> month, employees, amount_cents: each month at the rates then in force.

    Raises FundingError, which begins with `label`, for employees in a month or at a level that has no rate.
    """
    priced = counts.join(_rate_table(counts, rates), on=["month", "coverage_level"], how="left")
    missing = priced.filter(pl.col("rate_cents").is_null()).sort("month", "coverage_level")
    if len(missing):
        month, level = missing.select("month", "coverage_level").row(0)
        raise FundingError(
            said(
                "{label}, {month:%Y-%m}: found no rate for level {level}, expected one",
                label=label,
                month=month,
                level=level,
            )
        )
    amount = (pl.col("employees") * pl.col("rate_cents")).sum().alias("amount_cents")
    return priced.group_by("month").agg(pl.col("employees").sum(), amount).sort("month")


def _rate_table(counts: pl.DataFrame, rates: tuple[Rate, ...]) -> pl.DataFrame:
    """month, coverage_level, rate_cents for the months in `counts`."""
    months = sorted(set(counts.get_column("month")))
    in_force = [(month, rate) for month in months if (rate := rate_on(rates, month))]
    rows = [(month, level, rate.of_level(level)) for month, rate in in_force for level in COVERAGE_LEVELS]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")
