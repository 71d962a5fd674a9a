"""The postings behind a figure, and the journal: sums that hold, pages that add up, filters that refuse nonsense."""

import re
from typing import Any

import pytest

from corridor.app.services.books import trial_balance
from corridor.app.services.overview import figure_postings, overview
from corridor.app.services.overview.journal import journal_page
from corridor.app.web.templatetags.told import money
from corridor.ledger.accounts import ACCOUNT_BY_CODE, CLAIMS_EXPENSE
from tests.app.conftest import Database
from tests.app.web.conftest import SPONSOR, ClientOf
from tests.app.web.page_parts import page_parts

PAGE = f"/sponsors/{SPONSOR}/postings/"


def test_a_figure_says_what_it_is_its_total_and_its_postings(client_of: ClientOf) -> None:
    page = page_parts(client_of("finance").get(PAGE + "?code=cost&year=2026"))
    own = figure_postings(SPONSOR, "cost", 2026)
    assert own.total_cents == overview(SPONSOR, 2026).paid.cents
    assert "The plan's cost: claims, fee and premium" in page.text
    assert page.text.count(money(own.total_cents)) >= 2
    assert f"The {own.postings} postings that the figure is made of" in page.text
    assert f"Page 1 of {own.pages}" in page.text
    for row in own.rows:
        assert money(row.counted_cents) in page.text


def test_pages_follow_one_another_and_hold_every_posting(client_of: ClientOf) -> None:
    client, claims, address = client_of("finance"), 0, f"{PAGE}?code=claims_cost&year=2026&month=2026-05"
    own = figure_postings(SPONSOR, "claims_cost", 2026, overview(SPONSOR, 2026).months[4].month)
    for number in range(1, own.pages + 1):
        page = page_parts(client.get(address))
        claims += len(page.to("claims/\\d+"))
        older = [link.address for link in page.links if link.text == "Older"]
        assert bool(older) == (number < own.pages)
        address = older[0] if older else address
    assert claims == own.postings


def test_claims_lead_back_to_the_postings(client_of: ClientOf) -> None:
    page = page_parts(client_of("finance").get(PAGE + "?code=claims_cost&year=2026"))
    link = page.to("claims/\\d+")[0]
    assert "from=%2Fsponsors%2FMERIDIAN%2Fpostings%2F%3Fcode%3Dclaims_cost%26year%3D2026" in link.address
    assert [link.address for link in page.to("overview")][-1] == f"/sponsors/{SPONSOR}/overview/?year=2026"


def test_a_surplus_is_the_budget_less_the_postings_and_says_how_the_budget_comes_about(client_of: ClientOf) -> None:
    page = page_parts(client_of("finance").get(PAGE + "?code=surplus&year=2026"))
    own = figure_postings(SPONSOR, "surplus", 2026)
    [budget] = own.adjustments
    assert own.total_cents == own.postings_cents + budget.cents == overview(SPONSOR, 2026).surplus.cents
    for cents in (own.total_cents, own.postings_cents, budget.cents):
        assert money(cents) in page.text
    assert "How the budget comes about" in page.text


def test_the_aggregate_names_what_it_does_not_count(client_of: ClientOf) -> None:
    page = page_parts(client_of("finance").get(PAGE + "?code=aggregate&year=2026"))
    own = figure_postings(SPONSOR, "aggregate", 2026)
    assert own.adjustments
    assert "Not counted: above the limit for one person" in page.text
    assert money(own.total_cents) in page.text


def test_a_claimant_is_a_rank_and_never_an_id(client_of: ClientOf) -> None:
    named = overview(SPONSOR, 2026, is_named=True).stop_loss
    assert named is not None
    answer = client_of("finance").get(PAGE + "?code=claimant&year=2026&rank=2")
    page = page_parts(answer)
    assert money(named.claimants[1].eligible_cents) in page.text
    assert "rank 2" in page.text
    assert not re.search(r"M\d{7}", answer.content.decode())


def test_who_looked_at_a_claimant_is_logged(client_of: ClientOf, people: Database) -> None:
    client_of("finance").get(PAGE + "?code=claimant&year=2026&rank=3")
    with people.connected() as connection:
        [(who,)] = connection.execute(
            "select who from access_log where what like 'postings of claimant 3 %' order by id desc limit 1"
        ).fetchall()
    assert who == "finance@corridor.example"


def test_without_a_figure_the_journal_stands_beside_its_balances(client_of: ClientOf) -> None:
    page, own = page_parts(client_of("finance").get(PAGE)), journal_page(SPONSOR)
    assert own.debit_cents == own.credit_cents
    assert own.total.closing_cents == 0
    kept = {row["account"]: row["balance_cents"] for row in trial_balance(SPONSOR, own.through).to_dicts()}
    assert {balance.account: balance.closing_cents for balance in own.balances} == kept
    for balance in own.balances:
        assert ACCOUNT_BY_CODE[balance.account].name in page.text
        assert balance.opening_cents + balance.debit_cents - balance.credit_cents == balance.closing_cents
        assert money(balance.closing_cents) in page.text


def test_the_journal_of_an_account_in_a_month(client_of: ClientOf) -> None:
    month = overview(SPONSOR, 2026).months[2].month
    own = journal_page(SPONSOR, 2026, month, CLAIMS_EXPENSE)
    figure = figure_postings(SPONSOR, "claims_cost", 2026, month)
    assert (own.postings, own.debit_cents - own.credit_cents) == (figure.postings, figure.total_cents)
    assert {row.account for row in own.rows} == {CLAIMS_EXPENSE}
    page = page_parts(client_of("finance").get(f"{PAGE}?year=2026&month=2026-03&account={CLAIMS_EXPENSE}"))
    assert "Journal, March 2026" in page.text
    assert money(own.debit_cents) in page.text


def test_all_pages_of_the_journal_hold_each_posting_once(people: Database) -> None:
    month = overview(SPONSOR, 2026).months[0].month
    first = journal_page(SPONSOR, 2026, month)
    pages = [journal_page(SPONSOR, 2026, month, page=number) for number in range(1, first.pages + 1)]
    rows = [row for page in pages for row in page.rows]
    assert len(rows) == first.postings
    assert sum(row.amount_cents for row in rows) == 0
    assert sum(row.amount_cents for row in rows if row.amount_cents > 0) == first.debit_cents


@pytest.mark.parametrize(
    ("query", "matter"),
    [
        ("code=nonsense&year=2026", "unknown code"),
        ("code=cost&year=abc", "year"),
        ("code=cost&year=1999", "plan year"),
        ("code=cost", "year"),
        ("code=cost&year=2026&month=2025-13", "month"),
        ("code=cost&year=2026&month=2025-12", "plan year"),
        ("code=fund_balance&year=2026&month=2026-03", "month"),
        ("code=funds&year=2026", "no month"),
        ("code=claimant&year=2026&rank=0", "rank"),
        ("code=claimant&year=2026&rank=999999", "rank"),
        ("code=cost&year=2026&page=0", "page"),
        ("code=cost&year=2026&page=9999", "page"),
        ("account=9999", "account"),
        ("year=2026&month=march", "month"),
        ("year=2026&month=2025-03", "month"),
        ("page=0", "page"),
        ("page=99999", "page"),
        ("year=%27;drop", "year"),
    ],
)
def test_a_broken_filter_is_a_page_that_says_what_is_the_matter(client_of: ClientOf, query: str, matter: str) -> None:
    answer: Any = client_of("finance").get(f"{PAGE}?{query}")
    content = answer.content.decode()
    assert answer.status_code == 400
    assert matter in content
    assert "What to do:" in content


def test_an_empty_part_of_a_filter_is_no_filter(client_of: ClientOf) -> None:
    page = page_parts(client_of("finance").get(f"{PAGE}?year=2026&month=&account="))
    assert "Journal, plan year 2026" in page.text
