"""Aggregate: what counts, the attachment with its minimum, accommodation, and what the employer keeps."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.stoploss.aggregate import accommodation_movements, aggregate_eligible, aggregate_reimbursement
from corridor.stoploss.attachment import attachment_point
from corridor.stoploss.contract import Accommodation, Policy
from corridor.stoploss.faults import StopLossError
from corridor.stoploss.lines import PERSON_MONTHS
from corridor.stoploss.specific import settle_specific

START, END = date(2025, 1, 1), date(2026, 1, 1)
COVER = {"basis": "12/12", "products": ["medical"]}
FACTORS = {"factor_per_month": {"composite": 1}}


def _policy(specific: dict[str, Any] | None = None, **aggregate: Any) -> Policy:
    return Policy.model_validate(
        {
            "start": START,
            "end_exclusive": END,
            "specific": None if specific is None else {**COVER, "deductible": 100, **specific},
            "aggregate": {**COVER, "loss_limit": "none", "attachment": FACTORS, **aggregate},
        }
    )


def _months(**dollars: int) -> pl.DataFrame:
    rows = [(who, START, amount * 100, amount * 100) for who, amount in dollars.items()]
    return pl.DataFrame(rows, schema=PERSON_MONTHS, orient="row")


LASERS = {"lasers": [{"member": "L", "deductible": 300}, {"member": "X", "excluded": True}]}


@pytest.mark.parametrize(
    ("aggregate", "counted"),
    [
        ({"loss_limit": "specific"}, 50 + 100 + 100 + 100),
        ({"loss_limit": 120}, 50 + 120 + 120 + 120),
        ({"loss_limit": "none"}, 50 + 100 + 100 + 100),
        ({"loss_limit": "specific", "lasered_amounts_count": True}, 50 + 100 + 300 + 700),
        ({"loss_limit": "none", "lasered_amounts_count": True}, 50 + 100 + 300 + 700),
    ],
)
def test_what_counts_with_lasered_people(aggregate: dict[str, Any], counted: int) -> None:
    months = _months(A=50, B=250, L=400, X=700)
    assert aggregate_eligible(months, _policy(LASERS, **aggregate)).counted_cents == counted * 100


@pytest.mark.parametrize("loss_limit", ["specific", "none"])
@pytest.mark.parametrize(("counts", "counted"), [(False, 200), (True, 260)])
def test_what_counts_inside_the_aggregating_deductible(loss_limit: str, counts: bool, counted: int) -> None:
    policy = _policy({"aggregating_deductible": 60}, loss_limit=loss_limit, aggregating_amounts_count=counts)
    assert aggregate_eligible(_months(A=150, B=150), policy).counted_cents == counted * 100


def test_without_a_loss_limit_the_employers_share_of_the_excess_counts() -> None:
    months = _months(A=200)
    assert aggregate_eligible(months, _policy({"reimbursement": "90%"})).counted_cents == 110_00
    limited = _policy({"reimbursement": "90%"}, loss_limit="specific")
    assert aggregate_eligible(months, limited).counted_cents == 100_00


PEOPLE = st.dictionaries(st.sampled_from(["A", "B", "C", "L", "X"]), st.integers(0, 900), min_size=1)


@settings(max_examples=100, deadline=None)
@given(PEOPLE, st.sampled_from(["specific", "none"]), st.sampled_from([0, 60]), st.integers(0, 900), st.integers(0, 90))
def test_the_employer_keeps_attachment_laser_layers_pool_and_excluded_items(
    people: dict[str, int], loss_limit: str, pool: int, attachment: int, excluded: int
) -> None:
    policy = _policy({**LASERS, "aggregating_deductible": pool}, loss_limit=loss_limit)
    assert policy.specific is not None
    assert policy.aggregate is not None
    months = _months(**people)
    settled = settle_specific(months, policy.specific)
    counted = aggregate_eligible(months, policy).counted_cents
    if counted < attachment * 100:
        return
    owed = aggregate_reimbursement(counted, attachment * 100, policy.aggregate)
    keeps = (sum(people.values()) + excluded) * 100 - settled.get_column("reimbursement_cents").sum() - owed
    layers = min(max(people.get("L", 0) - 100, 0), 200) + max(people.get("X", 0) - 100, 0)
    assert keeps == (attachment + layers + excluded) * 100 + settled.get_column("pooled_cents").sum()


def test_the_annual_maximum_and_the_share_hold() -> None:
    aggregate = _policy(annual_maximum=40, reimbursement="50%").aggregate
    assert aggregate is not None
    assert aggregate_reimbursement(150_00, 100_00, aggregate) == 25_00
    assert aggregate_reimbursement(190_00, 100_00, aggregate) == 40_00
    assert aggregate_reimbursement(90_00, 100_00, aggregate) == 0


def _enrolment(*employees: int, level: str = "EMP") -> pl.DataFrame:
    rows = [(date(2025, month, 1), level, count) for month, count in enumerate(employees, start=1)]
    return pl.DataFrame(rows, schema=["month", "coverage_level", "employees"], orient="row")


def _attachment(terms: dict[str, Any], enrolment: pl.DataFrame, as_of: date = date(2025, 12, 31)) -> tuple[int, ...]:
    point = attachment_point(enrolment, _policy(attachment=terms), as_of)
    return point.projected_cents, point.minimum_cents, point.annual_cents


def test_the_minimum_is_the_greater_of_a_share_of_the_first_month_and_an_amount() -> None:
    shrinking = _enrolment(100, *[50] * 11)
    assert _attachment(FACTORS, shrinking) == (650_00, 0, 650_00)
    share = {**FACTORS, "minimum": {"first_month_share": "95%", "amount": 1000}}
    assert _attachment(share, shrinking) == (650_00, 1140_00, 1140_00)
    amount = {**FACTORS, "minimum": {"first_month_share": "95%", "amount": 1200}}
    assert _attachment(amount, shrinking) == (650_00, 1200_00, 1200_00)


def test_months_to_come_count_as_the_latest_one() -> None:
    assert _attachment(FACTORS, _enrolment(10, 20, 30), date(2025, 3, 1))[0] == (10 + 20 + 30 * 10) * 100


def test_expected_claims_are_raised_by_the_corridor_to_whole_cents_an_employee() -> None:
    terms = {"expected_per_month": {"EMP": 10.01, "FAM": 25}, "corridor": "112.5%"}
    assert _attachment(terms, _enrolment(*[1] * 12))[0] == 1126 * 12
    assert _attachment(terms, _enrolment(*[2] * 12, level="FAM"))[0] == 2 * 2813 * 12


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 500), min_size=12, max_size=12))
def test_an_annual_amount_a_head_is_spread_over_the_months_without_losing_a_cent(counts: list[int]) -> None:
    point = attachment_point(
        _enrolment(*counts), _policy(attachment={"per_employee_per_year": 10_000}), date(2025, 12, 31)
    )
    assert point.monthly.get_column("attachment_cents").sum() == point.annual_cents
    assert abs(point.annual_cents - sum(counts) * 10_000_00 / 12) <= 0.5


def test_a_month_without_enrolment_is_refused_not_taken_for_none() -> None:
    with pytest.raises(StopLossError, match=r"^enrolment: found no row of 2025-03, expected every month"):
        _attachment(FACTORS, _enrolment(10, 20), date(2025, 3, 1))


def test_a_coverage_level_without_factor_is_refused() -> None:
    terms = {"factor_per_month": {"EMP": 1, "FAM": 2}}
    with pytest.raises(StopLossError, match=r"^enrolment, coverage_level: found 'ESP', expected one of EMP, FAM$"):
        _attachment(terms, _enrolment(*[1] * 12, level="ESP"))


@pytest.mark.parametrize(
    ("terms", "movements"),
    [
        ({"repaid": "monthly"}, [5, 15, -20, 30]),
        ({"repaid": "at_year_end"}, [5, 15, 0, 10]),
        ({"repaid": "monthly", "least_advance": 10}, [0, 20, -20, 30]),
        ({"repaid": "monthly", "excluded_last_months": 2}, [5, 15, -20, 0]),
    ],
)
def test_accommodation_follows_what_is_owed_to_date(terms: dict[str, Any], movements: list[int]) -> None:
    owed = [cents * 100 for cents in (5, 20, 0, 30)]
    found = accommodation_movements(owed, Accommodation.model_validate(terms), 4)
    assert [cents // 100 for cents in found] == movements
