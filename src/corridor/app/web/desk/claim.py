"""One claim at work: it is looked at, something is done about it, the next of the list follows."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from corridor.app.services.access.roles import Right
from corridor.app.services.access.seats import Place
from corridor.app.services.desk.queue import MOST_PRESSING, next_after, pend_of
from corridor.app.services.desk_pages.work import work_of
from corridor.app.services.errors import ServiceError
from corridor.app.web.context import language_here
from corridor.app.web.desk.asked import Asked, asked
from corridor.app.web.desk.doing import ACTIONS, Doing
from corridor.app.web.desk.pages import KEYS, address, day_of, keys_switched, must_work, rendered, tell
from corridor.app.web.desk.words import CLAIM_KEYS, OUTCOMES, OVERRIDES
from corridor.app.web.guard import sponsor_page
from corridor.clocks.figures import ClockError

END = "end=1"
NEXT, IF_DONE = "next", "if_done"
"""What follows a form: the next claim of the list, or the next where this one waits no longer; else this page again."""


@sponsor_page(Right.SEE_DESK)
def work(request: HttpRequest, place: Place, claim_number: int) -> HttpResponse:
    """The claim; by POST one thing is done about it."""
    if request.method == "POST":
        return _posted(request, place, claim_number)
    return _page(request, place, claim_number)


def _posted(request: HttpRequest, place: Place, number: int) -> HttpResponse:
    action = request.POST.get("action", "")
    if action == KEYS:
        return keys_switched(request)
    must_work(place)
    wanted, today = asked(request.GET, place.who), day_of(place)
    before = pend_of(place.sponsor, number, today)
    doing = Doing(place, number, request.POST, today, before)
    if action not in ACTIONS:
        raise Http404
    try:
        tell(request, ACTIONS[action](doing))
    except (ServiceError, ClockError) as error:
        return _page(request, place, number, 400, fault=error, tried=action)
    then = request.POST.get("then")
    if then == NEXT or (then == IF_DONE and pend_of(place.sponsor, number, today) is None):
        follows = next_after(place.sponsor, number, today, wanted.filters, after=before)
        return redirect(_address_of(place, wanted, follows and follows.claim_number))
    return redirect(request.get_full_path())


def _page(request: HttpRequest, place: Place, number: int, status: int = 200, **facts: Any) -> HttpResponse:
    wanted, today = asked(request.GET, place.who), day_of(place)
    found = work_of(place, number, language_here(), today)
    if found is None:
        raise Http404
    follows = next_after(place.sponsor, number, today, wanted.filters, after=found.pend)
    facts |= {
        "asked": wanted,
        "work": found,
        "claim": found.claim,
        "today": today,
        "next_url": _address_of(place, wanted, follows and follows.claim_number),
        "list_url": address("queue", place, wanted.query),
        "keys": CLAIM_KEYS,
        "override_actions": OVERRIDES,
        "outcomes": OUTCOMES,
        "priorities": range(MOST_PRESSING + 1),
        "form": request.POST,
    }
    return rendered(request, place, "desk/claim.html", status, **facts)


def _address_of(place: Place, wanted: Asked, number: int | None) -> str:
    """The next claim of the list; at its end the list, which says so."""
    if number is None:
        return address("queue", place, "&".join(filter(None, (wanted.query, END))))
    return address("queue_claim", place, wanted.query, number)
