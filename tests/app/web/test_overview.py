"""The first page: what the service says, to the cent, with a way from each figure to its postings."""

import re
from itertools import count

import pytest
from django.test import Client

from corridor.app.services.access.people import add_person
from corridor.app.services.overview import FigureCode, overview
from corridor.app.services.overview.contract import traditional_contract
from corridor.app.services.sponsors import add_sponsor
from corridor.app.web.templatetags.told import day, money, share
from tests.app.conftest import FOUNDED_ON, shop_documents
from tests.app.services.overview.every_figure import OF_MONTHS
from tests.app.web.conftest import PASSWORD, SPONSOR, ClientOf
from tests.app.web.page_parts import PageParts, page_parts

PAGE = f"/sponsors/{SPONSOR}/overview/"
AMOUNT = re.compile(r"^−?\$[\d.,]+$")

_number = count(1)


def shown(client: Client, query: str = "") -> PageParts:
    return page_parts(client.get(PAGE + query))


@pytest.fixture
def newcomer(client_of: ClientOf) -> tuple[str, Client]:
    """A sponsor to whom nothing has come, and its finance lead."""
    code = add_sponsor(shop_documents(f"NEW{next(_number)}"), FOUNDED_ON)
    email = f"finance@{code.lower()}.example"
    add_person(email, "finance", code, actor="tests", password=PASSWORD)
    return code, client_of(email)


def test_arrows_figures_and_year_end_say_what_the_service_says(client_of: ClientOf) -> None:
    page, own = shown(client_of("finance")), overview(SPONSOR)
    said = {link.text for link in page.to("postings")}
    assert {money(arrow.cents) for arrow in own.arrows} <= said
    assert {money(figure.cents) for figure in own.figures if figure.cents is not None} <= said
    assert own.paid.share_bp is not None
    assert own.aggregate.share_bp is not None
    assert share(own.paid.share_bp) in page.text
    assert share(own.aggregate.share_bp) in page.text
    assert own.year_end.cents is not None
    assert f"So far, {len(own.months)} months: {own.year_end.result} {money(abs(own.year_end.cents))}." in page.text


def test_every_amount_leads_to_postings_of_that_amount(client_of: ClientOf) -> None:
    client = client_of("finance")
    links = [link for link in shown(client).to("postings") if AMOUNT.match(link.text)]
    codes = {re.search(r"code=(\w+)", link.address)[1] for link in links}  # type: ignore[index]
    assert codes == set(FigureCode)
    for link in set(links):
        told = page_parts(client.get(link.address))
        assert link.text in told.text, link


def test_three_parties_and_where_insurance_begins(client_of: ClientOf) -> None:
    page, own = shown(client_of("finance")), overview(SPONSOR)
    assert own.stop_loss is not None
    for party in (own.parties.employer, own.parties.administrator, own.parties.carrier):
        assert party in page.text
    assert "The claims are the employer's." in page.text
    assert f"above {money(own.stop_loss.deductible_cents)} for one person" in page.text
    assert f"above {money(own.stop_loss.attachment_cents)} for the group" in page.text
    assert f"clause {own.stop_loss.specific_clause}" in page.text
    assert f"clause {own.stop_loss.aggregate_clause}" in page.text


def test_the_charts_draw_the_months_and_the_table_says_the_same(client_of: ClientOf) -> None:
    page, own = shown(client_of("finance")), overview(SPONSOR)
    months = page.json("chart-data")["months"]
    assert [(m["cost"], m["budget"], m["costToDate"], m["budgetToDate"]) for m in months] == [
        (m.cost_cents, m.budget_cents, m.cost_to_date_cents, m.budget_to_date_cents) for m in own.months
    ]
    for month, drawn in zip(own.months, months, strict=True):
        for name in OF_MONTHS.values():
            assert money(getattr(month, name)) in page.text
        assert f"code=cost&year={own.years.number}&month={month.month:%Y-%m}" in drawn["url"]
    assert len(page.json("chart-data")["labels"]) == 12


def test_years_are_links_and_each_says_how_it_ended(client_of: ClientOf) -> None:
    page, own = shown(client_of("finance")), overview(SPONSOR)
    years = [link for link in page.to("overview") if "?year=" in link.address]
    assert [link.text.split()[0] for link in years] == [str(choice.number) for choice in own.years.all]
    running = own.years.all[-1]
    assert running.surplus_cents is not None
    assert years[-1].text == f"{running.number} running: {running.result} {money(abs(running.surplus_cents))}"
    assert "not yet known" in years[0].text


def test_a_year_without_postings_knows_nothing_and_says_no_zero(client_of: ClientOf) -> None:
    page = shown(client_of("finance"), "?year=2024")
    assert page.text.count("not yet known") >= 10
    assert "$0.00" not in page.text.split("Latest decisions")[0]
    assert "Year end: not yet known." in page.text


def test_the_traditional_contract_is_compared_and_worked_out(client_of: ClientOf) -> None:
    client, own = client_of("finance"), overview(SPONSOR).traditional
    page = shown(client)
    assert own is not None
    for cents in (own.premium_total_cents, own.premium_cents, own.claims_cents, own.cost_cents):
        assert money(cents) in page.text
    assert day(own.renewal_on) in page.text
    [link] = page.to("traditional")
    steps = page_parts(client.get(link.address)).text
    contract = traditional_contract(SPONSOR)
    assert contract is not None
    assert contract.years[-1] == own
    for year in contract.years:
        assert money(year.premium_total_cents) in steps
        if year.renewal:
            assert money(year.renewal.blended_cents) in steps
            assert money(year.renewal.trended_cents) in steps


def test_the_latest_decisions_lead_to_claims_and_back(client_of: ClientOf) -> None:
    page, own = shown(client_of("finance")), overview(SPONSOR)
    links = [link for link in page.to("claims") if "from=" in link.address]
    assert [link.text for link in links] == [str(decision.claim_number) for decision in own.decisions]
    assert links[0].address.endswith(f"from=%2Fsponsors%2F{SPONSOR}%2Foverview%2F")


@pytest.mark.parametrize(("role", "is_named"), [("finance", False), ("actuary", False), ("auditor", True)])
def test_who_the_large_claimants_are_is_for_those_who_may_see_it(
    client_of: ClientOf, role: str, is_named: bool
) -> None:
    named = overview(SPONSOR, is_named=True).stop_loss
    assert named is not None
    content = client_of(role).get(PAGE).content.decode()
    for claimant in named.claimants:
        assert claimant.member_id is not None
        assert (claimant.member_id in content) == is_named


def test_to_a_newcomer_the_page_says_what_to_do(newcomer: tuple[str, Client]) -> None:
    code, client = newcomer
    page = page_parts(client.get(f"/sponsors/{code}/overview/"))
    assert "Nothing has come in yet" in page.text
    assert "corridor load" in page.text
    assert "$" not in page.text
    assert (
        page_parts(client.get(f"/sponsors/{code}/postings/")).text.count("nothing posted is not a balance of zero") == 1
    )


def test_amounts_take_the_form_of_the_language(client_of: ClientOf) -> None:
    client = client_of("finance")
    client.cookies["corridor_language"] = "tr"
    own = overview(SPONSOR)
    assert own.paid.cents is not None
    whole, rest = f"{own.paid.cents / 100:,.2f}".split(".")
    assert f"${whole.replace(',', '.')},{rest}" in shown(client).text
    assert shown(client).json("chart-data")["labels"][:2] == ["Oca", "Şub"]


@pytest.mark.parametrize("query", ["?year=abc", "?year=-1", "?year=1999", "?year=٢٠٢٦"])
def test_a_broken_year_is_a_page_that_says_what_is_the_matter(client_of: ClientOf, query: str) -> None:
    answer = client_of("finance").get(PAGE + query)
    assert answer.status_code == 400
    assert "year" in answer.content.decode()
    assert "expected" in answer.content.decode()
