"""The documents that a plan runs under, and one clause."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from corridor.app.services.access.roles import Right
from corridor.app.services.access.seats import Place
from corridor.app.services.clauses.pages import clause_page, list_documents
from corridor.app.web.guard import sponsor_page
from corridor.app.web.way import way_from, way_to


@sponsor_page(Right.SEE_PLAN)
def plan(request: HttpRequest, place: Place) -> HttpResponse:
    """The documents with their versions and clauses."""
    return _rendered(request, place, "plan/list.html", documents=list_documents(place), today=timezone.localdate())


@sponsor_page(Right.SEE_PLAN)
def clause(request: HttpRequest, place: Place, code: str, number: str) -> HttpResponse:
    """One clause: what it says, the values that rest on it, the claims that it decided."""
    page = clause_page(place, code, number)
    if page is None:
        raise Http404
    return _rendered(request, place, "plan/clause.html", page=page)


def _rendered(request: HttpRequest, place: Place, template: str, **facts: Any) -> HttpResponse:
    ways = {"way": way_to(request, place), "onward": way_from(request, place)}
    return render(request, template, {"area": "plan", **facts, **ways})
