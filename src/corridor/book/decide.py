"""Claims and what is known -> decisions: the steps strung together."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from corridor.adjudication.decide import adjudicate
from corridor.book.opening import Opening, nothing_before
from corridor.book.summary import PARTS
from corridor.claims.authorizations import with_uses
from corridor.claims.known import NOTHING_KNOWN, Known
from corridor.claims.prepare import prepare
from corridor.codes.reasons import REASONS
from corridor.plan.compiled import CompiledPlans
from corridor.records.decisions import DECISIONS

_STATUS = {reason.name: reason.status for reason in REASONS}
_KEY = ("claim_number", "line_number")
_SMALL_LINES = 20_000


class AmountsError(AssertionError):
    """What is paid and adjusted of a line is not its charge."""


@dataclass(frozen=True)
class Decided:
    """decisions: DECISIONS at version 0; accumulators: ACCUMULATORS after; ready: READY, what the kernel was given."""

    decisions: pl.DataFrame
    accumulators: pl.DataFrame
    ready: pl.DataFrame


def decide(
    claims: pl.DataFrame,
    coverage: pl.DataFrame,
    compiled: CompiledPlans,
    decided_on: date,
    *,
    opening: Opening | None = None,
    known: Known = NOTHING_KNOWN,
) -> Decided:
    """Decide claims under the plans, in the order of their numbers.

    claims: CLAIMS with claim_number. coverage: COVERAGE. opening: what was there before, None: nothing.
    Every line is decided: a fault in one is its reason, never an exception. Raises RecordsError for a frame
    that is not its table.
    """
    before = opening or nothing_before()
    ready = prepare(
        claims,
        coverage,
        compiled,
        before.history,
        decided_on=decided_on,
        known=known,
        accumulators=before.accumulators,
    )
    # Waking the other cores takes longer than deciding a few thousand lines; the answer is the same either way.
    is_small = ready.height < _SMALL_LINES
    said = adjudicate(ready, compiled, before.accumulators, before.visits(compiled), serial=is_small)
    accumulators = said.accumulators if known.authorizations is None else with_uses(said.accumulators, ready)
    return Decided(decisions_from(ready, said.outcomes, decided_on), accumulators, ready)


def decisions_from(ready: pl.DataFrame, outcomes: pl.DataFrame, decided_on: date) -> pl.DataFrame:
    """READY and the kernel's OUTCOMES, line by line in the same order -> DECISIONS at version 0.

    Of every line, the charge is the sum of summary.PARTS: what the plan pays and every adjustment. What a charge
    exceeds the allowed amount by is a network provider's write-off, else the member's. What is allowed of a
    coordinated line is the amount that the plans share; with an allowance's discount taken off, the rest. What the plan
    owes beyond the recognised amount of a surprise bill (added_cents) is allowed and paid as well.
    Raises AmountsError where a line does not add up: a bug, in no file's power.
    """
    own = ready.drop("reason", "allowed_cents", "other_paid_cents")
    lines = pl.concat([own, outcomes.drop(_KEY)], how="horizontal")
    is_paid = pl.col("status") == "paid"
    excess = pl.col("charge_cents") - pl.col("allowed_cents")
    decisions = DECISIONS.conform(
        lines.with_columns(
            pl.col("reason").replace_strict(_STATUS, return_dtype=pl.String).alias("status"),
            pl.lit(0, pl.Int32).alias("version"),
            pl.lit(decided_on).alias("decided_on"),
        ).with_columns(
            pl.when(is_paid & (pl.col("tier") == "in")).then(excess).otherwise(0).alias("write_off_cents"),
            pl.when(is_paid & (pl.col("tier") != "in")).then(excess).otherwise(0).alias("above_allowed_cents"),
            pl.when(is_paid).then(0).otherwise(pl.col("charge_cents")).alias("not_covered_cents"),
        )
    )
    if ready.get_column("added_cents").null_count() < ready.height:
        decisions = _with_added(decisions, ready.get_column("added_cents"))
    refuse_unbalanced(decisions)
    return decisions


def _with_added(decisions: pl.DataFrame, added_cents: pl.Series) -> pl.DataFrame:
    """Of surprise bills, what the plan owes beyond the recognised amount, even inside the deductible, or less than it.

    The provider forgoes as much less: 45 CFR 149.110 (b)(3)(iv). Nothing where another plan paid before.
    """
    is_owed = (pl.col("status") == "paid") & (pl.col("other_paid_cents") == 0)
    owed = pl.max_horizontal(added_cents.fill_null(0), -pl.col("plan_paid_cents"))
    added = pl.when(is_owed).then(owed).otherwise(0)
    return decisions.with_columns(
        pl.col("allowed_cents") + added,
        pl.col("plan_paid_cents") + added,
        pl.col("write_off_cents") - added,
    )


def refuse_unbalanced(decisions: pl.DataFrame) -> None:
    """Raises AmountsError for a line of DECISIONS whose charge is not what is paid and adjusted, no part negative.

    A line whose charge is negative was never priced: all of it is not covered.
    """
    parts = [pl.col(part) for part in PARTS]
    is_off = pl.sum_horizontal(parts) != pl.col("charge_cents")
    is_negative = pl.min_horizontal(parts) < pl.min_horizontal(0, "charge_cents")
    wrong = decisions.filter(is_off | is_negative)
    if wrong.height:
        line = wrong.row(0, named=True)
        raise AmountsError(
            f"claim {line['claim_number']} line {line['line_number']}: found {[line[part] for part in PARTS]} cents, "
            f"expected parts of 0 or more that sum to the charge of {line['charge_cents']}"
        )
