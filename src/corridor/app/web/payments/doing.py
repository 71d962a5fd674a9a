"""What the forms of payments do: a step is done, and a sentence says what came of it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from corridor.app.services.access.seats import Place
from corridor.app.services.payments.approving import Approve
from corridor.app.services.payments.life import GoStale, Void
from corridor.app.services.payments.payees import ConfirmAccount, SetPayee
from corridor.app.services.payments.preparing import Prepare
from corridor.app.services.payments.releasing import Release
from corridor.app.services.payments.standing import stale_due
from corridor.app.services.payments.steps import do_step
from corridor.app.web.templatetags.told import money


def _prepare(place: Place, form: QueryDict, day: date) -> str:
    run = do_step(place.sponsor, Prepare(place.who), day)
    return _("%(run)s is prepared: %(amount)s to pay, %(called)s called.") % {
        "run": run.run_number,
        "amount": money(run.payable_cents),
        "called": money(run.called_cents),
    }


def _approve(place: Place, form: QueryDict, day: date) -> str:
    done = do_step(place.sponsor, Approve(place.who, form.get("run") or None), day)
    if done.is_complete:
        return _("%(run)s is approved.") % {"run": done.run_number}
    return _("%(run)s is approved by one person; another has to.") % {"run": done.run_number}


def _release(place: Place, form: QueryDict, day: date) -> str:
    done = do_step(place.sponsor, Release(place.who, form.get("run") or None), day)
    facts: dict[str, Any] = {
        "count": done.paid.height,
        "waiting": done.unfunded.height,
        "short": money(done.short_cents),
    }
    if done.unfunded.height:
        return _("%(count)s payments are released; %(waiting)s wait for %(short)s.") % facts
    return _("%(count)s payments are released.") % facts


def _void(place: Place, form: QueryDict, day: date) -> str:
    number = form.get("payment", "")
    do_step(place.sponsor, Void(place.who, number, form.get("reason", "")), day)
    return _("%(payment)s is stopped; what it paid is payable again.") % {"payment": number}


def _stale(place: Place, form: QueryDict, day: date) -> str:
    numbers = stale_due(place.sponsor, day)
    for number in numbers:
        do_step(place.sponsor, GoStale(place.who, number), day)
    return _("%(count)s cheques are marked stale.") % {"count": len(numbers)}


def _confirm(place: Place, form: QueryDict, day: date) -> str:
    do_step(place.sponsor, ConfirmAccount(place.who, form.get("payee", "")), day)
    return _("The account is confirmed.")


def _block(place: Place, form: QueryDict, day: date) -> str:
    _set(place, form, day, is_blocked=True)
    return _("Nothing is paid to this payee any more.")


def _unblock(place: Place, form: QueryDict, day: date) -> str:
    _set(place, form, day, is_blocked=False)
    return _("This payee may be paid again.")


def _set(place: Place, form: QueryDict, day: date, *, is_blocked: bool) -> None:
    reason = form.get("reason", "").strip()
    do_step(place.sponsor, SetPayee(place.who, form.get("payee", ""), is_blocked=is_blocked, reason=reason), day)


Action = Callable[[Place, QueryDict, date], str]
OF_PAYMENTS: Mapping[str, Action] = {
    "prepare": _prepare,
    "approve": _approve,
    "release": _release,
    "void": _void,
    "stale": _stale,
}
"""By the name that the form gives."""
OF_PAYEES: Mapping[str, Action] = {"confirm": _confirm, "block": _block, "unblock": _unblock}
