from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from corridor.book.numbering import number_claims
from corridor.claims.known import Known
from corridor.plan.compile import compile_plans
from corridor.plan.compiled import CompiledPlans
from corridor.plan.load import load_plan
from corridor.records.claims import CLAIMS
from corridor.records.coverage import COVERAGE
from corridor.records.providers import PROVIDERS

Build = Callable[..., pl.DataFrame]

LINE: dict[str, Any] = {
    "line_number": 1,
    "kind": "professional",
    "frequency": "1",
    "member_id": "ANN",
    "received_date": date(2024, 6, 1),
    "service_from": date(2024, 5, 6),
    "procedure_code": "27447",
    "units": 1000,
    "charge_cents": 10_000,
    "billing_npi": "INSIDE",
}
SPAN: dict[str, Any] = {
    "subscriber_id": "ANN",
    "product": "medical",
    "plan_code": "SMALL",
    "coverage_level": "FAM",
    "coverage_start": date(2024, 1, 1),
}
FAMILY: list[dict[str, Any]] = [
    {"member_id": "ANN", "relationship": "self"},
    {"member_id": "BOB", "relationship": "spouse"},
    {"member_id": "CEM", "relationship": "self", "subscriber_id": "CEM", "coverage_level": "EMP"},
]


@pytest.fixture(scope="session")
def plan_file() -> Path:
    return Path(__file__).parent / "plans" / "small.yaml"


@pytest.fixture(scope="session")
def compiled(plan_file: Path) -> CompiledPlans:
    return compile_plans([load_plan(plan_file)])


@pytest.fixture(scope="session")
def sent() -> Build:
    """Claims, each a list of its lines (what is unlike LINE), in the order in which they arrive -> CLAIMS."""

    def build(*claims: list[dict[str, Any]]) -> pl.DataFrame:
        rows = [
            LINE | {"claim_index": index, "claim_id": f"C{index}", "line_number": position} | line
            for index, claim in enumerate(claims)
            for position, line in enumerate(claim, 1)
        ]
        return CLAIMS.from_rows([{"service_to": row["service_from"], **row} for row in rows])

    return build


@pytest.fixture(scope="session")
def numbered(sent: Build) -> Build:
    """As `sent`, with claim_number."""
    return lambda *claims: number_claims(sent(*claims))


@pytest.fixture(scope="session")
def people() -> Build:
    """ANN and BOB, a family, and CEM alone, from 2024 on -> COVERAGE; `until` ends the coverage of a person."""

    def build(until: dict[str, date] | None = None) -> pl.DataFrame:
        ends = until or {}
        return COVERAGE.from_rows(
            [SPAN | row | {"coverage_end_exclusive": ends.get(row["member_id"])} for row in FAMILY]
        )

    return build


@pytest.fixture(scope="session")
def providers() -> pl.DataFrame:
    """INSIDE at the charge, CHEAP at 60% of it; anybody else is out of the network."""
    return PROVIDERS.from_rows(
        [
            {"npi": "INSIDE", "network": "in", "effective_from": date(2020, 1, 1)},
            {"npi": "CHEAP", "network": "in", "allowed_bp": 6_000, "effective_from": date(2020, 1, 1)},
        ]
    )


@pytest.fixture(scope="session")
def known(providers: pl.DataFrame) -> Known:
    """The network, and nothing else."""
    return Known(providers=providers)
