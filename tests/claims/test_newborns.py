"""A child whom nobody has enrolled: its claims wait while it can be, and are an unknown member's after that."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from corridor.claims.prepare import prepare
from corridor.plan.compile import compile_plans
from corridor.plan.compiled import CompiledPlans
from corridor.plan.load import load_plan

Build = Callable[..., pl.DataFrame]

PLAN = Path(__file__).parent / "plans" / "all_med.yaml"
SECTION = """
enrolment:
  clause: "20"
  text: A newborn is enrolled within 31 days.
  newborn_days: 31
limits:"""
BORN = date(2024, 2, 1)
SENT: dict[str, Any] = {
    "member_id": None,
    "subscriber_id": "e1",
    "patient_relationship": "child",
    "patient_birth_date": BORN,
    "service_from": date(2024, 2, 3),
}
LAST = date(2024, 3, 3)
"""The thirty-first day after birth."""

CASES: dict[str, tuple[dict[str, Any], date | None, str]] = {
    "while the window is open": ({}, date(2024, 2, 20), "newborn_not_enrolled"),
    "on its last day": ({}, LAST, "newborn_not_enrolled"),
    "when it has closed": ({}, date(2024, 3, 4), "unknown_member"),
    "where the day of the decision plays no part": ({}, None, "newborn_not_enrolled"),
    "on the day of birth": ({"service_from": BORN}, LAST, "newborn_not_enrolled"),
    "a service after the window": ({"service_from": date(2024, 3, 4)}, LAST, "unknown_member"),
    "a service before birth": ({"service_from": date(2024, 1, 31)}, LAST, "unknown_member"),
    "no child": ({"patient_relationship": "other"}, LAST, "unknown_member"),
    "no birth date fits nobody in particular": ({"patient_birth_date": date(2023, 2, 1)}, LAST, "unknown_member"),
    "a family that nobody knows": ({"subscriber_id": "X"}, LAST, "unknown_member"),
    "a family that was not covered yet": (
        {"patient_birth_date": date(2023, 12, 20), "service_from": date(2023, 12, 22)},
        LAST,
        "unknown_member",
    ),
}


def plans(text: str) -> CompiledPlans:
    return compile_plans([load_plan(text.encode(), "newborns.yaml")])


@pytest.mark.parametrize("name", CASES)
def test_a_newborn_whom_nobody_enrolled(name: str, lines: Build, coverage: Build) -> None:
    sent, decided_on, expected = CASES[name]
    compiled = plans(PLAN.read_text().replace("\nlimits:", SECTION, 1))
    people = coverage({"plan_code": "ALLMED", "birth_date": date(1990, 1, 1)})
    ready = prepare(lines(SENT | sent), people, compiled, decided_on=decided_on)
    assert ready["reason"].to_list() == [expected]


def test_a_plan_without_a_window_asks_nothing(lines: Build, coverage: Build) -> None:
    people = coverage({"plan_code": "ALLMED", "birth_date": date(1990, 1, 1)})
    ready = prepare(lines(SENT), people, plans(PLAN.read_text()), decided_on=BORN)
    assert ready["reason"].to_list() == ["unknown_member"]


def test_an_enrolled_newborn_is_somebody(lines: Build, coverage: Build) -> None:
    compiled = plans(PLAN.read_text().replace("\nlimits:", SECTION, 1))
    child = {"member_id": "E1-9", "relationship": "child", "birth_date": BORN, "coverage_start": BORN}
    people = coverage({"plan_code": "ALLMED", "birth_date": date(1990, 1, 1)}, {"plan_code": "ALLMED"} | child)
    ready = prepare(lines(SENT), people, compiled, decided_on=LAST)
    assert ready.select("member_id", "reason").row(0) == ("E1-9", None)
