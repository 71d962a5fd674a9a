"""The list of documents and one clause: what it says when, which claims it decided, who sees what."""

from datetime import date

import pytest

from corridor.app.services.access.roles import roles
from corridor.app.services.clauses.pages import ClausePage, clause_page, list_documents
from corridor.app.services.explain import explain
from tests.app.conftest import Database, Shop, claim_row, claims_csv
from tests.app.services.claim_pages.conftest import DAY, seat

DEMO = "MERIDIAN"
WITH_CONTRACTS = {"examiner", "finance", "treasurer", "actuary", "auditor"}


def _clause(role: str, code: str, number: str, sponsor: str = DEMO) -> ClausePage | None:
    return clause_page(seat(role, sponsor), code, number)


def test_contracts_and_the_arrangement_are_for_the_parties(demo: Database) -> None:
    for role in roles():
        codes = {listed.document.code for listed in list_documents(seat(role, DEMO))}
        assert codes >= {"PPO", "HDHP", "DENTAL"}
        assert ({"MERIDIAN-SL", DEMO} <= codes) == (role in WITH_CONTRACTS)
        assert (_clause(role, "MERIDIAN-SL", "3.1") is not None) == (role in WITH_CONTRACTS)
        assert (_clause(role, DEMO, "ASA 4.1") is not None) == (role in WITH_CONTRACTS)


def test_a_laser_is_for_those_who_may_know_the_claimants_and_names_nobody(demo: Database) -> None:
    for role in WITH_CONTRACTS:
        page = _clause(role, "MERIDIAN-SL", "3.4")
        assert (page is not None) == (role in ("examiner", "auditor"))
        if page is not None:
            assert [value.value for value in page.quotes[0].values] == [25_000_000]
            assert "M0001007" not in repr(page)


def test_clauses_come_in_the_order_of_their_numbers(demo: Database) -> None:
    ppo = next(listed for listed in list_documents(seat("member", DEMO)) if listed.document.code == "PPO")
    numbers = [entry.number for entry in ppo.clauses]
    assert numbers.index("5.9") < numbers.index("5.10") < numbers.index("9.1") < numbers.index("Amendment 1")
    assert {entry.number for entry in ppo.clauses if entry.is_by_hand} == {"5.20", "6.3"}
    assert all(entry.text for entry in ppo.clauses)


def test_a_clause_quotes_each_version_the_latest_first(demo: Database) -> None:
    page = _clause("finance", "PPO", "3.1")
    assert page is not None
    now, before = page.quotes
    assert (now.effective_from, now.effective_to_exclusive) == (date(2026, 1, 1), None)
    assert (before.effective_from, before.effective_to_exclusive) == (date(2008, 1, 1), date(2026, 1, 1))
    assert len(before.values) == len(now.values) + 2
    assert [clause.number for clause in page.changed_by] == ["Amendment 1"]


def test_versions_that_say_the_same_are_one(demo: Database) -> None:
    page = _clause("member", "PPO", "9.1")
    assert page is not None
    (quote,) = page.quotes
    assert (quote.effective_from, quote.effective_to_exclusive) == (date(2008, 1, 1), None)
    (value,) = quote.values
    assert (str(value.what), value.unit, value.value) == ("Days", "days", 365)


@pytest.mark.parametrize("number", ["3.1", "5.8", "5.15", "5.19", "7.1", "Amendment 1"])
def test_the_claims_of_a_clause_name_it_in_their_explanation(demo: Database, number: str) -> None:
    page = _clause("examiner", "PPO", number)
    assert page is not None
    assert page.claims
    for row in page.claims:
        told = explain(DEMO, str(row.claim_number))
        clauses = {step.clause.number for line in told.lines for step in line.steps if step.clause}
        assert number in clauses, row.claim_number


def test_claims_are_masked_and_logged_as_on_a_list(shop: Shop) -> None:
    shop.load("a.csv", claims_csv(claim_row("A1", "80053", "300"), claim_row("A2", "33945", "300")), DAY)
    for role in ("finance", "examiner"):
        page = _clause(role, "SHOP", "11", shop.code)
        assert page is not None
        assert page.claims is not None
        assert [(row.claim_number, row.person.is_named) for row in page.claims] == [(1, role == "examiner")]
    assert shop.rows("select who, what from access_log") == [("examiner@example.com", "claims of a clause")]
    member = _clause("member", "SHOP", "11", shop.code)
    assert member is not None
    assert member.claims is None


@pytest.mark.parametrize(
    ("number", "decided"),
    [
        ("1", {2, 5}),
        ("3", {5}),
        ("4", {6}),
        ("5", {7}),
        ("6", {10}),
        ("7", {3}),
        ("8", {4}),
        ("9", {1}),
        ("11", {2, 5}),
    ],
)
def test_each_kind_of_clause_finds_the_claims_it_decided(shop: Shop, number: str, decided: set[int]) -> None:
    rows = [
        claim_row("A1", "99213", "150"),
        claim_row("A2", "80053", "300"),
        claim_row("A3", "33945", "300"),
        claim_row("A4", "15775", "300"),
        claim_row("A5", "80053", "300", network="out", member="E1-02", relationship="spouse"),
        claim_row("A6", "99213", "150", service="2026-01-11", received="2026-06-01"),
        claim_row("A7", "80053", "25000.01", service="2026-01-12"),
        *(claim_row(f"A{8 + n}", "97110", "60", service=f"2026-01-1{3 + n}") for n in range(3)),
    ]
    shop.load("a.csv", claims_csv(*sorted(rows, key=lambda row: int(row.split(",")[0][1:]))), date(2026, 6, 2))
    ids = dict(shop.rows("select claim_id, claim_number from claim"))
    page = _clause("finance", "SHOP", number, shop.code)
    assert page is not None
    assert page.claims is not None
    assert {row.claim_number for row in page.claims} == {ids[f"A{n}"] for n in decided}


def test_of_a_clause_that_no_decision_tells_no_claims_are_claimed(demo: Database) -> None:
    page = _clause("finance", "PPO", "3.2")
    assert page is not None
    assert page.claims is None


@pytest.mark.parametrize(("code", "number"), [("PPO", "99"), ("NONE", "3.1"), ("HDHP", ""), ("ppo", "3.1")])
def test_what_is_no_clause_is_nothing(demo: Database, code: str, number: str) -> None:
    assert _clause("auditor", code, number) is None
