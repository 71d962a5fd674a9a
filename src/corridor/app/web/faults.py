"""Pages for what went wrong: each says what is the matter and what to do, never a trace."""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from corridor.wording.language import language_named
from corridor.wording.said import told

log = logging.getLogger("corridor.web")


def _page(request: HttpRequest, status: int, title: str, matter: str, remedy: str) -> HttpResponse:
    facts = {"title": title, "matter": matter, "remedy": remedy, "status": status}
    return render(request, "fault.html", facts, status=status)


def refused(request: HttpRequest, error: Exception) -> HttpResponse:
    """400: a service refused, such as a filter that makes no sense."""
    language = language_named(get_language() or "en")
    matter, remedy = told(error, language), _("Go back and change what you asked for.")
    return _page(request, 400, _("This cannot be done as asked"), matter, remedy)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: a request that no page of ours makes."""
    matter, remedy = _("The address or the form could not be read."), _("Start again from the first page.")
    return _page(request, 400, _("This cannot be read"), matter, remedy)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the role lacks the right."""
    place = getattr(request, "place", None)
    role = place.role.name_in(language_named(get_language() or "en") or "en") if place else ""
    matter = _("Your role here, %(role)s, does not have this page.") % {"role": role}
    remedy = _("Ask whoever runs Corridor for another role if your work needs it.")
    return _page(request, 403, _("Not with your role"), matter, remedy)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page, sponsor or claim, or none that this person may know of."""
    matter = _("There is nothing at this address that you may see.")
    remedy = _("Check the address, or start again from the first page.")
    return _page(request, 404, _("Not found"), matter, remedy)


def failed(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours. It stands in the server's log; the page tells nothing of it."""
    matter = _("Corridor failed on this page. Nothing was changed.")
    remedy = _("Try again; if it stays so, tell whoever runs Corridor the time it happened.")
    return _page(request, 500, _("Something went wrong on our side"), matter, remedy)


def csrf_failure(request: HttpRequest, reason: str = "", **_kept: Any) -> HttpResponse:
    """403: a form that was opened before signing in again."""
    matter = _("The form you sent is from another session.")
    return _page(request, 403, _("Please send it again"), matter, _("Load the page anew and send the form again."))
