"""Cases that an examiner can read, our own and published ones: the kernel and its slow twin both give the answer.

Both read the plan document that the case's notes stand for: the kernel through the checked and compiled plan.
"""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from corridor.adjudication.arrays import BENEFIT_MAXIMUM, FREQUENCY_REACHED, NOT_COVERED, PAID
from corridor.adjudication.decide import adjudicate
from corridor.codes.reasons import REASONS
from tests.oracle.adjudicate import adjudicate as adjudicate_slowly
from tests.oracle.comparison import frame_accumulators, twin_outcomes
from tests.oracle.families import FAMILIES
from tests.oracle.generated_claims import twin_line
from tests.oracle.plain_plans import (
    cents,
    expected_of,
    opening_books,
    opening_frame,
    ready_frame,
    ready_rows,
    world_of_case,
)

TESTS = Path(__file__).parents[1]
PUBLISHED = sorted((TESTS / "worked").glob("cost_share_*.yaml"))
OURS = sorted((TESTS / "adjudication" / "cases").glob("*.yaml"))
SHARED_CASES = TESTS / ".." / ".." / "shared" / "cases"
COLUMNS = {"plan_pays": "plan_paid_cents", "other_bears": "other_paid_cents"}


def cases_of(paths: list[Path]) -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['name']}")
        for path in paths
        for case in yaml.safe_load(path.read_text("utf-8"))
    ]


def in_cents(line: dict[str, Any]) -> dict[str, Any]:
    """What a line expects, under the names of OUTCOMES."""
    expected = expected_of(line)
    return {COLUMNS.get(name, name if name == "reason" else f"{name}_cents"): found for name, found in expected.items()}


@pytest.mark.parametrize("case", cases_of(OURS + PUBLISHED))
def test_the_kernel_gives_the_answer(case: dict[str, Any]) -> None:
    world = world_of_case(case)
    found = adjudicate(ready_frame(case, world.compiled), world.compiled, opening_frame(case), serial=True)
    outcomes = found.outcomes.drop("claim_number", "line_number", "allowed_cents")
    assert outcomes.to_dicts() == [in_cents(line) for line in case["lines"]]
    after = {" ".join(key[2:]): amount for key, amount in frame_accumulators(found.accumulators).items()}
    for name, amount in case.get("after", {}).items():
        counts = name.split()[2].startswith(("limit:", "use:")) and isinstance(amount, int)
        assert after.get(name, 0) in ((amount,) if counts else (cents(amount),)), name


@pytest.mark.parametrize("case", cases_of(OURS + PUBLISHED))
def test_the_twin_gives_the_answer(case: dict[str, Any]) -> None:
    world = world_of_case(case)
    lines = [twin_line(row) for row in ready_rows(case, world.compiled)]
    outcomes, _ = adjudicate_slowly(world.plans, lines, opening_books(case))
    for outcome, found, line in zip(outcomes, twin_outcomes(outcomes), case["lines"], strict=True):
        del found["allowed_cents"]
        assert found == in_cents(line), outcome["fired"]


def test_every_reason_of_the_kernel_has_a_case() -> None:
    results = {line.get("result", "paid") for param in cases_of(OURS) for line in param.values[0]["lines"]}
    assert {REASONS[reason].name for reason in (PAID, NOT_COVERED, BENEFIT_MAXIMUM, FREQUENCY_REACHED)} <= results


def test_every_rule_family_has_a_case() -> None:
    fired: set[str] = set()
    for param in cases_of(OURS):
        world = world_of_case(param.values[0])
        lines = [twin_line(row) for row in ready_rows(param.values[0], world.compiled)]
        fired |= {name for one in adjudicate_slowly(world.plans, lines)[0] for name in one["fired"]}
    assert set(FAMILIES) - fired == set()


def test_every_published_case_names_its_source() -> None:
    for param in cases_of(PUBLISHED):
        assert param.values[0]["title"]
        assert param.values[0]["link"].startswith("http")


def test_every_cost_share_case_that_was_collected_is_restated() -> None:
    if not SHARED_CASES.is_dir():
        pytest.skip("../shared is absent")
    links = {param.values[0]["link"] for param in cases_of(PUBLISHED)}
    for path in SHARED_CASES.glob("cs_*.json"):
        assert json.loads(path.read_text("utf-8"))["source"] in links, path.stem
