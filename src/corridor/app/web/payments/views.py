"""Payment runs and payments with where each stands, and the payees: by POST a step is done."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from corridor.app.services.access.roles import Right
from corridor.app.services.access.seats import Place
from corridor.app.services.desk_pages.today import desk_day
from corridor.app.services.errors import ServiceError
from corridor.app.services.payments.page import payees_page, payments_page
from corridor.app.store.errors import Refused
from corridor.app.web.guard import sponsor_page
from corridor.app.web.payments.doing import OF_PAYEES, OF_PAYMENTS, Action
from corridor.app.web.payments.words import STATES
from corridor.app.web.way import way_from
from corridor.funding.postings import FundingError
from corridor.ledger.accounts import LedgerError


@sponsor_page(Right.SEE_PAYMENTS)
def payments(request: HttpRequest, place: Place) -> HttpResponse:
    """The last run, and the payments that stand so or are looked for."""
    answer = _step(request, place, OF_PAYMENTS)
    if isinstance(answer, HttpResponse):
        return answer
    state, find = request.GET.get("state", ""), request.GET.get("find", "").strip()
    if state and state not in STATES:
        raise Http404
    page = payments_page(place, desk_day(place, timezone.localdate()), state, find)
    facts = {"area": "payments", "page": page, "state": state, "states": STATES, "find": find}
    return _shown(request, place, "payments/payments.html", facts, answer)


@sponsor_page(Right.SEE_PAYMENTS)
def payees(request: HttpRequest, place: Place) -> HttpResponse:
    """Who is paid, and to which account."""
    answer = _step(request, place, OF_PAYEES)
    if isinstance(answer, HttpResponse):
        return answer
    find = request.GET.get("find", "").strip()
    page = payees_page(place, desk_day(place, timezone.localdate()), find)
    return _shown(request, place, "payments/payees.html", {"area": "payments", "page": page, "find": find}, answer)


def _step(request: HttpRequest, place: Place, actions: Mapping[str, Action]) -> HttpResponse | Exception | None:
    """Do what the form asks: back to the page, or the fault; None where nothing is asked."""
    if request.method != "POST":
        return None
    if not place.may(Right.WORK_PAYMENTS):
        raise PermissionDenied
    action = request.POST.get("action", "")
    if action not in actions:
        raise Http404
    try:
        messages.success(request, actions[action](place, request.POST, desk_day(place, timezone.localdate())))
    except (ServiceError, FundingError, LedgerError, Refused) as fault:
        return fault
    return redirect(request.get_full_path())


def _shown(
    request: HttpRequest, place: Place, template: str, facts: dict[str, Any], fault: Exception | None
) -> HttpResponse:
    more = {"fault": fault, "onward": way_from(request, place)}
    return render(request, template, facts | more, status=400 if fault else 200)
