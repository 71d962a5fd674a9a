"""Appeals: filed in levels, decided, carried out by an override; then external review by whose turn it is."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from corridor.app.services import selectors
from corridor.app.services.desk.doing import Doer, Doing, Done, known_claims, stated
from corridor.app.services.desk.overriding import Propose, propose
from corridor.app.services.desk.standing import clock_kind, events_of, pauses, stops_of
from corridor.app.services.documents import Documents, documents_of
from corridor.app.services.errors import ServiceError
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.clocks.business import BusinessDays
from corridor.clocks.due import Due
from corridor.clocks.erisa import appeal_due, appeal_until
from corridor.clocks.external_review import calendar, is_eligible, may_ask_until, reviewer_for
from corridor.plan.procedure_terms import ClaimsProcedure
from corridor.records.appeals import APPEAL_EVENTS, ISSUES, OUTCOMES
from corridor.wording.said import listed, said

EXTERNAL = 3
"""Level of an external review."""


@dataclass(frozen=True)
class File:
    """An appeal of a claim's denial. notice_on: day of the notice; None: of the decision. A second filing of the same
    claim after an upheld first is the next level."""

    claim_number: int
    why: str
    who: str
    notice_on: date | None = None


@dataclass(frozen=True)
class Decide:
    """What became of the level that is open. remedy: of an overturned one `pay` or `allow`; who decided the claim
    may not decide its appeal. authority, role: as of an override, whose limit holds here too."""

    appeal_number: int
    outcome: str
    why: str
    who: str
    remedy: str = "pay"
    line_numbers: tuple[int, ...] = ()
    allowed_cents: int | None = None
    role: str | None = None


@dataclass(frozen=True)
class AskExternal:
    """A review by an independent organisation, given to the one whose turn it is. reviewers: at least three."""

    appeal_number: int
    issue: str
    why: str
    who: str
    reviewers: tuple[str, ...]
    is_expedited: bool = False


@dataclass(frozen=True)
class DecideExternal:
    """What the organisation decided: binding, so that no limit holds."""

    appeal_number: int
    outcome: str
    why: str
    who: str
    remedy: str = "pay"
    line_numbers: tuple[int, ...] = ()
    allowed_cents: int | None = None


@dataclass(frozen=True)
class Appeal:
    """An appeal as it stands. state: open, upheld, overturned, partly_overturned, external (given to a reviewer) or
    refused. due: of what comes next. override_number: what carries the outcome out."""

    appeal_number: int
    claim_number: int
    level: int
    state: str
    claim_kind: str
    filed_on: date
    due: Due | None
    reviewer: str | None = None
    override_number: int | None = None
    events: tuple[dict[str, Any], ...] = ()


def appeals(sponsor: str, *, is_all: bool = False, claim_number: int | None = None) -> list[Appeal]:
    """Appeals that wait for a decision, or all; of one claim, or of all."""
    with tenant_transaction(sponsor) as tx:
        tx.log_access("appeals", "desk")
        found = _read(tx, "true" if claim_number is None else "claim_number = %s", claim_number)
    return [one for one in found if is_all or one.state in ("open", "external")]


def open_appeal(tx: Tx, claim_number: int) -> Appeal | None:
    """The claim's appeal that waits for the plan's decision; None: there is none."""
    found = _read(tx, "claim_number = %s", claim_number)
    return next((one for one in found if one.state == "open"), None)


def _file(doing: Doing, act: File) -> Done:
    known_claims(doing.tx, [act.claim_number])
    terms, before = _terms(doing.tx, act.claim_number), _read(doing.tx, "claim_number = %s", act.claim_number)
    current = selectors.current_decisions(doing.tx, [act.claim_number])
    if any(one.state in ("open", "external") for one in before):
        raise ServiceError(said("claim {claim}: found an appeal that is open already", claim=act.claim_number))
    last = before[-1] if before else None
    level = last.level + 1 if last else 1
    if level > terms.appeal_levels:
        raise ServiceError(
            said(
                "claim {claim}: found {levels} level(s) of appeal used, expected an external review now",
                claim=act.claim_number,
                levels=terms.appeal_levels,
            )
        )
    notice = act.notice_on or (last.events[-1]["happened_on"] if last else current.get_column("decided_on").max())
    kind, stops = _clock(doing.tx, act.claim_number)
    until = appeal_until(kind, notice, days=terms.appeal_days, pauses=stops).day
    if until is not None and doing.day > until:
        raise ServiceError(
            said(
                "claim {claim}: found an appeal on {day}, expected one until {until}",
                claim=act.claim_number,
                day=doing.day,
                until=until,
            )
        )
    number = last.appeal_number if last else doing.next_number("appeal_event", "appeal_number")
    return _written(
        doing, number, act.claim_number, "filed", level, act.who, act.why, claim_kind=kind, notice_on=notice
    )


def _decide(doing: Doing, act: Decide) -> Done:
    appeal = _one(doing.tx, act.appeal_number, "open")
    _refuse_own_decision(doing.tx, appeal, stated(act.who, "person"))
    authority = said("appeal {number}", number=act.appeal_number)
    return _outcome(doing, appeal, act, "decided", str(authority), role=act.role, is_binding=False)


def _refuse_own_decision(tx: Tx, appeal: Appeal, who: str) -> None:
    """An appeal is decided by somebody who has decided nothing of the claim before (29 CFR 2560.503-1(h)(3)(ii))."""
    has_decided = tx.scalar(
        "select exists (select from claim_override where claim_number = %(claim)s and who = %(who)s)"
        " or exists (select from override_event e where e.who = %(who)s and e.override_number in"
        "            (select override_number from claim_override where claim_number = %(claim)s))"
        " or exists (select from appeal_event where claim_number = %(claim)s and who = %(who)s and event = 'decided')",
        {"claim": appeal.claim_number, "who": who},
    )
    if has_decided:
        raise ServiceError(
            said(
                "appeal {number}: found somebody who has decided about claim {claim} before, expected another person",
                number=appeal.appeal_number,
                claim=appeal.claim_number,
            )
        )


def _ask_external(doing: Doing, act: AskExternal) -> Done:
    appeal = _one(doing.tx, act.appeal_number, "upheld", "partly_overturned")
    terms = _terms(doing.tx, appeal.claim_number)
    if act.issue not in ISSUES or not is_eligible(act.issue, doing.day) or not terms.external_review:
        raise ServiceError(
            said(
                "appeal {number}: found {issue}, expected a plan with external review and a denial about {issues}",
                number=act.appeal_number,
                issue=act.issue,
                issues=listed(one for one in ISSUES if is_eligible(one, doing.day)),
            )
        )
    if appeal.level < terms.appeal_levels:
        raise ServiceError(
            said("appeal {number}: found a level within the plan that is left", number=act.appeal_number)
        )
    stops = _clock(doing.tx, appeal.claim_number)[1]
    until = may_ask_until(appeal.events[-1]["happened_on"], pauses=stops).day
    if until is not None and doing.day > until:
        raise ServiceError(
            said(
                "appeal {number}: found a request on {day}, expected one until {until}",
                number=act.appeal_number,
                day=doing.day,
                until=until,
            )
        )
    given = doing.tx.read("select reviewer from appeal_event where event = 'external_assigned' order by id")
    reviewer = reviewer_for(act.reviewers, given.get_column("reviewer").to_list())
    facts = {"issue": act.issue, "is_expedited": act.is_expedited, "claim_kind": appeal.claim_kind}
    claim = appeal.claim_number
    _written(doing, act.appeal_number, claim, "external_asked", EXTERNAL, act.who, act.why, **facts)
    return _written(
        doing, act.appeal_number, claim, "external_assigned", EXTERNAL, act.who, act.why, reviewer=reviewer, **facts
    )


def _decide_external(doing: Doing, act: DecideExternal) -> Done:
    appeal = _one(doing.tx, act.appeal_number, "external")
    authority = said("external review of appeal {number}", number=act.appeal_number)
    return _outcome(doing, appeal, act, "external_decided", str(authority), role=None, is_binding=True)


def _outcome(
    doing: Doing,
    appeal: Appeal,
    act: Decide | DecideExternal,
    event: str,
    authority: str,
    *,
    role: str | None,
    is_binding: bool,
) -> Done:
    """Write the outcome down; what is overturned is carried out by an override."""
    if act.outcome not in OUTCOMES:
        raise ServiceError(
            said("outcome: found {found!r}, expected one of {allowed}", found=act.outcome, allowed=listed(OUTCOMES))
        )
    override, redecided = None, 0
    if act.outcome != "upheld":
        proposal = Propose(
            appeal.claim_number,
            act.line_numbers or _open_lines(doing.tx, appeal.claim_number, act.remedy),
            act.remedy,
            act.why,
            act.who,
            authority,
            act.allowed_cents,
            role,
        )
        made, _ = propose(doing, proposal, is_binding=is_binding)
        override, redecided = made.override_number, made.redecided
    answer, counts = _written(
        doing,
        appeal.appeal_number,
        appeal.claim_number,
        event,
        appeal.level,
        act.who,
        act.why,
        outcome=act.outcome,
        override_number=override,
        claim_kind=appeal.claim_kind,
    )
    return answer, {**counts, "claims_redecided": redecided}


def _open_lines(tx: Tx, claim: int, remedy: str) -> tuple[int, ...]:
    """The lines that an overturned denial is about: those that are not paid."""
    current = selectors.current_decisions(tx, [claim])
    lines = current if remedy != "pay" else current.filter(current.get_column("status") != "paid")
    return tuple(lines.get_column("line_number"))


def _written(
    doing: Doing, number: int, claim: int, event: str, level: int, who: str, why: str, **facts: object
) -> Done:
    row = {
        "appeal_number": number,
        "event_number": doing.next_number("appeal_event", "event_number", "appeal_number = %s", number),
        "claim_number": claim,
        "event": event,
        "level": level,
        "happened_on": doing.day,
        "who": stated(who, "person"),
        "why": stated(why, "why"),
        **facts,
    }
    doing.tx.insert("appeal_event", APPEAL_EVENTS.from_rows([row]), batch_id=doing.batch.id)
    return _read(doing.tx, "appeal_number = %s", number)[0], {"appeals": 1}


def _one(tx: Tx, number: int, *states: str) -> Appeal:
    found = _read(tx, "appeal_number = %s", number)
    if not found or found[0].state not in states:
        raise ServiceError(
            said(
                "appeal {number}: found {found}, expected one that is {states}",
                number=number,
                found=found[0].state if found else said("none of that number"),
                states=listed(states),
            )
        )
    return found[0]


def _terms(tx: Tx, claim: int) -> ClaimsProcedure:
    """The procedure of the plan that decided the claim; without one, what the law asks at least."""
    documents: Documents = documents_of(tx)
    decided = selectors.current_decisions(tx, [claim]).sort("line_number").row(0, named=True)
    plan = documents.plans.get(decided["plan_code"] or "")
    version = plan.version_on(decided["service_from"]) if plan else None
    return (version.terms.claims_procedure if version else None) or ClaimsProcedure(
        clause="-", text="29 CFR 2560.503-1"
    )


def _clock(tx: Tx, claim: int) -> tuple[str, tuple[Any, ...]]:
    kind, county = tx.read("select kind, patient_county from claim where claim_number = %s", [claim]).row(0)
    return clock_kind(kind, events_of(tx, [claim]).get(claim, ())), stops_of(county, pauses(tx))


def _read(tx: Tx, where: str, *values: object) -> list[Appeal]:
    rows = tx.read(
        f"select {', '.join(APPEAL_EVENTS.schema)} from appeal_event where {where}"
        " order by appeal_number, event_number",
        [value for value in values if value is not None],
    )
    return [_appeal(tx, tuple(part.to_dicts())) for part in rows.partition_by("appeal_number", maintain_order=True)]


_STATES = {
    "filed": "open",
    "external_asked": "external",
    "external_assigned": "external",
    "external_refused": "refused",
}


def _appeal(tx: Tx, events: tuple[dict[str, Any], ...]) -> Appeal:
    last, filed = events[-1], [one for one in events if one["event"] == "filed"][-1]
    state = _STATES.get(last["event"]) or last["outcome"]
    overrides = [one["override_number"] for one in events if one["override_number"] is not None]
    reviewers = [one["reviewer"] for one in events if one["reviewer"]]
    appeal = Appeal(
        last["appeal_number"],
        last["claim_number"],
        last["level"],
        state,
        filed["claim_kind"],
        filed["happened_on"],
        None,
        reviewers[-1] if reviewers else None,
        overrides[-1] if overrides else None,
        events,
    )
    return replace(appeal, due=_due(tx, appeal, last))


def _due(tx: Tx, appeal: Appeal, last: dict[str, Any]) -> Due | None:
    """Of an open level its decision, of a review the reviewer's, of an upheld one the last day to ask for a review."""
    stops = _clock(tx, appeal.claim_number)[1]
    if appeal.state == "open":
        levels = _terms(tx, appeal.claim_number).appeal_levels
        return appeal_due(appeal.claim_kind, appeal.filed_on, levels=levels, pauses=stops)
    if appeal.state == "external":
        notice = [one for one in appeal.events if one["event"] == "decided"][-1]["happened_on"]
        given = last["happened_on"]
        return calendar(
            notice, given, BusinessDays(), assigned_on=given, is_expedited=bool(last["is_expedited"])
        ).decision
    if appeal.state == "upheld" and appeal.level < EXTERNAL:
        return may_ask_until(last["happened_on"], pauses=stops)
    return None


DO: dict[type, Doer] = {File: _file, Decide: _decide, AskExternal: _ask_external, DecideExternal: _decide_external}
