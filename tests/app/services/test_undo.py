"""A mistaken load is taken back: what followed from it is reversed, and loading again works.

The plan of the shop: network deductible 100, then 80/20 on laboratory tests; an office visit costs 20.
"""

from datetime import date

import pytest

from corridor.app.services.errors import ServiceError
from corridor.app.services.intake import NamedFile, TakenIn
from corridor.app.services.undo import undo
from corridor.app.services.verify import verify
from corridor.ledger.accounts import CLAIMS_EXPENSE, CLAIMS_PAYABLE, LedgerError
from tests.app.conftest import FOUNDED_ON, SHOP, Database, Shop, claim_row, claims_csv, new_shop

MISTAKEN = claims_csv(claim_row("A1", "80053", "300"))
LATER = claims_csv(claim_row("B1", "80053", "200", service="2026-01-12"))
MEMBERS = (SHOP / "members.csv").read_text()


def take_back(shop: Shop, name: str, content: str, as_of: date = date(2026, 2, 2)) -> TakenIn:
    return undo(shop.code, NamedFile(name, content.encode()), as_of)


def test_undone_claims_give_back_what_they_used_and_later_claims_are_decided_again(shop: Shop) -> None:
    # A1: 300, of which 100 deductible and 20% of 200 are the member's: the plan pays 160. B1 then: 80% of 200 = 160.
    shop.load("a.csv", MISTAKEN, date(2026, 1, 21))
    shop.load("b.csv", LATER, date(2026, 1, 22))
    assert shop.decided() == {("A1", 1): ("paid", 160_00), ("B1", 1): ("paid", 160_00)}
    taken = take_back(shop, "a.csv", MISTAKEN)
    assert (taken.kind, taken.counts) == ("undo", {"families_touched": 1, "claims_redecided": 2})
    # Without A1 the deductible is B1's: 200 - 100 = 100, of which the plan pays 80.
    assert shop.decided() == {("A1", 1): ("withdrawn", 0), ("B1", 1): ("paid", 80_00)}
    assert shop.balances() == {CLAIMS_PAYABLE: -80_00, CLAIMS_EXPENSE: 80_00}
    assert shop.accumulators() == {
        ("family E1", "deductible", "in"): 100_00,
        ("family E1", "out_of_pocket", "in"): 120_00,
        ("person E1", "deductible", "in"): 100_00,
        ("person E1", "out_of_pocket", "in"): 120_00,
    }
    assert verify(shop.code).agrees


def test_accumulators_stand_as_if_the_undone_claims_had_never_come(shop: Shop) -> None:
    other = new_shop()
    other.load("members.csv", MEMBERS, FOUNDED_ON)
    for name, content in (("a.csv", MISTAKEN), ("b.csv", LATER)):
        shop.load(name, content, date(2026, 1, 22))
    other.load("b.csv", LATER, date(2026, 1, 22))
    take_back(shop, "a.csv", MISTAKEN)
    assert shop.accumulators() == other.accumulators()
    assert shop.balances() == other.balances()


def test_every_reversal_is_linked_and_nothing_is_edited(shop: Shop) -> None:
    shop.load("a.csv", MISTAKEN, date(2026, 1, 21))
    before = shop.rows("select * from posting order by id")
    take_back(shop, "a.csv", MISTAKEN)
    after = shop.rows("select * from posting order by id")
    assert after[: len(before)] == before
    links = shop.rows("select reverses, effective_on from journal_entry where reverses is not null")
    assert links == [("decision:1:0", date(2026, 2, 2))]


def test_an_undone_file_can_be_taken_in_again(shop: Shop) -> None:
    shop.load("a.csv", MISTAKEN, date(2026, 1, 21))
    once = shop.accumulators(), shop.balances()
    take_back(shop, "a.csv", MISTAKEN)
    assert (shop.accumulators(), shop.balances()) == ({}, {})
    again = shop.load("a.csv", MISTAKEN, date(2026, 2, 3))
    assert again.is_new
    assert (shop.accumulators(), shop.balances()) == once
    assert not shop.load("a.csv", MISTAKEN, date(2026, 2, 4)).is_new
    assert verify(shop.code).agrees


def test_undone_enrolment_denies_what_it_had_covered(shop: Shop) -> None:
    more = MEMBERS.splitlines()[0] + "\nE3,E3,self,Teal,Dot,1985-01-01,F,medical,SHOP,EMP,2026-01-01,\n"
    shop.load("more.csv", more, date(2026, 1, 5))
    shop.load("c.csv", claims_csv(claim_row("C1", "99213", "150", subscriber="E3", member="E3")), date(2026, 1, 21))
    assert shop.decided() == {("C1", 1): ("paid", 130_00)}
    take_back(shop, "more.csv", more)
    assert shop.decided() == {("C1", 1): ("unknown_member", 0)}
    assert (shop.accumulators(), shop.balances()) == ({}, {})
    assert shop.rows("select count(*) from coverage") == [(3,)]
    assert verify(shop.code).agrees
    shop.load("more.csv", more, date(2026, 2, 3))
    assert shop.decided() == {("C1", 1): ("paid", 130_00)}
    assert verify(shop.code).agrees


def test_undone_providers_leave_claims_out_of_the_network(shop: Shop) -> None:
    providers = (
        "npi,name,network,allowed_bp,effective_from,effective_to_exclusive\n1000000004,Practice,in,8000,2026-01-01,\n"
    )
    shop.load("providers.csv", providers, date(2026, 1, 5))
    row = claim_row("D1", "99213", "150", network="")
    shop.load("d.csv", claims_csv(row), date(2026, 1, 21))
    # In the network 80% of 150 is allowed, less the copay of 20; outside, half is, all below the deductible of 200.
    assert shop.decided() == {("D1", 1): ("paid", 100_00)}
    take_back(shop, "providers.csv", providers)
    assert shop.decided() == {("D1", 1): ("paid", 0)}
    assert shop.balances() == {}
    assert shop.accumulators()["person E1", "deductible", "out"] == 75_00
    assert verify(shop.code).agrees


def test_a_file_that_is_not_in_cannot_be_undone(shop: Shop) -> None:
    with pytest.raises(ServiceError) as error:
        take_back(shop, "never.csv", MISTAKEN)
    assert str(error.value) == "never.csv: found no load of this file that stands, expected one to take back"


def test_a_load_is_undone_once(shop: Shop) -> None:
    shop.load("a.csv", MISTAKEN, date(2026, 1, 21))
    take_back(shop, "a.csv", MISTAKEN)
    with pytest.raises(ServiceError, match="found no load of this file that stands"):
        take_back(shop, "a.csv", MISTAKEN)


def test_a_sponsors_own_documents_cannot_be_undone(shop: Shop) -> None:
    arrangement = (SHOP / "arrangement.yaml").read_text().replace("code: SHOP", f"code: {shop.code}")
    with pytest.raises(ServiceError, match="found no load of this file that stands"):
        take_back(shop, "arrangement.yaml", arrangement)


def test_without_its_original_a_duplicate_is_paid(shop: Shop) -> None:
    shop.load("a.csv", MISTAKEN, date(2026, 1, 21))
    shop.load("b.csv", claims_csv(claim_row("A1", "80053", "300", received="2026-01-22")), date(2026, 1, 22))
    assert [reason for (reason,) in shop.rows("select reason from decision order by claim_number")] == [
        "paid",
        "duplicate",
    ]
    take_back(shop, "a.csv", MISTAKEN)
    stands = shop.rows("select claim_number, reason from decision where version = 1 order by 1")
    assert stands == [(1, "withdrawn"), (2, "paid")]
    assert shop.balances() == {CLAIMS_PAYABLE: -160_00, CLAIMS_EXPENSE: 160_00}
    assert verify(shop.code).agrees


def test_a_load_is_not_undone_on_a_day_before_it(shop: Shop, database: Database) -> None:
    shop.load("a.csv", MISTAKEN, date(2026, 1, 21))
    before = database.digest(but=())
    with pytest.raises(LedgerError, match="found a reversal on 2026-01-20, expected 2026-01-21 or later"):
        take_back(shop, "a.csv", MISTAKEN, date(2026, 1, 20))
    assert database.digest(but=()) == before
