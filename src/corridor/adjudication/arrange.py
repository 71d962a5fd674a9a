"""From tables to the kernel's arrays: READY lines, opening accumulators and visits -> Lines and State."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from corridor.adjudication.arrays import PAID, Lines, State
from corridor.adjudication.opening import opening_state
from corridor.adjudication.slots import households, number_keys
from corridor.codes.reasons import REASON_INDEX
from corridor.plan.arrays import TIERS, Int32, Int64
from corridor.plan.compiled import CompiledPlans
from corridor.wording.said import Said, listed, said

PERSON_KEYS = ("plan_code", "plan_year_start", "member_id")
FAMILY_KEYS = ("plan_code", "plan_year_start", "family_id")
LIMIT_KEYS = (*PERSON_KEYS, "limit_id")
VISIT_KEYS = ("plan_code", "member_id", "benefit", "service_from", "billing_npi")
_NEEDED = ("family_id", "member_id", "plan_code", "plan_year_start", "version_row", "benefit_row", "benefit", "tier")


class ReadyError(ValueError):
    """READY lines that no plan can decide: a step before this one left something out."""


@dataclass(frozen=True)
class Arranged:
    """Lines and state for the kernel, and the way back to the tables.

    row_of_line: (n,) position in READY of each kernel line. persons, families, limits, visits: the keys, one row per
    slot of the state arrays.
    """

    lines: Lines
    state: State
    row_of_line: Int64
    persons: pl.DataFrame
    families: pl.DataFrame
    limits: pl.DataFrame
    visits: pl.DataFrame


def arrange(ready: pl.DataFrame, compiled: CompiledPlans, accumulators: pl.DataFrame, visits: pl.DataFrame) -> Arranged:
    """Sort and number READY lines for the kernel. All frames conform to their tables in records.

    Raises ReadyError naming the claim line that lacks something, and what.
    """
    lines = _in_order(_with_limits(ready, compiled))
    is_open = pl.col("reason").is_null()
    person_slot, persons = number_keys(lines, PERSON_KEYS, is_open)
    family_slot, families = number_keys(lines, FAMILY_KEYS, is_open)
    visit_slot, visit_keys = number_keys(lines, VISIT_KEYS, is_open & pl.col("is_visit_benefit"))
    visit_limit_slot, dollar_limit_slot, limits = _limit_slots(lines, is_open)
    arrays = Lines(
        version=lines["version_row"].fill_null(-1).to_numpy(),
        benefit=lines["benefit_row"].fill_null(-1).to_numpy(),
        level=lines["is_family_level"].fill_null(False).cast(pl.UInt8).to_numpy(),
        tier=(lines["tier"] == TIERS[1]).fill_null(False).cast(pl.UInt8).to_numpy(),
        reason=lines["reason"]
        .replace_strict(REASON_INDEX, default=None, return_dtype=pl.UInt8)
        .fill_null(PAID)
        .to_numpy(),
        allowed_cents=lines["allowed_cents"].to_numpy(),
        person_slot=person_slot,
        family_slot=family_slot,
        visit_slot=visit_slot,
        visit_limit_slot=visit_limit_slot,
        dollar_limit_slot=dollar_limit_slot,
        family_offsets=_offsets(lines["household"]),
    )
    state = opening_state(persons, families, limits, visit_keys, accumulators, visits)
    return Arranged(arrays, state, lines["row"].to_numpy().astype(np.int64), persons, families, limits, visit_keys)


def _with_limits(ready: pl.DataFrame, compiled: CompiledPlans) -> pl.DataFrame:
    """READY with what the plan says about slots: limit ids, and whether lines of the benefit make up visits."""
    arrays = compiled.arrays
    _check_limits(compiled.benefits)
    has_visit_copay = ((arrays.copay_is_per_visit != 0) & (arrays.copay_cents > 0)).any(axis=1)
    benefits = compiled.benefits.select(
        pl.col("row").cast(pl.Int32).alias("benefit_row"),
        pl.col("version_row").alias("version_of_benefit"),
        "visit_limit_id",
        "dollar_limit_id",
        is_visit_benefit=pl.Series(has_visit_copay) | pl.col("visit_limit_id").is_not_null(),
    )
    lines = (
        ready.with_row_index("row")
        .with_columns(pl.col("billing_npi").fill_null(""))
        .join(benefits, on="benefit_row", how="left", maintain_order="left")
    )
    _check(lines)
    return lines


def _check_limits(benefits: pl.DataFrame) -> None:
    """One accumulator holds what a limit used: either visits or cents."""
    by_dollars = benefits.select("version_row", visit_limit_id="dollar_limit_id").drop_nulls()
    twofold = benefits.join(by_dollars, on=["version_row", "visit_limit_id"], how="semi")
    if twofold.height:
        raise ReadyError(
            said(
                "plans: limit {limit} counts visits and dollars, expected one of the two",
                limit=twofold["visit_limit_id"][0],
            )
        )


def _check(lines: pl.DataFrame) -> None:
    is_open = pl.col("reason").is_null()
    faults = [
        (pl.col(name).is_null(), said("{column} is empty", column=name)) for name in (*_NEEDED, "is_family_level")
    ]
    is_of_another = pl.col("version_row") != pl.col("version_of_benefit")
    faults.append((is_of_another, said("the benefit is not of the plan version that decides")))
    faults.append((pl.col("version_of_benefit").is_null(), said("benefit_row is not in the compiled plans")))
    for is_fault, what in faults:
        _refuse(lines.filter(is_open & is_fault), said("{what}, expected it of a line without a reason", what=what))
    is_strange = ~is_open & ~pl.col("reason").is_in(list(REASON_INDEX))
    _refuse(
        lines.filter(is_strange), said("reason is unknown, expected one of {allowed}", allowed=listed(REASON_INDEX))
    )
    is_paid = pl.col("reason") == "paid"
    _refuse(lines.filter(is_paid), said("reason is paid, expected none: the kernel decides what is paid"))


def _refuse(faulty: pl.DataFrame, what: Said) -> None:
    if faulty.height:
        claim, line = faulty.row(0, named=True)["claim_number"], faulty.row(0, named=True)["line_number"]
        raise ReadyError(said("ready, claim {claim} line {line}: {what}", claim=claim, line=line, what=what))


def _in_order(lines: pl.DataFrame) -> pl.DataFrame:
    """Households one after another, each in the order of decision."""
    return lines.with_columns(household=pl.Series(households(lines))).sort("household", "claim_number", "line_number")


def _limit_slots(lines: pl.DataFrame, is_open: pl.Expr) -> tuple[Int32, Int32, pl.DataFrame]:
    """Slots of visit limits and of dollar limits, numbered together so that a household's lie side by side."""
    ids = lines.select(*PERSON_KEYS, "reason", limit_id=pl.concat_list("visit_limit_id", "dollar_limit_id"))
    slots, limits = number_keys(ids.explode("limit_id"), LIMIT_KEYS, is_open & pl.col("limit_id").is_not_null())
    return slots[0::2].copy(), slots[1::2].copy(), limits


def _offsets(household: pl.Series) -> Int64:
    lengths = household.rle().struct.field("len").to_numpy()
    return np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int64)
