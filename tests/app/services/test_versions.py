"""Versions of a claim in the store, worked to the cent: replacement, void, late original, what is reported.

The plan of the shop: network deductible 100, then 80/20 on laboratory tests.
"""

from datetime import date
from typing import Any

import polars as pl
import pytest

from corridor.app.services.cycle import ACCOUNTS, run_round
from corridor.app.services.explain import explain
from corridor.app.services.intake import NamedFile
from corridor.app.services.undo import undo
from corridor.app.services.verify import verify
from corridor.app.store.tenancy import tenant_transaction
from corridor.ledger.accounts import CLAIMS_EXPENSE, PROVIDER_RECOVERABLE
from tests.app.conftest import CLAIM_COLUMNS, Shop, claim_row

NPI = "1000000004"
BANK = pl.DataFrame([{"payee": NPI, "routing": "091000019", "account": "1"}], schema=ACCOUNTS)


def version_row(claim_id: str, charge: str, frequency: str = "1", of: str = "", **more: Any) -> str:
    return f"{claim_row(claim_id, '80053', charge, **more)},{frequency},{of}"


def versions_csv(*rows: str) -> str:
    return "\n".join((f"{CLAIM_COLUMNS},frequency,original_reference", *rows)) + "\n"


@pytest.fixture
def paid(shop: Shop) -> Shop:
    """A claim of 600 paid with 400: 100 of deductible, 20% of 500."""
    shop.load("a.csv", versions_csv(version_row("A", "600")), date(2026, 1, 24))
    run_round(shop.code, date(2026, 1, 27), BANK)
    assert shop.decided() == {("A", 1): ("paid", 400_00)}
    return shop


def remittance(shop: Shop, day: str) -> list[str]:
    """CLP segments of the 835 of the round of a day."""
    with tenant_transaction(shop.code) as tx:
        content = tx.scalar("select content from stored_file where name = %s", [f"{day}_remittances.835"])
    return [part.strip() for part in bytes(content).decode().split("~") if part.strip().startswith("CLP*")]


def test_a_replacement_takes_the_place_of_what_was_paid(paid: Shop) -> None:
    taken = paid.load("b.csv", versions_csv(version_row("B", "500", "7", "A", received="2026-02-01")), date(2026, 2, 2))
    assert taken.counts["claims_redecided"] == 1
    assert paid.decided() == {("A", 1): ("replaced", 0), ("B", 1): ("paid", 320_00)}
    assert paid.accumulators()[("person E1", "deductible", "in")] == 100_00
    balances = paid.balances()
    assert (balances[CLAIMS_EXPENSE], balances[PROVIDER_RECOVERABLE]) == (320_00, 400_00)
    paid.load(
        "c.csv", versions_csv(version_row("C", "300", received="2026-02-03", service="2026-01-12")), date(2026, 2, 4)
    )
    run_round(paid.code, date(2026, 2, 10), BANK)
    # 320 and 240 are owed, 400 come back: the reversal, the correction and the new claim are told together.
    assert paid.rows("select amount_cents from payment order by payment_number")[-1] == (160_00,)
    assert [part.split("*")[1:4:1] + part.split("*")[4:5] for part in remittance(paid, "2026-02-10")] == [
        ["A", "22", "-600", "-400"],
        ["B", "1", "500", "320"],
        ["C", "1", "300", "240"],
    ]
    assert verify(paid.code).agrees


def test_a_void_takes_all_back(paid: Shop) -> None:
    paid.load("b.csv", versions_csv(version_row("B", "600", "8", "1", received="2026-02-01")), date(2026, 2, 2))
    assert paid.decided() == {("A", 1): ("voided", 0), ("B", 1): ("void", 0)}
    assert paid.accumulators() == {}
    assert paid.balances()[PROVIDER_RECOVERABLE] == 400_00
    assert CLAIMS_EXPENSE not in paid.balances()
    assert "voided" in str(explain(paid.code, "A").lines[0])
    assert verify(paid.code).agrees


def test_the_void_itself_can_be_taken_back(paid: Shop) -> None:
    content = versions_csv(version_row("B", "600", "8", "1", received="2026-02-01"))
    paid.load("b.csv", content, date(2026, 2, 2))
    undo(paid.code, NamedFile("b.csv", content.encode()), date(2026, 2, 3))
    assert paid.decided() == {("A", 1): ("paid", 400_00), ("B", 1): ("withdrawn", 0)}
    assert paid.balances()[CLAIMS_EXPENSE] == 400_00
    assert verify(paid.code).agrees


def test_an_original_that_comes_late_is_replaced_at_once(shop: Shop) -> None:
    shop.load("b.csv", versions_csv(version_row("B", "500", "7", "A", received="2026-02-01")), date(2026, 2, 2))
    assert shop.decided() == {("B", 1): ("original_not_found", 0)}
    shop.load("a.csv", versions_csv(version_row("A", "600", received="2026-02-03")), date(2026, 2, 4))
    assert shop.decided() == {("A", 1): ("replaced", 0), ("B", 1): ("paid", 320_00)}
    assert verify(shop.code).agrees


def test_bad_references_are_named_and_change_nothing(paid: Shop) -> None:
    rows = (
        version_row("B", "500", "8", "A", received="2026-02-01", npi="1000000012"),
        version_row("C", "500", "7", "1", received="2026-02-01", subscriber="E2", member="E2"),
        version_row("D", "500", "7", "99", received="2026-02-01"),
        version_row("X", "500", "8", "A", received="2026-02-01", subscriber="E9", member="E9"),
    )
    paid.load("b.csv", versions_csv(*rows), date(2026, 2, 2))
    assert {claim: reason for (claim, _), (reason, _) in paid.decided().items()} == {
        "A": "paid",
        "B": "original_of_another",
        "C": "original_of_another",
        "D": "original_not_found",
        "X": "unknown_member",
    }
    assert verify(paid.code).agrees


def test_a_file_holds_versions_and_other_claims(paid: Shop) -> None:
    rows = (
        version_row("B", "500", "7", "A", received="2026-02-01"),
        version_row("E", "300", received="2026-02-01", subscriber="E2", member="E2"),
        version_row("V", "500", "8", "B", received="2026-02-02"),
    )
    taken = paid.load("b.csv", versions_csv(*rows), date(2026, 2, 3))
    assert (taken.counts["claims"], taken.counts["claims_redecided"]) == (3, 1)
    assert paid.decided() == {
        ("A", 1): ("replaced", 0),
        ("B", 1): ("voided", 0),
        ("E", 1): ("paid", 160_00),
        ("V", 1): ("void", 0),
    }
    assert verify(paid.code).agrees
