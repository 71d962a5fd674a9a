"""The main job on the demo's files: what must be true of the money when it is done."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from corridor.app.services.books import trial_balance
from corridor.app.services.demo import generate
from corridor.app.services.demo.generate import make_files
from corridor.app.services.demo.run import run_demo
from corridor.app.services.errors import ServiceError
from corridor.app.services.summary import summarise
from corridor.app.store.tenancy import tenant_transaction
from corridor.banking.nacha_check import check
from corridor.edi.x835.balance import check_balance
from corridor.ledger.accounts import CLAIMS_ACCOUNT, PROVIDER_RECOVERABLE
from tests.app.conftest import Database

SPONSORS = {"MERIDIAN": 400_000_00, "HARBOR": 5_000_00}
"""Sponsor -> the float that its arrangement asks for."""
VENDORS = {"ADMINISTRATOR", "STOPLOSS"}


def rows(query: str, sponsor: str = "MERIDIAN") -> list[dict[str, Any]]:
    with tenant_transaction(sponsor) as tx:
        return tx.read(query).to_dicts()


def files_out(kind: str) -> list[tuple[str, bytes]]:
    """Name and bytes of the files of a kind that Meridian's rounds wrote."""
    with tenant_transaction("MERIDIAN") as tx, tx.cursor() as cursor:
        cursor.execute(
            "select name, content from stored_file where direction = 'out' and kind = %s order by id", [kind]
        )
        return [(name, bytes(body)) for name, body in cursor.fetchall()]


@pytest.mark.parametrize(("sponsor", "target"), SPONSORS.items())
def test_the_trial_balance_is_zero_and_the_fund_is_its_float(demo: Database, sponsor: str, target: int) -> None:
    accounts = trial_balance(sponsor)
    assert accounts.get_column("balance_cents").sum() == 0
    assert accounts.filter(pl.col("account") == CLAIMS_ACCOUNT).get_column("balance_cents").to_list() == [target]
    assert summarise(sponsor, date(2026, 6, 30)).fund_cents == target


def test_every_entry_sums_to_zero(demo: Database) -> None:
    with demo.connected() as connection:
        query = "select count(*) from (select 1 from posting group by entry_id having sum(amount_cents) <> 0) as uneven"
        assert connection.execute(query).fetchone() == (0,)


def test_the_late_end_of_cover_takes_back_what_was_paid(demo: Database) -> None:
    again = rows(
        "select d.claim_number, d.reason, d.decided_on, was.plan_paid_cents, was.reason as reason_was from decision d"
        " join decision was using (claim_number, line_number) where d.version = 1 and was.version = 0"
    )
    assert {row["reason"] for row in again} == {"after_termination"}
    assert {row["reason_was"] for row in again} == {"paid"}
    taken_back = sum(row["plan_paid_cents"] for row in again)
    assert taken_back > 0
    reversals = rows(
        "select r.entry_key, r.reverses, o.entry_kind, p.account, p.amount_cents from journal_entry r"
        " join journal_entry o on o.entry_key = r.reverses join posting p on p.entry_id = r.id"
    )
    assert {row["entry_kind"] for row in reversals} == {"decision"}
    assert sum(row["amount_cents"] for row in reversals if row["account"] == PROVIDER_RECOVERABLE) == taken_back
    stands = rows("select claim_number, sum(amount_cents)::bigint as cents from paid_line group by 1")
    numbers = {row["claim_number"] for row in again}
    assert {row["cents"] for row in stands if row["claim_number"] in numbers} <= {0}


def test_later_payments_to_the_same_providers_offset_what_they_were_overpaid(demo: Database) -> None:
    moves = rows(
        "select amount_cents, entry_kind from posting_row"
        f" where account = '{PROVIDER_RECOVERABLE}' and plan_code <> 'STD'"
    )
    assert sum(move["amount_cents"] for move in moves) == 0
    assert {move["entry_kind"] for move in moves if move["amount_cents"] < 0} == {"payment"}


def test_a_benefit_paid_before_the_coverage_was_ended_stays_owed_by_the_employee(demo: Database) -> None:
    # 60% of 930 a week for 19 days: 558 x 19 / 7.
    owed = rows(
        "select payee, sum(amount_cents)::bigint as cents from posting"
        f" where account = '{PROVIDER_RECOVERABLE}' and plan_code = 'STD' group by 1"
    )
    assert [row["cents"] for row in owed] == [1514_57]


def test_a_claimant_passes_the_specific_deductible_and_the_carrier_owes_it(demo: Database) -> None:
    beyond = rows("select * from stoploss_position where coverage = 'specific' and excess_cents > 0")
    assert len(beyond) == 1
    assert beyond[0]["excess_cents"] == beyond[0]["eligible_cents"] - beyond[0]["deductible_cents"]
    recovered = rows("select -sum(amount_cents)::bigint as cents from posting where account = '4000'")
    assert recovered[0]["cents"] >= beyond[0]["reimbursement_cents"] == beyond[0]["excess_cents"]


def test_everything_that_the_generator_plants_is_found(demo: Database) -> None:
    found = {row["reason"] for row in rows("select distinct reason from decision")}
    assert found == {
        "paid",
        "unknown_member",
        "after_termination",
        "duplicate",
        "unknown_code",
        "other_payer_first",
        "amount_above_limit",
        "handled_by_hand",
        "elimination_period",
        "not_yet_due",
    }


def test_of_every_line_the_charge_is_the_sum_of_its_parts(demo: Database) -> None:
    parts = [
        "plan_paid",
        "deductible",
        "coinsurance",
        "copay",
        "over_limit",
        "write_off",
        "above_allowed",
        "not_covered",
    ]
    total = " + ".join(f"{part}_cents" for part in parts)
    assert rows(f"select claim_number from decision where charge_cents <> {total}") == []


def test_a_second_run_changes_no_row_of_any_table(own_demo: Database, tmp_path: Path) -> None:
    before = own_demo.digest(but=())
    run = run_demo(make_files(tmp_path, small=True), small=True)
    assert (run.files_new, run.rounds) == (0, 0)
    assert run.files_known == sum(1 for path in tmp_path.rglob("*") if path.is_file())
    assert own_demo.digest(but=()) == before


def test_every_remittance_balances_and_every_ach_file_is_sound(demo: Database) -> None:
    remittances, ach = files_out("835"), files_out("ach")
    assert remittances
    assert ach
    assert {name: check_balance(content) for name, content in remittances} == {name: [] for name, _ in remittances}
    assert {name: check(content) for name, content in ach} == {name: [] for name, _ in ach}


def test_ach_credits_remittances_payments_and_the_bank_agree(demo: Database) -> None:
    payments = rows("select payee, paid_on, amount_cents, method from payment")
    to_payees = sum(row["amount_cents"] for row in payments if row["payee"] not in VENDORS)
    assert sum(totals(content)[1] for _, content in files_out("ach")) == to_payees
    to_employees = rows(
        "select sum(amount_cents)::bigint as cents from paid_line where product = 'disability' and amount_cents > 0"
    )
    to_providers = to_payees - to_employees[0]["cents"]
    assert sum(remitted(content) for _, content in files_out("835")) == to_providers
    bank = rows(
        "select entry_kind, sum(amount_cents)::bigint as cents from posting_row where account = '1000' group by 1"
    )
    moved = {row["entry_kind"]: row["cents"] for row in bank}
    assert moved["payment"] == -sum(row["amount_cents"] for row in payments)
    calls = rows("select coalesce(sum(amount_cents), 0)::bigint as cents from funding_call")[0]["cents"]
    assert sum(totals(content)[0] for _, content in files_out("ach")) == calls == moved["deposit"]


def totals(ach: bytes) -> tuple[int, int]:
    """Debits and credits of an ACH file's control record, cents."""
    control = next(line for line in ach.decode().splitlines() if line.startswith("9") and set(line) != {"9"})
    return int(control[31:43]), int(control[43:55])


def remitted(content: bytes) -> int:
    """Sum of BPR02 over the transactions of an 835, cents."""
    bpr = [segment.split("*") for segment in content.decode().split("~") if segment.strip().startswith("BPR")]
    return sum(round(float(elements[2]) * 100) for elements in bpr)


def test_another_demo_is_refused_before_it_changes_anything(
    own_demo: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generate, "SMALL_EMPLOYEES", generate.SMALL_EMPLOYEES + 1)
    before = own_demo.digest(but=())
    with pytest.raises(ServiceError) as error:
        run_demo(make_files(tmp_path, small=True), small=True)
    assert str(error.value) == (
        "demo: found sponsor MERIDIAN with other files, expected an empty store or the same demo;"
        " set CORRIDOR_HOME to another folder"
    )
    assert own_demo.digest(but=()) == before
