"""Published examples by the call that a user makes: a plan document and claims into `corridor.adjudicate`."""

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from corridor.book.library import adjudicate_with_notes
from corridor.plan.amendments import apply_change
from corridor.records.claims import CLAIMS
from corridor.records.coverage import COVERAGE
from corridor.records.decisions import ACCUMULATORS

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "plan_documents.yaml").read_text("utf-8"))
BASE = yaml.safe_load((HERE / "base_plan.yaml").read_text("utf-8"))
SHARED = HERE / ".." / ".." / ".." / "shared" / "cases"
FAMILY = ("father", "mother", "child")
TOPICS = ("cs_*.json", "cob_*.json", "dental_*.json")
PATIENT = (
    "deductible",
    "coinsurance",
    "copay",
    "over_limit",
    "penalty",
    "not_recognised",
    "above_allowed",
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['case']}: {case['name']}")
def test_the_public_call_gives_the_published_answer(case: dict[str, Any], tmp_path: Path) -> None:
    found = adjudicate_with_notes(
        plan_file(case["plan"], tmp_path), members(case), claims(case), accumulators=met_before(case)
    ).lines
    for line, claim in zip(found.iter_rows(named=True), case["claims"], strict=True):
        assert line["reason"] == "paid"
        amounts = line | {"patient_cents": sum(line[f"{part}_cents"] for part in PATIENT)}
        expected = {f"{name}_cents": cents(amount) for name, amount in claim["expect"].items()}
        assert {name: amounts[name] for name in expected} == expected


def test_every_collected_case_of_these_topics_is_restated() -> None:
    if not SHARED.is_dir():
        pytest.skip("../shared is absent")
    links = {case["case"]: case["link"] for case in CASES}
    for topic in TOPICS:
        for path in SHARED.glob(topic):
            assert links[path.stem] in json.loads(path.read_text("utf-8"))["source"], path.stem


def plan_file(terms: dict[str, Any], folder: Path) -> Path:
    document = copy.deepcopy(BASE) | {"product": terms.get("product", BASE["product"])}
    for path, value in terms.items():
        if path != "product":
            apply_change(document, path, value)
    file = folder / "plan.yaml"
    file.write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")
    return file


def members(case: dict[str, Any]) -> pl.DataFrame:
    return COVERAGE.from_rows(
        [
            {
                "member_id": who,
                "subscriber_id": "family",
                "relationship": "self" if who == "father" else "spouse" if who == "mother" else "child",
                "birth_date": date(1980 if who != "child" else 2015, 1, 1),
                "product": case["plan"].get("product", "medical"),
                "plan_code": "CASE",
                "coverage_level": "FAM",
                "coverage_start": date(2020, 1, 1),
            }
            for who in FAMILY
        ]
    )


def claims(case: dict[str, Any]) -> pl.DataFrame:
    rows = []
    for index, claim in enumerate(case["claims"]):
        day = claim.get("day", date(2026, 3, 1))
        rows.append(
            {
                "claim_index": index,
                "line_number": 1,
                "claim_id": f"C{index}",
                "kind": claim.get("kind", "professional"),
                "frequency": "1",
                "subscriber_id": "family",
                "member_id": claim.get("who", "father"),
                "received_date": date(2026, 4, 1),
                "service_from": day,
                "service_to": day,
                "procedure_code": claim.get("code", "D2750" if claim.get("kind") == "dental" else "99213"),
                "units": 1000,
                "tooth": str(index + 2) if claim.get("kind") == "dental" else None,
                "charge_cents": cents(claim["charge"]),
                "repriced_cents": cents(claim.get("repriced")),
                "other_payer_paid_cents": cents(claim.get("other_paid")),
                "billing_npi": f"{index}",
                "network": "in",
            }
        )
    return CLAIMS.from_rows(rows)


def met_before(case: dict[str, Any]) -> pl.DataFrame:
    return ACCUMULATORS.from_rows(
        [
            {
                "plan_code": "CASE",
                "plan_year_start": date(2026, 1, 1),
                "owner": item.get("owner", "person"),
                "owner_id": "family" if item.get("owner") == "family" else item.get("who", "father"),
                "kind": item["kind"],
                "tier": "in",
                "amount": cents(item["amount"]),
            }
            for item in case.get("met", [])
        ]
    )


def cents(dollars: float | None) -> int | None:
    return None if dollars is None else round(dollars * 100)
