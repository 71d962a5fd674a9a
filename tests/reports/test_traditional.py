"""The traditional contract: worked by hand, beside its slow twin, and where nothing is known."""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.funding.traditional import Traditional
from corridor.periods.spans import add_months
from corridor.reports.traditional import Experience, renewed, traditional_years
from tests.oracle import traditional as oracle

JANUARY = date(2024, 1, 1)


def terms(**changes: Any) -> Traditional:
    """1,000 a month, 20% of it retained, trend 10%, half believed, nine months known."""
    plain: dict[str, Any] = {
        "insurer": "Insurer",
        "premium": {"effective": JANUARY, "composite": 1000.00, "clause": "1"},
        "retention": {"share": "20%", "clause": "2"},
        "trend": {"share": "10%", "clause": "3"},
        "credibility": {"share": "50%", "clause": "4"},
        "renewal": {"known_months": 9, "clause": "5"},
    }
    return Traditional.model_validate(plain | changes)


def months(count: int, employees: int = 10, claims: int | None = 6_000_00, start: date = JANUARY) -> list[Experience]:
    cost = None if claims is None else claims + 1_000_00
    return [Experience(add_months(start, n), employees, claims, cost) for n in range(count)]


def test_a_renewal_by_hand() -> None:
    """Expected 80% of 1,000 = 800; actual 54,000 / 90 = 600; half of each 700; + 10% 770; / 80% = 962.50."""
    steps = renewed(1000_00, months(9), terms())
    assert (steps.known_claims_cents, steps.known_employee_months) == (54_000_00, 90)
    assert (steps.expected_cents, steps.actual_cents, steps.blended_cents) == (800_00, 600_00, 700_00)
    assert (steps.trended_cents, steps.before_limit_cents, steps.premium_cents) == (770_00, 962_50, 962_50)


def test_the_limit_holds_a_renewal_up_and_down() -> None:
    limited = terms(limit={"share": "3%", "clause": "6"})
    assert renewed(1000_00, months(9), limited).premium_cents == 970_00
    assert renewed(1000_00, months(9, claims=60_000_00), limited).premium_cents == 1030_00


def test_what_the_insurer_keeps_is_the_premium_less_claims_and_the_employer_saves_the_premium_less_cost() -> None:
    first, second = traditional_years(months(24), terms(), 1, date(2025, 12, 31))
    assert (first.premium_total_cents, first.claims_cents, first.insurer_keeps_cents) == (
        120_000_00,
        72_000_00,
        48_000_00,
    )
    assert (first.cost_cents, first.difference_cents) == (84_000_00, 36_000_00)
    assert (first.renewal, first.renewal_on) == (None, date(2025, 1, 1))
    assert first.offer == second.renewal
    assert second.premium_cents == 962_50


def test_the_insurer_bears_what_the_premium_does_not_cover() -> None:
    (year,) = traditional_years(months(12, claims=20_000_00), terms(), 1, date(2024, 12, 31))
    assert year.insurer_keeps_cents == -120_000_00
    assert year.difference_cents == -132_000_00


def test_the_next_premium_is_offered_when_the_known_months_are_over_and_not_a_day_before() -> None:
    before, after = (traditional_years(months(9), terms(), 1, date(2024, 9, day))[0].offer for day in (29, 30))
    assert before is None
    assert after is not None
    assert after.premium_cents == 962_50


def test_without_known_claims_trend_alone_moves_the_premium() -> None:
    steps = renewed(1000_00, months(9, claims=None), terms())
    assert (steps.known_claims_cents, steps.actual_cents, steps.premium_cents) == (None, 800_00, 1100_00)
    (year,) = traditional_years(months(12, claims=None), terms(), 1, date(2024, 12, 31))
    assert (year.claims_cents, year.insurer_keeps_cents, year.cost_cents, year.difference_cents) == (None,) * 4
    assert year.premium_total_cents == 120_000_00


def test_more_taken_back_than_paid_counts_as_no_claims() -> None:
    assert renewed(1000_00, months(9, claims=-1_00), terms()).actual_cents == 0


def test_before_the_contract_begins_there_is_no_year_of_it() -> None:
    assert traditional_years(months(12), terms(), 1, date(2023, 12, 31)) == []


def test_a_plan_year_that_begins_in_july() -> None:
    july = terms(premium={"effective": date(2024, 7, 1), "composite": 1000.00, "clause": "1"})
    rows = traditional_years(months(18, start=date(2024, 7, 1)), july, 7, date(2025, 8, 31))
    assert [(row.start, row.employee_months) for row in rows] == [(date(2024, 7, 1), 120), (date(2025, 7, 1), 60)]


AMOUNT = st.integers(0, 5_000_000_00)
PERCENT = st.integers(0, 10_000).map(lambda bp: f"{bp / 100:.2f}%")
TERM = PERCENT.map(lambda share: {"share": share, "clause": "x"})
ANY_TERMS = st.builds(
    terms,
    premium=st.builds(
        lambda month, dollars: {"effective": date(2024, month, 1), "composite": dollars, "clause": "x"},
        st.integers(1, 12),
        st.integers(0, 5_000),
    ),
    retention=st.integers(0, 9_999).map(lambda bp: {"share": f"{bp / 100:.2f}%", "clause": "x"}),
    trend=TERM,
    credibility=TERM,
    renewal=st.integers(1, 12).map(lambda known: {"known_months": known, "clause": "x"}),
    limit=st.none() | TERM,
)
ANY_MONTHS = st.lists(
    st.tuples(st.integers(0, 2_000), st.none() | st.integers(-1_000_00, 5_000_000_00), AMOUNT), max_size=40
)


@settings(deadline=None, max_examples=200)
@given(ANY_TERMS, ANY_MONTHS, st.integers(1, 12), st.integers(0, 1_200))
def test_its_slow_twin_agrees_to_the_cent(
    made: Traditional, drawn: list[tuple[int, int | None, int]], start_month: int, days: int
) -> None:
    as_of = date.fromordinal(date(2024, 12, 31).toordinal() + days)
    listed = [
        Experience(add_months(date(2023, 6, 1), n), heads, claims, None if claims is None else cost)
        for n, (heads, claims, cost) in enumerate(drawn)
    ]
    plain = [
        {"month": m.month, "employees": m.employees, "claims": m.claims_cents, "cost": m.cost_cents} for m in listed
    ]
    fast = traditional_years(listed, made, start_month, as_of)
    slow = oracle.years(plain, made, start_month, as_of)
    assert [
        {
            "start": row.start,
            "premium": row.premium_cents,
            "heads": row.employee_months,
            "total": row.premium_total_cents,
            "claims": row.claims_cents,
            "insurer": row.insurer_keeps_cents,
            "cost": row.cost_cents,
            "difference": row.difference_cents,
        }
        for row in fast
    ] == slow
