"""Appeals with their clocks, quality samples, and the measures of it all."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from corridor.app.services.access.roles import Right
from corridor.app.services.access.seats import Place
from corridor.app.services.desk.acts import do_act
from corridor.app.services.desk.appeals import appeals
from corridor.app.services.desk.quality import Find, report
from corridor.app.services.desk_pages.samples import samples
from corridor.app.services.errors import ServiceError
from corridor.app.web.desk.doing import signed_amount, whole_number
from corridor.app.web.desk.pages import day_of, must_work, rendered, tell
from corridor.app.web.desk.words import FINDINGS
from corridor.app.web.guard import sponsor_page
from corridor.reports.claims_quality import BENCHMARKS_BP
from corridor.wording.said import said


@sponsor_page(Right.SEE_DESK)
def appeals_list(request: HttpRequest, place: Place) -> HttpResponse:
    """The appeals that wait for a decision, or all of them."""
    is_all = request.GET.get("all") == "1"
    found = sorted(
        appeals(place.sponsor, is_all=is_all), key=lambda one: (one.due.day if one.due else None) or date.max
    )
    return rendered(request, place, "desk/appeals.html", appeals=found, is_all=is_all, today=day_of(place))


@sponsor_page(Right.SEE_DESK)
def samples_list(request: HttpRequest, place: Place) -> HttpResponse:
    """The quality samples; by POST a finding is written down."""
    fault = None
    if request.method == "POST":
        must_work(place)
        try:
            tell(request, _found(request, place))
            return redirect(request.get_full_path())
        except ServiceError as error:
            fault = error
    facts = {"samples": samples(place), "findings": FINDINGS, "fault": fault}
    return rendered(request, place, "desk/quality.html", 400 if fault else 200, **facts)


def _found(request: HttpRequest, place: Place) -> str:
    form = request.POST
    claim = whole_number("claim", form.get("claim", ""))
    kind, text = form.get("kind", ""), form.get("amount", "").strip()
    cents = signed_amount(text) if text else 0
    number = whole_number("sample", form.get("sample", ""))
    do_act(place.sponsor, Find(number, claim, kind, form.get("why", ""), place.who, cents), day_of(place))
    return _("What was found in claim %(number)s is written down.") % {"number": claim}


@sponsor_page(Right.SEE_DESK)
def measures(request: HttpRequest, place: Place) -> HttpResponse:
    """How well claims received between two days were decided; without days, those of the year so far."""
    today = day_of(place)
    first = _day(request.GET.get("from"), date(today.year, 1, 1))
    last = _day(request.GET.get("to"), today)
    found = report(place.sponsor, first, last)
    facts = {"report": found, "first": first, "last": last, "benchmarks": BENCHMARKS_BP}
    return rendered(request, place, "desk/measures.html", **facts)


def _day(text: str | None, otherwise: date) -> date:
    try:
        return date.fromisoformat(text) if text else otherwise
    except ValueError:
        raise ServiceError(said("day: found something else, expected one such as 2026-03-31")) from None
