"""The published coverage examples come out as printed, to the cent, decided under a plan document."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from corridor.plan.load import load_plan
from corridor.reports.coverage_summary.examples import ExampleResult, decided_examples

TESTS = Path(__file__).parents[1]
CASES: list[dict[str, Any]] = yaml.safe_load((TESTS / "worked" / "sbc_coverage_examples.yaml").read_text("utf-8"))
SHARED_CASES = TESTS / ".." / ".." / "shared" / "cases"


def result_of(case: dict[str, Any]) -> ExampleResult:
    plan = load_plan(TESTS / "worked" / "plans" / case["plan"])
    (found,) = (one for one in decided_examples([plan], date(2021, 1, 1)) if one.example.name == case["example"])
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_published_example(case: dict[str, Any]) -> None:
    found, pays = result_of(case), case["pays"]
    assert found.example.total_cents == case["cost"] * 100
    figures = {name: getattr(found, f"{name}_cents") for name in pays}
    assert figures == {name: amount * 100 for name, amount in pays.items()}
    assert found.plan_paid_cents == (case["cost"] - pays["total"]) * 100
    assert found.undecided_cents == found.account_cents == 0


@pytest.mark.parametrize("case", [case for case in CASES if "categories" in case], ids=lambda case: case["name"])
def test_published_categories(case: dict[str, Any]) -> None:
    found: dict[str, int] = {}
    for row in result_of(case).categories:
        found[row.category] = found.get(row.category, 0) + row.allowed_cents
    assert found == {name: amount * 100 for name, amount in case["categories"].items()}


@pytest.mark.parametrize("name", ["sbc_ms_peg", "sbc_fracture_2019_lines"])
def test_the_collected_cases_are_restated(name: str) -> None:
    if not SHARED_CASES.is_dir():
        pytest.skip("../shared is absent")
    collected = json.loads((SHARED_CASES / f"{name}.json").read_text("utf-8"))
    (case,) = (one for one in CASES if one["link"] in collected["source"])
    inputs, expected = collected["inputs"], collected["expected"]
    if "lines" in inputs:
        assert sorted(line["allowed"] for line in inputs["lines"]) == sorted(case["categories"].values())
        assert expected["total"] == case["cost"]
    else:
        assert (inputs["total_example_cost"], expected) == (case["cost"], case["pays"])
