from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import corridor
from corridor.book.library import CLAIM_COLUMNS, adjudicate, adjudicate_with_notes
from corridor.book.sources import SourceError, claims_from
from corridor.plan.document import DocumentError
from corridor.plan.load import load_plan
from corridor.records.decisions import DECISIONS
from corridor.records.table import RecordsError
from corridor.tables.faults import TableError
from corridor.tables.write import csv_bytes, parquet_bytes

Build = Callable[..., pl.DataFrame]

MEMBERS = (
    "member_id,subscriber_id,relationship,product,coverage_level,coverage_start\nANN,ANN,self,medical,EMP,2024-01-01\n"
)
CLAIMS = (
    "claim_id,kind,member_id,received_date,service_from,procedure_code,charge,network\n"
    "A1,professional,ANN,2024-06-01,2024-05-06,99213,120.00,in\n"
    "A2,professional,ZOE,2024-06-02,2024-05-06,99213,80.50,in\n"
)
PHARMACY_MAP = """
kind = "claims"
name = "a pharmacy's list"
[columns]
claim_id = "rx"
member_id = "who"
received_date = "day"
service_from = "day"
procedure_code = "ndc"
charge_cents = "price"
[constants]
kind = "professional"
network = "in"
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "members.csv").write_text(MEMBERS)
    (tmp_path / "claims.csv").write_text(CLAIMS)
    return tmp_path


def test_a_plan_members_and_claims_in_files_are_decided(plan_file: Path, files: Path) -> None:
    lines = corridor.adjudicate(plan_file, files / "members.csv", str(files / "claims.csv"))
    assert lines.select("claim_id", "status", "reason", "copay_cents", "plan_paid_cents").rows() == [
        ("A1", "paid", "paid", 2_500, 9_500),
        ("A2", "denied", "unknown_member", 0, 0),
    ]
    assert set(lines.columns) == {*DECISIONS.schema, *CLAIM_COLUMNS}
    assert DECISIONS.conform(lines).height == 2
    assert set(lines["decided_on"]) == {date(2024, 6, 2)}  # the last receipt


def test_frames_and_a_checked_plan_are_decided_alike(
    plan_file: Path, sent: Build, people: Build, providers: pl.DataFrame, tmp_path: Path
) -> None:
    claims, members = sent([{}, {"charge_cents": 700}], [{"member_id": "BOB"}]), people()
    day = date(2024, 12, 1)
    from_frames = adjudicate(load_plan(plan_file), members, claims, providers=providers, decided_on=day)
    assert set(from_frames["decided_on"]) == {day}
    (tmp_path / "members.parquet").write_bytes(parquet_bytes(members))
    (tmp_path / "claims.csv").write_bytes(csv_bytes(claims))
    (tmp_path / "providers.csv").write_bytes(csv_bytes(providers))
    of_files = (tmp_path / name for name in ("members.parquet", "claims.csv"))
    again = adjudicate(str(plan_file), *of_files, providers=tmp_path / "providers.csv", decided_on=day)
    assert again.drop("units").equals(from_frames.drop("units"))


def test_several_files_are_one_book(plan_file: Path, files: Path) -> None:
    (files / "rx.csv").write_text("rx,who,day,ndc,price\nR1,ANN,2024-04-01,27447,40.00\n")
    (files / "rx.toml").write_text(PHARMACY_MAP)
    (files / "more.csv").write_text("rx,who,day,ndc,price\nR2,ANN,2024-06-03,27447,90.00\n")
    members = files / "members.csv"
    both = adjudicate(plan_file, members, [files / "rx.csv", files / "more.csv"], claims_map=files / "rx.toml")
    assert both.select("claim_id", "deductible_cents").rows() == [("R1", 4_000), ("R2", 6_000)]
    frames = [read_by_map(files, name) for name in ("rx.csv", "more.csv")]
    assert adjudicate(plan_file, members, frames).equals(both)


def read_by_map(files: Path, name: str) -> pl.DataFrame:
    return claims_from(files / name, files / "rx.toml").frame


def test_maps_are_one_for_all_or_one_for_each(plan_file: Path, files: Path) -> None:
    (files / "rx.toml").write_text(PHARMACY_MAP)
    claims = [files / "claims.csv"] * 3
    with pytest.raises(SourceError) as error:
        adjudicate(plan_file, files / "members.csv", claims, claims_map=[files / "rx.toml"] * 2)
    assert str(error.value) == "claims: found 2 maps for 3 sources, expected one map, or as many"


def test_members_without_a_plan_are_in_the_only_one(plan_file: Path, sent: Build, people: Build) -> None:
    unnamed = people().with_columns(pl.lit(None, pl.String).alias("plan_code"))
    claims = sent([{"network": "in"}])
    expected = adjudicate(plan_file, people(), claims)
    assert expected["reason"].to_list() == ["paid"]
    assert adjudicate(plan_file, unnamed, claims).equals(expected)
    assert adjudicate(plan_file, unnamed.drop("plan_code"), claims).equals(expected)


def test_members_without_a_plan_are_refused_where_there_are_two(plan_file: Path, files: Path) -> None:
    dental = Path(__file__).parents[2] / "plans" / "dental.yaml"
    with pytest.raises(TableError, match=r"members\.csv, header: found no column plan_code, expected it"):
        adjudicate([plan_file, dental], files / "members.csv", files / "claims.csv")


def test_members_of_other_plans_only_are_a_slip(plan_file: Path, sent: Build, people: Build) -> None:
    others = people().with_columns(pl.lit("GOLD").alias("plan_code"))
    with pytest.raises(SourceError) as error:
        adjudicate(plan_file, others, sent([{}]))
    assert str(error.value) == "members.plan_code: found GOLD, expected one of SMALL"


def test_two_plans_of_one_code_are_refused(plan_file: Path, sent: Build, people: Build) -> None:
    with pytest.raises(SourceError) as error:
        adjudicate([plan_file, plan_file], people(), sent([{}]))
    assert str(error.value) == "plans: found code SMALL twice, expected each plan once"


def test_what_is_wrong_in_a_file_or_frame_is_said(plan_file: Path, files: Path, sent: Build, people: Build) -> None:
    (files / "claims.csv").write_text(CLAIMS.replace("80.50", "eighty"))
    with pytest.raises(TableError, match=r"^claims\.csv row 3, charge: found .*, expected an amount such as 1234\.50$"):
        adjudicate(plan_file, files / "members.csv", files / "claims.csv")
    with pytest.raises(RecordsError, match="claims: column charge_cents is missing"):
        adjudicate(plan_file, people(), sent([{}]).drop("charge_cents"))
    (files / "plan.yaml").write_text(plan_file.read_text().replace("individual: 300", "individual: 30"))
    with pytest.raises(DocumentError, match=r"plan.yaml line \d+, "):
        adjudicate(files / "plan.yaml", people(), sent([{}]))


def test_no_claim_is_an_empty_answer_of_the_same_shape(plan_file: Path, files: Path, sent: Build) -> None:
    (files / "claims.csv").write_text(CLAIMS.splitlines()[0] + "\n")
    answer = adjudicate_with_notes(plan_file, files / "members.csv", files / "claims.csv")
    assert answer.decided_on is None
    assert answer.lines.is_empty()
    assert answer.lines.schema == adjudicate(plan_file, files / "members.csv", sent([{}])).schema


def test_only_what_is_meant_to_be_is_exported() -> None:
    assert corridor.__all__ == ["adjudicate", "order_of_benefits"]
    with pytest.raises(AttributeError, match="has no attribute 'decide'"):
        corridor.decide  # noqa: B018


def test_importing_the_package_imports_nothing_heavy() -> None:
    import subprocess
    import sys

    program = "import corridor, sys; print([name for name in ('polars', 'numba', 'pydantic') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


X12 = Path(__file__).parents[1] / "edi"


def test_an_834_and_an_837_are_decided(tmp_path: Path) -> None:
    plan = Path(__file__).parents[2] / "plans" / "ppo.yaml"
    claim = (X12 / "x837" / "child_as_patient.837").read_text()
    # the spouse instead of the child, whom the enrolment file ends
    spouse = claim.replace("PAT*19", "PAT*01").replace("DMG*D8*20100304*F", "DMG*D8*19790203*M")
    (tmp_path / "spouse.837").write_text(spouse)
    answer = adjudicate_with_notes(plan, X12 / "x834" / "family.834", tmp_path / "spouse.837")
    assert answer.lines.select("claim_id", "member_id", "benefit", "status", "tier").rows() == [
        ("A-1", "E1-2", "primary_care", "paid", "out"),
        ("A-1", "E1-2", "laboratory", "paid", "out"),
    ]
    assert answer.notes == (
        "members: batch 1, statement 3, coverage_end_exclusive: found an end of medical under PPO, "
        "expected coverage that was there before",
    )


def test_an_837_is_no_list_of_members(plan_file: Path, files: Path) -> None:
    with pytest.raises(SourceError) as error:
        adjudicate(plan_file, X12 / "x837" / "child_as_patient.837", files / "claims.csv")
    assert str(error.value) == "child_as_patient.837: found 837P, expected 834"
