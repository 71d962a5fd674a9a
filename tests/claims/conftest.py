from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from corridor.plan.compile import compile_plans
from corridor.plan.compiled import CompiledPlans
from corridor.plan.load import load_plan
from corridor.records.claims import CLAIMS
from corridor.records.coverage import COVERAGE

Build = Callable[..., pl.DataFrame]

LINE: dict[str, Any] = {
    "claim_index": 0,
    "line_number": 1,
    "claim_id": "A",
    "kind": "professional",
    "frequency": "1",
    "member_id": "E1",
    "received_date": date(2024, 2, 10),
    "service_from": date(2024, 2, 1),
    "service_to": date(2024, 2, 1),
    "procedure_code": "99213",
    "units": 1000,
    "charge_cents": 10_000,
    "claim_number": 1,
}
SPAN: dict[str, Any] = {
    "member_id": "E1",
    "subscriber_id": "E1",
    "relationship": "self",
    "product": "medical",
    "plan_code": "MED",
    "coverage_level": "EMP",
    "coverage_start": date(2024, 1, 1),
}


@pytest.fixture(scope="session")
def lines() -> Build:
    """Rows that say what is unlike LINE -> CLAIMS columns and claim_number; any other column is added as it is."""

    def build(*rows: dict[str, Any]) -> pl.DataFrame:
        full = [LINE | row for row in rows]
        more = [name for name in full[0] if name not in CLAIMS.schema and name != "claim_number"]
        frame = pl.DataFrame(
            full, schema_overrides={**CLAIMS.schema, "claim_number": pl.Int64}, infer_schema_length=None
        )
        return pl.concat([CLAIMS.conform(frame), frame.select("claim_number", *more)], how="horizontal")

    return build


@pytest.fixture(scope="session")
def coverage() -> Build:
    """Rows that say what is unlike SPAN -> COVERAGE."""
    return lambda *rows: COVERAGE.from_rows([SPAN | row for row in rows])


@pytest.fixture(scope="session")
def compiled() -> CompiledPlans:
    """MED (amended on 2024-03-01, plan year from July), DEN and RX."""
    folder = Path(__file__).parent / "plans"
    return compile_plans([load_plan(folder / name) for name in ("med.yaml", "den.yaml", "rx.yaml")])


@pytest.fixture(scope="session")
def all_rules() -> CompiledPlans:
    """ALLMED, ALLDEN and ALLRX, which say something of all that is looked at before the kernel."""
    folder = Path(__file__).parent / "plans"
    return compile_plans([load_plan(folder / name) for name in ("all_med.yaml", "all_den.yaml", "all_rx.yaml")])
