"""Paid against budget, by month and by plan year."""

from datetime import date

import polars as pl

from corridor.funding.arrangement import Arrangement
from corridor.funding.budget import actual_by_month, against_budget, budget_by_month, by_plan_year


def paid_against_budget(
    coverage: pl.DataFrame, postings: pl.DataFrame, arrangement: Arrangement, as_of: date
) -> pl.DataFrame:
    """One row per month from the first charge to the month of `as_of`, in order.

    Columns: plan_year_start, month, employees, budget_cents, claims_cents, fee_cents, premium_cents, recovery_cents
    (negative), actual_cents, surplus_cents (negative: deficit), and within the plan year cumulative_budget_cents,
    cumulative_actual_cents, cumulative_surplus_cents. Postings effective after `as_of` do not count.
    """
    known = postings.filter(pl.col("effective_on") <= as_of)
    end = date(as_of.year + as_of.month // 12, as_of.month % 12 + 1, 1)
    budget = budget_by_month(coverage, arrangement, arrangement.charges_from, end)
    months = against_budget(budget, actual_by_month(known))
    starts = [arrangement.plan_year(month).start for month in months.get_column("month")]
    cumulative = [
        pl.col(f"{name}_cents").cum_sum().over("plan_year_start").alias(f"cumulative_{name}_cents")
        for name in ("budget", "actual", "surplus")
    ]
    return months.select(pl.Series("plan_year_start", starts, dtype=pl.Date), pl.all()).with_columns(cumulative)


def plan_years(months: pl.DataFrame, arrangement: Arrangement) -> pl.DataFrame:
    """Rows of `paid_against_budget` by plan year, with `result` (surplus, deficit or even) and actual_bp of budget.

    Columns: plan_year_start, budget_cents, employee_months, claims_cents, fee_cents, premium_cents, recovery_cents,
    actual_cents, surplus_cents, result, actual_bp (null where nothing was budgeted).
    """
    sums = by_plan_year(months.drop("plan_year_start", pl.selectors.starts_with("cumulative_")), arrangement)
    surplus = pl.col("surplus_cents")
    result = pl.when(surplus > 0).then(pl.lit("surplus")).when(surplus < 0).then(pl.lit("deficit"))
    budget = pl.col("budget_cents")
    return sums.with_columns(
        result.otherwise(pl.lit("even")).alias("result"),
        pl.when(budget > 0).then(pl.col("actual_cents") * 10_000 // budget).alias("actual_bp"),
    )
