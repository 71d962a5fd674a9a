"""Overrides: proposed by one, approved by another where the amount is above the one's limit; then the family is
decided again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from corridor.app.services import selectors
from corridor.app.services.desk.doing import Doer, Doing, Done, known_claims, stated
from corridor.app.services.desk.overridden import LAST_EVENT
from corridor.app.services.errors import ServiceError
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.claims.overrides import DENIED, FIXED
from corridor.money.text import amount_text
from corridor.records.overrides import ACTIONS, AUTHORITIES, OVERRIDE_EVENTS, OVERRIDES
from corridor.wording.said import listed, said

ROLE = "role:"


@dataclass(frozen=True)
class Propose:
    """Decide lines of a claim against the edits. line_numbers: empty: all. allowed_cents: of action allow, one line.

    role: of the person, whose limit holds where the person has none. authority: under which the person acts.
    """

    claim_number: int
    line_numbers: tuple[int, ...]
    action: str
    why: str
    who: str
    authority: str
    allowed_cents: int | None = None
    role: str | None = None


@dataclass(frozen=True)
class Approve:
    """The second pair of eyes says yes."""

    override_number: int
    who: str
    authority: str
    why: str | None = None
    role: str | None = None


@dataclass(frozen=True)
class Refuse:
    """Somebody says no to a proposal."""

    override_number: int
    who: str
    why: str


@dataclass(frozen=True)
class End:
    """An override that holds is to hold no longer: the plan decides again."""

    override_number: int
    who: str
    authority: str
    why: str
    role: str | None = None


@dataclass(frozen=True)
class SetAuthority:
    """Up to which amount a person, or a role (`role:examiner`), decides alone from a day on."""

    holder: str
    limit_cents: int
    effective_from: date
    authority: str
    who: str


@dataclass(frozen=True)
class Override:
    """An override as it stands: proposed (waits for a second person), approved, refused or ended.

    amount_cents: of its lines together. approved_by: who said yes. redecided: claims that came out differently.
    """

    override_number: int
    claim_number: int
    action: str
    lines: tuple[int, ...]
    lifts: tuple[str, ...]
    allowed_cents: int | None
    amount_cents: int
    why: str
    who: str
    authority: str
    limit_cents: int | None
    proposed_on: date
    state: str
    approved_by: str | None = None
    redecided: int = 0


def overrides(sponsor: str, *, state: str | None = None, claim_number: int | None = None) -> list[Override]:
    """All overrides, those in a state (such as `proposed`), or of a claim; newest first."""
    with tenant_transaction(sponsor) as tx:
        found = read_overrides(tx, "true" if claim_number is None else "o.claim_number = %s", claim_number)
    return [one for one in reversed(found) if state is None or one.state == state]


def limit_of(tx: Tx, who: str, role: str | None, on: date) -> int:
    """Up to which amount, in cents, a person decides alone: the person's own limit, else the role's, else nothing."""
    for holder in (who, f"{ROLE}{role}" if role else None):
        if holder is not None:
            found = tx.scalar(
                "select limit_cents from authority where lower(holder) = lower(%s) and effective_from <= %s"
                " order by effective_from desc, batch_id desc limit 1",
                [holder, on],
            )
            if found is not None:
                return int(found)
    return 0


def propose(doing: Doing, act: Propose, *, is_binding: bool = False) -> Done:
    """Write a proposal down; within the person's limit it holds at once. is_binding: no limit applies to it."""
    lines = _lines(doing.tx, act)
    number = doing.next_number("claim_override", "override_number")
    limit = None if is_binding else limit_of(doing.tx, act.who, act.role, doing.day)
    rows = [_row(doing, act, line, number, limit) for line in lines]
    doing.tx.insert("claim_override", OVERRIDES.from_rows(rows), batch_id=doing.batch.id)
    redecided = 0
    if limit is None or sum(row["amount_cents"] for row in rows) <= limit:
        redecided = _said(doing, number, act.claim_number, "approved", act.who, act.authority, None)
    return _after(doing, number, redecided)


def _approve(doing: Doing, act: Approve) -> Done:
    override = _one(doing.tx, act.override_number, "proposed")
    if act.who.strip().casefold() == override.who.casefold():
        raise ServiceError(
            said("override {number}: found the person who proposed it, expected another", number=act.override_number)
        )
    _refuse_above(doing, override, act.who, act.role)
    done = _said(doing, override.override_number, override.claim_number, "approved", act.who, act.authority, act.why)
    return _after(doing, act.override_number, done)


def _refuse(doing: Doing, act: Refuse) -> Done:
    override = _one(doing.tx, act.override_number, "proposed")
    _write(doing, override.override_number, "refused", act.who, "", stated(act.why, "why"))
    return _after(doing, act.override_number, 0)


def _end(doing: Doing, act: End) -> Done:
    override = _one(doing.tx, act.override_number, "approved")
    _refuse_above(doing, override, act.who, act.role)
    why = stated(act.why, "why")
    done = _said(doing, override.override_number, override.claim_number, "ended", act.who, act.authority, why)
    return _after(doing, act.override_number, done)


def _set_authority(doing: Doing, act: SetAuthority) -> Done:
    if act.limit_cents < 0:
        raise ServiceError(said("limit: found less than nothing, expected 0 or more"))
    row = {
        "holder": stated(act.holder, "person"),
        "effective_from": act.effective_from,
        "limit_cents": act.limit_cents,
        "authority": stated(act.authority, "authority"),
    }
    doing.tx.insert("authority", AUTHORITIES.from_rows([row]), batch_id=doing.batch.id)
    return row, {"authorities": 1}


def _lines(tx: Tx, act: Propose) -> list[dict[str, Any]]:
    """The decisions that stand for the lines that are meant. Raises ServiceError for what cannot be overridden."""
    known_claims(tx, [act.claim_number])
    if act.action not in ACTIONS:
        raise ServiceError(
            said("override: found {found!r}, expected one of {allowed}", found=act.action, allowed=listed(ACTIONS))
        )
    current = selectors.current_decisions(tx, [act.claim_number])
    wanted = act.line_numbers or tuple(current.get_column("line_number"))
    lines = current.filter(pl.col("line_number").is_in(wanted)).to_dicts()
    if len(lines) != len(set(wanted)):
        raise ServiceError(
            said(
                "claim {claim}: found no line {lines}, expected lines of the claim",
                claim=act.claim_number,
                lines=listed(wanted),
            )
        )
    for line in lines:
        _refuse_line(act, line)
    _refuse_waiting(tx, act.claim_number, wanted)
    if act.action == "allow":
        _refuse_amount(act, lines)
    return lines


def _refuse_line(act: Propose, line: dict[str, Any]) -> None:
    where = {"claim": act.claim_number, "line": line["line_number"], "reason": line["reason"]}
    if act.action == "deny" and line["reason"] == DENIED:
        raise ServiceError(said("claim {claim} line {line}: found it denied so already", **where))
    if act.action == "pay" and line["status"] == "paid":
        raise ServiceError(said("claim {claim} line {line}: found it paid, expected one denied or pended", **where))
    if act.action != "deny" and (line["reason"] in FIXED or line["reason"] == DENIED):
        raise ServiceError(
            said(
                "claim {claim} line {line}: found {reason}, which no override lifts: what it asks for has to be there",
                **where,
            )
        )


def _refuse_waiting(tx: Tx, claim: int, lines: Sequence[int]) -> None:
    """One proposal of a line at a time."""
    for other in read_overrides(tx, "o.claim_number = %s", claim):
        if other.state == "proposed" and set(other.lines) & set(lines):
            raise ServiceError(
                said(
                    "claim {claim}: found override {number} of the line waiting for an answer, expected it answered",
                    claim=claim,
                    number=other.override_number,
                )
            )


def _refuse_amount(act: Propose, lines: Sequence[dict[str, Any]]) -> None:
    if len(lines) != 1:
        raise ServiceError(said("override: found {count} lines, expected one to allow an amount of", count=len(lines)))
    charge = lines[0]["charge_cents"]
    if act.allowed_cents is None or not 0 <= act.allowed_cents <= charge:
        raise ServiceError(
            said(
                "override: found an amount of {amount}, expected 0 to the charge of {charge}",
                amount=amount_text(act.allowed_cents or 0, "en"),
                charge=amount_text(charge, "en"),
            )
        )


def _row(doing: Doing, act: Propose, line: dict[str, Any], number: int, limit: int | None) -> dict[str, Any]:
    is_paid = line["status"] == "paid"
    return {
        "override_number": number,
        "claim_number": act.claim_number,
        "line_number": line["line_number"],
        "action": act.action,
        "lifts": None if is_paid or act.action == "deny" else line["reason"],
        "allowed_cents": act.allowed_cents if act.action == "allow" else None,
        "amount_cents": act.allowed_cents if act.action == "allow" else line["charge_cents"],
        "why": stated(act.why, "why"),
        "who": stated(act.who, "person"),
        "authority": stated(act.authority, "authority"),
        "limit_cents": limit,
        "proposed_on": doing.day,
    }


def _refuse_above(doing: Doing, override: Override, who: str, role: str | None) -> None:
    limit = limit_of(doing.tx, who, role, doing.day)
    if override.amount_cents > limit:
        raise ServiceError(
            said(
                "override {number}: found a limit of {limit}, expected at least {amount}",
                number=override.override_number,
                limit=amount_text(limit, "en"),
                amount=amount_text(override.amount_cents, "en"),
            )
        )


def _one(tx: Tx, number: int, state: str) -> Override:
    found = read_overrides(tx, "o.override_number = %s", number)
    if not found or found[0].state != state:
        raise ServiceError(
            said(
                "override {number}: found {found}, expected one that is {state}",
                number=number,
                found=found[0].state if found else said("none of that number"),
                state=state,
            )
        )
    return found[0]


def _said(doing: Doing, number: int, claim: int, event: str, who: str, authority: str, why: str | None) -> int:
    """Write the answer down, and decide the family again; returns how many claims came out differently."""
    _write(doing, number, event, who, stated(authority, "authority"), why)
    return doing.decide_again([claim])


def _write(doing: Doing, number: int, event: str, who: str, authority: str, why: str | None) -> None:
    row = {
        "override_number": number,
        "event_number": doing.next_number("override_event", "event_number", "override_number = %s", number),
        "event": event,
        "happened_on": doing.day,
        "who": stated(who, "person"),
        "authority": authority,
        "why": why,
    }
    doing.tx.insert("override_event", OVERRIDE_EVENTS.from_rows([row]), batch_id=doing.batch.id)


def _after(doing: Doing, number: int, redecided: int) -> Done:
    (override,) = read_overrides(doing.tx, "o.override_number = %s", number)
    return Override(**{**vars(override), "redecided": redecided}), {"overrides": 1, "claims_redecided": redecided}


def read_overrides(tx: Tx, where: str, *values: object) -> list[Override]:
    """Overrides `o` that a condition picks, oldest first."""
    rows = tx.read(
        "select o.override_number, o.claim_number, o.action, o.line_number, o.lifts, o.allowed_cents, o.amount_cents,"
        f" o.why, o.who, o.authority, o.limit_cents, o.proposed_on, {LAST_EVENT} as event,"
        " (select a.who from override_event a where (a.tenant_id, a.override_number) = (o.tenant_id, o.override_number)"
        "  and a.event = 'approved' order by a.event_number desc limit 1) as approved_by"
        f" from claim_override o where {where} order by o.override_number, o.line_number",
        [value for value in values if value is not None],
    )
    made = []
    for together in rows.partition_by("override_number", maintain_order=True):
        first = together.row(0, named=True)
        lifts = together.get_column("lifts").drop_nulls().unique().sort()
        made.append(
            Override(
                **{name: first[name] for name in _SAME},
                lines=tuple(together.get_column("line_number")),
                lifts=tuple(lifts),
                amount_cents=int(together.get_column("amount_cents").sum()),
                state=first["event"] or "proposed",
            )
        )
    return made


_SAME = (
    "override_number",
    "claim_number",
    "action",
    "allowed_cents",
    "why",
    "who",
    "authority",
    "limit_cents",
    "proposed_on",
    "approved_by",
)
DO: dict[type, Doer] = {
    Propose: propose,
    Approve: _approve,
    Refuse: _refuse,
    End: _end,
    SetAuthority: _set_authority,
}
