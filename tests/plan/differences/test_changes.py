"""What differs between two plans, word for word: one row of changes.yaml each."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from corridor.plan.differences.compare import differences
from corridor.plan.differences.difference import Difference
from corridor.plan.load import load_plan

HERE = Path(__file__).parent
MINIMAL = (HERE.parent / "review" / "mini.yaml").read_text("utf-8")
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "changes.yaml").read_text("utf-8"))
PLANS = HERE.parents[2] / "plans"


def found(change: dict[str, str]) -> list[Difference]:
    text = MINIMAL
    for old, new in change.items():
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    before, after = load_plan(MINIMAL.encode(), "mini.yaml"), load_plan(text.encode(), "other.yaml")
    return differences(before.versions[-1], after.versions[-1])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_change(case: dict[str, Any]) -> None:
    assert [str(one.text) for one in found(case["change"])] == case["differences"]


@pytest.mark.parametrize(
    "case", [case for case in CASES if "another name" not in case["name"]], ids=lambda c: c["name"]
)
def test_what_is_more_one_way_is_less_the_other(case: dict[str, Any]) -> None:
    text = MINIMAL
    for old, new in case["change"].items():
        text = text.replace(old, new, 1)
    one, other = (load_plan(content.encode(), "plan.yaml").versions[-1] for content in (MINIMAL, text))
    turned = {"more": "less", "less": "more", None: None}
    there, back = differences(one, other), differences(other, one)
    effects = {d.path: d.member_pays for d in there if not d.path.startswith("lines.")}
    assert effects == {d.path: turned[d.member_pays] for d in back if not d.path.startswith("lines.")}


def test_a_plan_does_not_differ_from_itself() -> None:
    for name in ("ppo.yaml", "hdhp.yaml", "dental.yaml"):
        version = load_plan(PLANS / name).versions[-1]
        assert differences(version, version) == []


def test_what_an_amendment_changes_names_its_clause() -> None:
    versions = load_plan(PLANS / "ppo.yaml").versions
    told = [one.text for one in differences(versions[0], versions[1])]
    assert (
        str(told[0]) == "Deductible, in network, one person: $500.00 -> $750.00 (clause Amendment 1); members pay more"
    )
    assert told[0].told("tr") == (
        "Muafiyet, anlaşmalı kurum, bir kişi – 500,00 $ -> 750,00 $ (madde Amendment 1); üyeler daha çok öder"
    )
