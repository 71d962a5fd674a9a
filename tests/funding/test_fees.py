"""Monthly accruals, and what a retroactive change does to them."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from corridor.funding.arrangement import Rate, load_arrangement
from corridor.funding.enrolment import employees
from corridor.funding.fees import accrue_charges
from corridor.funding.postings import FundingError
from corridor.ledger.accounts import FEE_PAYABLE, PREMIUM_PAYABLE
from corridor.ledger.balances import balance
from corridor.ledger.journal import check_balanced
from corridor.records.coverage import COVERAGE
from corridor.records.postings import POSTINGS

MERIDIAN = load_arrangement(Path(__file__).parents[2] / "plans" / "meridian" / "arrangement.yaml")
YEAR = date(2024, 1, 1)


def span(employee: str, plan: str = "PPO", start: date = YEAR, end: date | None = None, level: str = "EMP", who="self"):
    return {
        "member_id": employee if who == "self" else f"{employee}-02",
        "subscriber_id": employee,
        "relationship": who,
        "product": "dental" if plan == "DENTAL" else "medical",
        "plan_code": plan,
        "coverage_level": level,
        "coverage_start": start,
        "coverage_end_exclusive": end,
    }


def coverage(*spans: dict) -> pl.DataFrame:
    return COVERAGE.from_rows(list(spans))


def amounts(postings: pl.DataFrame) -> list[tuple[str, str, int]]:
    return postings.filter(pl.col("leg") == 0).select("entry_kind", "reference", "amount_cents").rows()


def test_each_month_accrues_fee_and_premium_per_employee():
    made = accrue_charges(coverage(span("A"), span("B")), MERIDIAN, POSTINGS.empty(), date(2024, 2, 1))
    assert amounts(made) == [
        ("administration_fee", "2024-01", 76_00),
        ("stop_loss_premium", "2024-01", 380_00),
        ("administration_fee", "2024-02", 76_00),
        ("stop_loss_premium", "2024-02", 380_00),
    ]
    assert check_balanced(made) == []
    assert balance(made, FEE_PAYABLE) == -152_00
    assert balance(made, PREMIUM_PAYABLE) == -760_00
    assert made.filter(pl.col("payee").is_not_null())["payee"].unique().sort().to_list() == [
        "ADMINISTRATOR",
        "STOPLOSS",
    ]


def test_a_second_run_accrues_nothing():
    first = accrue_charges(coverage(span("A")), MERIDIAN, POSTINGS.empty(), date(2024, 2, 1))
    assert accrue_charges(coverage(span("A")), MERIDIAN, first, date(2024, 2, 20)).is_empty()


def test_a_retroactive_termination_is_posted_as_the_difference():
    first = accrue_charges(coverage(span("A"), span("B")), MERIDIAN, POSTINGS.empty(), date(2024, 3, 1))
    ended = coverage(span("A"), span("B", end=date(2024, 2, 1)))
    made = accrue_charges(ended, MERIDIAN, first, date(2024, 4, 1))
    assert [row for row in amounts(made) if row[0] == "administration_fee"] == [
        ("administration_fee", "2024-02", -38_00),
        ("administration_fee", "2024-03", -38_00),
        ("administration_fee", "2024-04", 38_00),
    ]
    assert made["effective_on"].unique().to_list() == [date(2024, 4, 1)]
    assert accrue_charges(ended, MERIDIAN, pl.concat([first, made]), date(2024, 4, 1)).is_empty()


def test_a_month_that_nobody_was_covered_in_after_all_is_taken_back_whole():
    first = accrue_charges(coverage(span("A")), MERIDIAN, POSTINGS.empty(), date(2024, 1, 1))
    made = accrue_charges(coverage(span("B", start=date(2024, 2, 1))), MERIDIAN, first, date(2024, 1, 31))
    assert amounts(made) == [("administration_fee", "2024-01", -38_00), ("stop_loss_premium", "2024-01", -190_00)]


def test_rates_change_on_their_day():
    made = accrue_charges(coverage(span("A")), MERIDIAN, POSTINGS.empty(), date(2025, 1, 1))
    premium = {month: cents for kind, month, cents in amounts(made) if kind == "stop_loss_premium"}
    assert (premium["2024-12"], premium["2025-01"]) == (190_00, 208_00)


def test_an_employee_counts_once_dependants_and_dental_never():
    people = coverage(
        span("A", "PPO", level="FAM"),
        span("A", "HDHP", level="EMP"),
        span("A", "PPO", level="FAM", who="spouse"),
        span("A", "DENTAL"),
        span("B", "DENTAL"),
    )
    counted = employees(people, MERIDIAN.plan_codes("medical"), YEAR, date(2024, 2, 1))
    assert counted.rows() == [(YEAR, "EMP", 1)]


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2024, 1, 1), date(2024, 2, 1), [1]),
        (date(2024, 1, 2), None, [2, 3]),
        (date(2024, 1, 15), date(2024, 1, 31), []),
        (date(2023, 6, 1), date(2024, 2, 2), [1, 2]),
    ],
)
def test_who_is_covered_on_the_first_counts_for_the_month(start, end, months):
    counted = employees(coverage(span("A", start=start, end=end)), ["PPO"], YEAR, date(2024, 4, 1))
    assert [month.month for month in counted["month"]] == months


def test_a_level_without_a_rate_is_named():
    by_level = MERIDIAN.administration_fee.model_copy(
        update={"rates": (Rate(effective=YEAR, by_level={"EMP": 30, "FAM": 40}),)}
    )
    other = MERIDIAN.model_copy(update={"administration_fee": by_level})
    made = accrue_charges(coverage(span("A", level="FAM")), other, POSTINGS.empty(), YEAR)
    assert amounts(made)[0] == ("administration_fee", "2024-01", 40_00)
    with pytest.raises(FundingError, match="charge of ADMINISTRATOR, 2024-01: found no rate for level ESP"):
        accrue_charges(coverage(span("A", level="ESP")), other, POSTINGS.empty(), YEAR)
