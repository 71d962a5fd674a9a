"""Lines as they are when code edits look at them, and rows of relative values."""

from datetime import date
from typing import Any

import polars as pl

from corridor.plan.code_edit_terms import CodeEdits as Terms
from corridor.records.claims import CLAIMS

DAY, BEFORE = date(2024, 2, 1), date(2020, 1, 1)
TERMS = (Terms(clause="7", text="Procedures of a day are judged together."),)

_CLAIM: dict[str, Any] = {
    "claim_index": 0,
    "line_number": 1,
    "claim_id": "A",
    "kind": "professional",
    "frequency": "1",
    "received_date": date(2024, 3, 1),
    "service_from": DAY,
    "procedure_code": "A9999",
    "units": 1000,
    "charge_cents": 100_000,
    "billing_npi": "1",
    "rendering_npi": "2",
}
_PREPARED: dict[str, tuple[Any, Any]] = {
    "claim_number": (1, pl.Int64),
    "member": ("E1", pl.String),
    "version_row": (0, pl.Int32),
    "reason": (None, pl.String),
    "allowed_cents": (80_000, pl.Int64),
    "price_source": ("contract", pl.String),
    "recognised_cents": (None, pl.Int64),
    "estimated_paid_cents": (None, pl.Int64),
    "coordinates": (False, pl.Boolean),
    "allowable": (None, pl.String),
    "is_secondary": (None, pl.Boolean),
}


def lines_of(*rows: dict[str, Any]) -> pl.DataFrame:
    """Rows that say what is unlike a line of one unit, charged 1,000 and allowed 800."""
    full = [_CLAIM | {"service_to": row.get("service_from", DAY)} | row for row in rows]
    claims = CLAIMS.from_rows([{name: row[name] for name in row if name in CLAIMS.schema} for row in full])
    prepared = pl.DataFrame(
        {
            name: pl.Series([row.get(name, value) for row in full], dtype=dtype)
            for name, (value, dtype) in _PREPARED.items()
        }
    )
    return pl.concat([claims, prepared], how="horizontal").with_columns(pl.col("claim_number").alias("place"))


def value(code: str, **indicators: str) -> dict[str, Any]:
    """A row of relative values with these indicators."""
    return {
        "code": code,
        "work": 1,
        "pe_nonfacility": 1,
        "pe_facility": 1,
        "mp": 1,
        "effective_from": BEFORE,
    } | indicators
