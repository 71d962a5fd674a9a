"""Accumulators and visits: tables -> state arrays before the kernel, state arrays -> tables after it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from corridor.adjudication.arrays import COPAY_TAKEN, COUNTED, State
from corridor.adjudication.keys import OWNERS, Keys
from corridor.adjudication.limit_uses import LimitUses
from corridor.adjudication.rolling_uses import closing_uses, opening_uses
from corridor.plan.arrays import TIERS, Int64
from corridor.records.decisions import ACCUMULATORS
from corridor.records.ready import VISITS

ALL_TIERS = "all"
_KEY = list(ACCUMULATORS.key)


@dataclass(frozen=True)
class Total:
    """A state array, or its column of a tier, and what its rows belong to.

    array: name of the state array. tier: None where it has none. keys: plan_code, plan_year_start, owner_id, kind.
    """

    array: str
    tier: int | None
    keys: pl.DataFrame
    owner: str

    def rows(self, *amount: pl.Series) -> pl.DataFrame:
        """The ACCUMULATORS keys of the rows, and their `amount`."""
        tier = pl.lit(ALL_TIERS if self.tier is None else TIERS[self.tier]).alias("tier")
        owner = pl.lit(self.owner).alias("owner")
        return self.keys.select("plan_code", "plan_year_start", owner, "owner_id", "kind", tier, *amount)


def opening_state(keys: Keys, uses: LimitUses, accumulators: pl.DataFrame, visits: pl.DataFrame) -> State:
    """State arrays, one row per row of the key tables; zero where the opening tables hold nothing."""
    occasion_copay, occasion = _occasions(keys.occasions, visits)
    return State(
        **_amounts(_shapes(keys, uses.limits), list(_totals(keys, uses.limits)), accumulators),
        **opening_uses(uses, accumulators),
        occasion_copay=occasion_copay,
        occasion=occasion,
    )


def closing_accumulators(keys: Keys, limits: pl.DataFrame, state: State, opening: pl.DataFrame) -> pl.DataFrame:
    """ACCUMULATORS after the kernel: touched keys with their new amounts, untouched opening ones as they were."""
    touched = []
    for total in _totals(keys, limits):
        amounts = getattr(state, total.array)
        amount = amounts if total.tier is None else amounts[:, total.tier]
        if len(amount) and (opening.height or amount.any()):
            touched.append(total.rows(pl.Series("amount", amount, pl.Int64)))
    if len(state.use_day):
        touched.append(closing_uses(limits, state))
    return _overlaid(opening, touched, ACCUMULATORS.key, pl.col("amount") != 0)


def closing_visits(occasions: pl.DataFrame, state: State, opening: pl.DataFrame) -> pl.DataFrame:
    """VISITS after the kernel, untouched opening ones included; an occasion that used nothing has no row."""
    touched = occasions.with_columns(
        copay_cents=pl.Series(state.occasion_copay),
        is_copay_taken=pl.Series((state.occasion & COPAY_TAKEN) != 0),
        is_counted=pl.Series((state.occasion & COUNTED) != 0),
    )
    return _overlaid(opening, [touched], VISITS.key, pl.col("is_copay_taken") | pl.col("is_counted"))


def limit_kind(limit_id: pl.Expr, item: pl.Expr) -> pl.Expr:
    """Kind of the accumulator of a limit: `limit:<limit>`, and what it counts apart after another colon."""
    own = pl.concat_str(pl.lit("limit:"), limit_id)
    return pl.when(item == "").then(own).otherwise(pl.concat_str(own, pl.lit(":"), item))


def _totals(keys: Keys, limits: pl.DataFrame) -> Iterator[Total]:
    for owner in OWNERS:
        deductibles, maximums = keys.deductibles[owner], keys.maximums[owner]
        carried = deductibles.with_columns(pl.col("kind").str.replace("deductible", "carry_over", literal=True))
        tables = (
            (f"{owner}_deductible", deductibles),
            (f"{owner}_carried", carried),
            (f"{owner}_out_of_pocket", maximums),
        )
        for name, table in tables:
            for tier in range(len(TIERS)):
                yield Total(name, tier, table, owner)
    of_limits = limits.select(
        "plan_code",
        plan_year_start="limit_year",
        owner_id="member_id",
        kind=limit_kind(pl.col("limit_id"), pl.col("item")),
    )
    yield Total("limit_used", None, of_limits, "person")
    yield Total("reserve", None, keys.reserves.with_columns(kind=pl.lit("benefit_reserve")), "person")
    for kind in ("account_bridge", "account_paid"):
        yield Total(kind, None, keys.accounts.with_columns(kind=pl.lit(kind)), "family")


def _shapes(keys: Keys, limits: pl.DataFrame) -> dict[str, int]:
    """How many rows each state array has."""
    heights = {"limit_used": limits.height, "reserve": keys.reserves.height}
    heights |= dict.fromkeys(("account_bridge", "account_paid"), keys.accounts.height)
    for owner in OWNERS:
        heights[f"{owner}_deductible"] = heights[f"{owner}_carried"] = keys.deductibles[owner].height
        heights[f"{owner}_out_of_pocket"] = keys.maximums[owner].height
    return heights


def _amounts(heights: dict[str, int], totals: Sequence[Total], accumulators: pl.DataFrame) -> dict[str, Any]:
    """Opening amounts by state array, 0 where there is none; looked up in one join for all."""
    arrays = {
        total.array: np.zeros(
            (heights[total.array], len(TIERS)) if total.tier is not None else heights[total.array], np.int64
        )
        for total in totals
    }
    if accumulators.is_empty():
        return arrays
    keyed = pl.concat([total.rows() for total in totals])
    found = keyed.join(accumulators, on=_KEY, how="left", maintain_order="left").select("amount")
    lengths = [heights[total.array] for total in totals]
    parts: list[Int64] = np.split(found["amount"].fill_null(0).to_numpy(), np.cumsum(lengths)[:-1])
    for total, part in zip(totals, parts, strict=True):
        arrays[total.array][... if total.tier is None else (slice(None), total.tier)] = part
    return arrays


def _occasions(occasions: pl.DataFrame, visits: pl.DataFrame) -> tuple[Any, Any]:
    if visits.is_empty():
        return np.zeros(occasions.height, np.int64), np.zeros(occasions.height, np.uint8)
    found = occasions.join(visits, on=list(VISITS.key), how="left", maintain_order="left").select(
        pl.col("copay_cents").fill_null(0),
        bits=pl.when("is_copay_taken").then(COPAY_TAKEN).otherwise(0).cast(pl.UInt8)
        + pl.when("is_counted").then(COUNTED).otherwise(0).cast(pl.UInt8),
    )
    return found["copay_cents"].to_numpy(), found["bits"].to_numpy()


def _overlaid(
    opening: pl.DataFrame, touched: Sequence[pl.DataFrame], key: Sequence[str], is_kept: pl.Expr
) -> pl.DataFrame:
    """`touched` in place of the opening rows of the same keys, those that say something, sorted by key."""
    columns = opening.columns
    now = pl.concat([opening.clear(), *(rows.select(columns) for rows in touched)])
    untouched = opening.join(now, on=list(key), how="anti") if opening.height and now.height else opening
    return pl.concat([untouched, now]).filter(is_kept).sort(key)
