"""The way back: figure, postings, claim, clause; never to an address that somebody made up."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from corridor.app.services.access.roles import role
from corridor.app.services.access.seats import Place

AT = "/sponsors/MERIDIAN/"
PLACE = Place("auditor@example.com", "MERIDIAN", role("auditor"))

Ask = Callable[..., HttpRequest]


@pytest.fixture
def ask(people: object) -> Ask:
    """A request for an address, coming from others, the nearest last."""
    from corridor.app.web.way import joined

    def asked(address: str, *before: str) -> HttpRequest:
        return RequestFactory(SERVER_NAME="localhost").get(joined([*before, address]))

    return asked


def _labels(request: HttpRequest) -> list[str]:
    from corridor.app.web.way import way_to

    return [str(crumb.label) for crumb in way_to(request, PLACE)]


def test_every_step_is_named_and_leads_back_with_the_way_to_it(ask: Ask) -> None:
    from corridor.app.web.way import way_to

    postings = f"{AT}postings/?code=cost&year=2026"
    request = ask(f"{AT}plan/PPO/clauses/3.1/", postings, f"{AT}claims/7/")
    crumbs = way_to(request, PLACE)
    assert [str(crumb.label) for crumb in crumbs] == ["Overview", "Paid, net of reimbursement", "Claim 7"]
    assert crumbs[0].url == f"{AT}overview/?year=2026"
    assert crumbs[1].url == f"{postings}&{urlencode({'from': crumbs[0].url})}"
    assert crumbs[2].url == f"{AT}claims/7/?{urlencode({'from': crumbs[1].url})}"


def test_links_carry_the_way_and_going_round_does_not_lengthen_it(ask: Ask) -> None:
    from corridor.app.web.way import way_from

    claim, clause = f"{AT}claims/7/", f"{AT}plan/PPO/clauses/3.1/"
    assert way_from(ask(claim), PLACE) == urlencode({"from": claim})
    onward = dict(parse_qsl(way_from(ask(claim, clause, claim, clause), PLACE)))["from"]
    assert urlsplit(onward).path == claim
    assert len(way_from(ask(claim, *([clause, claim] * 20)), PLACE)) < 2_000


@pytest.mark.parametrize(
    "foreign",
    [
        "https://example.com/sponsors/MERIDIAN/claims/",
        "//example.com/sponsors/MERIDIAN/claims/",
        "/sponsors/HARBOR/claims/",
        "/sponsors/MERIDIAN/../../admin/",
        "/sponsors/MERIDIAN/live/",
        "/accounts/sign-out/",
        "javascript:alert(1)",
        "\\\\example.com",
        "/sponsors/MERIDIAN/no/such/page/",
    ],
)
def test_an_address_that_is_none_of_the_sponsors_pages_is_dropped(ask: Ask, foreign: str) -> None:
    assert _labels(ask(f"{AT}claims/7/", foreign)) == []


def test_a_clause_is_named_by_its_number_and_an_amendment_by_its_name(ask: Ask) -> None:
    labels = _labels(ask(f"{AT}claims/7/", f"{AT}plan/", f"{AT}plan/PPO/clauses/Amendment%201/"))
    assert labels[0] == "Plan"
    assert "Amendment 1" in labels[1]
    assert _labels(ask(f"{AT}claims/7/", f"{AT}plan/PPO/clauses/3.1/")) == ["Clause 3.1"]
