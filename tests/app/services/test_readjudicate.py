"""What came in since a day, decided again: exactly the families that it touches, what it moves, whom it asks.

The plan of the shop: network deductible 100, then 80/20 on laboratory tests; out of network half of the charge is
recognised, with a deductible of 200.
"""

from collections import defaultdict
from datetime import date
from typing import Any

import polars as pl
import pytest

from corridor.app.services.cycle import ACCOUNTS, run_round
from corridor.app.services.errors import ServiceError
from corridor.app.services.intake import NamedFile, take_in
from corridor.app.services.letters import letter_files, letters_of
from corridor.app.services.readjudication.asked import Asked
from corridor.app.services.readjudication.run import Readjudicated, readjudicate
from corridor.app.services.sponsors import add_sponsor, chosen_sponsor
from corridor.app.services.undo import undo
from corridor.app.services.verify import verify
from corridor.app.store.tenancy import tenant_transaction
from corridor.ledger.accounts import CLAIMS_EXPENSE, PROVIDER_RECOVERABLE
from tests.app.conftest import FOUNDED_ON, SHOP, Database, Shop, claim_row, claims_csv, shop_documents
from tests.app.services.test_late_termination import termination
from tests.app.services.test_rescission import contributions, ends, guarded

__all__ = ["guarded"]

SINCE, ON = date(2026, 3, 1), date(2026, 3, 15)
NOBODY = pl.DataFrame(schema=ACCOUNTS)
NPI, OTHER_NPI = "1000000004", "1000000012"


def listing(*rows: str) -> str:
    return "\n".join(("npi,name,network,allowed_bp,effective_from,effective_to_exclusive", *rows)) + "\n"


def run(shop: Shop, on: date = ON, **asked: Any) -> Readjudicated:
    commit = asked.pop("commit", False)
    return readjudicate(shop.code, Asked(asked.pop("since", SINCE), "a contract", **asked), on, is_dry_run=not commit)


def open_claim(claim_id: str, charge: str, **more: Any) -> str:
    """A claim that does not say itself whether its provider is in the network."""
    return claim_row(claim_id, "80053", charge, network="", **more)


@pytest.fixture
def paid(shop: Shop) -> Shop:
    """Both families have seen a provider who was in the network with 100% of charge; all is paid."""
    shop.load("p.csv", listing(f"{NPI},A,in,,2026-01-01,", f"{OTHER_NPI},B,in,,2026-01-01,"), date(2026, 1, 5))
    rows = (
        open_claim("A", "600", service="2026-01-10"),
        open_claim("B", "600", service="2026-02-10", received="2026-02-12", subscriber="E2", member="E2"),
        open_claim(
            "C", "300", service="2026-02-11", received="2026-02-13", npi=OTHER_NPI, subscriber="E2", member="E2"
        ),
    )
    shop.load("c.csv", claims_csv(*rows), date(2026, 2, 14))
    run_round(shop.code, date(2026, 2, 17), NOBODY)
    assert [cents for _, cents in shop.decided().values()] == [400_00, 400_00, 240_00]
    return shop


NEW_CONTRACT = listing(f"{NPI},A,in,5000,2026-02-01,")
"""From February the provider takes half of its charge: touches E2, whose visit was on 10 February, and nobody else."""


def test_a_load_changes_nothing_and_the_rehearsal_says_what_it_would(paid: Shop, database: Database) -> None:
    paid.load("new.csv", NEW_CONTRACT, date(2026, 3, 2))
    before = paid.decided(), paid.balances(), database.digest(but=())
    done = run(paid)
    assert (done.seq, done.families, done.by_cause) == (None, 1, {"providers": 1})
    # 300 in place of 600: 100 of deductible, 160 paid; the employee's share falls from 200 to 140.
    assert (done.effect.claims, done.effect.lines) == (1, 1)
    assert (done.effect.plan_moved_cents, done.effect.member_moved_cents) == (-240_00, -60_00)
    assert [(one.payee, one.plan_code, one.amount_cents) for one in done.effect.asked_back] == [(NPI, "SHOP", 240_00)]
    assert (paid.decided(), paid.balances(), database.digest(but=())) == before


def test_committed_it_is_one_batch_with_a_letter(paid: Shop) -> None:
    paid.load("new.csv", NEW_CONTRACT, date(2026, 3, 2))
    done = run(paid, commit=True)
    assert (done.families, done.letters) == (1, 1)
    assert paid.decided()["B", 1] == ("paid", 160_00)
    assert paid.balances()[PROVIDER_RECOVERABLE] == 400_00
    assert paid.balances()[CLAIMS_EXPENSE] == 400_00 + 160_00 + 240_00
    assert [(one.payee, one.amount_cents, one.written_on) for one in letters_of(paid.code, "en")] == [(NPI, 240_00, ON)]
    for language in ("en", "tr"):
        name, content = letter_files(paid.code, language)[0]
        assert name.endswith(f".{language}.pdf")
        assert content.startswith(b"%PDF")
    again = run(paid, on=date(2026, 3, 16), since=date(2026, 3, 15), commit=True)
    assert (again.families, again.effect.claims, again.letters) == (0, 0, 0)
    assert verify(paid.code).agrees


def test_a_file_that_was_taken_back_touches_nobody(paid: Shop) -> None:
    paid.load("new.csv", NEW_CONTRACT, date(2026, 3, 2))
    undo(paid.code, NamedFile("new.csv", NEW_CONTRACT.encode()), date(2026, 3, 3))
    assert run(paid).families == 0


def test_other_coverage_touches_whom_it_covers_on_a_day_of_service(paid: Shop) -> None:
    heads = "member_id,payer,kind,covered_through,coverage_start,coverage_end_exclusive"
    rows = ("E1,OTHER,group,self,2025-01-01,2026-01-10", "E2,OTHER,group,self,2026-02-11,")
    paid.load("o.csv", "\n".join((heads, *rows)) + "\n", date(2026, 3, 2))
    assert run(paid).by_cause == {"other_coverage": 1}


def test_the_question_can_be_kept_to_some(paid: Shop) -> None:
    paid.load("new.csv", listing(f"{NPI},A,in,5000,2026-01-01,"), date(2026, 3, 2))
    assert run(paid).families == 2
    assert run(paid, family="E1").families == 1
    assert run(paid, plan="SHOP").families == 2
    assert run(paid, plan="OTHER").families == 0
    assert run(paid, provider=OTHER_NPI).families == 1
    assert run(paid, since=date(2026, 3, 10)).families == 0


def test_an_earlier_claim_that_came_late_puts_the_order_right(shop: Shop) -> None:
    late = claim_row("L", "80053", "300", service="2026-01-05", received="2026-01-08")
    shop.load(
        "c.csv", claims_csv(claim_row("A", "80053", "600", service="2026-01-10", received="2026-01-20")), FOUNDED_ON
    )
    shop.load("l.csv", claims_csv(late), date(2026, 3, 2))
    assert shop.decided() == {("A", 1): ("paid", 400_00), ("L", 1): ("paid", 240_00)}
    done = run(shop, commit=True)
    assert (done.by_cause, done.effect.claims, done.effect.plan_moved_cents) == ({"late_claims": 1}, 2, 0)
    assert shop.decided() == {("A", 1): ("paid", 480_00), ("L", 1): ("paid", 160_00)}
    assert verify(shop.code).agrees


def test_contributions_that_come_later_let_an_end_through(guarded: Shop) -> None:
    guarded.load("end.834", termination(), date(2026, 2, 2))
    guarded.load("c.csv", contributions("E2,medical,2026-01-01,50"), date(2026, 3, 2))
    assert ends(guarded)["E1"] == date(2026, 2, 1)
    rehearsed = run(guarded)
    assert (rehearsed.by_cause, rehearsed.effect.claims, rehearsed.held) == ({"cover": 1}, 1, ())
    assert ends(guarded)["E1"] == date(2026, 2, 1)
    run(guarded, commit=True)
    assert ends(guarded)["E1"] == date(2026, 1, 15)
    assert guarded.decided()["A2", 1] == ("after_termination", 0)
    assert verify(guarded.code).agrees


LOOK_BACK = b'overpayments: {clause: "O", text: What was paid a month ago stays paid., look_back_months: 1}\n'


@pytest.fixture
def forgiving(store: object) -> Shop:
    """A shop that asks back what was paid in the month before, and a claim paid on 30 January."""
    plan, *others = shop_documents("FORGIVING")
    shop = Shop(add_sponsor((plan.__class__(plan.kind, plan.name, LOOK_BACK + plan.content), *others), FOUNDED_ON))
    shop.load("members.csv", (SHOP / "members.csv").read_bytes(), FOUNDED_ON)
    shop.load("p.csv", listing(f"{NPI},A,in,,2026-01-01,"), FOUNDED_ON)
    shop.load("c.csv", claims_csv(open_claim("A", "600", service="2026-01-10")), date(2026, 1, 24))
    run_round(shop.code, date(2026, 1, 27), NOBODY)
    return shop


def test_what_was_paid_before_the_look_back_is_the_plans_cost(forgiving: Shop) -> None:
    forgiving.load("new.csv", listing(f"{NPI},A,in,5000,2026-01-01,"), date(2026, 3, 2))
    done = run(forgiving, commit=True)
    assert forgiving.decided()["A", 1] == ("paid", 160_00)
    assert [(one.claim_number, one.amount_cents) for one in done.effect.not_asked_back] == [(1, 240_00)]
    assert (done.effect.asked_back, done.letters) == ((), 0)
    # The expense stays at what was paid; the claim's own 160 offset what is left of the 400.
    assert forgiving.balances()[CLAIMS_EXPENSE] == 400_00
    assert forgiving.balances()[PROVIDER_RECOVERABLE] == 160_00
    assert verify(forgiving.code).agrees
    forgiving.load("old.csv", listing(f"{NPI},A,in,10000,2026-01-01,"), date(2026, 3, 20))
    run(forgiving, on=date(2026, 3, 21), since=date(2026, 3, 20), commit=True)
    assert forgiving.decided()["A", 1] == ("paid", 400_00)
    run_round(forgiving.code, date(2026, 3, 24), NOBODY)
    assert (forgiving.balances()[CLAIMS_EXPENSE], forgiving.balances().get(PROVIDER_RECOVERABLE)) == (400_00, None)
    assert verify(forgiving.code).agrees


def test_a_reason_is_asked_for_and_no_day_ahead(paid: Shop) -> None:
    with pytest.raises(ServiceError, match="because"):
        readjudicate(paid.code, Asked(SINCE, " "), ON)
    with pytest.raises(ServiceError, match="since"):
        readjudicate(paid.code, Asked(date(2026, 4, 1), "x"), ON)


def test_the_families_touched_are_counted_by_hand(own_demo: Database) -> None:
    """On the demo: a contract of its most frequent provider changes from the middle of the year on."""
    code = chosen_sponsor(None)
    with tenant_transaction(code) as tx:
        lines = tx.read(
            "select distinct d.family_id, c.billing_npi, d.service_from from decision d"
            " join claim c using (claim_number) where d.family_id is not null and c.billing_npi is not null"
        ).rows()
        last = tx.scalar("select max(as_of) from batch")
    by_provider = defaultdict(set)
    for family, npi, day in lines:
        by_provider[npi].add((day, family))
    busiest = max(sorted(by_provider), key=lambda npi: len(by_provider[npi]))
    days = sorted(day for day, _ in by_provider[busiest])
    start = days[len(days) // 2]
    expected = {family for day, family in by_provider[busiest] if day >= start}
    assert 0 < len(expected) < len({family for _, family in by_provider[busiest]})
    take_in(code, NamedFile("p.csv", listing(f"{busiest},X,in,1234,{start},").encode()), last)
    done = readjudicate(code, Asked(last, "a contract"), last)
    assert done.by_cause["providers"] == len(expected)
