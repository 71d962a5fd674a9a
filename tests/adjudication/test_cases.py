"""Cases that an examiner can read, our own and published ones: the kernel and its slow twin both give the answer."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from corridor.adjudication.arrays import BENEFIT_MAXIMUM, NOT_COVERED, PAID
from corridor.adjudication.decide import adjudicate
from corridor.codes.reasons import REASONS
from tests.oracle.adjudicate import Books
from tests.oracle.adjudicate import adjudicate as adjudicate_slowly
from tests.oracle.generated_claims import frame_accumulators, twin_line
from tests.oracle.plain_plans import (
    PLAN,
    YEAR,
    cents,
    compiled_plan,
    expected_of,
    opening_frame,
    ready_frame,
    ready_rows,
)

TESTS = Path(__file__).parents[1]
PUBLISHED = sorted((TESTS / "worked").glob("cost_share_*.yaml"))
OURS = sorted((TESTS / "adjudication" / "cases").glob("*.yaml"))
SHARED_CASES = TESTS / ".." / ".." / "shared" / "cases"
BEYOND = {"cs_carryover_2500"}  # amounts carried into the next year: a rule that the plan does not have


def cases_of(paths: list[Path]) -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['name']}")
        for path in paths
        for case in yaml.safe_load(path.read_text("utf-8"))
    ]


@pytest.mark.parametrize("case", cases_of(OURS + PUBLISHED))
def test_the_kernel_gives_the_answer(case: dict[str, Any]) -> None:
    compiled = compiled_plan(case["plan"])
    found = adjudicate(ready_frame(case, compiled), compiled, opening_frame(case), serial=True)
    columns = {"plan_paid_cents": "plan_pays"} | {f"{name}_cents": name for name in ("deductible", "coinsurance")}
    columns |= {f"{name}_cents": name for name in ("copay", "over_limit")}
    outcomes = found.outcomes.rename(columns).drop("claim_number", "line_number", "allowed_cents")
    assert outcomes.to_dicts() == [expected_of(line) for line in case["lines"]]
    after = {" ".join(key[2:]): amount for key, amount in frame_accumulators(found.accumulators).items()}
    for name, amount in case.get("after", {}).items():
        assert after.get(name, 0) == cents(amount), name


@pytest.mark.parametrize("case", cases_of(OURS + PUBLISHED))
def test_the_twin_gives_the_answer(case: dict[str, Any]) -> None:
    compiled = compiled_plan(case["plan"])
    lines = [twin_line(row, compiled) for row in ready_rows(case, compiled)]
    outcomes, _ = adjudicate_slowly(compiled.arrays, lines, opening_books(case))
    for outcome, line in zip(outcomes, case["lines"], strict=True):
        found = {"plan_pays" if name == "plan_paid" else name: value for name, value in outcome.items()}
        reason, fired = found.pop("reason"), found.pop("fired")
        assert {"reason": reason, **{name: int(value * 100) for name, value in found.items()}} == expected_of(line), (
            fired
        )


def opening_books(case: dict[str, Any]) -> Books:
    books = Books()
    for row in opening_frame(case).iter_rows(named=True):
        book = books.person if row["owner"] == "person" else books.family
        owner = (PLAN, YEAR, row["owner"], row["owner_id"])
        book[row["kind"], owner, ("in", "out").index(row["tier"])] += Decimal(row["amount"]) / 100
    return books


def test_every_reason_of_the_kernel_has_a_case() -> None:
    results = {line.get("result", "paid") for param in cases_of(OURS) for line in param.values[0]["lines"]}
    assert {REASONS[reason].name for reason in (PAID, NOT_COVERED, BENEFIT_MAXIMUM)} <= results


def test_every_published_case_names_its_source() -> None:
    for param in cases_of(PUBLISHED):
        assert param.values[0]["title"]
        assert param.values[0]["link"].startswith("http")


def test_every_cost_share_case_that_was_collected_is_restated() -> None:
    if not SHARED_CASES.is_dir():
        pytest.skip("../shared is absent")
    links = {param.values[0]["link"] for param in cases_of(PUBLISHED)}
    for path in SHARED_CASES.glob("cs_*.json"):
        if path.stem not in BEYOND:
            assert json.loads(path.read_text("utf-8"))["source"] in links, path.stem
