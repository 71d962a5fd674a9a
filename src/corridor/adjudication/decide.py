"""Adjudicate tables: READY lines and compiled plans in, outcomes, accumulators and visits out."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridor.adjudication.arrange import arrange
from corridor.adjudication.arrays import Outcome
from corridor.adjudication.few_lines import FewLines, few_lines
from corridor.adjudication.few_totals import few_accumulators, few_state, few_visits
from corridor.adjudication.opening import closing_accumulators, closing_visits
from corridor.adjudication.run import batch, live
from corridor.codes.reasons import REASONS
from corridor.plan.arrays import Int64
from corridor.plan.compiled import CompiledPlans
from corridor.records.decisions import ACCUMULATORS
from corridor.records.ready import READY, VISITS
from corridor.records.table import Column, Table

OUTCOMES = Table(
    name="outcomes",
    grain="one row per READY line, in the order of READY",
    key=("claim_number", "line_number"),
    columns=(
        Column("claim_number", pl.Int64, "as in READY"),
        Column("line_number", pl.Int32, "as in READY"),
        Column("reason", pl.String, "by its name in codes/reasons.py; paid, or why not"),
        Column("allowed_cents", pl.Int64, "0 unless paid; else the sum of the amounts up to plan_paid", unit="cents"),
        Column("deductible_cents", pl.Int64, "the member's", unit="cents"),
        Column("coinsurance_cents", pl.Int64, "the member's", unit="cents"),
        Column("copay_cents", pl.Int64, "the member's", unit="cents"),
        Column("over_limit_cents", pl.Int64, "the member's: beyond a limit", unit="cents"),
        Column("penalty_cents", pl.Int64, "the member's: authorisation was missing", unit="cents"),
        Column("not_recognised_cents", pl.Int64, "the member's: above the alternate or the generic", unit="cents"),
        Column("other_paid_cents", pl.Int64, "borne by the plans that paid before", unit="cents"),
        Column("plan_paid_cents", pl.Int64, "what the plan owes", unit="cents"),
        Column("account_cents", pl.Int64, "of the member's shares, what the reimbursement account pays", unit="cents"),
    ),
)

_FEW_TOTALS = 4_000
"""Opening accumulators up to which few lines are looked at one after another."""
_REASON_NAMES = pl.Series([reason.name for reason in REASONS], dtype=pl.String)


@dataclass(frozen=True)
class Adjudicated:
    """What the kernel said: OUTCOMES, and ACCUMULATORS and VISITS as they stand afterwards, opening ones included."""

    outcomes: pl.DataFrame
    accumulators: pl.DataFrame
    visits: pl.DataFrame


def adjudicate(
    ready: pl.DataFrame,
    compiled: CompiledPlans,
    accumulators: pl.DataFrame | None = None,
    visits: pl.DataFrame | None = None,
    *,
    serial: bool = False,
) -> Adjudicated:
    """Decide READY lines, each household in the order of claim and line number.

    accumulators, visits: where earlier decisions left off; None: nothing before. serial: run on the calling thread
    alone, as for one live claim; the answer is the same. A line that is not paid has zeros and moves nothing.
    Raises RecordsError, ReadyError or KernelInputError.
    """
    ready = READY.conform(ready)
    opening = ACCUMULATORS.empty() if accumulators is None else ACCUMULATORS.conform(accumulators)
    opening_visits = VISITS.empty() if visits is None else VISITS.conform(visits)
    if serial and opening.height <= _FEW_TOTALS and (few := few_lines(ready, compiled)) is not None:
        return _few_adjudicated(ready, few, compiled, opening, opening_visits)
    arranged = arrange(ready, compiled, opening, opening_visits)
    outcome, state = (live if serial else batch)(compiled.arrays, arranged.lines, arranged.state)
    return Adjudicated(
        outcomes=_outcomes(ready, arranged.row_of_line, outcome),
        accumulators=closing_accumulators(arranged.keys, arranged.limits, state, opening),
        visits=closing_visits(arranged.keys.occasions, state, opening_visits),
    )


def _few_adjudicated(
    ready: pl.DataFrame, few: FewLines, compiled: CompiledPlans, opening: pl.DataFrame, opening_visits: pl.DataFrame
) -> Adjudicated:
    """The same answer without a query: few lines are decided sooner than a frame is made ready for them."""
    outcome, state = live(compiled.arrays, few.lines, few_state(few.keys, opening, opening_visits))
    return Adjudicated(
        outcomes=_outcomes(ready, few.row_of_line, outcome),
        accumulators=few_accumulators(few.keys, state, opening),
        visits=few_visits(few.keys, state, opening_visits),
    )


def _outcomes(ready: pl.DataFrame, row_of_line: Int64, outcome: Outcome) -> pl.DataFrame:
    def in_ready_order(values: NDArray[np.generic]) -> NDArray[np.generic]:
        reordered = np.empty_like(values)
        reordered[row_of_line] = values
        return reordered

    return pl.DataFrame(
        [
            ready.get_column("claim_number"),
            ready.get_column("line_number"),
            _REASON_NAMES.gather(in_ready_order(outcome.reason)).alias("reason"),
            *(pl.Series(name, in_ready_order(getattr(outcome, name))) for name in Outcome._fields[1:]),
        ]
    )
