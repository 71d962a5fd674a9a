"""State of few lines: accumulators and visits into the kernel's arrays and back, key by key (see few_lines.py)."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import polars as pl

from corridor.adjudication.arrays import COPAY_TAKEN, COUNTED, State
from corridor.adjudication.few_lines import FewKeys, Key
from corridor.plan.arrays import TIERS
from corridor.records.decisions import ACCUMULATORS
from corridor.records.ready import VISITS

_ALL_TIERS = "all"
_OWNERS = ("person", "family")
_Total = tuple[str, int, int | None, Key]
"""Name of the state array, slot, tier (None: it has none), and key in ACCUMULATORS."""


def few_state(keys: FewKeys, accumulators: pl.DataFrame, visits: pl.DataFrame) -> State:
    """State arrays, a row per slot; zero where the opening tables hold nothing."""
    before = {tuple(row[:-1]): row[-1] for row in accumulators.iter_rows()}
    arrays = _zeros(keys)
    if before:
        for name, slot, tier, key in _totals(keys):
            arrays[name][slot if tier is None else (slot, tier)] = before.get(key, 0)
    seen = {tuple(row[:5]): row[5:] for row in visits.iter_rows()}
    for key, slot in keys.occasions.items():
        copay_cents, is_copay_taken, is_counted = seen.get(key, (0, False, False))
        arrays["occasion_copay"][slot] = copay_cents
        arrays["occasion"][slot] = COPAY_TAKEN * is_copay_taken + COUNTED * is_counted
    return State(**arrays)


def few_accumulators(keys: FewKeys, state: State, opening: pl.DataFrame) -> pl.DataFrame:
    """ACCUMULATORS after the kernel: touched keys with their new amounts, untouched opening ones as they were."""
    amounts = {tuple(row[:-1]): row[-1] for row in opening.iter_rows()}
    for name, slot, tier, key in _totals(keys):
        amounts[key] = int(getattr(state, name)[slot if tier is None else (slot, tier)])
    rows = sorted((*key, amount) for key, amount in amounts.items() if amount != 0)
    return pl.DataFrame(rows, schema=ACCUMULATORS.schema, orient="row")


def few_visits(keys: FewKeys, state: State, opening: pl.DataFrame) -> pl.DataFrame:
    """VISITS after the kernel, untouched opening ones included; an occasion that used nothing has no row."""
    used = {tuple(row[:5]): tuple(row[5:]) for row in opening.iter_rows()}
    for key, slot in keys.occasions.items():
        bits = int(state.occasion[slot])
        used[key] = int(state.occasion_copay[slot]), bool(bits & COPAY_TAKEN), bool(bits & COUNTED)
    rows = sorted((*key, *found) for key, found in used.items() if found[1] or found[2])
    return pl.DataFrame(rows, schema=VISITS.schema, orient="row")


def _zeros(keys: FewKeys) -> dict[str, Any]:
    heights = {"limit_used": len(keys.limits), "reserve": len(keys.reserves), "occasion_copay": len(keys.occasions)}
    heights |= dict.fromkeys(("account_bridge", "account_paid"), len(keys.accounts))
    arrays: dict[str, Any] = {name: np.zeros(height, np.int64) for name, height in heights.items()}
    arrays["occasion"] = np.zeros(len(keys.occasions), np.uint8)
    for owner in _OWNERS:
        deductibles, maximums = len(keys.pools[f"{owner}_deductible"]), len(keys.pools[f"{owner}_maximum"])
        for name, height in (("deductible", deductibles), ("carried", deductibles), ("out_of_pocket", maximums)):
            arrays[f"{owner}_{name}"] = np.zeros((height, len(TIERS)), np.int64)
    none = len(keys.limits)
    arrays |= {"use_offsets": np.zeros(none + 1, np.int64), "use_count": np.zeros(none, np.int64)}
    return arrays | {
        "use_day": np.zeros(0, np.int32),
        "use_surfaces": np.zeros(0, np.int32),
        "use_amount": np.zeros(0, np.int64),
    }


def _totals(keys: FewKeys) -> Iterator[_Total]:
    """Every number of the state that ACCUMULATORS keeps."""
    for owner in _OWNERS:
        for (year, who, plan, kind), slot in keys.pools[f"{owner}_deductible"].items():
            carried = str(kind).replace("deductible", "carry_over", 1)
            for tier, name in enumerate(TIERS):
                yield f"{owner}_deductible", slot, tier, (plan, year, owner, who, kind, name)
                yield f"{owner}_carried", slot, tier, (plan, year, owner, who, carried, name)
        for (year, who, plan, kind), slot in keys.pools[f"{owner}_maximum"].items():
            for tier, name in enumerate(TIERS):
                yield f"{owner}_out_of_pocket", slot, tier, (plan, year, owner, who, kind, name)
    for (plan, year, who, limit, item), slot in keys.limits.items():
        kind = f"limit:{limit}:{item}" if item else f"limit:{limit}"
        yield "limit_used", slot, None, (plan, year, "person", who, kind, _ALL_TIERS)
    for (plan, year, who), slot in keys.reserves.items():
        yield "reserve", slot, None, (plan, year, "person", who, "benefit_reserve", _ALL_TIERS)
    for (plan, year, who), slot in keys.accounts.items():
        for kind in ("account_bridge", "account_paid"):
            yield kind, slot, None, (plan, year, "family", who, kind, _ALL_TIERS)
