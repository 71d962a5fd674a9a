"""Why a claim was decided as it was: the steps line by line, with the accumulators before and after.

The kernel itself runs again, one line at a time, from the accumulators with which the family began: what is
explained is what happened, not a second model of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from corridor.adjudication.arrange import Arranged, arrange
from corridor.adjudication.arrays import PAID, State, line_alone
from corridor.adjudication.run import live
from corridor.adjudication.slots import households
from corridor.adjudication.steps import LineAt, Step, limit_or_none, steps_of
from corridor.codes.reasons import REASONS
from corridor.plan.arrays import TIERS
from corridor.plan.compiled import CompiledPlans
from corridor.records.decisions import ACCUMULATORS
from corridor.records.ready import READY, VISITS
from corridor.wording.said import said

AMOUNTS = ("deductible_cents", "coinsurance_cents", "copay_cents", "over_limit_cents", "plan_paid_cents")


class ExplanationError(AssertionError):
    """The kernel, run again, did not say what was stored: the stored state and the decision do not belong together."""


@dataclass(frozen=True)
class Move:
    """One accumulator around a line: cents, or visits of a `visit_limit`. `limit` is None where there is none."""

    owner: str
    kind: str
    tier: str
    before: int
    after: int
    limit: int | None


@dataclass(frozen=True)
class LineExplanation:
    """One line of a claim: what was decided, by which steps, and what it moved."""

    claim_number: int
    line_number: int
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
    replayed = [item for item in _replayed(arranged, compiled) if rows[item.at.row]["claim_number"] == claim_number]
    for item in replayed:
        _check_stored(rows[item.at.row], item, stored)
    return [_explained(rows[item.at.row], item) for item in replayed]


def _up_to(ready: pl.DataFrame, claim_number: int) -> pl.DataFrame:
    """The lines of the claim's household that are decided no later than the claim."""
    household = pl.Series("household", households(ready))
    ours = household.filter(ready["claim_number"] == claim_number).unique()
    if ours.is_empty():
        raise KeyError(
            said("ready: found no claim {claim}, expected it among the lines to explain", claim=claim_number)
        )
    return ready.filter(household.is_in(ours.to_list()) & (pl.col("claim_number") <= claim_number))


@dataclass(frozen=True)
class _Replayed:
    """A line, the state before it (in `at`), what the kernel says of it, and the state after."""

    at: LineAt
    reason: int
    amounts: dict[str, int]
    after: State


def _replayed(arranged: Arranged, compiled: CompiledPlans) -> Iterator[_Replayed]:
    """Run the kernel on one line after another."""
    before = arranged.state
    for row in range(len(arranged.lines.reason)):
        outcome, after = live(compiled.arrays, line_alone(arranged.lines, row), before)
        amounts = {name: int(getattr(outcome, name)[0]) for name in AMOUNTS}
        yield _Replayed(LineAt(compiled, arranged.lines, before, row), int(outcome.reason[0]), amounts, after)
        before = after


def _check_stored(row: dict[str, Any], item: _Replayed, stored: pl.DataFrame | None) -> None:
    if stored is None:
        return
    claim, line = row["claim_number"], row["line_number"]
    found = stored.filter(claim_number=claim, line_number=line).select("reason", *AMOUNTS).to_dicts()
    expected = {"reason": REASONS[item.reason].name, **item.amounts}
    if found != [expected]:
        raise ExplanationError(f"claim {claim} line {line}: found stored {found}, expected {expected}")


def _explained(row: dict[str, Any], item: _Replayed) -> LineExplanation:
    is_paid = item.reason == PAID
    steps = steps_of(item.at, item.reason)
    if is_paid and steps[-1].amount_cents != item.amounts["plan_paid_cents"]:
        raise ExplanationError(
            f"claim {row['claim_number']} line {row['line_number']}: steps lead to {steps[-1].amount_cents} cents, "
            f"expected {item.amounts['plan_paid_cents']}"
        )
    return LineExplanation(
        claim_number=row["claim_number"],
        line_number=row["line_number"],
        benefit=row["benefit"],
        tier=row["tier"],
        reason=REASONS[item.reason].name,
        charge_cents=row["charge_cents"],
        allowed_cents=row["allowed_cents"] if is_paid else 0,
        plan_paid_cents=item.amounts["plan_paid_cents"],
        steps=tuple(steps),
        accumulators=tuple(_moves(item)) if row["reason"] is None else (),
    )


def _moves(item: _Replayed) -> Iterator[Move]:
    """The accumulators of the line's tier, those of the other tier that moved, and the limits of the benefit."""
    at, after = item.at, LineAt(item.at.compiled, item.at.lines, item.after, item.at.row)
    for tier, name in enumerate(TIERS):
        for kind in ("deductible", "out_of_pocket"):
            for owner in ("person", "family"):
                move = Move(
                    owner,
                    kind,
                    name,
                    at.used(owner, kind, tier),
                    after.used(owner, kind, tier),
                    limit_or_none(at.limit(owner, kind, tier)),
                )
                if tier == at.tier or move.before != move.after:
                    yield move
    for kind, values in (("visit_limit", "visit_limit"), ("dollar_limit", "dollar_limit_cents")):
        slot = int(getattr(at.lines, f"{kind}_slot")[at.row])
        if slot >= 0:
            before, now = int(at.state.limit_used[slot]), int(item.after.limit_used[slot])
            limit = limit_or_none(int(getattr(at.compiled.arrays, values)[at.benefit]))
            yield Move("person", kind, "all", before, now, limit)
