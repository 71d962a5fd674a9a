"""The bank reconciliation in two panes, and the trace of money."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from corridor.app.services import trace as tracing
from corridor.app.services.access.roles import Right
from corridor.app.services.access.seats import Place
from corridor.app.services.bank.by_hand import ACCOUNTS
from corridor.app.services.bank.page import bank_page
from corridor.app.services.desk_pages.today import desk_day
from corridor.app.services.errors import ServiceError
from corridor.app.web.bank.doing import ACTIONS
from corridor.app.web.guard import sponsor_page
from corridor.app.web.way import way_from, way_to
from corridor.funding.postings import FundingError
from corridor.ledger.accounts import LedgerError


@sponsor_page(Right.SEE_BANK)
def reconciliation(request: HttpRequest, place: Place) -> HttpResponse:
    """Both panes; by POST something is done about a line or a match."""
    fault: Exception | None = None
    day = desk_day(place, timezone.localdate())
    if request.method == "POST":
        if not place.may(Right.WORK_BANK):
            raise PermissionDenied
        action = request.POST.get("action", "")
        if action not in ACTIONS:
            raise Http404
        try:
            messages.success(request, ACTIONS[action](place, request.POST, day))
            return redirect(request.get_full_path())
        except (ServiceError, FundingError, LedgerError) as error:
            fault = error
    find = request.GET.get("find", "").strip()
    facts: dict[str, Any] = {
        "area": "bank",
        "page": bank_page(place, day, find),
        "find": find,
        "fault": fault,
        "accounts": ACCOUNTS,
        "form": request.POST,
        "chosen": request.POST.getlist("item"),
        "onward": way_from(request, place),
    }
    return render(request, "bank/reconciliation.html", facts, status=400 if fault else 200)


@sponsor_page(Right.SEE_POSTINGS)
def trace(request: HttpRequest, place: Place) -> HttpResponse:
    """All that an entry, claim, payment or bank line came from and ended in; without one, a form that asks."""
    given = [
        (start, request.GET[start].strip()) for start in ("entry", "claim", "payment", "line") if request.GET.get(start)
    ]
    facts: dict[str, Any] = {"area": "postings", "way": way_to(request, place), "onward": way_from(request, place)}
    if not given:
        return render(request, "bank/trace.html", facts)
    try:
        facts["trace"] = tracing.trace(place.sponsor, *given[0], who=place.who)
    except ServiceError as error:
        return render(request, "bank/trace.html", facts | {"fault": error}, status=404)
    return render(request, "bank/trace.html", facts)
