"""Claims and what is known -> decisions: the steps strung together."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from corridor.adjudication.decide import adjudicate
from corridor.book.opening import Opening, nothing_before
from corridor.claims.prepare import prepare
from corridor.codes.reasons import REASONS
from corridor.plan.compiled import CompiledPlans
from corridor.records.decisions import DECISIONS

_STATUS = {reason.name: reason.status for reason in REASONS}
_KEY = ("claim_number", "line_number")
_SMALL_LINES = 20_000


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
    providers: pl.DataFrame | None = None,
    opening: Opening | None = None,
) -> Decided:
    """Decide claims under the plans, in the order of their numbers.

    claims: CLAIMS with claim_number. coverage: COVERAGE. providers: PROVIDERS. opening: what was there before, None:
    nothing. Every line is decided: a fault in one is its reason, never an exception. Raises RecordsError for a frame
    that is not its table.
    """
    before = opening or nothing_before()
    ready = prepare(claims, coverage, compiled, providers, before.history)
    # Waking the other cores takes longer than deciding a few thousand lines; the answer is the same either way.
    is_small = ready.height < _SMALL_LINES
    said = adjudicate(ready, compiled, before.accumulators, before.visits(compiled), serial=is_small)
    return Decided(decisions_from(ready, said.outcomes, decided_on), said.accumulators, ready)


def decisions_from(ready: pl.DataFrame, outcomes: pl.DataFrame, decided_on: date) -> pl.DataFrame:
    """READY and the kernel's OUTCOMES -> DECISIONS at version 0.

    Of every line, charge = plan paid + deductible + coinsurance + copay + over limit + write-off + above allowed
    + not covered. What a charge exceeds the allowed amount by is a network provider's write-off, else the member's.
    """
    lines = ready.drop("reason", "allowed_cents").join(outcomes, on=_KEY, how="left", maintain_order="left")
    is_paid = pl.col("status") == "paid"
    excess = pl.col("charge_cents") - pl.col("allowed_cents")
    return DECISIONS.conform(
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
