"""Accumulators and visits: tables -> state arrays before the kernel, state arrays -> tables after it."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from corridor.adjudication.arrays import COPAY_TAKEN, COUNTED, State
from corridor.plan.arrays import TIERS, Int64, UInt8
from corridor.records.decisions import ACCUMULATORS
from corridor.records.ready import VISITS

OWNERS = {"person": "member_id", "family": "family_id"}
KINDS = ("deductible", "out_of_pocket")
YEAR = ("plan_code", "plan_year_start")
LIMIT_PREFIX, LIMIT_TIER = "limit:", "all"


def opening_state(
    persons: pl.DataFrame,
    families: pl.DataFrame,
    limits: pl.DataFrame,
    visit_keys: pl.DataFrame,
    accumulators: pl.DataFrame,
    visits: pl.DataFrame,
) -> State:
    """State arrays, one row per row of the key tables; zero where the opening tables hold nothing."""
    totals = [(persons, "person"), (families, "family")]
    rows = [_rows(keys, owner, kind, t) for keys, owner in totals for kind in KINDS for t in range(len(TIERS))]
    *amounts, used = _amounts([*rows, limit_rows(limits)], accumulators)
    person_deductible, person_out_of_pocket, family_deductible, family_out_of_pocket = (
        np.stack(amounts[i : i + len(TIERS)], axis=1) for i in range(0, len(amounts), len(TIERS))
    )
    return State(
        person_deductible,
        person_out_of_pocket,
        family_deductible,
        family_out_of_pocket,
        limit_used=used,
        visit=_visit_bits(visit_keys, visits),
    )


def closing_accumulators(
    persons: pl.DataFrame, families: pl.DataFrame, limits: pl.DataFrame, state: State, opening: pl.DataFrame
) -> pl.DataFrame:
    """ACCUMULATORS after the kernel: touched keys with their new amounts, untouched opening ones as they were."""
    touched = [limit_rows(limits).with_columns(amount=pl.Series(state.limit_used))]
    for owner, keys in (("person", persons), ("family", families)):
        for kind in KINDS:
            amounts = getattr(state, f"{owner}_{kind}")
            touched += [_rows(keys, owner, kind, t).with_columns(amount=pl.Series(amounts[:, t])) for t in range(2)]
    return _overlaid(opening, pl.concat(touched), ACCUMULATORS.key).filter(pl.col("amount") != 0)


def closing_visits(visit_keys: pl.DataFrame, bits: UInt8, opening: pl.DataFrame) -> pl.DataFrame:
    """VISITS after the kernel, untouched opening ones included; a visit that used nothing has no row."""
    touched = visit_keys.with_columns(
        is_copay_taken=pl.Series((bits & COPAY_TAKEN) != 0), is_counted=pl.Series((bits & COUNTED) != 0)
    )
    return _overlaid(opening, touched, VISITS.key).filter(pl.col("is_copay_taken") | pl.col("is_counted"))


def limit_rows(limits: pl.DataFrame) -> pl.DataFrame:
    """Keys of ACCUMULATORS for (plan, year, member, limit id)."""
    return limits.select(
        *YEAR,
        owner=pl.lit("person"),
        owner_id="member_id",
        kind=pl.lit(LIMIT_PREFIX) + pl.col("limit_id"),
        tier=pl.lit(LIMIT_TIER),
    )


def _rows(keys: pl.DataFrame, owner: str, kind: str, tier: int) -> pl.DataFrame:
    return keys.select(
        *YEAR,
        owner=pl.lit(owner),
        owner_id=OWNERS[owner],
        kind=pl.lit(kind),
        tier=pl.lit(TIERS[tier]),
    )


def _amounts(parts: Sequence[pl.DataFrame], accumulators: pl.DataFrame) -> list[Int64]:
    """Opening amount of each row of each part, 0 where there is none; looked up in one join for all."""
    if accumulators.is_empty():
        return [np.zeros(part.height, np.int64) for part in parts]
    key = list(ACCUMULATORS.key)
    found = pl.concat([part.select(key) for part in parts]).join(
        accumulators, on=key, how="left", maintain_order="left"
    )
    ends = np.cumsum([part.height for part in parts])
    return np.split(found["amount"].fill_null(0).to_numpy(), ends[:-1])


def _visit_bits(visit_keys: pl.DataFrame, visits: pl.DataFrame) -> UInt8:
    found = visit_keys.join(visits, on=list(VISITS.key), how="left", maintain_order="left")
    taken = found["is_copay_taken"].fill_null(False).to_numpy()
    counted = found["is_counted"].fill_null(False).to_numpy()
    bits: UInt8 = (taken * COPAY_TAKEN + counted * COUNTED).astype(np.uint8)
    return bits


def _overlaid(opening: pl.DataFrame, touched: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """`touched` in place of the opening rows of the same keys, sorted by key."""
    untouched = opening.join(touched, on=list(key), how="anti")
    return pl.concat([untouched, touched.select(opening.columns)]).sort(key)
