"""Budget and cost month by month: sums of postings beside rate times enrolment."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from corridor.app.services.overview.codes import FigureCode
from corridor.app.services.overview.selections import SELECTIONS, DayTotal
from corridor.app.services.overview.shapes import BudgetRow, Month
from corridor.funding.arrangement import COMPOSITE, Arrangement, BudgetLine
from corridor.funding.budget import budget_by_month
from corridor.funding.enrolment import employees
from corridor.funding.postings import FundingError
from corridor.funding.rates import rate_on
from corridor.periods.spans import Span, months_between
from corridor.reports.traditional import Experience, total
from corridor.wording.said import said

_PARTS = {
    "claims_cents": FigureCode.CLAIMS_COST,
    "fee_cents": FigureCode.FEE_COST,
    "premium_cents": FigureCode.PREMIUM_COST,
    "recovery_cents": FigureCode.RECOVERIES,
}


@dataclass(frozen=True)
class SetAside:
    """Of a month: employees covered on its first day, and the budget for them."""

    employees: int
    budget_cents: int


def set_aside(coverage: pl.DataFrame, arrangement: Arrangement, start: date, as_of: date) -> dict[date, SetAside]:
    """By month, from that of `start` to that of `as_of`. coverage: of employees; months without any are not there."""
    end = date(as_of.year + as_of.month // 12, as_of.month % 12 + 1, 1)
    budget = budget_by_month(coverage, arrangement, start, end)
    sums = budget.group_by("month").agg(pl.col("employees").max(), pl.col("budget_cents").sum())
    return {month: SetAside(heads, cents) for month, heads, cents in sums.rows()}


def by_month(totals: Sequence[DayTotal]) -> dict[date, list[DayTotal]]:
    """Totals under the first day of their month."""
    months: dict[date, list[DayTotal]] = defaultdict(list)
    for day in totals:
        months[day.on.replace(day=1)].append(day)
    return dict(months)


def experience(
    budget: dict[date, SetAside], totals: dict[date, list[DayTotal]], *, has_claims: bool
) -> list[Experience]:
    """Every month with employees or postings, in order."""
    months = sorted(budget.keys() | totals.keys())
    rows = [(month, budget.get(month), totals.get(month, [])) for month in months]
    return [
        Experience(
            month, own.employees if own else 0, _claims(days, has_claims), SELECTIONS[FigureCode.COST].cents(days)
        )
        for month, own, days in rows
    ]


def months_of(
    year: Span, through: date, budget: dict[date, SetAside], totals: dict[date, list[DayTotal]], *, has_claims: bool
) -> tuple[Month, ...]:
    """The months of a plan year that have begun by `through`, with running sums."""
    shown: list[Month] = []
    for span in months_between(year.start, min(year.end_exclusive, date.fromordinal(through.toordinal() + 1))):
        shown.append(_month(span.start, year.start.year, shown, budget, totals.get(span.start, []), has_claims))
    return tuple(shown)


def _month(
    month: date,
    plan_year: int,
    before: Sequence[Month],
    budget: dict[date, SetAside],
    days: list[DayTotal],
    has_claims: bool,
) -> Month:
    cost = SELECTIONS[FigureCode.COST].cents(days)
    own = budget.get(month)
    # Without employees nothing is set aside: a known 0 beside a cost, else nothing to speak of.
    set_aside_cents = own.budget_cents if own else None if cost is None else 0
    parts = {name: None if cost is None else SELECTIONS[code].cents(days) or 0 for name, code in _PARTS.items()}
    budgets = total([*(m.budget_cents for m in before), set_aside_cents])
    costs = total([*(m.cost_cents for m in before), cost])
    return Month(
        month=month,
        employees=own.employees if own else 0,
        budget_cents=set_aside_cents,
        **parts | {"claims_cents": _claims(days, has_claims)},
        cost_cents=cost,
        surplus_cents=less(set_aside_cents, cost),
        budget_to_date_cents=budgets,
        cost_to_date_cents=costs,
        surplus_to_date_cents=less(budgets, costs),
        plan_year=plan_year,
    )


def _claims(days: list[DayTotal], has_claims: bool) -> int | None:
    """Claims of a month that has costs; before the sponsor's first claim nobody knows them."""
    if not has_claims or SELECTIONS[FigureCode.COST].cents(days) is None:
        return None
    return SELECTIONS[FigureCode.CLAIMS_COST].cents(days) or 0


def less(one: int | None, other: int | None) -> int | None:
    """The difference of two amounts; None where one is unknown."""
    return None if one is None or other is None else one - other


def budget_lines(coverage: pl.DataFrame, arrangement: Arrangement, start: date, end_exclusive: date) -> list[BudgetRow]:
    """How the budget of the months between comes about, by month, product and level."""
    rows = [row for line in arrangement.budget for row in _of_line(coverage, arrangement, line, start, end_exclusive)]
    return sorted(rows, key=lambda row: (row.month, row.product, row.coverage_level))


def _of_line(
    coverage: pl.DataFrame, arrangement: Arrangement, line: BudgetLine, start: date, end_exclusive: date
) -> list[BudgetRow]:
    product = "medical" if line.product == COMPOSITE else line.product
    counts = employees(coverage, arrangement.plan_codes(product), start, end_exclusive)
    rows = []
    for month, level, heads in counts.rows():
        rate = rate_on(line.rates, month)
        cents = rate.of_level(level) if rate else None
        if rate is None or cents is None:
            label = said("budget {product}", product=line.product)
            where = {"label": label, "month": month, "level": level}
            raise FundingError(said("{label}, {month:%Y-%m}: found no rate for level {level}, expected one", **where))
        rows.append(BudgetRow(month, line.product, level, heads, cents, heads * cents, rate.effective))
    return rows
