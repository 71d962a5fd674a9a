"""What every page of the desk does alike."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from corridor.app.services.access.preferences import choose_keys, has_keys
from corridor.app.services.access.roles import Right
from corridor.app.services.access.seats import Place
from corridor.app.services.desk_pages.today import desk_day
from corridor.app.web.way import way_from

KEYS = "keys"
"""The form that switches single keys on or off."""


def day_of(place: Place) -> date:
    """The day on which the desk works."""
    return desk_day(place, timezone.localdate())


def must_work(place: Place) -> None:
    """Raises PermissionDenied for a seat that may look and not decide."""
    if not place.may(Right.WORK_CLAIMS):
        raise PermissionDenied


def address(name: str, place: Place, query: str = "", *parts: Any) -> str:
    """The address of a page of the desk, with its query."""
    bare = reverse(name, args=[place.sponsor, *parts])
    return f"{bare}?{query}" if query else bare


def rendered(request: HttpRequest, place: Place, template: str, status: int = 200, **facts: Any) -> HttpResponse:
    """A page of the desk."""
    facts |= {"area": "queue", "has_keys": has_keys(request.user), "onward": way_from(request, place)}
    return render(request, template, facts, status=status)


def keys_switched(request: HttpRequest) -> HttpResponse:
    """Single keys switched as the form says; back to the page it stands on."""
    choose_keys(request.user, are_on=request.POST.get("keys") == "on")
    return redirect(request.get_full_path())


def tell(request: HttpRequest, text: str) -> None:
    """Say on the next page what was done."""
    messages.success(request, text)
