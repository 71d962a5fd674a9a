"""Every route, with every role, across sponsors, and for nobody."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from corridor.app.services.access.roles import Right, roles
from tests.app.web.conftest import OTHER, SPONSOR, ClientOf

OPEN = {"account_login", "account_logout", "account_change_password", "language", "home"}
"""Routes that belong to no sponsor and show nobody's data."""

EXAMPLES = {"claim_number": "1", "code": "PPO", "number": "5.1", "document": "PPO"}
"""A value for each part of an address besides the sponsor."""


def _patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace != "admin":
                yield from _patterns(entry, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry


def _routes() -> list[tuple[str, Any]]:
    return [(route, entry) for route, entry in _patterns(get_resolver()) if entry.name not in OPEN]


def _address(route: str, sponsor: str) -> str:
    parts = []
    for part in route.strip("/").split("/"):
        name = part.strip("<>").split(":")[-1]
        parts.append(sponsor if name == "sponsor" else EXAMPLES[name] if part.startswith("<") else part)
    return "/" + "/".join(parts) + "/"


ROUTES = {entry.name: (route, entry) for route, entry in _routes()}
BY_NAME = pytest.mark.parametrize("name", sorted(ROUTES))
"""One test for each route: a new one is tried without a line here."""


def test_the_routes_are_all_there() -> None:
    pages = {"overview", "postings", "claims", "claim", "eob", "own_claims", "own_claim", "own_eob", "plan", "clause"}
    assert pages | {"live"} <= set(ROUTES)


@BY_NAME
def test_a_route_is_under_a_sponsor_and_says_what_it_asks(name: str) -> None:
    route, entry = ROUTES[name]
    assert route.startswith("sponsors/<str:sponsor>/")
    assert hasattr(entry.callback, "asks")


@BY_NAME
def test_nobody_signed_in_is_sent_to_sign_in(name: str, stranger: Client) -> None:
    answer = stranger.get(_address(ROUTES[name][0], SPONSOR))
    assert answer.status_code in (302, 401)
    if answer.status_code == 302:
        assert answer["Location"].startswith("/accounts/sign-in/?next=/sponsors/")


@BY_NAME
def test_a_route_opens_to_the_roles_that_have_its_right_and_to_no_other(name: str, client_of: ClientOf) -> None:
    route, entry = ROUTES[name]
    right: Right | None = entry.callback.asks.right
    for code, role in roles().items():
        if name == "live":
            continue  # a stream that does not end: tests/app/web/test_live.py
        status = client_of(code).get(_address(route, SPONSOR)).status_code
        # 404: the right is there, the example is not (a claim that is not the member's own, for one).
        expected = (200, 404) if right is None or right in role.rights else (403,)
        assert status in expected, f"{code}: {status}"


@BY_NAME
def test_no_route_opens_at_a_sponsor_where_one_has_no_seat(name: str, client_of: ClientOf) -> None:
    for code in roles():
        client = client_of(code)
        for sponsor in (OTHER, "NOSUCH", "%27%3b--"):
            assert client.get(_address(ROUTES[name][0], sponsor)).status_code == 404, f"{code} of {sponsor}"


def test_a_sponsor_that_is_not_there_looks_like_one_that_is_not_ones_own(client_of: ClientOf) -> None:
    client = client_of("finance")
    own, missing = (
        re.sub(r'"csrfmiddlewaretoken" value="\w+"', "", client.get(f"/sponsors/{code}/overview/").content.decode())
        for code in (OTHER, "NOSUCH")
    )
    assert own.replace(OTHER, "") == missing.replace("NOSUCH", "")


def test_the_back_office_opens_to_operators_only(client_of: ClientOf, stranger: Client) -> None:
    for role in roles():
        status = client_of(role).get("/admin/").status_code
        assert (status == 200) == (role == "operator"), role
    assert stranger.get("/admin/").status_code == 302


def test_every_role_begins_on_a_page_that_it_may_open(client_of: ClientOf) -> None:
    for role in roles():
        assert client_of(role).get("/", follow=True).status_code == 200, role
