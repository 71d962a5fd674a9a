"""What people write down about a claim: notes, questions and answers, its kind; counties whose clocks stand still."""

from dataclasses import dataclass
from datetime import date

from corridor.app.services.desk.doing import Doer, Doing, Done, known_claims, stated
from corridor.app.services.desk.standing import clock_kind, events_of, pauses, questions_of, stops_of
from corridor.app.services.errors import ServiceError
from corridor.clocks.erisa import information_until
from corridor.clocks.figures import checked_kind
from corridor.records.claim_events import CLAIM_EVENTS, CLOCK_PAUSES
from corridor.wording.said import said


@dataclass(frozen=True)
class Note:
    """A note to a claim."""

    claim_number: int
    text: str
    who: str


@dataclass(frozen=True)
class Ask:
    """Information asked of the claimant or the provider: the clock stands until it comes, or until its time is over."""

    claim_number: int
    what: str
    who: str


@dataclass(frozen=True)
class Answered:
    """What was asked has come: the clock goes on."""

    claim_number: int
    what: str
    who: str


@dataclass(frozen=True)
class SetKind:
    """Under which clock a claim runs (clocks.figures.ERISA_KINDS)."""

    claim_number: int
    kind: str
    who: str


@dataclass(frozen=True)
class Pause:
    """Days that do not count for who lives in a county (five digits) or state (two); to None: until further notice."""

    county: str
    paused_from: date
    paused_to_exclusive: date | None
    why: str
    who: str


def _note(doing: Doing, act: Note) -> Done:
    return _written(doing, act.claim_number, "note", stated(act.text, "note"), act.who)


def _ask(doing: Doing, act: Ask) -> Done:
    """The answer is due at the end of the time that the claimant has at least."""
    kind, county = _kind_and_county(doing, act.claim_number)
    until = information_until(kind, doing.day, pauses=stops_of(county, pauses(doing.tx)))
    return _written(doing, act.claim_number, "information_asked", stated(act.what, "question"), act.who, until.day)


def _answered(doing: Doing, act: Answered) -> Done:
    events = events_of(doing.tx, [act.claim_number]).get(act.claim_number, ())
    if all(one.answered_on is not None for one in questions_of(events)):
        raise ServiceError(
            said("claim {claim}: found no question that is open, expected one to answer", claim=act.claim_number)
        )
    return _written(doing, act.claim_number, "information_arrived", stated(act.what, "answer"), act.who)


def _set_kind(doing: Doing, act: SetKind) -> Done:
    return _written(doing, act.claim_number, "claim_kind", checked_kind(act.kind), act.who)


def _pause(doing: Doing, act: Pause) -> Done:
    if not (act.county.isdecimal() and len(act.county) in (2, 5)):
        raise ServiceError(
            said("county: found {found!r}, expected its FIPS code, five digits, or a state's, two", found=act.county)
        )
    if act.paused_to_exclusive is not None and act.paused_to_exclusive <= act.paused_from:
        raise ServiceError(said("pause: found its end before its first day, expected a later end"))
    row = {name: getattr(act, name) for name in CLOCK_PAUSES.schema}
    doing.tx.insert("clock_pause", CLOCK_PAUSES.from_rows([row]), batch_id=doing.batch.id)
    return row, {"clock_pauses": 1}


def _kind_and_county(doing: Doing, number: int) -> tuple[str, str | None]:
    known_claims(doing.tx, [number])
    kind, county = doing.tx.read("select kind, patient_county from claim where claim_number = %s", [number]).row(0)
    return clock_kind(kind, events_of(doing.tx, [number]).get(number, ())), county


def _written(doing: Doing, number: int, event: str, what: str, who: str, due: date | None = None) -> Done:
    known_claims(doing.tx, [number])
    row = {
        "claim_number": number,
        "event_number": doing.next_number("claim_event", "event_number", "claim_number = %s", number),
        "event": event,
        "happened_on": doing.day,
        "who": stated(who, "person"),
        "what": what,
        "answer_due_on": due,
    }
    doing.tx.insert("claim_event", CLAIM_EVENTS.from_rows([row]), batch_id=doing.batch.id)
    return row, {"claim_events": 1}


DO: dict[type, Doer] = {Note: _note, Ask: _ask, Answered: _answered, SetKind: _set_kind, Pause: _pause}
