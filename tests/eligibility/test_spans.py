from collections import Counter
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.eligibility.spans import Eligibility, coverage_from
from corridor.records.enrollment import ENROLLMENT
from tests.oracle import eligibility as oracle

BLANK: dict[str, Any] = {
    "batch_seq": 1,
    "member_id": "E1",
    "subscriber_id": "E1",
    "relationship": "self",
    "action": "add",
    "product": "medical",
    "plan_code": "PPO",
    "coverage_level": "FAM",
    "coverage_start": None,
    "coverage_end_exclusive": None,
}
CHILD = {"member_id": "E1-02", "relationship": "child"}
JAN, FEB, MAR = date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)
START = {"coverage_start": JAN}


def statements(*rows: dict[str, Any]) -> pl.DataFrame:
    full = [{"statement": position, **BLANK, **row} for position, row in enumerate(rows)]
    return pl.DataFrame(full, schema={"batch_seq": pl.Int64, **ENROLLMENT.schema}, orient="row")


def spans(answer: Eligibility) -> list[tuple[Any, ...]]:
    """Member, plan, level, start, end of every span."""
    columns = ("member_id", "plan_code", "coverage_level", "coverage_start", "coverage_end_exclusive")
    return answer.coverage.select(columns).rows()


CASES: dict[str, tuple[list[dict[str, Any]], list[tuple[Any, ...]]]] = {
    "an addition is open": ([START], [("E1", "PPO", "FAM", JAN, None)]),
    "an addition with its end is closed": (
        [START | {"coverage_end_exclusive": FEB}],
        [("E1", "PPO", "FAM", JAN, FEB)],
    ),
    "a change of plan ends the other plan on its day": (
        [START, {"action": "change", "plan_code": "HDHP", "coverage_start": FEB}],
        [("E1", "PPO", "FAM", JAN, FEB), ("E1", "HDHP", "FAM", FEB, None)],
    ),
    "a change of level ends the other level on its day": (
        [START, {"action": "change", "coverage_level": "EMP", "coverage_start": FEB}],
        [("E1", "PPO", "FAM", JAN, FEB), ("E1", "PPO", "EMP", FEB, None)],
    ),
    "a restatement of the same facts changes nothing": (
        [START, START | {"action": "audit", "batch_seq": 2}],
        [("E1", "PPO", "FAM", JAN, None)],
    ),
    "history restated in two spans, the later one first, is the same history": (
        [
            {"coverage_level": "EMP", "coverage_start": FEB, "action": "audit"},
            START | {"coverage_end_exclusive": FEB, "action": "audit"},
        ],
        [("E1", "PPO", "FAM", JAN, FEB), ("E1", "PPO", "EMP", FEB, None)],
    ),
    "spans that touch and are equal are one": (
        [START | {"coverage_end_exclusive": FEB}, {"coverage_start": FEB}],
        [("E1", "PPO", "FAM", JAN, None)],
    ),
    "a gap stays a gap": (
        [START | {"coverage_end_exclusive": FEB}, {"coverage_start": MAR}],
        [("E1", "PPO", "FAM", JAN, FEB), ("E1", "PPO", "FAM", MAR, None)],
    ),
    "a termination ends what runs and removes what begins later": (
        [
            START | {"coverage_end_exclusive": MAR},
            {"coverage_start": MAR + timedelta(days=9)},
            {"action": "terminate", "coverage_end_exclusive": FEB},
        ],
        [("E1", "PPO", "FAM", JAN, FEB)],
    ),
    "a termination without a product ends all of them": (
        [
            START,
            START | {"product": "dental", "plan_code": "DENTAL"},
            {"action": "terminate", "product": None, "plan_code": None, "coverage_end_exclusive": FEB},
        ],
        [("E1", "DENTAL", "FAM", JAN, FEB), ("E1", "PPO", "FAM", JAN, FEB)],
    ),
    "a termination that names the plan leaves another plan alone": (
        [
            START,
            {"plan_code": "HDHP", "coverage_start": FEB},
            {"action": "terminate", "plan_code": "PPO", "coverage_end_exclusive": FEB},
        ],
        [("E1", "PPO", "FAM", JAN, FEB), ("E1", "HDHP", "FAM", FEB, None)],
    ),
    "the end of an employee is the end of the dependants": (
        [START, START | CHILD, {"action": "terminate", "coverage_end_exclusive": FEB}],
        [("E1", "PPO", "FAM", JAN, FEB), ("E1-02", "PPO", "FAM", JAN, FEB)],
    ),
    "the end of a dependant is nobody else's": (
        [START, START | CHILD, CHILD | {"action": "terminate", "coverage_end_exclusive": FEB}],
        [("E1", "PPO", "FAM", JAN, None), ("E1-02", "PPO", "FAM", JAN, FEB)],
    ),
    "coverage that ends on its first day never was": (
        [START, START | {"action": "change", "coverage_end_exclusive": JAN}],
        [],
    ),
    "a return without a product brings back what was held": (
        [
            START | {"coverage_end_exclusive": FEB},
            {
                "action": "reinstate",
                "product": None,
                "plan_code": None,
                "coverage_level": None,
                "coverage_start": MAR,
            },
        ],
        [("E1", "PPO", "FAM", JAN, FEB), ("E1", "PPO", "FAM", MAR, None)],
    ),
    "a statement about the person moves no coverage": (
        [START, {"action": "change", "product": None, "plan_code": None, "coverage_end_exclusive": FEB}],
        [("E1", "PPO", "FAM", JAN, None)],
    ),
    "a level that nobody stated is family on the days with a dependant": (
        [
            START | {"coverage_level": None},
            CHILD | {"coverage_level": None, "coverage_start": FEB, "coverage_end_exclusive": MAR},
        ],
        [
            ("E1", "PPO", "EMP", JAN, FEB),
            ("E1", "PPO", "FAM", FEB, MAR),
            ("E1", "PPO", "EMP", MAR, None),
            ("E1-02", "PPO", "FAM", FEB, MAR),
        ],
    ),
    "a dependant's change of plan does not split an employee whose level nobody stated": (
        [
            START | {"coverage_level": None},
            START | CHILD,
            CHILD | {"plan_code": "HDHP", "coverage_start": FEB},
        ],
        [
            ("E1", "PPO", "FAM", JAN, None),
            ("E1-02", "PPO", "FAM", JAN, FEB),
            ("E1-02", "HDHP", "FAM", FEB, None),
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_statements_say(name: str) -> None:
    rows, expected = CASES[name]
    answer = coverage_from(statements(*rows))
    assert spans(answer) == expected
    assert answer.faults == []


FAULTS: dict[str, tuple[list[dict[str, Any]], str]] = {
    "dependant of nobody": (
        [START | CHILD],
        "batch 1, statement 0, subscriber_id: found an employee who is not enrolled, "
        "expected an employee of this or an earlier file",
    ),
    "dependant in a file before the employee's": (
        [START | CHILD, START | {"batch_seq": 2}],
        "batch 1, statement 0, subscriber_id: found an employee who is not enrolled, "
        "expected an employee of this or an earlier file",
    ),
    "termination without a day": (
        [START, {"action": "terminate"}],
        "batch 1, statement 1, coverage_end_exclusive: found nothing, expected the day after the last day of coverage",
    ),
    "addition without a day": (
        [{}],
        "batch 1, statement 0, coverage_start: found nothing, expected the first day of coverage",
    ),
    "end before start": (
        [{"coverage_start": FEB, "coverage_end_exclusive": JAN}],
        "batch 1, statement 0, coverage_end_exclusive: found 2024-01-01, expected 2024-02-01 or later",
    ),
    "addition without a plan": (
        [START | {"plan_code": None}],
        "batch 1, statement 0, plan_code: found nothing, expected a plan",
    ),
    "termination of what never was": (
        [START, {"action": "terminate", "product": "dental", "plan_code": None, "coverage_end_exclusive": FEB}],
        "batch 1, statement 1, coverage_end_exclusive: found an end of dental under any plan, "
        "expected coverage that was there before",
    ),
    "return of what never was": (
        [{"action": "reinstate", "product": None, "plan_code": None, "coverage_start": FEB}],
        "batch 1, statement 0, product: found nothing, expected a product, or coverage that was there before",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_statement_is_named_and_stops_nobody(name: str) -> None:
    rows, message = FAULTS[name]
    other = START | {"member_id": "E2", "subscriber_id": "E2", "batch_seq": 3}
    answer = coverage_from(statements(*rows, other))
    assert [str(found) for found in answer.faults] == [message]
    assert spans(answer)[-1] == ("E2", "PPO", "FAM", JAN, None)


def test_facts_of_a_person_are_the_latest_stated() -> None:
    answer = coverage_from(
        statements(
            START | {"last_name": "A", "first_name": "B", "sex": "U", "birth_date": JAN},
            {"action": "change", "product": None, "last_name": "C", "sex": "F", "batch_seq": 2},
        )
    )
    assert answer.coverage.select("last_name", "first_name", "sex", "birth_date").rows() == [("C", "B", "F", JAN)]


def test_the_only_plan_of_a_product_need_not_be_named() -> None:
    answer = coverage_from(statements(START | {"plan_code": None}), only_plan={"medical": "PPO"})
    assert spans(answer) == [("E1", "PPO", "FAM", JAN, None)]


def test_a_child_who_moves_to_the_other_parent_is_not_ended_with_the_first() -> None:
    answer = coverage_from(
        statements(
            START,
            START | {"member_id": "E2", "subscriber_id": "E2"},
            START | CHILD,
            CHILD | {"subscriber_id": "E2", "coverage_start": FEB},
            {"action": "terminate", "coverage_end_exclusive": MAR},
        )
    )
    child = answer.coverage.filter(pl.col("member_id") == "E1-02")
    assert child.select("subscriber_id", "coverage_start", "coverage_end_exclusive").rows() == [
        ("E1", JAN, FEB),
        ("E2", FEB, None),
    ]


def test_no_statement_is_no_coverage() -> None:
    assert coverage_from(statements()).coverage.is_empty()


DAYS = st.sampled_from(oracle.DAYS[:40:4])
PERSONS = st.sampled_from(
    [("E1", "E1", "self"), ("E1-2", "E1", "child"), ("E2", "E2", "self"), ("E1-2", "E2", "child")]
)


@st.composite
def statement_rows(draw: st.DrawFn) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for position in range(draw(st.integers(0, 14))):
        member, subscriber, relationship = draw(PERSONS)
        rows.append(
            {
                "statement": position,
                "batch_seq": 1 + position // 4,
                "member_id": member,
                "subscriber_id": subscriber,
                "relationship": relationship,
                "action": draw(st.sampled_from(["add", "add", "change", "audit", "reinstate", "terminate"])),
                "product": draw(st.sampled_from(["medical", "medical", "dental", None])),
                "plan_code": draw(st.sampled_from(["P", "Q", None])),
                "coverage_level": draw(st.sampled_from(["EMP", "FAM", None])),
                "coverage_start": draw(st.one_of(DAYS, DAYS, st.none())),
                "coverage_end_exclusive": draw(st.one_of(DAYS, st.none())),
            }
        )
    return rows


@settings(max_examples=200, deadline=None)
@given(statement_rows())
def test_the_slow_twin_agrees_day_by_day(rows: list[dict[str, Any]]) -> None:
    answer = coverage_from(statements(*rows))
    expected, faults = oracle.covered_days(rows)
    found: dict[tuple[str, str], oracle.Days] = {}
    for row in answer.coverage.iter_rows(named=True):
        days = found.setdefault((row["member_id"], row["product"]), {})
        for day in oracle.DAYS:
            if row["coverage_start"] <= day < (row["coverage_end_exclusive"] or date.max):
                assert day not in days, "spans overlap"
                days[day] = (row["plan_code"], row["coverage_level"], row["subscriber_id"])
    assert found == expected
    assert [fault.statement for fault in answer.faults] == faults
    keys = answer.coverage.select("member_id", "product", "plan_code", "coverage_level", "subscriber_id")
    starts = Counter(zip(keys.rows(), answer.coverage["coverage_start"], strict=True))
    ends = Counter(zip(keys.rows(), answer.coverage["coverage_end_exclusive"], strict=True))
    assert not starts & ends, "equal spans touch and are not one"
