"""Cover that ends in the past, worked to the cent: decisions, accumulators, postings, recovery, stop-loss.

Two laboratory claims of the employee, one visit of the spouse; all paid on 30 January. Then an 834 says that the
family's cover ended on 15 January.

    A1, 10 January, 1,000: deductible 100, 20% of 900 = 180; the plan pays 720
    A2, 20 January,   400: 20% of 400 = 80; the plan pays 320            -> after the end
    A3, 18 January,   150, the spouse: copay 20; the plan pays 130       -> after the end

Paid 1,170. The specific deductible is 500 a person: the employee stands at 1,040, 540 above it; afterwards at 720,
220 above it. 320 + 130 = 450 are to be had back from the provider, and the next payments to him are cut by them.
"""

from datetime import date, time

import polars as pl
import pytest

from corridor.app.services.cycle import ACCOUNTS, run_round
from corridor.app.services.intake import NamedFile
from corridor.app.services.undo import undo
from corridor.app.services.verify import verify
from corridor.edi.x12.write import Envelope
from corridor.edi.x834.write import VERSION, Organization, write_834
from corridor.ledger.accounts import CLAIMS_EXPENSE, CLAIMS_PAYABLE, PROVIDER_RECOVERABLE, STOPLOSS_RECOVERABLE
from corridor.records.enrollment import ENROLLMENT
from tests.app.conftest import Shop, claim_row, claims_csv

NOBODY = pl.DataFrame(schema=ACCOUNTS)
LAST_DAY_EXCLUSIVE = date(2026, 1, 15)


def termination() -> bytes:
    """An 834 that ends the cover of family E1 on 15 January."""
    rows = [
        {
            "statement": position,
            "member_id": member,
            "subscriber_id": "E1",
            "relationship": relationship,
            "last_name": "Quill",
            "first_name": first_name,
            "action": "terminate",
            "termination_reason": "59",
            "product": "medical",
            "plan_code": "SHOP",
            "coverage_level": "ESP",
            "coverage_end_exclusive": LAST_DAY_EXCLUSIVE,
        }
        for position, (member, relationship, first_name) in enumerate(
            (("E1", "self", "Ada"), ("E1-02", "spouse", "Ben"))
        )
    ]
    return write_834(
        ENROLLMENT.from_rows(rows),
        envelope=Envelope("SHOP", "ADMINISTRATOR", "BE", VERSION, date(2026, 2, 2), time(8), 1),
        sponsor=Organization("The Shop", "990000002"),
        payer=Organization("Administrator", "990000001"),
        reference="T1",
    )


@pytest.fixture
def paid(shop: Shop) -> Shop:
    """The shop after the round that paid the three claims."""
    shop.load(
        "a.csv",
        claims_csv(
            claim_row("A1", "80053", "1000", service="2026-01-10", received="2026-01-21"),
            claim_row("A2", "80053", "400", service="2026-01-20", received="2026-01-22"),
            claim_row(
                "A3", "99213", "150", service="2026-01-18", received="2026-01-23", member="E1-02", relationship="spouse"
            ),
        ),
        date(2026, 1, 24),
    )
    run_round(shop.code, date(2026, 1, 27), NOBODY)
    return shop


@pytest.fixture
def ended(paid: Shop) -> Shop:
    """The shop after the 834."""
    taken = paid.load("end.834", termination(), date(2026, 2, 2))
    assert taken.faults == ()
    assert taken.counts["claims_redecided"] == 2
    return paid


def position_of(shop: Shop, member: str) -> tuple[int, int]:
    """Cents that count, and cents above the deductible."""
    rows = shop.rows(f"select eligible_cents, excess_cents from stoploss_position where member_id = '{member}'")
    return rows[0] if rows else (0, 0)


def test_before_the_834_all_is_paid(paid: Shop) -> None:
    assert paid.decided() == {("A1", 1): ("paid", 720_00), ("A2", 1): ("paid", 320_00), ("A3", 1): ("paid", 130_00)}
    assert paid.balances()[CLAIMS_EXPENSE] == 1_170_00
    assert CLAIMS_PAYABLE not in paid.balances()
    assert position_of(paid, "E1") == (1_040_00, 540_00)
    assert paid.balances()[STOPLOSS_RECOVERABLE] == 540_00


def test_claims_after_the_end_get_a_new_version_and_the_old_one_stands(ended: Shop) -> None:
    versions = ended.rows(
        "select claim_id, version, reason, plan_paid_cents, not_covered_cents, decided_on from decision"
        " join claim using (claim_number) order by 1, 2"
    )
    assert versions == [
        ("A1", 0, "paid", 720_00, 0, date(2026, 1, 24)),
        ("A2", 0, "paid", 320_00, 0, date(2026, 1, 24)),
        ("A2", 1, "after_termination", 0, 400_00, date(2026, 2, 2)),
        ("A3", 0, "paid", 130_00, 0, date(2026, 1, 24)),
        ("A3", 1, "after_termination", 0, 150_00, date(2026, 2, 2)),
    ]


def test_what_was_paid_is_to_be_had_back_from_the_provider(ended: Shop) -> None:
    balances = ended.balances()
    assert balances[CLAIMS_EXPENSE] == 720_00
    assert balances[PROVIDER_RECOVERABLE] == 450_00
    assert CLAIMS_PAYABLE not in balances
    assert sum(balances.values()) == 0
    reversals = ended.rows("select reverses, effective_on from journal_entry where reverses is not null order by 1")
    assert reversals == [("decision:2:0", date(2026, 2, 2)), ("decision:3:0", date(2026, 2, 2))]


def test_accumulators_are_those_of_the_claim_that_stands(ended: Shop) -> None:
    assert ended.accumulators() == {
        ("family E1", "deductible", "in"): 100_00,
        ("family E1", "out_of_pocket", "in"): 280_00,
        ("person E1", "deductible", "in"): 100_00,
        ("person E1", "out_of_pocket", "in"): 280_00,
    }


def test_the_position_falls_at_once_and_the_carriers_debt_with_the_next_round(ended: Shop) -> None:
    assert position_of(ended, "E1") == (720_00, 220_00)
    assert ended.balances()[STOPLOSS_RECOVERABLE] == 540_00
    run_round(ended.code, date(2026, 2, 3), NOBODY)
    assert ended.balances()[STOPLOSS_RECOVERABLE] == 220_00


def test_the_next_payment_to_the_provider_is_cut_by_what_he_was_overpaid(ended: Shop) -> None:
    # Family E2: 1,000, of which 100 deductible and 180 coinsurance; 720 owed, 450 offset, 270 paid.
    row = claim_row("B1", "80053", "1000", subscriber="E2", member="E2", received="2026-02-05")
    ended.load("b.csv", claims_csv(row), date(2026, 2, 6))
    run_round(ended.code, date(2026, 2, 10), NOBODY)
    paid = ended.rows("select amount_cents from payment where payee = '1000000004' order by paid_on")
    assert paid == [(1_170_00,), (270_00,)]
    assert PROVIDER_RECOVERABLE not in ended.balances()
    assert CLAIMS_PAYABLE not in ended.balances()
    assert ended.balances()["1000"] == 1_000_00


def test_paid_lines_are_taken_back_on_the_day_it_was_known(ended: Shop) -> None:
    rows = ended.rows(
        "select claim_id, amount_cents, paid_on, takes_back_paid_on from paid_line join claim using (claim_number)"
        " order by claim_id, paid_on"
    )
    paid_on, known_on = date(2026, 1, 30), date(2026, 2, 2)
    assert rows == [
        ("A1", 720_00, paid_on, None),
        ("A2", 320_00, paid_on, None),
        ("A2", -320_00, known_on, paid_on),
        ("A3", 130_00, paid_on, None),
        ("A3", -130_00, known_on, paid_on),
    ]


def test_replaying_the_files_agrees(ended: Shop) -> None:
    run_round(ended.code, date(2026, 2, 3), NOBODY)
    assert verify(ended.code).agrees


def test_a_termination_taken_back_pays_again_and_nets_against_what_was_to_be_recovered(ended: Shop) -> None:
    undo(ended.code, NamedFile("end.834", termination()), date(2026, 2, 4))
    assert ended.decided() == {("A1", 1): ("paid", 720_00), ("A2", 1): ("paid", 320_00), ("A3", 1): ("paid", 130_00)}
    balances = ended.balances()
    assert (balances[CLAIMS_PAYABLE], balances[PROVIDER_RECOVERABLE]) == (-450_00, 450_00)
    assert balances[CLAIMS_EXPENSE] == 1_170_00
    run_round(ended.code, date(2026, 2, 10), NOBODY)
    balances = ended.balances()
    assert CLAIMS_PAYABLE not in balances
    assert PROVIDER_RECOVERABLE not in balances
    assert balances["1000"] == 1_000_00
    assert position_of(ended, "E1") == (1_040_00, 540_00)
    assert verify(ended.code).agrees


def test_claims_taken_back_after_they_were_paid_are_to_be_recovered_whole(paid: Shop) -> None:
    content = paid.rows("select convert_from(content, 'UTF8') from stored_file where name = 'a.csv'")[0][0]
    undo(paid.code, NamedFile("a.csv", content.encode()), date(2026, 2, 2))
    balances = paid.balances()
    assert balances[PROVIDER_RECOVERABLE] == 1_170_00
    assert CLAIMS_EXPENSE not in balances
    assert paid.accumulators() == {}
    assert position_of(paid, "E1")[0] == 0
    run_round(paid.code, date(2026, 2, 3), NOBODY)
    assert STOPLOSS_RECOVERABLE not in paid.balances()
    assert verify(paid.code).agrees
