"""Decide whole families again under what is known now, and find what comes out differently."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from corridor.book.decide import decide
from corridor.book.disability import IS_DISABILITY, Disability, decide_certified, no_disability
from corridor.book.opening import Opening
from corridor.claims.known import NOTHING_KNOWN, Known
from corridor.plan.compiled import CompiledPlans
from corridor.records.decisions import DECISIONS

_KEY = ("claim_number", "line_number")
_IGNORED = {*_KEY, "version", "decided_on"}
ANSWER = tuple(name for name in DECISIONS.schema if name not in _IGNORED)
"""What makes two decisions of a line the same."""


@dataclass(frozen=True)
class Redecided:
    """changed: DECISIONS, the new version of every claim that comes out differently; accumulators of the families."""

    changed: pl.DataFrame
    accumulators: pl.DataFrame

    @property
    def claim_numbers(self) -> list[int]:
        return sorted(self.changed.get_column("claim_number").unique().to_list())


def redecide(
    claims: pl.DataFrame,
    current: pl.DataFrame,
    coverage: pl.DataFrame,
    compiled: CompiledPlans,
    decided_on: date,
    *,
    known: Known = NOTHING_KNOWN,
    withdrawn: pl.DataFrame | None = None,
    disability: Disability | None = None,
    opening: Opening | None = None,
) -> Redecided:
    """Decide from their first claim on the families to which `claims` belong.

    claims: every claim of these families (CLAIMS with claim_number). current: their DECISIONS that stand, one per
    line. withdrawn: claim_number of the claims that are taken back: they are decided as withdrawn and use nothing.
    disability: what the disability claims among them are decided by. opening: with what the families begin, as it was
    taken over; None: with nothing.
    """
    gone = claims.select("claim_number").clear() if withdrawn is None else withdrawn.select("claim_number")
    stays = claims.join(gone, on="claim_number", how="anti")
    decided = decide(
        stays.filter(~IS_DISABILITY),
        coverage,
        compiled,
        decided_on,
        opening=opening,
        known=known,
    )
    certified = decide_certified(stays, disability or no_disability(), coverage, decided_on)
    taken_back = withdraw(current.join(gone, on="claim_number", how="semi"), decided_on)
    return Redecided(_changed(pl.concat([decided.decisions, certified, taken_back]), current), decided.accumulators)


def withdraw(current: pl.DataFrame, decided_on: date) -> pl.DataFrame:
    """DECISIONS that say of each line that its claim was taken back."""
    cents = [name for name in DECISIONS.schema if name.endswith("_cents") and name != "charge_cents"]
    return current.with_columns(
        pl.lit("denied").alias("status"),
        pl.lit("withdrawn").alias("reason"),
        *(pl.lit(0, pl.Int64).alias(name) for name in cents if name != "not_covered_cents"),
        pl.col("charge_cents").alias("not_covered_cents"),
        pl.lit(decided_on).alias("decided_on"),
    )


def _changed(new: pl.DataFrame, current: pl.DataFrame) -> pl.DataFrame:
    """The claims of `new` in which any line differs from `current`, as the version after the current one."""
    pairs = new.join(current.select(*_KEY, *ANSWER), on=_KEY, how="left", suffix="_was")
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_was")) for name in ANSWER)
    numbers = pairs.filter(differs).select("claim_number").unique()
    latest = current.group_by("claim_number").agg(pl.col("version").max().alias("latest"))
    changed = new.join(numbers, on="claim_number", how="semi").join(latest, on="claim_number", how="left")
    versions = (pl.col("latest").fill_null(-1) + 1).alias("version")
    return DECISIONS.conform(changed.with_columns(versions)).sort(_KEY)
