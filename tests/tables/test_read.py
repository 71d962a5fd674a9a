"""Tables become records: through a map, or by our own column names."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from corridor.records.claims import CLAIMS
from corridor.records.coverage import COVERAGE
from corridor.records.providers import PROVIDERS
from corridor.tables.census import census_statements
from corridor.tables.faults import TableError
from corridor.tables.map import load_map
from corridor.tables.read import read_table

OWN_CLAIMS = (
    b"claim_id,kind,member_id,received_date,service_from,charge,units\n"
    b'C2,pharmacy,M1,2026-02-03,2026-02-01,"1,234.50",1.5\n'
    b"C1,pharmacy,M1,2026-02-03,2026-02-02,-0.07,\n"
    b"C2,pharmacy,M1,2026-02-03,2026-02-01,2,30\n"
)


def test_our_own_column_names_need_no_map() -> None:
    reading = read_table(OWN_CLAIMS, "claims.csv")
    frame = reading.frame
    assert (reading.kind, reading.rows, reading.warnings) == ("claims", 3, ())
    assert frame.schema == CLAIMS.schema
    assert frame.get_column("claim_id").to_list() == ["C2", "C2", "C1"]
    assert frame.get_column("claim_index").to_list() == [0, 0, 1]
    assert frame.get_column("line_number").to_list() == [1, 2, 1]
    assert frame.get_column("charge_cents").to_list() == [123450, 200, -7]
    assert frame.get_column("units").to_list() == [1500, 30000, 1000]
    assert frame.select("segment_first", "segment_last").rows() == [(2, 4), (2, 4), (3, 3)]
    assert frame.get_column("service_to").to_list() == [date(2026, 2, 1), date(2026, 2, 1), date(2026, 2, 2)]
    assert frame.get_column("claim_charge_cents").null_count() == 3
    assert frame.get_column("frequency").unique().to_list() == ["1"]


def test_whole_cents_are_read_as_such_and_unknown_columns_are_warned_of() -> None:
    content = (
        b"claim_id,kind,received_date,service_from,charge_cents,colour\nC1,dental,2026-02-03,2026-02-01,1050,red\n"
    )
    reading = read_table(content, "claims.csv")
    assert reading.frame.get_column("charge_cents").to_list() == [1050]
    assert reading.warnings == ("claims.csv: column 'colour' is not read",)


def test_members_and_providers_are_recognised_by_their_header() -> None:
    members = read_table(
        b"member_id,subscriber_id,relationship,product,plan_code,coverage_level,coverage_start,coverage_end_exclusive\n"
        b"M1,M1,self,medical,PPO,EMP,2026-01-01,9999-12-31\n",
        "m.csv",
    )
    assert members.frame.schema == COVERAGE.schema
    assert members.frame.get_column("coverage_end_exclusive").to_list() == [None]
    providers = read_table(b"npi,network,allowed_bp,effective_from\n1999999984,in,8500,2024-01-01\n", "p.csv")
    assert providers.frame.schema == PROVIDERS.schema
    assert providers.frame.get_column("allowed_bp").to_list() == [8500]


def test_a_census_becomes_enrolment_statements() -> None:
    members = read_table(
        b"member_id,subscriber_id,relationship,product,plan_code,coverage_level,coverage_start\n"
        b"M1,M1,self,medical,PPO,EMP,2026-01-01\nM2,M1,spouse,medical,PPO,ESP,2026-02-01\n",
        "m.csv",
    )
    statements = census_statements(members.frame)
    assert statements.select("statement", "member_id", "action", "coverage_start").rows() == [
        (0, "M1", "add", date(2026, 1, 1)),
        (1, "M2", "add", date(2026, 2, 1)),
    ]


MAP = b"""
kind = "claims"
name = "a stranger's extract"
[columns]
claim_id = "no"
line_number = "line"
kind = "type"
member_id = "person"
received_date = "received"
service_from = "line_day"
bill_type = "tob"
frequency = "tob"
diagnosis_codes = ["dx1", "dx2", "dx3"]
patient_sex = "gender"
charge_cents = "amount"
[defaults]
service_from = "day"
received_date = "service_to"
[characters]
bill_type = "1-2"
frequency = "3"
[formats]
date = "%m/%d/%Y"
received = "%Y%m%d"
[values.patient_sex]
1 = "M"
2 = "F"
0 = ""
[values.kind]
H = "institutional"
P = "professional"
[units]
charge_cents = "cents"
[claim_totals]
charge_cents = ["institutional"]
[constants]
network = "in"
"""
EXTRACT = (
    "\ufeffno;line;type;person;received;day;line_day;tob;dx1;dx2;dx3;gender;amount\r\n"
    "A;2;H;7;;1/5/2026;;131;;i10;E11.9;1;6000\r\n"
    "A;1;H;7;;1/5/2026;;131;;i10;;1;6000\r\n"
    "B;1;P;8;20260120;1/5/2026;1/6/2026;;;;;0;250\r\n\r\n"
).encode()


def test_a_strangers_extract_is_read_through_its_map() -> None:
    frame = read_table(EXTRACT, "extract.csv", load_map(MAP, "map.toml")).frame
    names = ["claim_id", "line_number", "kind", "bill_type", "frequency", "diagnosis_codes", "patient_sex", "network"]
    assert frame.select(names).rows() == [
        ("A", 1, "institutional", "13", "1", "I10", "M", "in"),
        ("A", 2, "institutional", "13", "1", "I10:E119", "M", "in"),
        ("B", 1, "professional", None, "1", None, None, "in"),
    ]
    dates = ["received_date", "service_from", "service_to"]
    assert frame.select(dates).rows() == [(date(2026, 1, 5),) * 3] * 2 + [
        (date(2026, 1, 20), date(2026, 1, 6), date(2026, 1, 6))
    ]


def test_a_claims_total_that_is_repeated_on_each_line_counts_once() -> None:
    frame = read_table(EXTRACT, "extract.csv", load_map(MAP, "map.toml")).frame
    assert frame.get_column("charge_cents").to_list() == [6000, 0, 250]
    assert frame.get_column("claim_charge_cents").to_list() == [6000, 6000, None]


def test_totals_that_differ_within_a_claim_are_refused() -> None:
    other = EXTRACT.replace(b"A;1;H;7;;1/5/2026;;131;;i10;;1;6000", b"A;1;H;7;;1/5/2026;;131;;i10;;1;6001")
    with pytest.raises(TableError) as caught:
        read_table(other, "extract.csv", load_map(MAP, "map.toml"))
    assert str(caught.value) == (
        "extract.csv row 3, charge_cents: found another amount, expected the same on each line of the claim"
    )


def test_inclusive_ends_of_months_and_years_become_exclusive_days() -> None:
    column_map = load_map(
        b"""
kind = "members"
name = "years"
inclusive_end = ["coverage_end_exclusive"]
[columns]
member_id = "id"
subscriber_id = "id"
coverage_start = "year"
coverage_end_exclusive = "last"
[defaults]
coverage_end_exclusive = "year"
[formats]
year = "%Y"
last = "%Y-%m"
[constants]
relationship = "self"
product = "medical"
plan_code = "PPO"
coverage_level = "EMP"
""",
        "map.toml",
    )
    frame = read_table(b"id,year,last\n1,2024,\n2,2024,2024-02\n3,2023,2023-12\n", "y.csv", column_map).frame
    assert frame.get_column("coverage_start").to_list() == [date(2024, 1, 1), date(2024, 1, 1), date(2023, 1, 1)]
    assert frame.get_column("coverage_end_exclusive").to_list() == [
        date(2025, 1, 1),
        date(2024, 3, 1),
        date(2024, 1, 1),
    ]


def test_an_inclusive_last_day_ends_the_day_after() -> None:
    column_map = load_map(
        b"""
kind = "providers"
name = "networks"
inclusive_end = ["effective_to_exclusive"]
[columns]
npi = "npi"
effective_from = "from"
effective_to_exclusive = "to"
[constants]
network = "in"
""",
        "map.toml",
    )
    content = b"npi,from,to\n1,2024-01-01,2024-02-28\n1,2025-01-01,2025-12-31\n2,2025-01-01,9999-12-31\n"
    frame = read_table(content, "n.csv", column_map).frame
    assert frame.get_column("effective_to_exclusive").to_list() == [date(2024, 2, 29), date(2026, 1, 1), None]


def test_parquet_with_typed_columns_reads_like_csv(tmp_path: Path) -> None:
    path = tmp_path / "claims.parquet"
    frame = pl.DataFrame(
        {
            "claim_id": ["C1"],
            "kind": ["pharmacy"],
            "received_date": [date(2026, 2, 3)],
            "service_from": [date(2026, 2, 1)],
            "charge": [0.07],
            "units": [30.0],
        }
    )
    frame.write_parquet(path)
    reading = read_table(path)
    assert reading.frame.select("charge_cents", "units", "segment_first").rows() == [(7, 30000, 1)]


def test_the_caller_may_ask_for_a_kind() -> None:
    with pytest.raises(TableError, match=r"^map.toml, kind: found 'claims', expected 'members'$"):
        read_table(EXTRACT, "extract.csv", load_map(MAP, "map.toml"), kind="members")


def test_a_benefit_managers_drug_claims_say_all_that_a_plan_may_ask() -> None:
    name = Path(__file__).parents[2] / "maps" / "pharmacy.toml"
    columns = load_map(name.read_bytes(), name.name).columns
    cells = {source[0]: "" for source in columns.values()} | {
        "transaction_id": "T1",
        "cardholder_id": "E1",
        "adjudication_date": "20260201",
        "date_of_service": "20260201",
        "product_service_id": "00002143380",
        "quantity_dispensed": "30.000",
        "days_supply": "90",
        "usual_and_customary_charge": "412.10",
        "ingredient_cost_and_fee": "380.00",
        "formulary_tier": "3",
        "pharmacy_type": "M",
        "dispense_as_written": "2",
        "generic_price": "45.5",
        "network_status": "Y",
    }
    content = "\n".join([",".join(cells), ",".join(cells.values())]).encode()
    row = read_table(content, "drugs.csv", load_map(name.read_bytes(), name.name)).frame.row(0, named=True)
    expected = {
        "kind": "pharmacy",
        "days_supply": 90,
        "repriced_cents": 380_00,
        "formulary_tier": "3",
        "channel": "mail",
        "daw": "2",
        "generic_cents": 45_50,
        "network": "in",
        "authorization": None,
    }
    assert {name: row[name] for name in expected} == expected


def test_columns_that_rules_ask_for_are_read_by_our_names() -> None:
    asked = {
        "related_cause": ("auto", "auto"),
        "authorization": ("A1", "A1"),
        "admission_date": ("2026-01-31", date(2026, 1, 31)),
        "other_payer_allowed": ("12.50", 12_50),
        "generic_cents": ("1250", 12_50),
        "alternate": ("12.5", 12_50),
        "tooth_lost_on": ("2025-06-30", date(2025, 6, 30)),
        "treatment_months": ("24", 24),
    }
    required = {"claim_id": "C1", "kind": "dental", "received_date": "2026-02-03", "service_from": "2026-02-01"}
    header = [*required, "charge", *asked]
    cells = [*required.values(), "100", *(text for text, _ in asked.values())]
    row = read_table("\n".join([",".join(header), ",".join(cells)]).encode(), "c.csv").frame.row(0, named=True)
    for name, (_, value) in asked.items():
        assert row[name if name in row else f"{name}_cents"] == value, name
