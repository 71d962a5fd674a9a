"""One claim: amounts that add up, the same explanation as on the command line, what each role does not get."""

from dataclasses import asdict
from datetime import date
from typing import Any

import pytest

from corridor.adjudication.wording import explanation_text
from corridor.app.services.claim_pages.one import claim_view
from corridor.app.services.claim_pages.shapes import ClaimView
from corridor.app.services.explain import explain
from corridor.app.store.tenancy import tenant_transaction
from corridor.wording.language import LANGUAGES, Language
from tests.app.conftest import Database, Shop, claim_row, claims_csv
from tests.app.services.claim_pages.conftest import DAY, seat

DEMO = "MERIDIAN"
MASKED = ("finance", "actuary")
TERMINATED = (
    "member_id,subscriber_id,relationship,product,plan_code,coverage_level,coverage_start,coverage_end_exclusive\n"
    "E1,E1,self,medical,SHOP,ESP,2026-01-01,2026-01-05\n"
)


def _one_of_each_reason() -> list[int]:
    with tenant_transaction(DEMO) as tx:
        found = tx.read(
            "select distinct on (kind, reason) claim_number from decision join claim using (claim_number)"
            " where kind <> 'disability' order by kind, reason, claim_number"
        )
        return found.get_column("claim_number").to_list()


def _sentences(view: ClaimView) -> list[list[str]]:
    """Steps with their clauses, as the command line prints them in English."""
    return [[f"{s.text} [clause {s.clause}]" if s.clause else s.text for s in line.steps] for line in view.lines]


def test_the_explanation_is_that_of_the_command_line(demo: Database) -> None:
    numbers = _one_of_each_reason()
    assert len(numbers) >= 10
    for number in numbers:
        view, told = claim_view(seat("auditor", DEMO), number, "en"), explain(DEMO, str(number))
        assert view is not None
        texts = [explanation_text(line)[: len(line.steps)] for line in told.lines]
        assert _sentences(view) == texts
        assert [len(line.accumulators) for line in view.lines] == [len(line.accumulators) for line in told.lines]


def test_parts_of_every_charge_sum_to_it(demo: Database) -> None:
    for number in _one_of_each_reason():
        view = claim_view(seat("finance", DEMO), number, "en")
        assert view is not None
        for amounts in (view.amounts, *(line.amounts for line in view.lines)):
            assert amounts.charge == amounts.plan_paid + amounts.member + amounts.provider + amounts.open
        whole, lines = asdict(view.amounts), [asdict(line.amounts) for line in view.lines]
        assert whole == {part: sum(line[part] for line in lines) for part in whole}


def _disabilities() -> list[int]:
    with tenant_transaction(DEMO) as tx:
        return tx.read("select claim_number from claim where kind = 'disability'").get_column("claim_number").to_list()


def test_of_a_disability_the_plan_pays_and_nobody_is_billed(demo: Database) -> None:
    paid = 0
    for number in _disabilities():
        seen, masked = (claim_view(seat(role, DEMO), number, "en") for role in ("examiner", "finance"))
        assert seen is not None
        assert masked is not None
        assert (masked.amounts.charge, masked.amounts.member, masked.amounts.open) == (None, 0, 0)
        assert (seen.amounts.charge or 0) >= seen.amounts.plan_paid == masked.amounts.plan_paid
        hidden = [step.is_hidden for line in masked.lines for step in line.steps]
        assert any(hidden) or not any(line.benefit for line in masked.lines)
        assert not any(step.is_hidden for line in seen.lines for step in line.steps)
        paid += masked.amounts.plan_paid
    assert paid > 0


@pytest.mark.parametrize("role", MASKED)
def test_without_the_right_nothing_tells_of_health(demo: Database, role: str) -> None:
    for number in _one_of_each_reason():
        view = claim_view(seat(role, DEMO), number, "en")
        assert view is not None
        assert (view.sender_number, view.person.is_named, view.person.relationship) == (None, False, None)
        assert [line.claimed for line in view.lines] == [None] * len(view.lines)


def test_with_the_right_it_is_told(demo: Database) -> None:
    views = [claim_view(seat("examiner", DEMO), number, "en") for number in _one_of_each_reason()]
    claimed = [line.claimed for view in views if view for line in view.lines]
    assert all(claimed)
    assert any(one and one.diagnoses and one.procedure for one in claimed)
    assert all(view and view.person.is_named and view.sender_number for view in views)


def test_every_page_view_is_one_line_in_the_log(shop: Shop) -> None:
    shop.load("a.csv", claims_csv(claim_row("A1", "99213", "150")), DAY)
    for role in ("finance", "examiner", "examiner"):
        claim_view(seat(role, shop.code), 1, "en")
    rows = shop.rows("select who, what, why from access_log order by id")
    assert rows == [(f"{role}@example.com", "claim 1", "page") for role in ("finance", "examiner", "examiner")]


@pytest.mark.parametrize("number", [0, -1, 2, 2**63, 10**30])
def test_an_unknown_number_is_nothing_and_leaves_no_trace(shop: Shop, number: int) -> None:
    shop.load("a.csv", claims_csv(claim_row("A1", "99213", "150")), DAY)
    assert claim_view(seat("auditor", shop.code), number, "en") is None
    assert shop.rows("select count(*) from access_log") == [(0,)]


def test_the_number_of_another_sponsor_is_nothing(shop: Shop, tenant: str) -> None:
    shop.load("a.csv", claims_csv(claim_row("A1", "99213", "150")), DAY)
    assert claim_view(seat("auditor", tenant), 1, "en") is None


def _posted(shop: Shop, claim: int) -> dict[str, Any]:
    return dict(
        shop.rows(
            f"select account, sum(amount_cents)::bigint from posting where claim_number = {claim} group by 1 order by 1"
        )
    )


def test_a_claim_taken_back_shows_both_decisions_and_all_postings(shop: Shop) -> None:
    shop.load("a.csv", claims_csv(claim_row("A1", "99213", "150")), DAY)
    shop.load("members-2.csv", TERMINATED, date(2026, 2, 3))
    view = claim_view(seat("auditor", shop.code), 1, "en")
    assert view is not None
    assert (view.status, view.reason) == ("denied", "after_termination")
    assert [(v.number, v.status, v.plan_paid_cents, v.stands, v.reversed_on) for v in view.versions] == [
        (2, "denied", 0, True, None),
        (1, "paid", 13_000, False, date(2026, 2, 3)),
    ]
    assert view.postings is not None
    assert len(view.postings) == 4
    assert view.posted_by_account == _posted(shop, 1) == {"2000": 0, "5000": 0}


def test_postings_of_the_demos_claims_are_those_of_the_ledger(demo: Database) -> None:
    for number in _one_of_each_reason():
        view = claim_view(seat("finance", DEMO), number, "en")
        assert view is not None
        assert view.posted_by_account.get("5000", 0) == view.amounts.plan_paid
        with tenant_transaction(DEMO) as tx:
            own = tx.scalar("select coalesce(sum(amount_cents), 0) from posting where claim_number = %s", [number])
            paid = tx.scalar("select coalesce(sum(amount_cents), 0) from paid_line where claim_number = %s", [number])
        assert sum(view.posted_by_account.values()) == own
        assert sum(payment.amount_cents for payment in view.payments) == paid


def test_postings_are_for_those_who_may_see_them(shop: Shop) -> None:
    shop.load("a.csv", claims_csv(claim_row("A1", "99213", "150")), DAY)
    shown = {role: claim_view(seat(role, shop.code), 1, "en") for role in ("finance", "auditor", "examiner")}
    assert [view.postings is not None for view in shown.values() if view] == [True, True, False]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_claim_is_told_in_the_language_asked_for(shop: Shop, language: Language) -> None:
    shop.load("a.csv", claims_csv(claim_row("A1", "80053", "300")), DAY)
    view = claim_view(seat("examiner", shop.code), 1, language)
    assert view is not None
    (line,) = view.lines
    expected = {"en": "The plan pays 160.00.", "tr": "Planın ödediği: 160,00."}
    assert line.steps[-1].text == expected[language]
    assert [(step.plan, step.clause) for step in line.steps] == [("SHOP", "1"), ("SHOP", "11"), ("SHOP", None)]
    labels = {"en": "member deductible, in network", "tr": "üye muafiyeti, anlaşmalı kurum"}
    first = line.accumulators[0]
    assert (first.label, first.before, first.after, first.limit) == (labels[language], 0, 10_000, 10_000)
    assert first.is_reached
