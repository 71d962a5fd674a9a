"""Disability plans: versions by date with their clauses; a faulty document says where, what, found, expected."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from corridor.disability.load import load_disability_plan
from corridor.plan.compiled import Clause
from corridor.plan.document import DocumentError

HERE = Path(__file__).parent
STD = HERE.parents[1] / "plans" / "std.yaml"
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "faults.yaml").read_text("utf-8"))


def test_an_amendment_holds_from_its_day_and_gives_its_own_clause() -> None:
    plan = load_disability_plan(STD)
    before, after = plan.version_on(date(2025, 12, 31)), plan.version_on(date(2026, 1, 1))
    assert before is not None
    assert after is not None
    assert (before.terms.weekly_maximum.amount, after.terms.weekly_maximum.amount) == (1000_00, 1200_00)
    assert before.clause_of("weekly_maximum") == Clause("2.2", "The plan pays at most $1,000 a week.")
    assert after.clause_of("weekly_maximum").number == "Amendment 1"
    assert after.clause_of("weekly_benefit").number == "2.1"
    assert plan.version_on(date(2007, 12, 31)) is None


def test_of_two_amendments_of_one_value_the_later_one_is_its_clause() -> None:
    document = yaml.safe_load(STD.read_text("utf-8"))
    changes = {"weekly_maximum.amount": 1300}
    later = {"effective": date(2027, 1, 1), "clause": "Amendment 2", "text": "More.", "changes": changes}
    document["amendments"].append(later)
    plan = load_disability_plan(yaml.safe_dump(document).encode())
    clauses = [version.clause_of("weekly_maximum").number for version in plan.versions]
    assert clauses == ["2.2", "Amendment 1", "Amendment 2"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_fault(case: dict[str, Any]) -> None:
    text = STD.read_text("utf-8")
    for old, new in case["change"].items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    with pytest.raises(DocumentError) as raised:
        load_disability_plan(text.encode(), "std.yaml")
    assert [str(fault) for fault in raised.value.faults] == case["errors"]
