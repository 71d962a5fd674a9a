"""The back office's site: who may enter, and at which sponsor one is working."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite

from corridor.app.services.access.roles import Right
from corridor.app.services.access.seats import Place, places_of

CHOSEN = "back_office_sponsor"
"""Where the session keeps the sponsor that was chosen."""


class BackOffice(UnfoldAdminSite):
    """Open to whoever may administer at a sponsor. Its pages show one sponsor at a time."""

    index_title = _("Back office")
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the person has a seat with the right to administer."""
        return bool(administered(request))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one sign-in page; somebody who is signed in without the right goes to the first page."""
        if request.user.is_authenticated:
            return redirect("home")
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def get_urls(self) -> list[URLPattern]:
        """The site's own addresses, and the one that chooses a sponsor."""
        return [path("at/<str:sponsor>/", self.admin_view(choose), name="at"), *super().get_urls()]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """The sponsor one is working at stands in the header of every page."""
        context = super().each_context(request)
        place = place_here(request)
        return context | {"site_subheader": place.sponsor if place else ""}


def administered(request: HttpRequest) -> list[Place]:
    """The seats in which the person may administer; none for somebody who is not signed in."""
    user: Any = request.user
    if not user.is_authenticated:
        return []
    if not hasattr(request, "_administered"):
        request._administered = [place for place in places_of(user) if place.may(Right.ADMINISTER)]  # type: ignore[attr-defined]
    return request._administered  # type: ignore[attr-defined,no-any-return]


def place_here(request: HttpRequest) -> Place | None:
    """The seat at the sponsor that was chosen, else at the first."""
    places = administered(request)
    chosen = request.session.get(CHOSEN)
    return next((place for place in places if place.sponsor == chosen), places[0] if places else None)


def choose(request: HttpRequest, sponsor: str) -> HttpResponse:
    """Work at another sponsor from here on."""
    if sponsor not in {place.sponsor for place in administered(request)}:
        raise Http404
    request.session[CHOSEN] = sponsor
    return redirect("admin:index")


def sponsors(request: HttpRequest) -> list[dict[str, Any]]:
    """What the menu of the header offers: the sponsors at which the person may administer."""
    return [
        {"icon": "domain", "title": place.sponsor, "link": reverse("admin:at", args=[place.sponsor])}
        for place in administered(request)
    ]


site = BackOffice(name="admin")
