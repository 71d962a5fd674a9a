"""Why a claim was decided as it was: the steps line by line, with the accumulators before and after.

The kernel itself runs again, one line at a time, from the accumulators with which the family began: what is
explained is what happened, not a second model of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from corridor.adjudication.arrange import PLACE, arrange
from corridor.adjudication.arrays import PAID
from corridor.adjudication.explaining.moves import Move, moves_of
from corridor.adjudication.explaining.prices import added_steps
from corridor.adjudication.explaining.replay import Replayed, replayed
from corridor.adjudication.explaining.step import AMOUNTS
from corridor.adjudication.slots import households
from corridor.adjudication.steps import Step, Walk, walk_of
from corridor.codes.reasons import REASONS
from corridor.plan.compiled import CompiledPlans
from corridor.records.decisions import ACCUMULATORS
from corridor.records.ready import READY, VISITS
from corridor.wording.said import said

__all__ = ["ExplanationError", "LineExplanation", "Move", "explain_family"]


class ExplanationError(AssertionError):
    """The kernel, run again, did not say what was stored: the stored state and the decision do not belong together."""


@dataclass(frozen=True)
class LineExplanation:
    """One line of a claim: what was decided, by which version of the plan and which steps, and what it moved.

    version_from: first day of the plan version; None where no plan decided.
    """

    claim_number: int
    line_number: int
    plan_code: str | None
    version_from: date | None
    benefit: str | None
    tier: str | None
    reason: str
    charge_cents: int
    allowed_cents: int
    plan_paid_cents: int
    steps: tuple[Step, ...]
    accumulators: tuple[Move, ...]


def explain_family(
    ready: pl.DataFrame,
    compiled: CompiledPlans,
    accumulators: pl.DataFrame | None,
    visits: pl.DataFrame | None,
    claim_number: int,
    stored: pl.DataFrame | None = None,
) -> list[LineExplanation]:
    """Explain the lines of one claim.

    ready: the family's lines, at least from the opening on up to this claim; others are left aside.
    accumulators, visits: where the family stood before the first of them. stored: the decisions kept of these lines
    (claim_number, line_number, reason and amounts), compared with what the kernel says now.
    Raises KeyError when `ready` does not hold the claim, ExplanationError when `stored` differs.
    """
    lines = _up_to(READY.conform(ready), claim_number)
    opening = ACCUMULATORS.empty() if accumulators is None else ACCUMULATORS.conform(accumulators)
    opening_visits = VISITS.empty() if visits is None else VISITS.conform(visits)
    arranged = arrange(lines, compiled, opening, opening_visits)
    rows = lines[arranged.row_of_line.tolist()].to_dicts()
    again = [item for item in replayed(arranged, compiled) if rows[item.at.row]["claim_number"] == claim_number]
    for item in again:
        _check_stored(rows[item.at.row], item, stored)
    return list(_explained(again, rows))


def _up_to(ready: pl.DataFrame, claim_number: int) -> pl.DataFrame:
    """The lines of the claim's household that are decided no later than the claim."""
    household = pl.Series("household", households(ready))
    ours = household.filter(ready["claim_number"] == claim_number).unique()
    if ours.is_empty():
        raise KeyError(
            said("ready: found no claim {claim}, expected it among the lines to explain", claim=claim_number)
        )
    place = ready.filter(claim_number=claim_number).select(PLACE).item(0, 0)
    return ready.filter(household.is_in(ours.to_list()) & (place >= PLACE))


def _check_stored(row: dict[str, Any], item: Replayed, stored: pl.DataFrame | None) -> None:
    if stored is None:
        return
    claim, line = row["claim_number"], row["line_number"]
    columns = [f"{name}_cents" for name in AMOUNTS]
    found = stored.filter(claim_number=claim, line_number=line).select("reason", *columns).to_dicts()
    amounts = item.cents | {"plan_paid": item.cents["plan_paid"] + beyond_recognised_cents(row, item)}
    expected = {"reason": REASONS[item.reason].name, **{f"{name}_cents": amounts[name] for name in AMOUNTS}}
    if found != [expected]:
        raise ExplanationError(f"claim {claim} line {line}: found stored {found}, expected {expected}")


def _explained(claim: list[Replayed], rows: list[dict[str, Any]]) -> Iterator[LineExplanation]:
    """The lines of a claim. Those settled with it are paid from accounts one after another, when all are decided."""
    used: dict[int, tuple[int, int]] = {}
    for item in claim:
        slot, account_used = item.at.of_line("account_slot"), None
        if item.dealt is not None and slot >= 0:
            state = item.settling
            account_used = used.get(slot, (int(state.account_bridge[slot]), int(state.account_paid[slot])))
        walk = walk_of(item.at, item.reason, item.dealt, account_used, item.kept_cents)
        if account_used is not None:
            used[slot] = (walk.moved["account_bridge"][1], walk.moved["account_paid"][1])
        yield _line(rows[item.at.row], item, walk)


def _line(row: dict[str, Any], item: Replayed, walk: Walk) -> LineExplanation:
    expected = {name: item.cents[name] for name in AMOUNTS}
    if walk.cents != expected:
        raise ExplanationError(
            f"claim {row['claim_number']} line {row['line_number']}: steps lead to {walk.cents}, expected {expected}"
        )
    beyond = beyond_recognised_cents(row, item)
    return LineExplanation(
        claim_number=row["claim_number"],
        line_number=row["line_number"],
        plan_code=row["plan_code"],
        version_from=_version_from(item, row),
        benefit=row["benefit"],
        tier=row["tier"],
        reason=REASONS[item.reason].name,
        charge_cents=row["charge_cents"],
        allowed_cents=item.cents["allowed"] + beyond,
        plan_paid_cents=item.cents["plan_paid"] + beyond,
        steps=(*walk.steps, *added_steps(beyond)),
        accumulators=tuple(moves_of(item, walk)) if row["reason"] is None else (),
    )


def beyond_recognised_cents(row: dict[str, Any], item: Replayed) -> int:
    """Of a surprise bill, what the plan owes beyond the recognised amount, as book.decide adds it."""
    if row["added_cents"] is None or item.reason != PAID or item.cents["other_paid"] != 0:
        return 0
    return max(int(row["added_cents"]), -item.cents["plan_paid"])


def _version_from(item: Replayed, row: dict[str, Any]) -> date | None:
    if row["version_row"] is None:
        return None
    [start] = item.at.compiled.versions.filter(row=row["version_row"]).get_column("effective_from")
    assert isinstance(start, date)
    return start
