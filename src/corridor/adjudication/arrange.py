"""From tables to the kernel's arrays: READY lines, opening accumulators and visits -> Lines and State."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl

from corridor.adjudication.arrays import (
    ADMITTED,
    CARRIES_OVER,
    DAYS_OF_MONTH,
    LAST_OF_CLAIM,
    LATE,
    MONTHS_OF_YEAR,
    PAID,
    SECONDARY,
    UNAUTHORISED,
    Lines,
    State,
)
from corridor.adjudication.keys import Keys, number_lines
from corridor.adjudication.limit_uses import limit_uses
from corridor.adjudication.opening import opening_state
from corridor.adjudication.ready_check import check_ready
from corridor.adjudication.slots import households
from corridor.claims.identity import Identity
from corridor.codes.reasons import REASON_INDEX
from corridor.plan.arrays import COUNTS_VISITS, NO_LIMIT, TIERS, Int64
from corridor.plan.compiled import CompiledPlans

PLACE = pl.coalesce("place", "claim_number")
"""Where the claim of a READY line stands in the order of decision."""


@dataclass(frozen=True)
class Arranged:
    """Lines and state for the kernel, and the way back to the tables.

    row_of_line: (n,) position in READY of each kernel line. limits: the key of each limit slot, and whether it rolls.
    """

    lines: Lines
    state: State
    row_of_line: Int64
    keys: Keys
    limits: pl.DataFrame


def arrange(ready: pl.DataFrame, compiled: CompiledPlans, accumulators: pl.DataFrame, visits: pl.DataFrame) -> Arranged:
    """Sort and number READY lines for the kernel. All frames conform to their tables in records.

    Raises ReadyError naming the claim line that lacks something, and what.
    """
    lines = _in_order(_with_plan(ready, compiled))
    slots, keys = number_lines(lines)
    uses = limit_uses(lines, compiled.limits)
    arrays = Lines(
        **(_facts(lines) | slots),
        limit_offsets=uses.offsets,
        limit_slot=uses.slots,
        limit_surfaces=uses.surfaces,
        family_offsets=_offsets(lines["household"]),
    )
    state = opening_state(keys, uses, accumulators, visits)
    return Arranged(arrays, state, lines["row"].to_numpy().astype(np.int64), keys, uses.limits)


def _with_plan(ready: pl.DataFrame, compiled: CompiledPlans) -> pl.DataFrame:
    """READY with what the plan says about slots."""
    benefits, versions = _of_benefits(Identity(compiled)), version_facts(compiled)
    stay = pl.coalesce(pl.when("is_per_admission").then("admission_date"), "service_from")
    facts = [_at(benefits, ready["benefit_row"]), _at(versions, ready["version_row"])]
    lines = (
        pl.concat([ready, *facts], how="horizontal")
        .with_row_index("row")
        .with_columns(
            pl.col("billing_npi").fill_null(""),
            stay.alias("occasion_from"),
            pl.when(pl.col("carry_over_months") > 0)
            .then(pl.col("plan_year_start").dt.offset_by("-1y"))
            .alias("last_year_start"),
        )
    )
    check_ready(lines)
    return lines


def _at(table: pl.DataFrame, rows: pl.Series) -> pl.DataFrame:
    """The rows of a table, nulls where there is none of that number."""
    known = rows.set(~rows.is_between(0, table.height - 1), None)
    return table.select(pl.all().gather(known))


def benefit_facts(compiled: CompiledPlans) -> pl.DataFrame:
    """What benefit rows say about slots, in the order of the rows, with the benefit's name."""
    return _of_benefits(Identity(compiled)).with_columns(compiled.benefits["name"])


def version_facts(compiled: CompiledPlans) -> pl.DataFrame:
    """What version rows say about slots, in the order of the rows."""
    return compiled.versions.select("has_account", "reserves_benefits")


@lru_cache(maxsize=16)
def _of_benefits(plans: Identity[CompiledPlans]) -> pl.DataFrame:
    """Made once for plans."""
    compiled = plans.thing
    return compiled.benefits.select(
        pl.col("version_row").alias("version_of_benefit"),
        "deductible_plan",
        "deductible_kind",
        "carry_over_months",
        "maximum_plan",
        "maximum_kind",
        "is_per_admission",
        is_of_occasion=_has_occasions(compiled),
    )


def _has_occasions(compiled: CompiledPlans) -> pl.Series:
    """Of each benefit, whether its lines make up visits or admissions: for a copay of theirs, or a visit limit."""
    arrays = compiled.arrays
    has_copay = (arrays.copay_once != 0) | (arrays.copay_most_cents < NO_LIMIT)
    has_occasions = (has_copay & (arrays.copay_cents > 0)).any(axis=1)
    of_limits = np.repeat(np.arange(len(has_occasions)), np.diff(arrays.limit_offsets))
    has_occasions[of_limits[arrays.limit_counts == COUNTS_VISITS]] = True
    return pl.Series(has_occasions)


def _in_order(lines: pl.DataFrame) -> pl.DataFrame:
    """Households one after another, each in the order of decision."""
    return (
        lines.with_columns(household=pl.Series(households(lines)), place=PLACE)
        .sort("household", "place", "line_number")
        .with_row_index("position")
    )


def _facts(lines: pl.DataFrame) -> dict[str, Any]:
    """What Lines says of the lines themselves."""
    day = pl.col("service_from").dt
    month = day.year().cast(pl.Int32) * MONTHS_OF_YEAR + day.month().cast(pl.Int32)
    reason = pl.col("reason").replace_strict(REASON_INDEX, default=None, return_dtype=pl.UInt8)
    facts = lines.select(
        version=pl.col("version_row").fill_null(-1),
        benefit=pl.col("benefit_row").fill_null(-1),
        level=pl.col("is_family_level").fill_null(False).cast(pl.UInt8),
        tier=(pl.col("tier") == TIERS[1]).fill_null(False).cast(pl.UInt8),
        reason=reason.fill_null(PAID),
        flags=_flags(),
        allowed_cents="allowed_cents",
        recognised_cents=pl.col("recognised_cents").fill_null(pl.col("allowed_cents")),
        allowable_cents=pl.col("allowable_cents").fill_null(pl.col("allowed_cents")),
        other_paid_cents=pl.col("other_paid_cents").fill_null(0),
        units=pl.col("units").fill_null(1),
        day=month * DAYS_OF_MONTH + day.day().cast(pl.Int32),
    )
    return {column.name: column.to_numpy() for column in facts.iter_columns()}


def _flags() -> pl.Expr:
    start, day = pl.col("plan_year_start").dt, pl.col("service_from").dt
    months = (day.year() - start.year()) * MONTHS_OF_YEAR + day.month().cast(pl.Int32) - start.month().cast(pl.Int32)
    months_gone = months - (day.day() < start.day()).cast(pl.Int32)
    in_last_months = months_gone >= MONTHS_OF_YEAR - pl.col("carry_over_months")
    is_last = pl.col("claim_number") != pl.col("claim_number").shift(-1)
    bits = {
        ADMITTED: pl.col("is_admitted"),
        UNAUTHORISED: pl.col("is_unauthorised"),
        LATE: pl.col("is_late"),
        CARRIES_OVER: in_last_months & (pl.col("carry_over_months") > 0),
        SECONDARY: pl.col("other_paid_cents").is_not_null(),
        LAST_OF_CLAIM: is_last.fill_null(True),
    }
    return pl.sum_horizontal(
        pl.when(is_set.fill_null(False)).then(pl.lit(bit, pl.UInt8)).otherwise(pl.lit(0, pl.UInt8))
        for bit, is_set in bits.items()
    ).cast(pl.UInt8)


def _offsets(household: pl.Series) -> Int64:
    lengths = household.rle().struct.field("len").to_numpy()
    return np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int64)
