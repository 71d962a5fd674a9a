"""The overview, the postings of a figure or the journal, the traditional contract step by step."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.app.services import overview as service
from corridor.app.services.access.roles import Right
from corridor.app.services.access.seats import Place
from corridor.app.services.errors import ServiceError
from corridor.app.services.overview.codes import FigureCode
from corridor.app.services.overview.contract import traditional_contract
from corridor.app.services.overview.journal import journal_page
from corridor.app.services.overview.shapes import BudgetRow
from corridor.app.web.guard import sponsor_page
from corridor.app.web.overview.asked import Asked, asked
from corridor.app.web.overview.chart_data import chart_data
from corridor.wording.said import said


@sponsor_page(Right.SEE_OVERVIEW)
def overview(request: HttpRequest, place: Place) -> HttpResponse:
    """The first page of an employer, of the plan year that the address names."""
    page = service.overview(place.sponsor, asked(request.GET).year, is_named=place.may(Right.SEE_CLAIMANTS))
    facts: dict[str, Any] = {
        "area": "overview",
        "page": page,
        "arrows": {str(arrow.code): arrow for arrow in page.arrows},
        "charts": chart_data(page),
    }
    return render(request, "overview/overview.html", facts)


@sponsor_page(Right.SEE_POSTINGS)
def postings(request: HttpRequest, place: Place) -> HttpResponse:
    """The postings of the figure that the address names, else the journal."""
    wanted = asked(request.GET)
    return _journal(request, place, wanted) if wanted.code is None else _figure(request, place, wanted)


@sponsor_page(Right.SEE_OVERVIEW)
def traditional(request: HttpRequest, place: Place) -> HttpResponse:
    """How the comparison with the traditional contract is worked out."""
    contract = traditional_contract(place.sponsor)
    facts = {"area": "overview", "contract": contract, "year": asked(request.GET).year}
    return render(request, "overview/traditional.html", facts)


def _figure(request: HttpRequest, place: Place, wanted: Asked) -> HttpResponse:
    if wanted.year is None:
        raise ServiceError(said("address, year: found none, expected the plan year of the figure"))
    page = service.figure_postings(
        place.sponsor,
        wanted.code or "",
        wanted.year,
        wanted.month,
        rank=wanted.rank,
        page=wanted.page,
        reader=place.who,
    )
    budget: tuple[BudgetRow, ...] = ()
    if any(part.code == "budget" for part in page.adjustments):
        is_to_date = page.drill.code is FigureCode.SURPLUS_TO_DATE
        budget = service.budget_rows(place.sponsor, wanted.year, wanted.month, is_to_date=is_to_date)
    facts = {"area": "postings", "page": page, "code": page.drill.code, "budget": budget}
    return render(request, "overview/postings.html", facts)


def _journal(request: HttpRequest, place: Place, wanted: Asked) -> HttpResponse:
    page = journal_page(place.sponsor, wanted.year, wanted.month, wanted.account, page=wanted.page)
    return render(request, "overview/journal.html", {"area": "postings", "page": page})
