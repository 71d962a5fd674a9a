"""Cases that an examiner can read, our own and published ones: corridor.disability and its slow twin answer alike."""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from corridor.disability.load import load_disability_plan
from corridor.money.cents import format_cents
from tests.disability.conftest import LATE, covered, day, plan_document, weeks_of
from tests.oracle import disability as twin

TESTS = Path(__file__).parents[1]
CASES = yaml.safe_load((TESTS / "disability" / "cases" / "short_term.yaml").read_text("utf-8"))
PUBLISHED = yaml.safe_load((TESTS / "worked" / "disability_elimination.yaml").read_text("utf-8"))["cases"]
SHARED = TESTS / ".." / ".." / "shared" / "cases"


def rows_of(case: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "claim_id": f"D{number}",
            "member_id": said.get("who", "ANN"),
            "cause": said.get("cause", "sickness"),
            "disability_from": day(said.get("begins", 1)),
            "certified_from": day(said["days"][0]),
            "certified_to": day(said["days"][1]),
            "returned_on": day(said["returned"]) if "returned" in said else None,
            "weekly_earnings_cents": round(said.get("earnings", 1000) * 100),
            "other_income_cents": said["other_income"] * 100 if "other_income" in said else None,
            "received_date": day(said.get("received", said["days"][1] + 1)),
        }
        for number, said in enumerate(case["certified"], start=1)
    ]


def spans_of(case: dict[str, Any]) -> list[dict[str, Any]]:
    said = case.get("covered", {})
    return [
        {
            "member_id": "ANN",
            "relationship": said.get("relationship", "self"),
            "coverage_start": day(said["starts"]) if "starts" in said else date(2020, 1, 1),
            "coverage_end_exclusive": day(said["ends"]) if "ends" in said else None,
        }
    ]


def document_of(case: dict[str, Any]) -> dict[str, Any]:
    values = dict(case.get("plan", {}))
    effective = values.pop("effective", None)
    document = plan_document(**values)
    return document | ({"effective": day(effective)} if effective else {})


def told(reason: str, cents: int) -> str:
    return f"paid {format_cents(cents, thousands=False).removesuffix('.00')}" if reason == "paid" else reason


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_case_comes_out_as_it_says(case: dict[str, Any]) -> None:
    plan = load_disability_plan(yaml.safe_dump(document_of(case)).encode())
    decided_on = day(case["decided"]) if "decided" in case else LATE
    weeks = weeks_of(rows_of(case), covered(*spans_of(case)), plan, decided_on)
    assert [told(week.reason, week.benefit_cents) for week in weeks] == case["weeks"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_twin_gives_the_same_answer(case: dict[str, Any]) -> None:
    document = document_of(case)
    decided_on = day(case["decided"]) if "decided" in case else LATE
    answers = twin.decide(rows_of(case), spans_of(case), twin_plan(document), decided_on)
    assert [told(answer.reason, answer.paid_cents) for answer in answers] == case["weeks"]


def twin_plan(document: dict[str, Any]) -> twin.Plan:
    """The plan for the twin, from the words of the document."""
    waits = document["elimination_period"]
    return twin.Plan(
        effective=document["effective"],
        percent=Fraction(document["weekly_benefit"]["percent_of_earnings"].removesuffix("%")),
        maximum_cents=int(Fraction(str(document["weekly_maximum"]["amount"])) * 100),
        elimination={cause: waits[cause] for cause in ("injury", "sickness")},
        weeks=document["maximum_duration"]["weeks"],
        proof_days=document["proof_of_disability"]["days"],
        recurrent_days=document.get("recurrent_disability", {}).get("within_days"),
        other_income="other_income" in document,
    )


@pytest.mark.parametrize("case", PUBLISHED, ids=[case["name"] for case in PUBLISHED])
def test_the_published_weeks_are_supported(case: dict[str, Any]) -> None:
    said = {
        "certified": [{"days": [1, 7 * case["disability_weeks"]]}],
        "plan": {"elimination": case["elimination_days"]},
    }
    plan = load_disability_plan(yaml.safe_dump(document_of(said)).encode())
    weeks = weeks_of(rows_of(said), covered(), plan)
    assert [week.benefit_cents for week in weeks if week.is_paid] == [600_00] * case["weeks_supported"]


@pytest.mark.parametrize("case", PUBLISHED, ids=[case["name"] for case in PUBLISHED])
def test_the_published_case_is_the_one_that_was_collected(case: dict[str, Any]) -> None:
    if not SHARED.is_dir():
        pytest.skip("../shared is absent")
    collected = json.loads((SHARED / f"{case['shared']}.json").read_text("utf-8"))
    ours = {name: case[name] for name in ("elimination_days", "disability_weeks")}
    assert (collected["inputs"], collected["expected"]) == (ours, {"weeks_supported": case["weeks_supported"]})
