from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.periods.spans import Span, add_months, age_on, month_of, months_between, plan_year_of

days = st.dates(date(1950, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 11, 30), 3, date(2025, 2, 28)),
    ],
)
def test_add_months(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@given(days)
def test_every_day_lies_in_its_month_and_its_plan_year(day: date) -> None:
    assert day in month_of(day)
    assert day in plan_year_of(day)
    assert day in plan_year_of(day, 7, 1)
    assert plan_year_of(day, 7, 1).start.month == 7


@given(days, st.integers(0, 900))
def test_months_between_are_those_that_begin_in_the_span(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    firsts = [start + timedelta(days=i) for i in range(length) if (start + timedelta(days=i)).day == 1]
    assert [month.start for month in months_between(start, end)] == firsts


def test_a_span_says_its_last_day_and_length() -> None:
    span = Span(date(2024, 2, 1), date(2024, 3, 1))
    assert (span.last_day, span.days) == (date(2024, 2, 29), 29)
    assert date(2024, 3, 1) not in span


@pytest.mark.parametrize(("day", "age"), [(date(2026, 6, 14), 39), (date(2026, 6, 15), 40), (date(2026, 12, 31), 40)])
def test_age_counts_completed_years(day: date, age: int) -> None:
    assert age_on(date(1986, 6, 15), day) == age
