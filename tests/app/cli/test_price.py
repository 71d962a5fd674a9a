"""`corridor price` by its words: one service, a file, and a command line that asks for neither."""

import json
from pathlib import Path

import pytest

from corridor.app.cli.main import program
from corridor.app.services.errors import ServiceError

ROOT = Path(__file__).parents[3]
CONTRACT = str(ROOT / "plans" / "networks" / "ppo.yaml")
PRICES = ROOT / "docs" / "examples" / "prices"


def run(*arguments: str) -> None:
    program().main(["price", CONTRACT, *arguments], prog_name="corridor", standalone_mode=False)


def test_one_service(capsys: pytest.CaptureFixture[str]) -> None:
    run("--code", "99213", "--charge", "150", "--day", "2025-03-01", "--rvu", str(PRICES / "relative_values.csv"))
    first, second = capsys.readouterr().out.splitlines()
    assert first == "claim 1 line 1, 99213: 69.16"
    assert "(clause A.3)" in second


def test_a_file_as_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    claims = tmp_path / "claims.csv"
    claims.write_text(
        "claim_id,kind,member_id,received_date,service_from,bill_type,revenue_code,procedure_code,units,charge,drg\n"
        "A,professional,M,2026-03-09,2026-03-01,,,J1100,10,5.00,\n"
        "B,institutional,M,2026-03-09,2026-03-01,11,0120,,2,9000.00,470\n"
        "B,institutional,M,2026-03-09,2026-03-01,11,0278,,1,4000.00,470\n",
        "utf-8",
    )
    options = ["--fees", str(PRICES / "injections.csv"), "--drg", str(PRICES / "drg_weights.csv"), "--json"]
    run("--claims", str(claims), *options)
    drug, room, implant = json.loads(capsys.readouterr().out)
    assert (drug["price_cents"], drug["price_line"]) == (130, "EXAMPLE-PPO injections")
    assert (room["price_cents"], room["method"], room["reason"]) == (900_000, "drg", None)
    assert room["formula"].startswith("9,400.00 x 1.9003 x 100%")
    assert (implant["price_cents"], implant["method"]) == (180_000, "percent_of_charge")


def test_no_price_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    run("--code", "99213", "--charge", "150", "--day", "2028-01-01")
    assert capsys.readouterr().out == "claim 1 line 1, 99213: no price: contract_not_in_force\n"


@pytest.mark.parametrize("arguments", [(), ("--code", "99213"), ("--code", "99213", "--charge", "1")])
def test_neither_a_file_nor_a_service(arguments: tuple[str, ...]) -> None:
    with pytest.raises(ServiceError, match="expected --claims with a file, or --code with --charge and --day"):
        run(*arguments)
