"""The first page: where somebody's work begins."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from corridor.app.services.access.seats import Place, places_of
from corridor.app.web.guard import to_sign_in


def home(request: HttpRequest) -> HttpResponse:
    """To the page of the only seat, or a choice of seats; a page that says so for somebody without a seat."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    places = places_of(request.user)
    if len(places) == 1:
        return redirect(*beginning(places[0]))
    choices = [(place, beginning(place)) for place in places]
    return render(request, "home.html", {"choices": choices})


def beginning(place: Place) -> tuple[str, ...]:
    """Name of the page on which a role begins, and the sponsor in its address."""
    return ("admin:index",) if place.role.home == "back_office" else (place.role.home, place.sponsor)
