from datetime import date
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.eligibility.changes import employees_by_month, families_touched
from corridor.records.coverage import COVERAGE

JAN, FEB, MAR = date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)
BLANK: dict[str, Any] = {
    "member_id": "E1",
    "subscriber_id": "E1",
    "relationship": "self",
    "product": "medical",
    "plan_code": "PPO",
    "coverage_level": "FAM",
    "coverage_start": JAN,
}


def coverage(*rows: dict[str, Any]) -> pl.DataFrame:
    return COVERAGE.from_rows([BLANK | row for row in rows])


def test_equal_coverage_touches_nobody() -> None:
    assert families_touched(coverage({}), coverage({"first_name": "A"})).is_empty()


def test_a_family_is_touched_from_the_first_day_that_differs() -> None:
    before = coverage({}, {"member_id": "E2", "subscriber_id": "E2"}, {"member_id": "E3", "subscriber_id": "E3"})
    after = coverage(
        {"coverage_end_exclusive": MAR},
        {"member_id": "E2", "subscriber_id": "E2", "coverage_end_exclusive": FEB},
        {"member_id": "E2", "subscriber_id": "E2", "coverage_start": FEB, "plan_code": "HDHP"},
        {"member_id": "E3", "subscriber_id": "E3"},
        {"member_id": "E4", "subscriber_id": "E4", "coverage_start": FEB},
    )
    assert families_touched(before, after).rows() == [("E1", MAR), ("E2", FEB), ("E4", FEB)]
    assert families_touched(after, before).rows() == [("E1", MAR), ("E2", FEB), ("E4", FEB)]


def test_a_move_to_another_family_touches_both() -> None:
    child = {"member_id": "C", "relationship": "child"}
    before = coverage(child)
    after = coverage(child | {"coverage_end_exclusive": FEB}, child | {"subscriber_id": "E2", "coverage_start": FEB})
    assert families_touched(before, after).rows() == [("E1", FEB), ("E2", FEB)]


Plans = list[str | None]


def spans_of(days: Plans) -> pl.DataFrame:
    """One person's coverage from the plan held on each day of January."""
    rows: list[dict[str, Any]] = []
    for position, plan in enumerate(days):
        day, before = date(2024, 1, 1 + position), days[position - 1] if position else None
        if plan is not None and plan == before:
            rows[-1]["coverage_end_exclusive"] = date(2024, 1, 2 + position)
        elif plan is not None:
            row = {"coverage_start": day, "coverage_end_exclusive": date(2024, 1, 2 + position), "plan_code": plan}
            rows.append(row)
    return coverage(*rows)


HELD = st.lists(st.sampled_from(["P", "Q", None]), min_size=9, max_size=9)


@settings(max_examples=150, deadline=None)
@given(HELD, HELD)
def test_the_first_day_that_differs_by_looking_at_each(before: Plans, after: Plans) -> None:
    differing = [date(2024, 1, 1 + n) for n in range(9) if before[n] != after[n]]
    expected = [("E1", differing[0])] if differing else []
    assert families_touched(spans_of(before), spans_of(after)).rows() == expected


def test_employees_are_counted_once_where_they_are_covered_on_the_first() -> None:
    frame = coverage(
        {"coverage_end_exclusive": date(2024, 2, 2)},
        {"product": "dental", "plan_code": "DENTAL", "coverage_level": "EMP"},
        {"member_id": "C", "relationship": "child"},
        {"member_id": "E2", "subscriber_id": "E2", "coverage_level": "EMP", "coverage_start": date(2024, 1, 2)},
    )
    counted = employees_by_month(frame, ("medical", "dental"), JAN, date(2024, 3, 31))
    assert counted.rows() == [(JAN, "FAM", 1), (FEB, "EMP", 1), (FEB, "FAM", 1), (MAR, "EMP", 2)]
    medical = employees_by_month(frame, ("medical",), JAN, date(2024, 3, 31))
    assert medical.rows() == [(JAN, "FAM", 1), (FEB, "EMP", 1), (FEB, "FAM", 1), (MAR, "EMP", 1)]


def test_no_month_is_no_row() -> None:
    assert employees_by_month(coverage({}), ("medical",), JAN, JAN).is_empty()
