"""Overrides that wait for a second person: looked at, approved, refused."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from corridor.app.services.access.roles import Right
from corridor.app.services.access.seats import Place
from corridor.app.services.desk.acts import do_act
from corridor.app.services.desk.overriding import Approve, Refuse
from corridor.app.services.desk_pages.approvals import approvals
from corridor.app.services.errors import ServiceError
from corridor.app.web.desk.doing import whole_number
from corridor.app.web.desk.pages import day_of, must_work, rendered, tell
from corridor.app.web.guard import sponsor_page


@sponsor_page(Right.SEE_DESK)
def waiting(request: HttpRequest, place: Place) -> HttpResponse:
    """The overrides that wait; by POST one of them is answered."""
    today, fault = day_of(place), None
    if request.method == "POST":
        must_work(place)
        try:
            tell(request, _answered(request, place))
            return redirect(request.get_full_path())
        except ServiceError as error:
            fault = error
    facts = {"page": approvals(place, today), "fault": fault}
    return rendered(request, place, "desk/approvals.html", 400 if fault else 200, **facts)


def _answered(request: HttpRequest, place: Place) -> str:
    form, number = request.POST, whole_number("override", request.POST.get("override", ""))
    if form.get("answer") == "approve":
        act = Approve(number, place.who, form.get("authority", ""), form.get("why") or None, place.role.code)
        do_act(place.sponsor, act, day_of(place))
        return _("Override %(number)s is approved; the claim is decided again.") % {"number": number}
    do_act(place.sponsor, Refuse(number, place.who, form.get("why", "")), day_of(place))
    return _("Override %(number)s is refused; the claim waits on.") % {"number": number}
