"""What the forms of the reconciliation do: a service is called, and a sentence says what came of it."""

from collections.abc import Callable, Mapping
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from corridor.app.services.access.seats import Place
from corridor.app.services.bank.by_hand import match_by_hand, post_difference, undo_match
from corridor.app.services.bank.matching import match
from corridor.app.services.errors import ServiceError
from corridor.wording.said import said


def _match(place: Place, form: QueryDict, day: date) -> str:
    line, why = _line(form), form.get("reason", "").strip() or None
    number = match_by_hand(place.sponsor, line, form.getlist("item"), place.who, day, reason=why)
    return _("Match %(number)s is made.") % {"number": number}


def _difference(place: Place, form: QueryDict, day: date) -> str:
    post_difference(place.sponsor, _line(form), form.get("account", ""), form.get("reason", ""), place.who, day)
    return _("The difference is posted under its name.")


def _undo(place: Place, form: QueryDict, day: date) -> str:
    number = _number(form.get("match", ""))
    undo_match(place.sponsor, number, form.get("reason", ""), place.who, day)
    return _("Match %(number)s is taken back.") % {"number": number}


def _rules(place: Place, form: QueryDict, day: date) -> str:
    found = match(place.sponsor, day, who=place.who)
    return _("%(matched)s lines are matched by rule, %(left)s are left.") % {
        "matched": found.matched,
        "left": found.left,
    }


def _line(form: QueryDict) -> tuple[str, int]:
    statement, _slash, number = form.get("line", "").rpartition("/")
    if not statement:
        raise ServiceError(said("bank line: found none chosen, expected one"))
    return statement, _number(number)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise ServiceError(said("{what}: found no number, expected one", what=said("match")))
    return int(text)


ACTIONS: Mapping[str, Callable[[Place, QueryDict, date], str]] = {
    "match": _match,
    "difference": _difference,
    "undo": _undo,
    "rules": _rules,
}
"""By the name that the form gives."""
