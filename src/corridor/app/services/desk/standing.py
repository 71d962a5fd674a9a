"""Which claims wait for a person, and what has happened to each: read whole, for the list and for one claim."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache

import polars as pl

from corridor.app.store.tx import Tx
from corridor.clocks.due import Due
from corridor.clocks.erisa import Question, decision_due
from corridor.clocks.stops import Stop
from corridor.records.claim_events import CLAIM_EVENTS, CLOCK_PAUSES

NOT_WORK = ("not_yet_due",)
"""Reasons of lines that wait for a day, not for a person."""

_PENDED = """
    select d.claim_number, c.claim_id, c.kind, d.member_id, d.family_id, d.plan_code, c.patient_county,
           string_agg(distinct d.reason, ' ' order by d.reason) as reasons, count(*)::int as lines,
           sum(d.charge_cents)::bigint as charge_cents,
           min((select min(l.received_date) from claim_line l
                where (l.tenant_id, l.claim_number) = (d.tenant_id, d.claim_number))) as received_on,
           min((select min(p.decided_on) from decision p
                where (p.tenant_id, p.claim_number, p.line_number) = (d.tenant_id, d.claim_number, d.line_number)
                  and p.version > coalesce((select max(n.version) from decision n
                      where (n.tenant_id, n.claim_number, n.line_number)
                          = (d.tenant_id, d.claim_number, d.line_number) and n.status <> 'pended'), -1))) as since,
           max(w.owner) as owner, coalesce(max(w.priority), 0)::int as priority
    from decision d join claim c on (c.tenant_id, c.claim_number) = (d.tenant_id, d.claim_number)
    left join work_item w on (w.tenant_id, w.claim_number) = (d.tenant_id, d.claim_number)
    where d.status = 'pended' and d.reason <> all(%(not_work)s) and {where}
      and not exists (select from decision later
          where (later.tenant_id, later.claim_number, later.line_number) = (d.tenant_id, d.claim_number, d.line_number)
            and later.version > d.version)
    group by d.claim_number, c.claim_id, c.kind, d.member_id, d.family_id, d.plan_code, c.patient_county
"""


@dataclass(frozen=True)
class Pend:
    """A claim that waits. since: first day of the waiting. waits_since: an answer is awaited; clock: kind of claim.

    reasons: codes of codes/reasons.py. priority: 0 to 9, 9 the most pressing. charge_cents: of the lines that wait.
    """

    claim_number: int
    claim_id: str
    kind: str
    member_id: str | None
    family_id: str | None
    plan_code: str | None
    reasons: tuple[str, ...]
    lines: int
    charge_cents: int
    received_on: date
    since: date
    age_days: int
    clock: str
    due: Due
    is_overdue: bool
    waits_since: date | None
    owner: str | None
    priority: int

    @property
    def due_on(self) -> date | None:
        return self.due.day


def pends(tx: Tx, as_of: date, numbers: Collection[int] | None = None) -> list[Pend]:
    """Every claim that waits for a person, or those of `numbers`, oldest first."""
    where = "true" if numbers is None else "d.claim_number = any(%(numbers)s)"
    found = tx.read(
        _PENDED.format(where=where), {"not_work": list(NOT_WORK), "numbers": None if numbers is None else list(numbers)}
    )
    asked = found.get_column("claim_number").to_list()
    events = events_of(tx, asked if numbers is not None else None)
    clock = _Clock(pauses(tx))
    made = [_pend(row, events.get(row["claim_number"], ()), clock, as_of) for row in found.to_dicts()]
    return sorted(made, key=lambda one: (one.since, one.claim_number))


Event = dict[str, object]


def events_of(tx: Tx, numbers: Collection[int] | None) -> dict[int, tuple[Event, ...]]:
    """CLAIM_EVENTS of these claims, None: of all, by claim in their order."""
    columns = ", ".join(CLAIM_EVENTS.schema)
    where = "true" if numbers is None else "claim_number = any(%s)"
    rows = tx.read(
        f"select {columns} from claim_event where {where} order by claim_number, event_number",
        None if numbers is None else [list(numbers)],
    )
    by_claim: dict[int, list[Event]] = {}
    for row in rows.iter_rows(named=True):
        by_claim.setdefault(row["claim_number"], []).append(row)
    return {number: tuple(events) for number, events in by_claim.items()}


def questions_of(events: tuple[Event, ...]) -> tuple[Question, ...]:
    """What was asked, each with the day of its answer: an answer ends all that is open."""
    questions: list[Question] = []
    for event in events:
        day = event["happened_on"]
        assert isinstance(day, date)
        if event["event"] == "information_asked":
            questions.append(Question(day))
        elif event["event"] == "information_arrived":
            questions = [one if one.answered_on else Question(one.asked_on, day) for one in questions]
    return tuple(questions)


def pauses(tx: Tx) -> tuple[tuple[str, Stop], ...]:
    """(county or state, days that do not count) of all pauses."""
    rows = tx.read(f"select {', '.join(CLOCK_PAUSES.schema)} from clock_pause order by county, paused_from")
    return tuple((row[0], Stop(row[1], row[2])) for row in rows.iter_rows())


def stops_of(county: str | None, paused: tuple[tuple[str, Stop], ...]) -> tuple[Stop, ...]:
    """The pauses that hold for who lives in a county: its own, and its state's."""
    return tuple(stop for place, stop in paused if county and county.startswith(place))


def clock_kind(kind: str, events: tuple[Event, ...]) -> str:
    """Under which clock a claim runs: what a person said last, else what the claim is."""
    told = [str(event["what"]) for event in events if event["event"] == "claim_kind"]
    return told[-1] if told else "disability" if kind == "disability" else "post_service"


class _Clock:
    """The clock of a claim; claims that came on the same day and of which nothing was asked share it."""

    def __init__(self, paused: tuple[tuple[str, Stop], ...]):
        self.paused = paused
        self.due = cache(self._due)

    def _due(self, kind: str, received: date, questions: tuple[Question, ...], county: str | None) -> Due:
        return decision_due(kind, received, questions=questions, pauses=stops_of(county, self.paused))


def _pend(row: dict[str, object], events: tuple[Event, ...], clock: _Clock, as_of: date) -> Pend:
    since, received, county = row["since"], row["received_on"], row.pop("patient_county")
    assert isinstance(since, date)
    assert isinstance(received, date)
    questions, kind = questions_of(events), clock_kind(str(row["kind"]), events)
    due = clock.due(kind, received, questions, county if clock.paused else None)
    open_since = [one.asked_on for one in questions if one.answered_on is None]
    return Pend(
        **{**row, "reasons": tuple(str(row["reasons"]).split())},  # type: ignore[arg-type]
        age_days=(as_of - since).days,
        clock=kind,
        due=due,
        is_overdue=due.is_overdue(as_of),
        waits_since=min(open_since, default=None),
    )


def as_rows(found: Collection[Pend]) -> pl.DataFrame:
    """The claims that wait as a frame: for counts and reports."""
    return pl.DataFrame(
        [
            {"claim_number": one.claim_number, "reason": reason, "owner": one.owner, "since": one.since}
            for one in found
            for reason in one.reasons
        ],
        schema={"claim_number": pl.Int64, "reason": pl.String, "owner": pl.String, "since": pl.Date},
    )
