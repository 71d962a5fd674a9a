"""The small demo, generated once: the same bytes for a seed, in order, and accepted by readers."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from corridor import edi
from corridor.app.services.demo.claim_files import PHARMACY_COLUMNS
from corridor.app.services.demo.generate import DemoFile, generate
from corridor.tables.map import load_map
from corridor.tables.read import read_table
from tests.oracle.x12_validator import faults_of, segment_ids, syntax_faults_of

SEED = 2026
PHARMACY_MAP = Path(__file__).parents[4] / "plans" / "meridian" / "maps" / "pharmacy.toml"
ReadClaims = Callable[[str], pl.DataFrame]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def files(home: Path) -> list[DemoFile]:
    return generate(SEED, home, small=True)


@pytest.fixture(scope="module")
def read_claims(files: list[DemoFile]) -> ReadClaims:
    frames: dict[str, pl.DataFrame] = {}

    def read(kind: str) -> pl.DataFrame:
        if kind not in frames:
            frames[kind] = pl.concat(_frames(files, kind))
        return frames[kind]

    return read


def _frames(files: list[DemoFile], kind: str) -> Iterator[pl.DataFrame]:
    for file in files:
        if file.kind == kind and file.sponsor == "meridian":
            reading = edi.read(file.path.read_bytes(), file.path.name)
            assert not reading.warnings
            yield reading.frame


def digest(files: list[DemoFile], home: Path) -> str:
    sums = [f"{file.path.relative_to(home)} {file.intake_on} {file.kind}" for file in files]
    sums += [hashlib.sha256(file.path.read_bytes()).hexdigest() for file in files]
    return hashlib.sha256("\n".join(sums).encode()).hexdigest()


def test_a_seed_gives_the_same_bytes_and_another_seed_others(files: list[DemoFile], home: Path, tmp_path: Path) -> None:
    again, other = tmp_path / "again", tmp_path / "other"
    assert digest(generate(SEED, again, small=True), again) == digest(files, home)
    assert digest(generate(SEED + 1, other, small=True), other) != digest(files, home)


def test_files_come_in_order_and_none_after_the_day(files: list[DemoFile]) -> None:
    days = [file.intake_on for file in files]
    assert days == sorted(days)
    assert days[-1] <= date(2026, 10, 31)
    assert [file.kind for file in files[:2]] == ["providers", "834"]


def test_an_earlier_day_gives_fewer_files(files: list[DemoFile], tmp_path: Path) -> None:
    earlier = generate(SEED, tmp_path, small=True, as_of=date(2026, 9, 30))
    assert max(file.intake_on for file in earlier) <= date(2026, 9, 30)
    assert len(earlier) < len(files)


def test_a_day_before_the_story_ends_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="as_of: found 2025-01-01, expected 2026-06-30 or later"):
        generate(SEED, tmp_path, as_of=date(2025, 1, 1))


@pytest.mark.parametrize("kind", ["834", "837P", "837I"])
def test_an_independent_reader_accepts_every_file(files: list[DemoFile], kind: str) -> None:
    found = [file.path for file in files if file.kind == kind]
    assert found
    assert {path.name: faults for path in found if (faults := faults_of(path.read_bytes()))} == {}


def test_an_independent_reader_finds_dental_envelopes_levels_and_lines_right(files: list[DemoFile]) -> None:
    found = [file.path for file in files if file.kind == "837D"]
    assert found
    assert {path.name: faults for path in found if (faults := syntax_faults_of(path.read_bytes()))} == {}


def test_the_pharmacy_files_load_by_their_column_map(files: list[DemoFile]) -> None:
    column_map = load_map(PHARMACY_MAP.read_bytes(), PHARMACY_MAP.name)
    path = next(file.path for file in files if file.kind == "pharmacy")
    frame = read_table(path.read_bytes(), path.name, column_map).frame
    source = pl.read_csv(path, infer_schema=False)
    assert tuple(source.columns) == PHARMACY_COLUMNS
    assert len(frame) == len(source)
    assert frame.get_column("claim_id").to_list() == source.get_column("rx_number").to_list()
    assert frame.get_column("patient_relationship").is_in(["self", "spouse", "child"]).all()
    dollars = source.get_column("usual_and_customary").cast(pl.Decimal(12, 2)).sum()
    assert frame.get_column("charge_cents").sum() == int(dollars * 100)


def test_the_providers_load_without_a_map(files: list[DemoFile]) -> None:
    path = next(file.path for file in files if file.kind == "providers")
    frame = read_table(path.read_bytes(), path.name, kind="providers").frame
    assert set(frame.get_column("network")) == {"in", "out"}
    assert frame.filter(pl.col("network") == "out").get_column("allowed_bp").null_count() > 0


def test_one_family_loses_cover_two_months_back_for_unpaid_contributions(
    files: list[DemoFile], read_claims: ReadClaims
) -> None:
    unpaid = []
    for file in files:
        if file.kind == "834":
            frame = edi.read(file.path.read_bytes(), file.path.name).frame
            unpaid += [(file.intake_on, frame.filter(pl.col("termination_reason") == "59"))]
    said = [(day, frame) for day, frame in unpaid if len(frame)]
    assert len(said) == 1
    day, frame = said[0]
    assert frame.get_column("subscriber_id").n_unique() == 1
    assert frame.get_column("coverage_end_exclusive").unique().to_list() == [date(2026, 4, 1)]
    family = frame.get_column("subscriber_id")[0]
    claims = read_claims("837P").filter(
        (pl.col("subscriber_id") == family) & (pl.col("service_from") >= date(2026, 4, 1))
    )
    assert len(claims) > 0
    assert claims.get_column("received_date").min() < day


def test_every_kind_of_odd_claim_is_there(read_claims: ReadClaims) -> None:
    claims = read_claims("837P")
    same = ["subscriber_id", "patient_birth_date", "service_from", "procedure_code", "charge_cents", "billing_npi"]
    sent_twice = claims.group_by(same).agg(pl.col("claim_id").n_unique()).filter(pl.col("claim_id") > 1)
    assert len(sent_twice) > 0
    assert len(claims.filter(pl.col("procedure_code") == "ZZZZZ")) > 0
    assert len(claims.filter(pl.col("subscriber_id").str.starts_with("M9"))) > 0
    assert len(claims.filter(pl.col("other_payer_paid_cents") > 0)) > 0
    assert len(claims.filter(pl.col("repriced_cents").is_null())) > 0
    assert len(read_claims("837I").filter(pl.col("claim_charge_cents") > 25_000_000)) > 0


def test_the_catastrophic_claimant_is_billed_in_parts_below_the_limit(read_claims: ReadClaims) -> None:
    bills = read_claims("837I").filter((pl.col("subscriber_id") == "M0001018") & (pl.col("frequency") != "1"))
    assert set(bills.get_column("frequency")) == {"2", "3", "4"}
    assert bills.get_column("claim_charge_cents").max() < 100_000_00
    assert bills.get_column("repriced_cents").sum() > 400_000_00


def test_the_bakery_has_one_enrolment_file_and_one_claim_file(files: list[DemoFile]) -> None:
    assert [file.kind for file in files if file.sponsor == "harbor"] == ["834", "837P"]


def test_segments_of_every_certificate_are_there(files: list[DemoFile]) -> None:
    used = set().union(*(segment_ids(file.path.read_bytes()) for file in files if file.kind == "837P"))
    assert {"CR1", "CR2", "CR3", "CRC", "FRM", "LQ", "NTE", "PWK", "QTY", "SVD", "HCP"} <= used
