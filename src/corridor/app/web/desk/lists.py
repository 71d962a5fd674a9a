"""The queue, and the release of several claims that were chosen on it."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corridor.app.services.access.roles import Right
from corridor.app.services.access.seats import Place
from corridor.app.services.claim_pages.filters import NUMBER_MAX
from corridor.app.services.desk.queue import assign_next
from corridor.app.services.desk_pages.listing import chosen, listing
from corridor.app.services.errors import ServiceError
from corridor.app.web.desk.asked import PRIORITIES, WAITING, asked
from corridor.app.web.desk.doing import release_several
from corridor.app.web.desk.pages import KEYS, address, day_of, keys_switched, must_work, rendered, tell
from corridor.app.web.desk.words import QUEUE_KEYS
from corridor.app.web.guard import sponsor_page
from corridor.wording.said import said

MOST_CHOSEN = 200


@sponsor_page(Right.SEE_DESK)
def queue(request: HttpRequest, place: Place) -> HttpResponse:
    """The claims that wait and fit the filter; by POST the next of them is taken and opened, or keys are switched."""
    if request.method == "POST":
        return _posted(request, place)
    wanted, today = asked(request.GET, place.who), day_of(place)
    facts = {
        "asked": wanted,
        "page": listing(place, wanted.filters, wanted.page, today),
        "today": today,
        "reasons": WAITING,
        "priorities": PRIORITIES,
        "keys": QUEUE_KEYS,
        "is_end": "end" in request.GET,
    }
    return rendered(request, place, "desk/queue.html", **facts)


def _posted(request: HttpRequest, place: Place) -> HttpResponse:
    if request.POST.get("action") == KEYS:
        return keys_switched(request)
    must_work(place)
    wanted = asked(request.GET, place.who)
    taken = assign_next(place.sponsor, place.who, day_of(place), wanted.filters, order="oldest")
    if taken is None:
        tell(request, _("Nobody's claims are all taken: no claim of this list is free."))
        return redirect(address("queue", place, wanted.query))
    tell(request, _("Claim %(number)s is yours.") % {"number": taken.claim_number})
    return redirect(address("queue_claim", place, wanted.query, taken.claim_number))


@sponsor_page(Right.SEE_DESK)
def release_chosen(request: HttpRequest, place: Place) -> HttpResponse:
    """The claims that were chosen, to look at once more; by POST, with a why, their holds are lifted."""
    wanted, today = asked(request.GET, place.who), day_of(place)
    numbers = chosen_numbers(request.POST if request.method == "POST" else request.GET)
    rows = chosen(place, numbers, today)
    fit = [row for row in rows if row.is_released_by_word]
    facts = {"asked": wanted, "rows": rows, "fit": fit, "today": today, "cents": sum(r.pend.charge_cents for r in fit)}
    if request.method != "POST":
        return rendered(request, place, "desk/release.html", **facts)
    must_work(place)
    try:
        count = release_several(place, [row.pend.claim_number for row in fit], request.POST.get("why", ""), today)
    except ServiceError as error:
        return rendered(request, place, "desk/release.html", 400, fault=error, **facts)
    tell(request, ngettext("%(count)d claim released.", "%(count)d claims released.", count) % {"count": count})
    return redirect(address("queue", place, wanted.query))


def chosen_numbers(form: QueryDict) -> frozenset[int]:
    """The numbers of the claims that were ticked. Raises ServiceError for what is no number, or for too many."""
    texts = form.getlist("claim")
    if len(texts) > MOST_CHOSEN or not all(text.isascii() and text.isdecimal() for text in texts):
        raise ServiceError(said("claims: found something else, expected {most} numbers at most", most=MOST_CHOSEN))
    return frozenset(number for number in map(int, texts) if number <= NUMBER_MAX)
