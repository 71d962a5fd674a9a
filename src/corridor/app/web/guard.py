"""The one door of every page: signed in, at a sponsor where one has a seat, with the right the page asks for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from corridor.app.services.access.roles import Right
from corridor.app.services.access.seats import Place, place_at

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Place, P], HttpResponse]


FETCHED_ANEW = "Corridor-Fetched-Anew"
"""Header of a request that live.js makes for a page that is open already."""


@dataclass(frozen=True)
class Asks:
    """What a page asks for, kept on its view: a test goes over all routes by it. None: any seat will do."""

    right: Right | None


def sponsor_page(right: Right | None) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """Decorate a view of `/sponsors/<sponsor>/…`: it gets the seat in place of the sponsor's code.

    Nobody signed in goes to the sign-in page and comes back. No seat there is 404, whether or not there is such a
    sponsor; a seat without the right is 403.
    """

    def decorate(view: View[P]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, sponsor: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            return view(request, entered(request, sponsor, right), *args, **kwargs)

        guarded.asks = Asks(right)  # type: ignore[attr-defined]
        return guarded

    return decorate


def entered(request: Any, sponsor: str, right: Right | None) -> Place:
    """The seat of the signed-in person at the sponsor.

    Raises Http404 without one, PermissionDenied without the right.
    """
    place = place_at(request.user, sponsor)
    if place is None:
        raise Http404
    request.place = place
    if right is not None and not place.may(right):
        raise PermissionDenied
    return place


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and back here afterwards; it says so where a session was there and is over."""
    if FETCHED_ANEW in request.headers:
        return HttpResponse(status=401)  # live.js asks: the page says that it is signed out
    response = redirect_to_login(request.get_full_path())
    if request.COOKIES.get("sessionid"):
        response["Location"] += "&expired=1"
    return response
