"""Every figure equals the sum of the postings that it leads to, and the same sum by the slow twin."""

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from corridor.app.services.documents import documents_of
from corridor.app.services.overview import Drill, FigureCode, Overview, budget_rows, figure_postings, overview
from corridor.app.services.summary import summarise
from corridor.app.store.tenancy import tenant_transaction
from corridor.funding.arrangement import Arrangement
from corridor.records.paid import PAID
from corridor.records.postings import POSTINGS
from corridor.stoploss.contract import Policy
from tests.app.conftest import Database
from tests.app.services.overview.every_figure import every_figure
from tests.oracle import ledger, traditional
from tests.oracle import overview as oracle

SPONSOR = "MERIDIAN"


@dataclass(frozen=True)
class Raw:
    """All rows, as dicts, that the twin works on."""

    postings: list[dict[str, Any]]
    lines: list[dict[str, Any]]
    coverage: list[dict[str, Any]]
    arrangement: Arrangement
    policies: dict[int, Policy]


def raw() -> Raw:
    with tenant_transaction(SPONSOR) as tx:
        postings = tx.read(f"select {', '.join(POSTINGS.schema)} from posting_row").to_dicts()
        paid = tx.read(f"select {', '.join(PAID.schema)} from paid_line").to_dicts()
        coverage = tx.read("select * from coverage").to_dicts()
        documents = documents_of(tx)
    policies = {policy.start.year: policy for policy in documents.contracts[0].policies}
    return Raw(postings, oracle.posted_lines(postings, paid), coverage, documents.arrangement, policies)


@pytest.fixture
def small(demo: Database) -> Raw:
    return raw()


@pytest.fixture
def whole(whole_demo: Database) -> Raw:
    return raw()


def budget(rows: Raw, months: list[date]) -> int:
    """Rate times employees by the ledger's twin."""
    (line,) = rows.arrangement.budget
    rates = [(rate.effective, {"composite": rate.composite}) for rate in line.rates]
    medical = {code for code, product in rows.arrangement.plans.items() if product == "medical"}
    return sum(ledger.budget(rows.coverage, months, rates, None, medical).values())  # type: ignore[arg-type]


def twin_of(drill: Drill, rows: Raw, shown: Overview) -> int | None:
    """What the slow twin says of a figure."""
    policy = rows.policies[drill.plan_year]
    if drill.code is FigureCode.CLAIMANT:
        assert drill.rank is not None
        return oracle.claimants(rows.lines, policy, shown.as_of)[drill.rank - 1][0]
    if drill.code is FigureCode.AGGREGATE:
        return oracle.counted_for_aggregate(rows.lines, policy, shown.as_of)
    first, last = days(drill, shown.as_of)
    if not drill.code.startswith("surplus"):
        return oracle.total(drill.code, rows.postings, first, last) or 0
    begun = date(drill.plan_year, 1, 1) if first is None else first
    months = [date(begun.year, month, 1) for month in range(begun.month, last.month + 1)]
    return budget(rows, months) - (oracle.total("cost", rows.postings, begun, last) or 0)


def days(drill: Drill, as_of: date) -> tuple[date | None, date]:
    year_start = date(drill.plan_year, 1, 1)
    if drill.month is None:
        first, last = year_start, date(drill.plan_year, 12, 31)
    else:
        last = drill.month.replace(day=calendar.monthrange(drill.month.year, drill.month.month)[1])
        first = year_start if drill.code.endswith("to_date") else drill.month
    return None if drill.code is FigureCode.FUND_BALANCE else first, min(last, as_of)


def check_year(shown: Overview, rows: Raw) -> int:
    """Hold every figure of a year against its postings and against the twin; how many there were."""
    figures = list(every_figure(shown))
    for name, drill, cents in figures:
        assert (drill is None) == (cents is None), name
        if drill is None:
            continue
        page = figure_postings(SPONSOR, **asked(drill), page_size=1)
        assert (page.total_cents or 0) == cents, name
        assert page.postings_cents + sum(part.cents for part in page.adjustments) == (page.total_cents or 0), name
        assert twin_of(drill, rows, shown) == cents, name
    return len(figures)


def asked(drill: Drill) -> dict[str, Any]:
    return {"code": str(drill.code), "plan_year": drill.plan_year, "month": drill.month, "rank": drill.rank}


def test_every_figure_of_the_small_demo(small: Raw) -> None:
    shown = overview(SPONSOR)
    assert shown.years.number == 2026
    assert check_year(shown, small) == 5 + 5 + len(shown.stop_loss.claimants) + 6 * 8 + 1


@pytest.mark.slow
@pytest.mark.parametrize("plan_year", [2024, 2025, 2026])
def test_every_figure_of_the_three_years(plan_year: int, whole: Raw) -> None:
    shown = overview(SPONSOR, plan_year)
    months = 10 if plan_year == 2026 else 12
    assert check_year(shown, whole) == 5 + 5 + 5 + months * 8 + 1
    assert [year.result for year in shown.years.all] == ["surplus", "deficit", "surplus"]
    assert shown.year_end.is_final == (plan_year < 2026)
    assert_traditional(shown, whole)


def assert_traditional(shown: Overview, rows: Raw) -> None:
    """The contract by its twin, over months that the ledger's twin counted."""
    medical = {code for code, product in rows.arrangement.plans.items() if product == "medical"}
    months = [
        {
            "month": month,
            "employees": len(ledger.covered_employees(rows.coverage, None, month, medical)),
            "claims": oracle.total("claims_cost", rows.postings, month, end),
            "cost": oracle.total("cost", rows.postings, month, end),
        }
        for month in sorted(oracle.months(rows.postings, shown.as_of))
        if (end := month.replace(day=calendar.monthrange(month.year, month.month)[1]))
    ]
    found = shown.traditional
    assert found is not None
    twins = traditional.years(months, rows.arrangement.traditional, 1, shown.as_of)
    (twin,) = [year for year in twins if year["start"] == found.start]
    assert (found.premium_cents, found.employee_months, found.premium_total_cents) == (
        twin["premium"],
        twin["heads"],
        twin["total"],
    )
    assert (found.claims_cents, found.insurer_keeps_cents) == (twin["claims"], twin["insurer"])
    assert (found.cost_cents, found.difference_cents) == (twin["cost"], twin["difference"])


def test_the_arrows_of_a_month_are_what_the_fund_moved_by(small: Raw) -> None:
    shown = overview(SPONSOR)
    arrows = {arrow.code: arrow.cents or 0 for arrow in shown.arrows}
    moved = sum(
        row["amount_cents"]
        for row in small.postings
        if row["account"] == "1000" and row["effective_on"].replace(day=1) == shown.month
    )
    paid = (FigureCode.CLAIMS_PAID, FigureCode.FEE, FigureCode.PREMIUM)
    assert arrows[FigureCode.FUNDS] - sum(arrows[code] for code in paid) == moved


def test_a_budget_is_the_sum_of_its_rows(small: Raw) -> None:
    shown = overview(SPONSOR)
    rows = budget_rows(SPONSOR, 2026)
    assert sum(row.budget_cents for row in rows) == shown.paid.against_cents
    assert all(row.employees * row.rate_cents == row.budget_cents for row in rows)
    for month in shown.months:
        assert sum(row.budget_cents for row in budget_rows(SPONSOR, 2026, month.month)) == month.budget_cents


def test_the_figures_are_those_of_the_summary(small: Raw) -> None:
    """The command line and the page say the same."""
    shown = overview(SPONSOR, as_of=date(2026, 6, 30))
    told = summarise(SPONSOR, date(2026, 6, 30))
    year = told.years.row(-1, named=True)
    assert (shown.paid.cents, shown.paid.against_cents) == (year["actual_cents"], year["budget_cents"])
    assert shown.fund_balance.cents == told.fund_cents
    people = told.claimants.sort("rank").head(5).to_dicts()
    assert [
        (own.eligible_cents, own.deductible_cents, own.reimbursement_cents) for own in shown.stop_loss.claimants
    ] == [
        (row["eligible_cents"], row["deductible_cents"], row["reimbursement_cents"])
        for row in people
        if row["eligible_cents"]
    ]
    aggregate = told.aggregate.row(-1, named=True)
    assert shown.aggregate.cents == aggregate["eligible_ytd_cents"]
    assert shown.aggregate.against_cents == aggregate["attachment_ytd_cents"]


def test_all_pages_together_are_the_figure_and_no_posting_stands_twice(small: Raw) -> None:
    seen, cents = set(), 0
    first = figure_postings(SPONSOR, "cost", 2026, page_size=300)
    for number in range(1, first.pages + 1):
        page = figure_postings(SPONSOR, "cost", 2026, page=number, page_size=300)
        seen |= {(row.entry_key, row.account, row.line_number, row.amount_cents) for row in page.rows}
        cents += sum(row.counted_cents for row in page.rows)
        assert page.total_cents == first.total_cents
    assert cents == first.total_cents
    assert first.pages > 2
    assert len(seen) == first.postings
