"""What a review warns of, word for word: one row of remarks.yaml each; and its notes."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from corridor.plan.review.review import Review, review_plan

HERE = Path(__file__).parent
MINIMAL = (HERE / "mini.yaml").read_text("utf-8")
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "remarks.yaml").read_text("utf-8"))
PLANS = [
    path for path in sorted((HERE.parents[2] / "plans").glob("*.yaml")) if "\nbenefits:" in path.read_text("utf-8")
]


def reviewed(change: dict[str, str]) -> Review:
    text = MINIMAL
    for old, new in change.items():
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    return review_plan(text.encode(), "mini.yaml")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_warning(case: dict[str, Any]) -> None:
    review = reviewed(case["change"])
    assert [str(fault) for fault in review.faults] == []
    assert [str(remark.text) for remark in review.warnings] == case["warnings"]


def test_the_plan_without_a_change_has_notes_only() -> None:
    review = reviewed({})
    assert [str(remark.text) for remark in review.remarks] == [
        "mini.yaml line 27, benefits: professional lines that pend as unknown_code, some or all: without a procedure "
        "code, 00001-96999, 98000-99999, A0000-E9999, G0000-H9999, J0000-M9999, P0000-V9999, 0000A-9699A, 9800A-9999A, "
        "0000F-9699F, 9800F-9999F, 0000M-9699M, 9800M-9999M, 4 more ranges",
        "mini.yaml line 27, benefits: institutional lines that pend as unknown_code, some or all: without a procedure "
        "code, 00001-96999, 98000-99999, A0000-E9999, G0000-H9999, J0000-M9999, P0000-V9999, 0000A-9699A, 9800A-9999A, "
        "0000F-9699F, 9800F-9999F, 0000M-9699M, 9800M-9999M, 4 more ranges",
        "mini.yaml line 27, benefits: pharmacy lines that pend as unknown_code, some or all: without a procedure code, "
        "00000000001-96999999999, 98000000000-99999999999",
    ]


def test_a_plan_with_faults_has_no_remarks() -> None:
    review = reviewed({"copay: 25": "co_pay: 25"})
    assert (review.plan, review.remarks) == (None, ())
    assert [fault.field for fault in review.faults] == ["benefits.0.in.co_pay"]


def test_an_overlap_says_an_example_and_who_takes_it() -> None:
    review = reviewed({'["97*"]': '["97*", "99213"]'})
    (overlap,) = [remark for remark in review.notes if remark.kind == "overlap"]
    assert str(overlap.text) == (
        "mini.yaml line 40, benefits.1.match: therapy also fits lines that earlier benefits take: "
        "office_visit (professional, place of service 11, procedure code 99213)"
    )
    assert overlap.data["taken_by"] == [
        {
            "benefit": "office_visit",
            "example": {"kind": "professional", "place_of_service": "11", "procedure_code": "99213"},
            "takes_only_such": False,
        }
    ]


def test_a_family_amount_that_two_people_never_reach() -> None:
    review = reviewed({"in: {individual: 500, family: 1000}": "in: {individual: 500, family: 1500}"})
    assert str(review.notes[0].text) == (
        "mini.yaml line 10, deductible.in.family: $1,500.00 for a family is more than twice $500.00 for one person: "
        "two people never reach it"
    )


def test_a_kind_of_claim_that_no_benefit_takes() -> None:
    review = reviewed({'procedure_code: ["97*"]': 'kinds: [professional]\n      procedure_code: ["97*"]'})
    assert [str(remark.text) for remark in review.notes][1:] == [
        "mini.yaml line 27, benefits: no benefit takes institutional lines: each pends as unknown_code",
        "mini.yaml line 27, benefits: no benefit takes pharmacy lines: each pends as unknown_code",
    ]


def test_what_is_left_to_people_is_quoted() -> None:
    by_hand = {
        "    in: {deductible_applies: false, copay: 25, coinsurance: 0%}\n    out: not covered": "    handled: by hand"
    }
    (left,) = [remark for remark in reviewed(by_hand).notes if remark.kind == "handled_by_hand"]
    assert left.remark == "office_visit is left to people, clause 7: An office visit."


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_the_example_plans_have_no_warning(path: Path) -> None:
    review = review_plan(path.read_bytes(), path.name)
    assert [str(fault) for fault in review.faults] == []
    assert [str(remark.text) for remark in review.warnings] == []


def test_a_remark_is_told_in_turkish() -> None:
    (warning,) = reviewed({"coinsurance: 20%": "coinsurance: 20%, coinsurance_most: 0"}).warnings
    assert warning.text.told("tr").startswith("mini.yaml satır 42, benefits.1.in.coinsurance_most: bulunan: ")
