"""Accumulators and visits: tables -> state arrays before the kernel, state arrays -> tables after it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from corridor.adjudication.arrays import COPAY_TAKEN, COUNTED, State
from corridor.adjudication.rolling_uses import closing_uses, opening_uses
from corridor.plan.arrays import TIERS, Int64
from corridor.records.decisions import ACCUMULATORS
from corridor.records.ready import VISITS

if TYPE_CHECKING:
    from corridor.adjudication.arrange import Keys

ALL_TIERS = "all"
_KEY = list(ACCUMULATORS.key)


def opening_state(keys: Keys, accumulators: pl.DataFrame, visits: pl.DataFrame) -> State:
    """State arrays, one row per row of the key tables; zero where the opening tables hold nothing."""
    amounts = _amounts(_rows(keys), accumulators)
    occasions = keys.occasions.join(visits, on=list(VISITS.key), how="left", maintain_order="left").select(
        pl.col("copay_cents").fill_null(0),
        bits=pl.when("is_copay_taken").then(COPAY_TAKEN).otherwise(0).cast(pl.UInt8)
        + pl.when("is_counted").then(COUNTED).otherwise(0).cast(pl.UInt8),
    )
    return State(
        **amounts,
        **opening_uses(keys.uses, accumulators),
        occasion_copay=occasions["copay_cents"].to_numpy(),
        occasion=occasions["bits"].to_numpy(),
    )


def closing_accumulators(keys: Keys, state: State, opening: pl.DataFrame) -> pl.DataFrame:
    """ACCUMULATORS after the kernel: touched keys with their new amounts, untouched opening ones as they were."""
    touched = []
    for name, tier, rows in _rows(keys):
        amounts = getattr(state, name)
        touched.append(rows.with_columns(amount=pl.Series(amounts if tier is None else amounts[:, tier])))
    touched.append(closing_uses(keys.uses.limits, state))
    return _overlaid(opening, pl.concat(touched), ACCUMULATORS.key).filter(pl.col("amount") != 0)


def closing_visits(occasions: pl.DataFrame, state: State, opening: pl.DataFrame) -> pl.DataFrame:
    """VISITS after the kernel, untouched opening ones included; an occasion that used nothing has no row."""
    touched = occasions.with_columns(
        copay_cents=pl.Series(state.occasion_copay),
        is_copay_taken=pl.Series((state.occasion & COPAY_TAKEN) != 0),
        is_counted=pl.Series((state.occasion & COUNTED) != 0),
    )
    return _overlaid(opening, touched, VISITS.key).filter(pl.col("is_copay_taken") | pl.col("is_counted"))


def limit_kind(limit_id: pl.Expr, item: pl.Expr) -> pl.Expr:
    """Kind of the accumulator of a limit: `limit:<limit>`, and what it counts apart after another colon."""
    own = pl.concat_str(pl.lit("limit:"), limit_id)
    return pl.when(item == "").then(own).otherwise(pl.concat_str(own, pl.lit(":"), item))


def _rows(keys: Keys) -> list[tuple[str, int | None, pl.DataFrame]]:
    """Name of a state array, its tier (None: it has none), and the ACCUMULATORS keys of its rows."""
    rows: list[tuple[str, int | None, pl.DataFrame]] = []
    for owner, owners in (("person", keys.persons), ("family", keys.families)):
        carried = owners.deductibles.with_columns(pl.col("kind").str.replace("deductible", "carry_over", literal=True))
        tables = (
            (f"{owner}_deductible", owners.deductibles),
            (f"{owner}_carried", carried),
            (f"{owner}_out_of_pocket", owners.maximums),
        )
        rows += [(name, t, _keyed(table, owner, TIERS[t])) for name, table in tables for t in range(len(TIERS))]
    limits = keys.uses.limits.select(
        "plan_code",
        plan_year_start="limit_year",
        owner_id="member_id",
        kind=limit_kind(pl.col("limit_id"), pl.col("item")),
    )
    rows.append(("limit_used", None, _keyed(limits, "person", ALL_TIERS)))
    reserves = keys.reserves.rename({"member_id": "owner_id"}).with_columns(kind=pl.lit("benefit_reserve"))
    rows.append(("reserve", None, _keyed(reserves, "person", ALL_TIERS)))
    accounts = keys.accounts.rename({"family_id": "owner_id"})
    for kind in ("account_bridge", "account_paid"):
        rows.append((kind, None, _keyed(accounts.with_columns(kind=pl.lit(kind)), "family", ALL_TIERS)))
    return rows


def _keyed(table: pl.DataFrame, owner: str, tier: str) -> pl.DataFrame:
    return table.with_columns(owner=pl.lit(owner), tier=pl.lit(tier)).select(_KEY)


def _amounts(rows: Sequence[tuple[str, int | None, pl.DataFrame]], accumulators: pl.DataFrame) -> dict[str, Any]:
    """Opening amounts by state array, 0 where there is none; looked up in one join for all."""
    heights = [table.height for _, _, table in rows]
    if accumulators.is_empty():
        parts = [np.zeros(height, np.int64) for height in heights]
    else:
        keyed = pl.concat([table for _, _, table in rows])
        found = keyed.join(accumulators, on=_KEY, how="left", maintain_order="left")
        parts = np.split(found["amount"].fill_null(0).to_numpy(), np.cumsum(heights)[:-1])
    by_name: dict[str, list[Int64]] = {}
    for (name, _, _), part in zip(rows, parts, strict=True):
        by_name.setdefault(name, []).append(part)
    return {name: np.stack(tiers, axis=1) if len(tiers) > 1 else tiers[0] for name, tiers in by_name.items()}


def _overlaid(opening: pl.DataFrame, touched: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """`touched` in place of the opening rows of the same keys, sorted by key."""
    untouched = opening.join(touched, on=list(key), how="anti")
    return pl.concat([untouched, touched.select(opening.columns)]).sort(key)
