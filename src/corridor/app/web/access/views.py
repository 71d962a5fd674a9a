"""The audit trail as a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.app.services.access.roles import Right
from corridor.app.services.access.seats import Place
from corridor.app.services.access.trail import changes, readings
from corridor.app.web.guard import sponsor_page
from corridor.app.web.paging import page_of


@sponsor_page(Right.SEE_ACCESS)
def access(request: HttpRequest, place: Place) -> HttpResponse:
    """Readings of health data, newest first, by page; the latest changes of tables beside them."""
    page = page_of(request)
    facts = {"area": "access", "trail": readings(place, page), "changes": changes(place), "page": page}
    return render(request, "access/access.html", facts)
