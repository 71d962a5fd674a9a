"""What a form of the desk does, each about one claim: a service is called, and a sentence says what came of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from corridor.app.services.access.seats import Place
from corridor.app.services.desk.acts import do_act
from corridor.app.services.desk.appeals import Appeal, Decide, File
from corridor.app.services.desk.events import Answered, Ask, Note
from corridor.app.services.desk.overriding import Override, Propose
from corridor.app.services.desk.queue import assign, set_priority, unassign
from corridor.app.services.desk.standing import Pend
from corridor.app.services.desk.ways import Again, OutOfPend, ReleaseMany
from corridor.app.services.errors import ServiceError
from corridor.app.web.desk.words import APPEALS
from corridor.app.web.overview.words import reason_text
from corridor.money.cents import MoneyError, parse_cents
from corridor.wording.said import said


@dataclass(frozen=True)
class Doing:
    """Who does something about which claim, and the form that says what. before: as it stood in the queue."""

    place: Place
    number: int
    form: Mapping[str, str]
    today: date
    before: Pend | None

    def text(self, name: str) -> str:
        return self.form.get(name, "").strip()

    def do(self, act: Any) -> Any:
        return do_act(self.place.sponsor, act, self.today)


def _take(doing: Doing) -> str:
    assign(doing.place.sponsor, [doing.number], doing.place.who, who=doing.place.who)
    return _("Claim %(number)s is yours.") % {"number": doing.number}


def _give_back(doing: Doing) -> str:
    unassign(doing.place.sponsor, [doing.number], who=doing.place.who)
    return _("Claim %(number)s is nobody's.") % {"number": doing.number}


def _priority(doing: Doing) -> str:
    priority = whole_number("priority", doing.text("priority"))
    set_priority(doing.place.sponsor, [doing.number], priority, who=doing.place.who)
    return _("Claim %(number)s has priority %(priority)s.") % {"number": doing.number, "priority": priority}


def _release(doing: Doing) -> str:
    done: OutOfPend = doing.do(ReleaseMany((doing.number,), doing.text("why"), doing.place.who))
    return _what_came(doing, done, _("Claim %(number)s is released."))


def _again(doing: Doing) -> str:
    done: OutOfPend = doing.do(Again((doing.number,), doing.text("why"), doing.place.who))
    return _what_came(doing, done, _("Claim %(number)s is decided again."))


def _what_came(doing: Doing, done: OutOfPend, text: str) -> str:
    """The sentence, and what the claim waits for yet."""
    reasons = dict(done.still_pended).get(doing.number, ())
    if reasons:
        text += " " + _("It waits on: %(reasons)s.")
    return text % {"number": doing.number, "reasons": "; ".join(str(reason_text(reason)) for reason in reasons)}


def _ask(doing: Doing) -> str:
    doing.do(Ask(doing.number, doing.text("what"), doing.place.who))
    return _("Information is asked for claim %(number)s.") % {"number": doing.number}


def _answered(doing: Doing) -> str:
    doing.do(Answered(doing.number, doing.text("what"), doing.place.who))
    return _("What came for claim %(number)s is written down.") % {"number": doing.number}


def _note(doing: Doing) -> str:
    doing.do(Note(doing.number, doing.text("what"), doing.place.who))
    return _("The note to claim %(number)s is written down.") % {"number": doing.number}


def _override(doing: Doing) -> str:
    override: Override = doing.do(
        Propose(
            doing.number,
            tuple(whole_number("line", part) for part in doing.text("line").split(",") if part),
            doing.text("what"),
            doing.text("why"),
            doing.place.who,
            doing.text("authority"),
            allowed_cents=signed_amount(doing.text("amount")) if doing.text("what") == "allow" else None,
            role=doing.place.role.code,
        )
    )
    facts = {"number": override.override_number, "claim": doing.number}
    if override.state == "proposed":
        return _("Override %(number)s of claim %(claim)s waits for a second person.") % facts
    return _("Override %(number)s of claim %(claim)s holds; the claim is decided again.") % facts


def _appeal(doing: Doing) -> str:
    filed: Appeal = doing.do(File(doing.number, doing.text("why"), doing.place.who))
    return _("Appeal %(number)s of claim %(claim)s is filed.") % {"number": filed.appeal_number, "claim": doing.number}


def _decide_appeal(doing: Doing) -> str:
    number = whole_number("appeal", doing.text("appeal"))
    act = Decide(number, doing.text("outcome"), doing.text("why"), doing.place.who, role=doing.place.role.code)
    decided: Appeal = doing.do(act)
    return _("Appeal %(number)s is decided: %(outcome)s.") % {"number": number, "outcome": APPEALS[decided.state]}


def whole_number(what: str, text: str) -> int:
    """A number of a form. Raises ServiceError for anything else."""
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise ServiceError(said("{what}: found no number, expected one", what=what))
    return int(text)


def signed_amount(text: str) -> int:
    """Cents of an amount in a form. Raises ServiceError for anything else."""
    try:
        return parse_cents(text)
    except MoneyError:
        raise ServiceError(said("amount: found none, expected one such as 1234.50")) from None


def release_several(place: Place, numbers: Sequence[int], why: str, today: date) -> int:
    """Lift the holds of claims that were chosen one by one, in one batch; returns how many. Raises ServiceError."""
    if not numbers:
        raise ServiceError(said("claims: found none chosen, expected one at least"))
    done: OutOfPend = do_act(place.sponsor, ReleaseMany(tuple(numbers), why, place.who), today)
    return len(done.released)


ACTIONS: Mapping[str, Callable[[Doing], str]] = {
    "take": _take,
    "give_back": _give_back,
    "priority": _priority,
    "release": _release,
    "again": _again,
    "ask": _ask,
    "answered": _answered,
    "override": _override,
    "appeal": _appeal,
    "decide_appeal": _decide_appeal,
    "note": _note,
}
"""By the name that the form gives."""
