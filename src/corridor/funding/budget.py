"""Budget against actual: what was set aside, what was spent, and the surplus or deficit between them."""

from datetime import date

import polars as pl

from corridor.funding.arrangement import COMPOSITE, Arrangement, BudgetLine
from corridor.funding.enrolment import employees
from corridor.funding.rates import amounts_by_month
from corridor.ledger.accounts import (
    CLAIMS_EXPENSE,
    FEE_EXPENSE,
    HEALTH_ACCOUNT_EXPENSE,
    NETWORK_FEE_EXPENSE,
    PREMIUM_EXPENSE,
    STOPLOSS_RECOVERIES,
)
from corridor.wording.said import said

COST_COLUMNS = {
    CLAIMS_EXPENSE: "claims_cents",
    HEALTH_ACCOUNT_EXPENSE: "claims_cents",
    FEE_EXPENSE: "fee_cents",
    NETWORK_FEE_EXPENSE: "fee_cents",
    PREMIUM_EXPENSE: "premium_cents",
    STOPLOSS_RECOVERIES: "recovery_cents",
}
"""Account -> the column that it is counted in: what a health reimbursement account pays is a claim cost too."""

CLAIM_ACCOUNTS = tuple(account for account, column in COST_COLUMNS.items() if column == "claims_cents")
_COLUMNS = tuple(dict.fromkeys(COST_COLUMNS.values()))


def budget_by_month(coverage: pl.DataFrame, arrangement: Arrangement, start: date, end_exclusive: date) -> pl.DataFrame:
    """month, product, employees, budget_cents: premium-equivalent rates times employees covered on the 1st.

    Raises FundingError where employees are covered in a month, or at a level, that has no rate.
    """
    parts = [_line(coverage, arrangement, line, start, end_exclusive) for line in arrangement.budget]
    return pl.concat(parts).sort("month", "product")


def actual_by_month(postings: pl.DataFrame) -> pl.DataFrame:
    """month, claims_cents, fee_cents, premium_cents, recovery_cents, actual_cents (net), by effective month.

    Expenses are positive, recoveries negative; months without a posting on these accounts have no row.
    """
    costs = postings.filter(pl.col("account").is_in(list(COST_COLUMNS)))
    month = pl.col("effective_on").dt.month_start().alias("month")
    column = pl.col("account").replace_strict(COST_COLUMNS, return_dtype=pl.String)
    amounts = [pl.col("amount_cents").filter(column == name).sum().alias(name) for name in _COLUMNS]
    sums = costs.group_by(month).agg(*amounts, pl.col("amount_cents").sum().alias("actual_cents"))
    return sums.sort("month")


def actual_by_product(postings: pl.DataFrame) -> pl.DataFrame:
    """month, product, claims_cents: what claims cost by effective month and kind of benefit."""
    claims = postings.filter(pl.col("account").is_in(CLAIM_ACCOUNTS))
    month = pl.col("effective_on").dt.month_start().alias("month")
    return (
        claims.group_by(month, "product")
        .agg(pl.col("amount_cents").sum().alias("claims_cents"))
        .sort("month", "product")
    )


def against_budget(budget: pl.DataFrame, actual: pl.DataFrame) -> pl.DataFrame:
    """Budget and actual side by side, by month: their columns, surplus_cents (a deficit is negative).

    budget: as budget_by_month, products summed. Months of either appear.
    """
    set_aside = budget.group_by("month").agg(pl.col("budget_cents").sum(), pl.col("employees").max())
    both = set_aside.join(actual, on="month", how="full", coalesce=True).sort("month")
    amounts = ["budget_cents", "employees", *_COLUMNS, "actual_cents"]
    filled = both.with_columns(pl.col(amounts).fill_null(0))
    return filled.select("month", *amounts, (pl.col("budget_cents") - pl.col("actual_cents")).alias("surplus_cents"))


def by_plan_year(months: pl.DataFrame, arrangement: Arrangement) -> pl.DataFrame:
    """Rows of `against_budget` summed by plan year (its first day), with employee_months instead of employees."""
    starts = [arrangement.plan_year(month).start for month in months.get_column("month")]
    years = months.with_columns(pl.Series("plan_year_start", starts, dtype=pl.Date)).drop("month")
    sums = years.group_by("plan_year_start").agg(pl.all().sum()).sort("plan_year_start")
    return sums.rename({"employees": "employee_months"})


def _line(
    coverage: pl.DataFrame, arrangement: Arrangement, line: BudgetLine, start: date, end_exclusive: date
) -> pl.DataFrame:
    product = "medical" if line.product == COMPOSITE else line.product
    counts = employees(coverage, arrangement.plan_codes(product), start, end_exclusive)
    sums = amounts_by_month(counts, line.rates, said("budget {product}", product=line.product))
    return sums.select("month", pl.lit(line.product).alias("product"), "employees", budget_cents="amount_cents")
