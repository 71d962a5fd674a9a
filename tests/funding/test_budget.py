"""Budget and actual, against plain loops."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.funding.arrangement import BudgetLine, Rate, load_arrangement
from corridor.funding.budget import actual_by_month, actual_by_product, against_budget, budget_by_month, by_plan_year
from corridor.funding.postings import FundingError
from corridor.ledger.accounts import (
    CLAIMS_EXPENSE,
    CLAIMS_PAYABLE,
    FEE_EXPENSE,
    FEE_PAYABLE,
    PREMIUM_EXPENSE,
    PREMIUM_PAYABLE,
    STOPLOSS_RECOVERABLE,
    STOPLOSS_RECOVERIES,
)
from corridor.records.coverage import COVERAGE
from corridor.records.postings import POSTINGS
from tests.oracle import ledger as oracle

RATES = {b"1400.00": b"1490.00", b"1470.00": b"1560.00"}
"""The demo's budget is tuned to the demo; the figures here are worked on rates of their own."""


def with_own_rates(content: bytes) -> bytes:
    for theirs, ours in RATES.items():
        assert theirs in content
        content = content.replace(theirs, ours)
    return content


MERIDIAN = load_arrangement(
    with_own_rates((Path(__file__).parents[2] / "plans" / "meridian" / "arrangement.yaml").read_bytes())
)
START, END = date(2024, 1, 1), date(2026, 7, 1)
MONTHS = [date(year, month, 1) for year in (2024, 2025, 2026) for month in range(1, 13)][:30]


def span(employee: str, plan: str, start: date, end: date | None, level: str = "EMP") -> dict:
    return {
        "member_id": employee,
        "subscriber_id": employee,
        "relationship": "self",
        "product": "dental" if plan == "DENTAL" else "medical",
        "plan_code": plan,
        "coverage_level": level,
        "coverage_start": start,
        "coverage_end_exclusive": end,
    }


def cost(key: str, expense: str, other: str, cents: int, on: date, product: str | None = None) -> pl.DataFrame:
    head = {"entry_key": key, "entry_kind": "test", "currency": "USD", "effective_on": on}
    return POSTINGS.from_rows(
        [
            {**head, "leg": 0, "account": expense, "amount_cents": cents, "product": product},
            {**head, "leg": 1, "account": other, "amount_cents": -cents},
        ]
    )


def test_a_month_against_its_budget():
    people = COVERAGE.from_rows([span("A", "PPO", START, None), span("B", "HDHP", START, None)])
    budget = budget_by_month(people, MERIDIAN, START, date(2024, 3, 1))
    actual = actual_by_month(
        pl.concat(
            [
                cost("d", CLAIMS_EXPENSE, CLAIMS_PAYABLE, 200_000, date(2024, 1, 20), "medical"),
                cost("f", FEE_EXPENSE, FEE_PAYABLE, 76_00, date(2024, 1, 1)),
                cost("p", PREMIUM_EXPENSE, PREMIUM_PAYABLE, 380_00, date(2024, 1, 1)),
                cost("r", STOPLOSS_RECOVERABLE, STOPLOSS_RECOVERIES, 10_000, date(2024, 2, 3)),
            ]
        )
    )
    months = against_budget(budget, actual)
    assert months.select("month", "employees", "budget_cents", "actual_cents", "surplus_cents").rows() == [
        (date(2024, 1, 1), 2, 2_980_00, 245_600, 52_400),
        (date(2024, 2, 1), 2, 2_980_00, -10_000, 308_000),
    ]
    assert by_plan_year(months, MERIDIAN).select("plan_year_start", "employee_months", "surplus_cents").rows() == [
        (START, 4, 360_400)
    ]


def test_money_spent_outside_the_budgeted_months_does_not_vanish():
    budget = budget_by_month(COVERAGE.empty(), MERIDIAN, START, date(2024, 2, 1))
    actual = actual_by_month(cost("d", CLAIMS_EXPENSE, CLAIMS_PAYABLE, 5, date(2026, 5, 5)))
    assert against_budget(budget, actual).select("month", "surplus_cents").rows() == [(date(2026, 5, 1), -5)]


def test_claims_are_split_by_product():
    journal = pl.concat(
        [
            cost("a", CLAIMS_EXPENSE, CLAIMS_PAYABLE, 5, date(2026, 5, 5), "medical"),
            cost("b", CLAIMS_EXPENSE, CLAIMS_PAYABLE, 7, date(2026, 5, 9), "dental"),
        ]
    )
    assert actual_by_product(journal).rows() == [(date(2026, 5, 1), "dental", 7), (date(2026, 5, 1), "medical", 5)]


def test_a_month_before_the_first_rate_has_no_budget_to_show():
    people = COVERAGE.from_rows([span("A", "PPO", date(2023, 1, 1), None)])
    with pytest.raises(FundingError, match="budget composite, 2023-12: found no rate for level EMP, expected one"):
        budget_by_month(people, MERIDIAN, date(2023, 12, 1), END)


def test_rates_by_level_and_product_stand_beside_each_other():
    lines = (
        BudgetLine(product="medical", rates=(Rate(effective=START, by_level={"EMP": 700, "FAM": 1900}),)),
        BudgetLine(product="dental", rates=(Rate(effective=START, composite=40),)),
    )
    people = COVERAGE.from_rows(
        [span("A", "PPO", START, None), span("B", "HDHP", START, None, "FAM"), span("B", "DENTAL", START, None, "FAM")]
    )
    split = budget_by_month(people, MERIDIAN.model_copy(update={"budget": lines}), START, date(2024, 2, 1))
    assert split.rows() == [(START, "dental", 1, 40_00), (START, "medical", 2, 2_600_00)]


spans = st.lists(
    st.builds(
        span,
        st.sampled_from("ABCDE"),
        st.sampled_from(["PPO", "HDHP", "DENTAL"]),
        st.dates(date(2023, 6, 1), date(2026, 6, 30)),
        st.none() | st.dates(date(2024, 1, 1), date(2026, 12, 31)),
        st.sampled_from(["EMP", "FAM", "ESP"]),
    ),
    max_size=15,
)


@settings(deadline=None, max_examples=40)
@given(spans)
def test_the_budget_agrees_with_plain_loops(made):
    levels = {"EMP": 700, "FAM": 1900, "ESP": 1300}
    lines = (
        *MERIDIAN.budget,
        BudgetLine(product="dental", rates=(Rate(effective=START, by_level=levels),)),
    )
    budget = budget_by_month(COVERAGE.from_rows(made), MERIDIAN.model_copy(update={"budget": lines}), START, END)
    composite = [(rate.effective, {"composite": rate.composite}) for rate in MERIDIAN.budget[0].rates]
    dental = [(START, {level: dollars * 100 for level, dollars in levels.items()})]
    for product, rates, of, plans in (
        ("composite", composite, "medical", {"PPO", "HDHP"}),
        ("dental", dental, "dental", {"DENTAL"}),
    ):
        shown = budget.filter(pl.col("product") == product)
        expected = oracle.budget(made, MONTHS, rates, of, plans)
        assert dict(shown.select("month", "budget_cents").rows()) == expected
