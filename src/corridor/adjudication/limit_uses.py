"""Uses of limits by lines: one row per line and limit of its benefit, each with its slot."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from corridor.adjudication.slots import first_of_key, slots_of
from corridor.plan.arrays import Int32, Int64
from corridor.records.decisions import ALWAYS

LIMIT_KEYS = ("plan_code", "limit_year", "member_id", "limit_id", "item")
SURFACES = "MODBLIF"
"""Surfaces of a tooth by their letters: mesial, occlusal, distal, buccal, lingual, incisal, facial."""
ALL_SURFACES = -1
_BIT_OF = {letter: 1 << place for place, letter in enumerate(SURFACES)} | {"F": 1 << SURFACES.index("B")}


@dataclass(frozen=True)
class LimitUses:
    """offsets (n + 1,), slots (x,) and surfaces (x,) as in Lines; limits: the keys, and whether each one rolls."""

    offsets: Int64
    slots: Int32
    surfaces: Int32
    limits: pl.DataFrame


def limit_uses(lines: pl.DataFrame, limits: pl.DataFrame) -> LimitUses:
    """The uses of the lines without a reason, in the order of lines and of their benefit's limits.

    lines: READY columns. limits: those of the compiled plans (plan.compiled.LIMITS_SCHEMA).
    """
    limited = lines.with_row_index("line").filter(
        pl.col("reason").is_null(), pl.col("benefit_row").is_in(limits["benefit_row"].unique().implode())
    )
    if limited.is_empty():
        return _no_uses(lines.height)
    named = limits.select("benefit_row", "limit_id", "period", "of", limit_order="row")
    uses = (
        limited.select("line", "plan_code", "plan_year_start", "member_id", "benefit_row", "tooth", "surfaces")
        .join(named, on="benefit_row", how="inner")
        .sort("line", "limit_order")
        .with_columns(
            pl.when(pl.col("period") == "plan_year")
            .then("plan_year_start")
            .otherwise(pl.lit(ALWAYS))
            .alias("limit_year"),
            pl.when(pl.col("of") == "person").then(pl.lit("")).otherwise(pl.col("tooth").fill_null("")).alias("item"),
            (pl.col("period") == "rolling").alias("is_rolling"),
            pl.when(pl.col("of") == "tooth_surface").then("surfaces").alias("counted_surfaces"),
        )
        .with_row_index("position")
        .with_columns(first_of_key(LIMIT_KEYS, pl.lit(True)).alias("first"))
    )
    slots, rows = slots_of(uses["first"])
    counts = np.bincount(uses["line"].to_numpy(), minlength=lines.height)
    return LimitUses(
        offsets=np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).astype(np.int64),
        slots=slots,
        surfaces=surface_bits(uses["counted_surfaces"]),
        limits=uses.select(*LIMIT_KEYS, "is_rolling")[rows],
    )


def _no_uses(lines: int) -> LimitUses:
    keys = {name: pl.Date if name == "limit_year" else pl.String for name in LIMIT_KEYS}
    none = pl.DataFrame(schema={**keys, "is_rolling": pl.Boolean})
    return LimitUses(np.zeros(lines + 1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int32), none)


def surface_bits(surfaces: pl.Series) -> Int32:
    """Letters -> bits; ALL_SURFACES where there are none. Facial and buccal are one surface."""
    if surfaces.null_count() == len(surfaces):
        return np.full(len(surfaces), ALL_SURFACES, np.int32)
    distinct = surfaces.unique().drop_nulls().to_list()
    bits = {text: bits_of(text) for text in distinct}
    return surfaces.replace_strict(bits, default=ALL_SURFACES, return_dtype=pl.Int32).to_numpy()


def surface_letters(bits: int) -> str:
    """Bits -> letters; empty for all."""
    return "" if bits == ALL_SURFACES else "".join(letter for letter in SURFACES if bits & _letter_bit(letter))


def _letter_bit(letter: str) -> int:
    return 0 if letter == "F" else _BIT_OF[letter]


def bits_of(text: str) -> int:
    """Letters -> bits."""
    return sum({_BIT_OF[letter] for letter in text.upper() if letter in _BIT_OF}) or ALL_SURFACES
