"""Amendments append: the version in force on a day, and its clauses."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from corridor.plan.compile import compile_plans
from corridor.plan.compiled import Clause
from corridor.plan.document import DocumentError
from corridor.plan.load import load_plan

HERE = Path(__file__).parent
MINIMAL = (HERE / "minimal.yaml").read_text("utf-8")
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "amendment_faults.yaml").read_text("utf-8"))

AMENDED = f"""{MINIMAL}
amendments:
  - effective: 2025-01-01
    clause: Amendment 1
    text: Visits cost $30, the deductible is $600.
    changes:
      benefits.office_visit.in.copay: 30
      deductible.in.individual: 600
  - effective: 2025-07-01
    clause: Amendment 2
    text: Visits are covered outside the network, and cost $35 within.
    changes:
      benefits.office_visit.in.copay: 35
      benefits.office_visit.out: {{deductible_applies: true, coinsurance: 50%}}
      limits.therapy_visits.visits: 40
"""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_fault(case: dict[str, Any]) -> None:
    text = MINIMAL
    for old, new in case.get("plan", {}).items():
        assert old in text
        text = text.replace(old, new)
    with pytest.raises(DocumentError) as raised:
        load_plan(f"{text}{case['amendments']}".encode(), "mini.yaml")
    assert [str(fault) for fault in raised.value.faults] == case["errors"]


def copay_on(day: date) -> int:
    version = load_plan(AMENDED.encode()).version_on(day)
    assert version is not None
    share = version.terms.benefits[0].in_
    assert share is not None
    return share.copay


@pytest.mark.parametrize(
    ("day", "copay_cents"),
    [
        (date(2024, 1, 1), 2500),
        (date(2024, 12, 31), 2500),
        (date(2025, 1, 1), 3000),
        (date(2025, 6, 30), 3000),
        (date(2025, 7, 1), 3500),
        (date(2031, 1, 1), 3500),
    ],
)
def test_the_version_in_force_on_a_day(day: date, copay_cents: int) -> None:
    assert copay_on(day) == copay_cents


def test_nothing_is_in_force_before_the_plan() -> None:
    assert load_plan(AMENDED.encode()).version_on(date(2023, 12, 31)) is None


def test_versions_follow_each_other_without_a_gap() -> None:
    versions = load_plan(AMENDED.encode()).versions
    assert [v.effective_from for v in versions] == [date(2024, 1, 1), date(2025, 1, 1), date(2025, 7, 1)]
    assert [v.effective_to_exclusive for v in versions] == [date(2025, 1, 1), date(2025, 7, 1), None]


def test_a_change_of_one_value_leaves_the_others() -> None:
    first, second, third = load_plan(AMENDED.encode()).versions
    assert first.terms.deductible.in_.individual == 50_000
    assert second.terms.deductible.in_.individual == 60_000
    assert third.terms.deductible.in_.individual == 60_000
    assert third.terms.deductible.in_.family == 100_000
    assert [v.terms.limits[0].visits for v in (first, second, third)] == [30, 30, 40]


def test_a_changed_value_names_the_amendment_and_an_unchanged_one_the_plan() -> None:
    compiled = compile_plans([load_plan(AMENDED.encode())])
    rows = compiled.benefits.filter(name="office_visit").get_column("row").to_list()
    assert [compiled.clause_of(row, "copay", "in").number for row in rows] == ["7", "Amendment 1", "Amendment 2"]
    assert [compiled.clause_of(row, "covered", "out").number for row in rows] == ["7", "7", "Amendment 2"]
    assert [compiled.clause_of(row, "deductible", "in").number for row in rows] == ["1", "Amendment 1", "Amendment 1"]
    assert [compiled.clause_of(row, "deductible", "out").number for row in rows] == ["1", "1", "1"]
    assert [compiled.clause_of_version(row, "deductible").number for row in range(3)] == [
        "1",
        "Amendment 1",
        "Amendment 1",
    ]


def test_a_tier_may_have_a_clause_of_its_own_and_a_limit_has_one() -> None:
    compiled = compile_plans([load_plan(AMENDED.encode())])
    therapy = compiled.benefits.filter(name="therapy").get_column("row").to_list()
    assert compiled.clause_of(therapy[0], "coinsurance", "in") == Clause("8(a)", "Therapy in the network.")
    assert compiled.clause_of(therapy[0], "coinsurance", "out") == Clause("8", "Therapy.")
    assert compiled.limit_clauses[0] == Clause("6", "Thirty visits.")
    assert [clause.number for clause in compiled.limit_clauses] == ["6", "6", "Amendment 2"]
    with pytest.raises(KeyError):
        compiled.clause_of(therapy[0], "penalty", "in")
