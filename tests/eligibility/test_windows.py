"""Requests for a newborn and after a special event: in time, late and moved, late and refused."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from corridor.eligibility.spans import Eligibility, coverage_from
from corridor.eligibility.windows import PlanWindow
from corridor.plan.enrollment_terms import Enrolment
from corridor.records.enrollment import ENROLLMENT

JAN = date(2024, 1, 1)
BORN = date(2024, 3, 10)
IN_TIME, TOO_LATE = date(2024, 4, 10), date(2024, 4, 11)
"""The thirty-first day after birth, and the next."""
EMPLOYEE: dict[str, Any] = {
    "batch_seq": 1,
    "member_id": "E1",
    "subscriber_id": "E1",
    "relationship": "self",
    "action": "add",
    "product": "medical",
    "plan_code": "PPO",
    "coverage_level": "FAM",
    "coverage_start": JAN,
    "requested_on": JAN,
}
NEWBORN = EMPLOYEE | {
    "batch_seq": 2,
    "member_id": "E1-2",
    "relationship": "child",
    "birth_date": BORN,
    "coverage_start": BORN,
    "requested_on": IN_TIME,
}
SPOUSE = EMPLOYEE | {
    "batch_seq": 2,
    "member_id": "E1-3",
    "relationship": "spouse",
    "birth_date": date(1990, 1, 1),
    "termination_reason": "32",
    "coverage_start": date(2024, 6, 1),
    "requested_on": date(2024, 7, 1),
}


def answer(late: str, *rows: dict[str, Any], plan: str = "PPO") -> Eligibility:
    full = [{"statement": position} | row for position, row in enumerate(rows)]
    schema = {"batch_seq": pl.Int64, "requested_on": pl.Date, **ENROLLMENT.schema}
    terms = Enrolment.model_validate({"clause": "9", "text": "Windows.", "late": late})
    return coverage_from(pl.DataFrame(full, schema=schema), windows=[PlanWindow(plan, JAN, None, terms)])


def start_of(found: Eligibility, member: str) -> date | None:
    starts = found.coverage.filter(member_id=member).get_column("coverage_start").to_list()
    return starts[0] if starts else None


CASES: dict[str, tuple[dict[str, Any], date | None, date | None]] = {
    "on the last day": (NEWBORN, BORN, BORN),
    "from birth, whatever day is stated": (NEWBORN | {"coverage_start": IN_TIME}, BORN, BORN),
    "a day late": (NEWBORN | {"requested_on": TOO_LATE}, None, TOO_LATE),
    "late, from a day after the request": (
        NEWBORN | {"requested_on": TOO_LATE, "coverage_start": date(2024, 5, 1), "termination_reason": "02"},
        None,
        date(2024, 5, 1),
    ),
    "an older child at open enrolment": (
        NEWBORN | {"requested_on": date(2025, 1, 5), "coverage_start": date(2025, 1, 1)},
        date(2025, 1, 1),
        date(2025, 1, 1),
    ),
    "with the file that opens the family": (NEWBORN | {"batch_seq": 1, "requested_on": TOO_LATE}, BORN, BORN),
    "on a day that plays no part": (NEWBORN | {"requested_on": None}, BORN, BORN),
    "another plan": (NEWBORN | {"requested_on": TOO_LATE, "plan_code": "HMO"}, BORN, BORN),
    "a spouse on the last day": (SPOUSE, date(2024, 6, 1), date(2024, 6, 1)),
    "a spouse a day late": (SPOUSE | {"requested_on": date(2024, 7, 2)}, None, date(2024, 7, 2)),
    "a spouse for another reason": (
        SPOUSE | {"requested_on": date(2024, 9, 1), "termination_reason": "28"},
        date(2024, 6, 1),
        date(2024, 6, 1),
    ),
    "loss of other cover": (
        SPOUSE | {"requested_on": date(2024, 9, 1), "termination_reason": "07"},
        None,
        date(2024, 9, 1),
    ),
    "an adopted child": (
        SPOUSE | {"relationship": "child", "requested_on": date(2024, 9, 1), "termination_reason": "05"},
        None,
        date(2024, 9, 1),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_when_cover_begins(name: str) -> None:
    row, where_refused, where_moved = CASES[name]
    assert start_of(answer("refused", EMPLOYEE, row), row["member_id"]) == where_refused
    assert start_of(answer("from_request", EMPLOYEE, row), row["member_id"]) == where_moved


def test_a_late_request_is_named_with_its_day_and_clause() -> None:
    [fault] = answer("refused", EMPLOYEE, NEWBORN | {"requested_on": TOO_LATE}).faults
    assert str(fault) == (
        "batch 2, statement 1, coverage_start: found a request of 2024-04-11, expected one by 2024-04-10, "
        "or the next open enrolment (clause 9)"
    )


def test_a_restatement_does_not_undo_what_came_late() -> None:
    late = NEWBORN | {"requested_on": TOO_LATE}
    again = NEWBORN | {"batch_seq": 3, "action": "audit", "requested_on": date(2024, 5, 1)}
    assert start_of(answer("from_request", EMPLOYEE, late, again), "E1-2") == TOO_LATE
    refused = answer("refused", EMPLOYEE, late, again)
    assert start_of(refused, "E1-2") is None
    assert len(refused.faults) == 2


def test_a_child_born_before_the_family_was_covered_begins_when_it_is_stated() -> None:
    employee = EMPLOYEE | {"coverage_start": date(2024, 4, 1)}
    row = NEWBORN | {"coverage_start": date(2024, 4, 1)}
    assert start_of(answer("refused", employee, row), "E1-2") == date(2024, 4, 1)


def test_without_windows_statements_are_taken_at_their_word() -> None:
    rows = [{"statement": n} | row for n, row in enumerate((EMPLOYEE, NEWBORN | {"requested_on": TOO_LATE}))]
    frame = pl.DataFrame(rows, schema={"batch_seq": pl.Int64, **ENROLLMENT.schema})
    assert start_of(coverage_from(frame), "E1-2") == BORN
