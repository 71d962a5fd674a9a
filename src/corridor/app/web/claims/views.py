"""Claims: the list with its filters, one claim, a member's own claims."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from corridor.app.services.access.roles import Right
from corridor.app.services.access.seats import Place
from corridor.app.services.claim_pages import own
from corridor.app.services.claim_pages.filters import CHOICES, claim_filter, page_number
from corridor.app.services.claim_pages.listing import list_claims
from corridor.app.services.claim_pages.one import claim_view
from corridor.app.web.context import language_here
from corridor.app.web.guard import sponsor_page
from corridor.app.web.way import way_from, way_to


@sponsor_page(Right.SEE_CLAIMS)
def claims(request: HttpRequest, place: Place) -> HttpResponse:
    """The list of claims that fit the filter of the address."""
    page = list_claims(place, claim_filter(request.GET))
    query = urlencode(page.filter.query)
    return _rendered(request, place, "claims/list.html", area="claims", page=page, choices=CHOICES, query=query)


@sponsor_page(Right.SEE_CLAIMS)
def claim(request: HttpRequest, place: Place, claim_number: int) -> HttpResponse:
    """One claim with its explanation."""
    view = claim_view(place, claim_number, language_here())
    if view is None:
        raise Http404
    return _rendered(request, place, "claims/claim.html", area="claims", claim=view)


@sponsor_page(Right.SEE_OWN_CLAIMS)
def own_claims(request: HttpRequest, place: Place) -> HttpResponse:
    """A member's claims, and where the member stands this plan year."""
    page = own.own_claims(place, timezone.localdate(), page_number(request.GET.get("page", "")))
    return _rendered(request, place, "claims/own_list.html", area="own_claims", page=page)


@sponsor_page(Right.SEE_OWN_CLAIMS)
def own_claim(request: HttpRequest, place: Place, claim_number: int) -> HttpResponse:
    """One of a member's claims, told to the member."""
    found = own.own_claim(place, claim_number, language_here(), timezone.localdate())
    if found is None:
        raise Http404
    view, family = found
    return _rendered(request, place, "claims/own_claim.html", area="own_claims", claim=view, family=family)


def _rendered(request: HttpRequest, place: Place, template: str, **facts: Any) -> HttpResponse:
    return render(request, template, facts | {"way": way_to(request, place), "onward": way_from(request, place)})
