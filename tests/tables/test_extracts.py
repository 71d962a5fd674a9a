"""The public extracts load whole through their maps."""

import time
from pathlib import Path

import polars as pl
import pytest

from corridor.tables.map import load_map
from corridor.tables.read import TableReading, read_table

ROOT = Path(__file__).parents[2]
EXTRACTS = ROOT / ".." / "shared" / "samples" / "claims"


def _read(name: str, path: str) -> TableReading:
    if not EXTRACTS.exists():
        pytest.skip("../shared is absent")
    file = ROOT / "maps" / f"{name}.toml"
    return read_table(EXTRACTS / path, column_map=load_map(file.read_bytes(), file.name))


@pytest.mark.parametrize(
    ("name", "path", "rows"),
    [
        ("tuva_medical", "tuva/medical_claim_v016.csv.gz", 6_075),
        ("tuva_pharmacy", "tuva/pharmacy_claim.csv.gz", 12_019),
        ("tuva_eligibility", "tuva/eligibility.csv.gz", 2_309),
        ("synpuf_inpatient", "synpuf/inpatient_claims.csv.gz", 102_933),
        ("synpuf_beneficiaries", "synpuf/beneficiary_years.csv.gz", 531_736),
    ],
)
def test_every_row_is_read(name: str, path: str, rows: int) -> None:
    began = time.perf_counter()
    reading = _read(name, path)
    assert (reading.rows, reading.frame.height) == (rows, rows)
    assert time.perf_counter() - began < 10


def test_tuva_charges_are_those_of_the_file_with_claim_totals_once() -> None:
    frame = _read("tuva_medical", "tuva/medical_claim_v016.csv.gz").frame
    source = pl.read_csv(EXTRACTS / "tuva/medical_claim_v016.csv.gz", infer_schema=False)
    cents = (pl.col("charge_amount").cast(pl.Decimal(18, 2)) * 100).cast(pl.Int64)
    lines = source.filter(pl.col("claim_type") == "professional").select(cents.sum()).item()
    claims = source.filter(pl.col("claim_type") == "institutional").group_by("claim_id").agg(cents.first())
    assert frame.get_column("charge_cents").sum() == lines + claims.get_column("charge_amount").sum()
    assert frame.get_column("claim_id").n_unique() == source.get_column("claim_id").n_unique()


def test_tuva_spells_end_after_their_last_day_and_keep_their_gaps() -> None:
    frame = _read("tuva_eligibility", "tuva/eligibility.csv.gz").frame
    ends = frame.get_column("coverage_end_exclusive")
    assert ends.null_count() == 0
    assert (ends.dt.day() == 1).all()
    spells = frame.sort("member_id", "coverage_start")
    gap = pl.col("coverage_start") > pl.col("coverage_end_exclusive").shift(1).over("member_id")
    assert spells.select(gap.sum()).item() > 0


def test_synpuf_keeps_payments_that_were_taken_back() -> None:
    frame = _read("synpuf_inpatient", "synpuf/inpatient_claims.csv.gz").frame
    assert frame.filter(pl.col("charge_cents") < 0).height == 102
    assert frame.get_column("member_id").n_unique() == 58_460
    assert frame.filter(pl.col("line_number") == 2).height == 92
