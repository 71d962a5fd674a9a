"""What the plans in plans/ decide: each kind of rule that a template is there to show, worked out by hand."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from corridor.book.library import adjudicate
from corridor.plan.load import load_plan
from corridor.records.claims import CLAIMS
from corridor.records.coverage import COVERAGE

HERE = Path(__file__).parent
PLANS = HERE.parents[1] / "plans"
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "templates.yaml").read_text("utf-8"))
COLUMN_OF = {
    "code": "procedure_code",
    "place": "place_of_service",
    "bill_type": "bill_type",
    "revenue": "revenue_code",
    "network": "network",
    "admission": "admission_date",
    "authorization": "authorization",
    "tier": "formulary_tier",
    "channel": "channel",
    "days": "days_supply",
    "daw": "daw",
    "tooth": "tooth",
    "surfaces": "surfaces",
    "lost": "tooth_lost_on",
}
AMOUNTS = {"charge": "charge_cents", "generic": "generic_cents", "other_paid": "other_payer_paid_cents"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['plan']} from {case.get('covered_from', 'before')}")
def test_a_template_decides_as_it_says(case: dict[str, Any]) -> None:
    plan = load_plan(PLANS / case["plan"])
    members = COVERAGE.from_rows([_member(plan.code, plan.product, case.get("covered_from", date(2024, 1, 1)))])
    claims = CLAIMS.from_rows([_line(index, line) for index, line in enumerate(case["lines"])])
    decided = adjudicate(plan, members, claims)
    found = [_found(row, line["expect"]) for row, line in zip(_rows(decided), case["lines"], strict=True)]
    assert found == [line["expect"] for line in case["lines"]]


def test_every_cent_of_a_charge_is_somewhere() -> None:
    for case in CASES:
        plan = load_plan(PLANS / case["plan"])
        members = COVERAGE.from_rows([_member(plan.code, plan.product, date(2024, 1, 1))])
        decided = adjudicate(plan, members, CLAIMS.from_rows([_line(i, line) for i, line in enumerate(case["lines"])]))
        parts = (
            "write_off", "above_allowed", "deductible", "coinsurance", "copay", "over_limit", "penalty",
            "not_recognised", "other_paid", "not_covered", "plan_paid",
        )  # fmt: skip
        total = decided.select(pl.sum_horizontal(f"{part}_cents" for part in parts)).to_series()
        assert total.to_list() == decided["charge_cents"].to_list()


def _member(plan: str, product: str, covered_from: date) -> dict[str, Any]:
    return {
        "member_id": "E1",
        "subscriber_id": "E1",
        "relationship": "self",
        "birth_date": date(1958, 1, 1),
        "product": product,
        "plan_code": plan,
        "coverage_level": "EMP",
        "coverage_start": covered_from,
    }


def _line(index: int, line: dict[str, Any]) -> dict[str, Any]:
    coded = {COLUMN_OF[name]: value for name, value in line.items() if name in COLUMN_OF}
    amounts = {AMOUNTS[name]: round(value * 100) for name, value in line.items() if name in AMOUNTS}
    row = {
        "claim_index": index,
        "line_number": 1,
        "claim_id": f"C{index}",
        "kind": "professional",
        "frequency": "1",
        "subscriber_id": "E1",
        "member_id": "E1",
        "received_date": line["day"],
        "service_from": line["day"],
        "service_to": line["day"],
        "units": 1000 * line.get("units", 1),
        "billing_npi": "1000000004",
        "network": "in",
    }
    return row | coded | amounts | {"kind": line.get("kind", "professional")}


def _rows(decided: pl.DataFrame) -> list[dict[str, Any]]:
    return decided.sort("claim_number", "line_number").to_dicts()


def _found(row: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    """What the line says of what is expected, and what it pays that is not."""
    named = {name: row[name] if name == "reason" else row[f"{name}_cents"] / 100 for name in expected}
    shares = ("deductible", "coinsurance", "copay", "over_limit", "penalty", "not_recognised", "other_paid", "account")
    more = {name: row[f"{name}_cents"] / 100 for name in shares if name not in expected and row[f"{name}_cents"]}
    unexpected = {"reason": row["reason"]} if row["reason"] != "paid" and "reason" not in expected else {}
    return named | more | unexpected
