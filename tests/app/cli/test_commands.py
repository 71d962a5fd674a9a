"""Commands: what they print for people, `--json` for programs, exit codes for scripts."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import typer

from corridor.app.cli.main import app
from tests.app.cli.conftest import Corridor
from tests.app.conftest import Database, Shop, claim_row, claims_csv
from tests.conftest import clone

COMMANDS_PAGE = Path(__file__).parents[3] / "docs" / "reference" / "commands.md"
AS_OF = date(2026, 1, 21)
HEAVY = ("django", "polars", "numba", "psycopg", "numpy")
BANK_STATEMENT = ("ledger", "statement", "--account", "1000", "--from", "2026-02-01", "--to", "2026-04-30")


def test_the_command_line_loads_nothing_heavy_before_it_runs_a_command() -> None:
    code = f"import corridor.app.cli.main, sys; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def command_names(group: typer.Typer, prefix: str = "corridor") -> Iterator[str]:
    for command in group.registered_commands:
        assert command.callback is not None
        yield f"{prefix} {command.name or command.callback.__name__.replace('_', '-')}"
    for inner in group.registered_groups:
        assert inner.typer_instance is not None
        yield from command_names(inner.typer_instance, f"{prefix} {inner.name}")


def test_every_command_has_its_heading_in_the_reference() -> None:
    headings = {line.lstrip("#").strip(" `") for line in COMMANDS_PAGE.read_text().splitlines() if line[:1] == "#"}
    assert set(command_names(app)) - headings == set()


def test_what_is_read_as_data_parses(on_demo: Corridor) -> None:
    balances = on_demo("ledger", "trial-balance", "--json").data
    assert sum(row["balance_cents"] for row in balances) == 0
    assert sum(row["debit_cents"] - row["credit_cents"] for row in balances) == 0
    statement = on_demo(*BANK_STATEMENT, "--json").data
    moved = sum(line["amount_cents"] for line in statement["lines"])
    assert statement["opening_cents"] + moved == statement["closing_cents"]
    assert statement["lines"][-1]["running_cents"] == statement["closing_cents"]
    explained = on_demo("explain", "1", "--json").data
    assert [line["line_number"] for line in explained["lines"]] == list(range(1, len(explained["lines"]) + 1))
    assert all(line["explanation"] for line in explained["lines"])


def test_the_trial_balance_for_people_ends_with_zero(on_demo: Corridor) -> None:
    ran = on_demo("ledger", "trial-balance", "--sponsor", "harbor")
    assert ran.code == 0
    assert ran.out.startswith("HARBOR: trial balance")
    assert ran.out.split()[-1] == "0.00"


def test_balances_as_of_a_day_count_nothing_later(on_demo: Corridor) -> None:
    early = on_demo("ledger", "trial-balance", "--as-of", "2026-02-28", "--json").data
    late = on_demo("ledger", "trial-balance", "--json").data
    assert sum(row["balance_cents"] for row in early) == 0
    legs = [sum(row["legs"] for row in rows) for rows in (early, late)]
    assert 0 < legs[0] < legs[1]


def test_statements_join(on_demo: Corridor) -> None:
    first = on_demo(*BANK_STATEMENT, "--json").data
    days = ("--from", "2026-05-01", "--to", "2026-12-31")
    second = on_demo("ledger", "statement", "--account", "claims account (bank)", *days, "--json").data
    assert second["opening_cents"] == first["closing_cents"]
    assert second["closing_cents"] == 400_000_00


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("ledger", "statement", "--account", "9", "--from", "2026-01-01", "--to", "2026-01-31"),
            "account: found '9', expected one of 1000, 1100, 1150, 1200, 1300, 2000, 2010,"
            " 2020, 2030, 2100, 2150, 2200, 3000, 4000, 4100, 5000, 5050, 5100, 5150, 5200, 5300",
        ),
        (
            ("ledger", "statement", "--account", "1000", "--from", "2026-02-01", "--to", "2026-01-31"),
            "statement: found days 2026-02-01 to 2026-01-31, expected the first day first",
        ),
        (
            ("ledger", "trial-balance", "--as-of", "2020-01-01"),
            "journal: found no posting, expected one at least; nothing posted is not a balance of zero",
        ),
        (
            ("ledger", "trial-balance", "--sponsor", "nobody"),
            "sponsor: found 'nobody', expected one of MERIDIAN, HARBOR",
        ),
        (("explain", "no-such"), "claim: found none of that number, expected Corridor's number or the sender's"),
        (("explain", "1", "--lang", "de"), "--lang: found 'de', expected en or tr"),
    ],
)
def test_a_wrong_question_is_one_line_and_exit_code_1(
    on_demo: Corridor, arguments: tuple[str, ...], message: str
) -> None:
    ran = on_demo(*arguments)
    assert (ran.code, ran.out, ran.err) == (1, "", message + "\n")


def test_the_day_has_one_form(on_demo: Corridor) -> None:
    assert on_demo("ledger", "trial-balance", "--as-of", "28.02.2026").code == 2


def test_loads_undoes_and_rounds_answer_in_json(shop: Shop, corridor: Corridor, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(claims_csv(claim_row("A1", "99213", "150")))
    whose = ("--sponsor", shop.code, "--json")
    loaded = corridor("load", path, "--as-of", "2026-01-21", *whose).data
    assert [(one["name"], one["kind"], one["is_new"]) for one in loaded] == [("a.csv", "claims", True)]
    assert loaded[0]["counts"] == {"claims": 1, "lines": 1, "lines_paid": 1, "plan_paid_cents": 130_00}
    again = corridor("load", path, "--as-of", "2026-01-21", *whose).data
    assert (again[0]["is_new"], again[0]["counts"]["plan_paid_cents"]) == (False, 130_00)
    round_ = corridor("round", "--as-of", "2026-01-27", *whose).data
    # 130 for the claim, 2 employees at 10 and 20; and the float of 1,000.
    assert (round_["paid_cents"], round_["called_cents"], round_["payments"]) == (190_00, 1_190_00, 3)
    undone = corridor("undo", path, "--as-of", "2026-01-28", *whose).data
    assert (undone["kind"], undone["counts"]) == ("undo", {"families_touched": 1, "claims_redecided": 1})


def test_verify_agrees_with_the_demo(on_demo: Corridor) -> None:
    ran = on_demo("verify", "--json")
    assert ran.code == 0
    assert [(v["sponsor"], v["agrees"], v["cents"]) for v in ran.data] == [("MERIDIAN", True, 0), ("HARBOR", True, 0)]


def test_verify_names_the_first_difference_and_exits_with_1(shop: Shop, corridor: Corridor, database: Database) -> None:
    shop.load("a.csv", claims_csv(claim_row("A1", "80053", "900")), AS_OF)
    assert corridor("verify", "--sponsor", shop.code).code == 0
    with database.connected() as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute(
            "update decision set plan_paid_cents = 63900 where tenant_id = (select id from tenant where code = %s)",
            [shop.code],
        )
    ran = corridor("verify", "--sponsor", shop.code)
    assert ran.code == 1
    assert ran.out.splitlines() == [
        f"{shop.code}: 2 differences, 1.00 in money",
        "  decision claim_number 1 line_number 1 version 0, plan_paid_cents: found 63900, expected 64000",
    ]
    every = corridor("verify", "--sponsor", shop.code, "--all").out.splitlines()
    assert every[2].startswith("  chain batch 3, claims, link: found another hash link")
    as_data = corridor("verify", "--sponsor", shop.code, "--json")
    assert (as_data.code, as_data.data[0]["agrees"], len(as_data.data[0]["differences"])) == (1, False, 2)


def test_a_store_without_a_sponsor_says_how_to_make_one(
    home: Path, template: str, run_on: Callable[[Database], Corridor], worker_id: str
) -> None:
    clone(home, template, f"nobody_{worker_id}")
    ran = run_on(Database(home, f"nobody_{worker_id}"))("verify")
    assert ran.code == 1
    assert ran.err == "sponsor: found none in the store, expected one; `corridor demo` makes one\n"


def test_a_second_demo_says_that_nothing_was_changed_and_prints_the_same_page(
    run_on: Callable[[Database], Corridor], own_demo: Database
) -> None:
    corridor = run_on(own_demo)
    before = own_demo.digest(but=())
    ran = corridor("demo", "--small")
    assert ran.code == 0
    assert "files were already taken in; nothing was changed" in ran.err
    for heading in (
        "Meridian Manufacturing, as of 2026-06-30",
        "Paid against budget by month",
        "fund balance: 400,000.00",
        "Largest claimants against their specific deductible",
        "Aggregate position",
        "Lines by decision and reason",
        "decided without a person",
        "Trial balance",
    ):
        assert heading in ran.out
    assert ran.out.split()[-1] == "0.00"
    data = corridor("demo", "--small", "--json").data
    assert sum(account["balance_cents"] for account in data["trial_balance"]) == 0
    assert data["fund_cents"] == 400_000_00
    assert own_demo.digest(but=()) == before


def test_stopping_what_does_not_run_says_so(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from corridor.app.cli.main import run; run()", "stop"],
        env={**os.environ, "CORRIDOR_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, f"no server was running for {tmp_path}\n")
    assert list(tmp_path.iterdir()) == []
