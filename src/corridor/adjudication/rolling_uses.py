"""Uses of limits with a rolling period: dated rows of ACCUMULATORS <-> the kernel's use arrays.

A use stands under kind `use:<limit>:<item>@<day>#<surfaces>` and plan year ALWAYS; uses of one day and the same
surfaces are one row.
"""

from typing import Any

import numpy as np
import polars as pl

from corridor.adjudication.arrays import DAYS_OF_MONTH, MONTHS_OF_YEAR, State
from corridor.adjudication.limit_uses import LimitUses, surface_bits, surface_letters
from corridor.records.decisions import ACCUMULATORS, ALWAYS

USE = "use:"
USE_PARTS = r"^use:(?P<limit_id>[^:@#]*):(?P<item>[^@#]*)@(?P<day>[0-9-]+)#(?P<letters>.*)$"
_EARLIER = {
    "slot": pl.UInt32,
    "place": pl.Int64,
    "use_day": pl.Int32,
    "use_surfaces": pl.Int32,
    "use_amount": pl.Int64,
}
_SLOT_KEYS = ["plan_code", "member_id", "limit_id", "item"]


def opening_uses(uses: LimitUses, accumulators: pl.DataFrame) -> dict[str, Any]:
    """State.use_*: the uses before, and room for one more by each line that names the limit."""
    limits = uses.limits.with_row_index("slot")
    if not limits["is_rolling"].any():
        return _no_uses(limits.height)
    earlier = _earlier(limits, accumulators)
    before = np.bincount(earlier["slot"].to_numpy(), minlength=limits.height)
    lines = np.bincount(uses.slots, minlength=limits.height) * limits["is_rolling"].to_numpy()
    offsets = np.concatenate([[0], np.cumsum(before + lines, dtype=np.int64)]).astype(np.int64)
    place = offsets[earlier["slot"].to_numpy()] + earlier["place"].to_numpy()
    arrays: dict[str, Any] = {"use_offsets": offsets, "use_count": before.astype(np.int64)}
    for name, dtype in (("use_day", np.int32), ("use_surfaces", np.int32), ("use_amount", np.int64)):
        arrays[name] = np.zeros(int(offsets[-1]), dtype)
        arrays[name][place] = earlier[name].to_numpy()
    return arrays


def _no_uses(limits: int) -> dict[str, Any]:
    """No limit has a rolling period: no room."""
    nothing = {"use_offsets": np.zeros(limits + 1, np.int64), "use_count": np.zeros(limits, np.int64)}
    days = {name: np.zeros(0, np.int32) for name in ("use_day", "use_surfaces")}
    return {**nothing, **days, "use_amount": np.zeros(0, np.int64)}


def closing_uses(limits: pl.DataFrame, state: State) -> pl.DataFrame:
    """ACCUMULATORS rows of the uses after the kernel."""
    slots = np.repeat(np.arange(len(state.use_count)), state.use_count)
    starts = np.cumsum(state.use_count) - state.use_count
    kept = np.arange(len(slots)) - starts[slots] + state.use_offsets[slots]
    day, months = state.use_day[kept], state.use_day[kept] // DAYS_OF_MONTH - 1
    letters = {bits: surface_letters(bits) for bits in np.unique(state.use_surfaces[kept]).tolist()}
    used = limits[slots].with_columns(
        year=pl.Series(months // MONTHS_OF_YEAR),
        month=pl.Series(months % MONTHS_OF_YEAR + 1),
        day_of_month=pl.Series(day % DAYS_OF_MONTH),
        letters=pl.Series(state.use_surfaces[kept], dtype=pl.Int32).replace_strict(letters, return_dtype=pl.String),
        amount=pl.Series(state.use_amount[kept], dtype=pl.Int64),
    )
    day_text = pl.date("year", "month", "day_of_month").dt.to_string("%Y-%m-%d")
    kind = pl.format("use:{}:{}@{}#{}", "limit_id", "item", day_text, "letters")
    rows = used.select(
        "plan_code",
        plan_year_start=pl.lit(ALWAYS),
        owner=pl.lit("person"),
        owner_id="member_id",
        kind=kind,
        tier=pl.lit("all"),
        amount="amount",
    )
    summed = rows.group_by(ACCUMULATORS.key, maintain_order=True).agg(pl.col("amount").sum())
    return summed.select(*ACCUMULATORS.schema)


def _earlier(limits: pl.DataFrame, accumulators: pl.DataFrame) -> pl.DataFrame:
    """The uses before of these limits: slot, place among its uses, use_day, use_surfaces, use_amount."""
    if accumulators.is_empty():
        return pl.DataFrame(schema=_EARLIER)
    parts = (
        accumulators.filter(pl.col("kind").str.starts_with(USE))
        .with_columns(pl.col("kind").str.extract_groups(USE_PARTS).struct.unnest())
        .rename({"owner_id": "member_id"})
        .join(limits.filter("is_rolling").select("slot", *_SLOT_KEYS), on=_SLOT_KEYS)
        .sort("slot", "kind")
    )
    day = pl.col("day").str.to_date().dt
    number = (day.year().cast(pl.Int32) * MONTHS_OF_YEAR + day.month()) * DAYS_OF_MONTH + day.day()
    letters = parts.select(pl.when(pl.col("letters") != "").then("letters")).to_series()
    return parts.select(
        "slot",
        pl.int_range(pl.len()).over("slot").alias("place"),
        number.cast(pl.Int32).alias("use_day"),
        pl.Series("use_surfaces", surface_bits(letters), dtype=pl.Int32),
        pl.col("amount").alias("use_amount"),
    )
