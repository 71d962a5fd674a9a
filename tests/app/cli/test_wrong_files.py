"""A wrong file never half-loads: the exact words on stderr, exit code 1, and the database as it was."""

from pathlib import Path

import pytest

from tests.app.cli.conftest import Corridor
from tests.app.conftest import Database, Shop, claim_row, claims_csv

X837 = Path(__file__).parents[2] / "edi" / "x837"
VISIT = (X837 / "visit.837").read_bytes()
GOOD = claims_csv(claim_row("A1", "99213", "150")).encode()
MAP = b"""
kind = "claims"
name = "a map"
[columns]
claim_id = "claim_no"
kind = "kind"
subscriber_id = "subscriber_id"
received_date = "received_date"
service_from = "service_from"
charge_cents = "charge"
"""


WRONG = {
    "money.csv": (
        claims_csv(claim_row("A1", "99213", "12O.00")).encode(),
        "money.csv row 2, charge: found '12O.00', expected an amount such as 1234.50",
    ),
    "date.csv": (
        claims_csv(claim_row("A1", "99213", "120", service="2026-02-30")).encode(),
        "date.csv row 2, service_from: found '2026-02-30', expected a date that exists, such as 2026-01-31",
    ),
    "money.837": (
        (X837 / "money_not_a_number.837").read_bytes(),
        "money.837, transaction 1, segment 18, CLM02: found '15O.00', expected an amount in whole cents,"
        " such as 1234.50.",
    ),
    "date.837": (
        (X837 / "date_that_does_not_exist.837").read_bytes(),
        "date.837, transaction 1, segment 24, DTP03: found '20260230', expected dates that exist, as CCYYMMDD"
        " or CCYYMMDD-CCYYMMDD, the first not after the last.",
    ),
    "count.837": (
        VISIT.replace(b"SE*26*", b"SE*926*"),
        "count.837, transaction 1, segment 28, SE01: found '926', expected 26, the number of segments.",
    ),
    "truncated.837": (VISIT[:-60], "truncated.837, transaction 1, segment 3, ST: has no SE."),
    "remittance.835": (
        VISIT.replace(b"ST*837*", b"ST*835*"),
        "remittance.835, transaction 1, segment 3, ST: 835 (005010X222A1) is not read yet: 834, 837P, 837I, 837D are.",
    ),
    "empty.csv": (b"", "empty.csv row 1, header: found nothing, expected a line of column names"),
    "strange.txt": (
        b"hello",
        "strange.txt row 1, header: found other columns, expected claim_id, service_from (claims);"
        " or coverage_start, member_id (members); or effective_from, npi (providers); or certified_to, disability_from"
        " (disability); or covered_through, payer (other_coverage); or member_id, month (contributions);"
        " or number, valid_from (authorizations); or owner_id, proof (prior_accumulators);"
        " or proof, subscriber_id, tier (deductible_credits); or claim_id, proof, service_from (run_in);"
        " or claim_id, proof, started_on (treatments); or prior_paid_on, product, proof (large_claims);"
        " or file_kind, rows (control_totals); or claim_number, line_number, network (repricing); or a column map",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_leaves_everything_as_it_was(
    name: str, shop: Shop, database: Database, corridor: Corridor, tmp_path: Path
) -> None:
    content, message = WRONG[name]
    path = tmp_path / name
    path.write_bytes(content)
    before = database.digest(but=())
    ran = corridor("load", path, "--sponsor", shop.code, "--as-of", "2026-01-21")
    assert (ran.code, ran.out, ran.err) == (1, "", message + "\n")
    assert database.digest(but=()) == before


def test_a_map_of_a_column_that_is_not_there(
    shop: Shop, database: Database, corridor: Corridor, tmp_path: Path
) -> None:
    (tmp_path / "claims.csv").write_bytes(GOOD)
    (tmp_path / "map.toml").write_bytes(MAP)
    before = database.digest(but=())
    ran = corridor("load", tmp_path / "claims.csv", "--map", tmp_path / "map.toml", "--sponsor", shop.code)
    assert (ran.code, ran.out) == (1, "")
    assert (
        ran.err == "map.toml, columns.claim_id: found 'claim_no', expected a column of claims.csv (nearest: claim_id)\n"
    )
    assert database.digest(but=()) == before


def test_of_several_files_those_before_the_wrong_one_stay_in(shop: Shop, corridor: Corridor, tmp_path: Path) -> None:
    (tmp_path / "good.csv").write_bytes(GOOD)
    (tmp_path / "wrong.csv").write_bytes(WRONG["money.csv"][0])
    ran = corridor(
        "load", tmp_path / "good.csv", tmp_path / "wrong.csv", "--sponsor", shop.code, "--as-of", "2026-01-21"
    )
    assert ran.code == 1
    assert ran.out.startswith("good.csv: claims, batch 3: claims 1, lines 1, lines paid 1, plan paid 130.00")
    assert ran.err == "wrong.csv row 2, charge: found '12O.00', expected an amount such as 1234.50\n"
    assert shop.decided() == {("A1", 1): ("paid", 130_00)}


@pytest.mark.parametrize("command", ["load", "undo"])
def test_a_file_that_is_not_there(command: str, shop: Shop, corridor: Corridor) -> None:
    ran = corridor(command, "nowhere.csv", "--sponsor", shop.code)
    assert (ran.code, ran.err) == (1, "nowhere.csv: found no such file, expected one to read\n")


def test_a_file_that_was_never_taken_in_cannot_be_undone(shop: Shop, corridor: Corridor, tmp_path: Path) -> None:
    (tmp_path / "never.csv").write_bytes(GOOD)
    ran = corridor("undo", tmp_path / "never.csv", "--sponsor", shop.code)
    assert ran.code == 1
    assert ran.err == "never.csv: found no load of this file that stands, expected one to take back\n"


def test_a_refused_envelope_is_read_on_request_and_its_fault_told(
    shop: Shop, corridor: Corridor, tmp_path: Path
) -> None:
    content, fault = WRONG["count.837"]
    (tmp_path / "count.837").write_bytes(content)
    whose = ("--sponsor", shop.code, "--as-of", "2026-01-21")
    assert corridor("load", tmp_path / "count.837", *whose).code == 1
    ran = corridor("load", tmp_path / "count.837", "--lenient", *whose)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "count.837: claims, batch 3: claims 1, lines 2, lines paid 2, plan paid 0.00",
        f"  fault: {fault}",
    ]
