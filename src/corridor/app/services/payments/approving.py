"""A run is approved: by one person; above the arrangement's limit by two, neither of whom prepared it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from corridor.app.services.errors import ServiceError
from corridor.app.services.payments.doing import Doer, Doing, Done, run_of
from corridor.app.services.payments.standing import candidates_of
from corridor.app.store.tx import Tx
from corridor.records.payment_life import APPROVALS, APPROVED, ROLES
from corridor.wording.said import said


@dataclass(frozen=True)
class Approve:
    """Approve a run, the last one where none is named."""

    who: str
    run_number: str | None = None


@dataclass(frozen=True)
class Approval:
    """What was approved, and whether another person has to approve it too."""

    run_number: str
    role: str
    amount_cents: int
    is_complete: bool


def approvers(tx: Tx, run: str) -> list[str]:
    """Who approved a run, first and second."""
    found = tx.read("select approver from payment_approval where run_number = %s order by role", [run])
    return found.get_column("approver").to_list()


def _approve(doing: Doing, step: Approve) -> Done:
    run = run_of(doing.tx, step.run_number)
    number = run["run_number"]
    before = approvers(doing.tx, number)
    needed = run["approvals_needed"]
    _refuse(run, step.who, before)
    row = {
        "run_number": number,
        "role": ROLES[len(before)],
        "approver": step.who,
        "approved_on": doing.day,
        "amount_cents": run["amount_cents"],
    }
    doing.insert("payment_approval", APPROVALS.from_rows([row]))
    is_complete = len(before) + 1 == needed
    if is_complete:
        _mark(doing, number, step.who)
    answer = Approval(number, row["role"], row["amount_cents"], is_complete)
    return answer, {"run_number": number, "is_complete": is_complete}


def people_needed(amount_cents: int, limit_cents: int) -> int:
    """How many people approve that sum."""
    return 2 if amount_cents > limit_cents else 1


def _refuse(run: Mapping[str, Any], who: str, before: list[str]) -> None:
    number, needed = run["run_number"], run["approvals_needed"]
    if len(before) >= needed:
        raise ServiceError(said("payment run {run}: found it approved, expected one that waits", run=number))
    if who in before:
        raise ServiceError(
            said("payment run {run}: found it approved by the same person, expected another", run=number)
        )
    if needed > 1 and who == run["prepared_by"]:
        raise ServiceError(
            said(
                "payment run {run}: found it above the limit and approved by who prepared it, expected another person",
                run=number,
            )
        )


def _mark(doing: Doing, run: str, who: str) -> None:
    may_be_paid = candidates_of(doing.tx, run).filter(pl.col("blocked_by").is_null())
    rows = [
        {"payment_number": number, "event": APPROVED, "happened_on": doing.day, "actor": who, "reference": run}
        for number in may_be_paid.get_column("payment_number")
    ]
    doing.add_events(rows)


DO: dict[type, Doer] = {Approve: _approve}
