from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from corridor.book.decide import decide
from corridor.book.summary import PARTS
from corridor.claims.known import Known
from corridor.codes.reasons import REASONS
from corridor.plan.compiled import CompiledPlans
from corridor.records.decisions import DECISIONS, STATUSES

Build = Callable[..., pl.DataFrame]
CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text("utf-8"))
DECIDED_ON = date(2025, 2, 1)


def cents(dollars: Any) -> int:
    return int(Decimal(str(dollars)) * 100)


def claim_of(line: dict[str, Any], number: int) -> list[dict[str, Any]]:
    """The claim of a line; each of another doctor, so that none may repeat another."""
    facts = {
        "rendering_npi": str(number),
        "member_id": line.get("who", "ANN"),
        "procedure_code": line["code"],
        "charge_cents": cents(line["charge"]),
        "service_from": line.get("day", date(2024, 5, 6)),
        "received_date": line.get("received", date(2024, 6, 1)),
        "billing_npi": line.get("from", "INSIDE"),
    }
    return [facts]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any], numbered: Build, people: Build, compiled: CompiledPlans, known: Known) -> None:
    lines = sorted(case["lines"], key=lambda line: line.get("received", date(2024, 6, 1)))
    claims = numbered(*(claim_of(line, number) for number, line in enumerate(lines)))
    found = decide(claims, people(), compiled, DECIDED_ON, known=known).decisions
    expected = [
        {
            "reason": line.get("result", "paid"),
            **{part: cents(line.get(part.removesuffix("_cents"), 0)) for part in PARTS},
        }
        for line in lines
    ]
    assert found.select("reason", *PARTS).to_dicts() == expected
    assert found["charge_cents"].to_list() == [sum(row[part] for part in PARTS) for row in expected]


def test_decisions_are_their_table_and_say_their_day(
    numbered: Build, people: Build, compiled: CompiledPlans, known: Known
) -> None:
    found = decide(numbered([{}, {}], [{"member_id": "CEM"}]), people(), compiled, DECIDED_ON, known=known)
    assert found.decisions.schema == DECISIONS.schema
    assert found.decisions["version"].to_list() == [0, 0, 0]
    assert set(found.decisions["decided_on"]) == {DECIDED_ON}
    assert found.decisions["plan_year_start"].to_list() == [date(2024, 1, 1)] * 3
    assert found.decisions["family_id"].to_list() == ["ANN", "ANN", "CEM"]


def test_accumulators_are_sums_of_the_decisions(
    numbered: Build, people: Build, compiled: CompiledPlans, known: Known
) -> None:
    claims = numbered([{"charge_cents": 30_000}], [{"member_id": "BOB", "charge_cents": 20_000}])
    found = decide(claims, people(), compiled, DECIDED_ON, known=known)
    amounts = {
        (row["owner"], row["owner_id"], row["kind"]): row["amount"]
        for row in found.accumulators.filter(tier="in").to_dicts()
    }
    assert amounts == {
        ("person", "ANN", "deductible"): 10_000,
        ("person", "ANN", "out_of_pocket"): 14_000,
        ("person", "BOB", "deductible"): 5_000,
        ("person", "BOB", "out_of_pocket"): 8_000,
        ("family", "ANN", "deductible"): 15_000,
        ("family", "ANN", "out_of_pocket"): 22_000,
    }


def test_every_reason_has_a_status() -> None:
    assert {reason.status for reason in REASONS} == set(STATUSES)
    assert [reason.name for reason in REASONS if reason.status == "paid"] == ["paid"]


def test_no_claim_is_no_decision(numbered: Build, people: Build, compiled: CompiledPlans) -> None:
    found = decide(numbered(), people(), compiled, DECIDED_ON)
    assert found.decisions.is_empty()
    assert found.decisions.schema == DECISIONS.schema
