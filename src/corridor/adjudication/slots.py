"""Numbers for keys: which row of a state array belongs to which person, family, limit or occasion."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from corridor.adjudication.arrays import NO_SLOT
from corridor.plan.arrays import Int32, Int64


def first_of_key(keys: Sequence[str | pl.Expr], wanted: pl.Expr) -> pl.Expr:
    """Of each row the position of the first wanted row with the same keys; null where it is not wanted.

    Rows say their `position`, from 0.
    """
    return pl.when(wanted).then(pl.when(wanted).then("position").min().over(*keys))


def slots_of(first: pl.Series) -> tuple[Int32, Int64]:
    """Slots in the order in which keys first appear: (n,) slot of each row (NO_SLOT where null), and each key's row.

    first: what `first_of_key` says of the rows.
    """
    positions = first.cast(pl.Int64).fill_null(NO_SLOT).to_numpy()
    is_wanted = positions != NO_SLOT
    is_first = is_wanted & (positions == np.arange(len(positions)))
    slot_of_row = np.cumsum(is_first) - 1
    slots = np.full(len(positions), NO_SLOT, np.int32)
    slots[is_wanted] = slot_of_row[positions[is_wanted]]
    return slots, np.flatnonzero(is_first)


def households(lines: pl.DataFrame) -> Int64:
    """Which lines must be decided one after another: (n,) number of the household of each line.

    A household is a family, in the order of family_id; families through which one and the same person is covered
    (a child of two employees) are one, since they share that person's accumulators. Lines without a family come last.
    """
    family_ids = lines["family_id"]
    if family_ids.null_count() == 0 and family_ids.n_unique() <= 1:
        return np.zeros(lines.height, np.int64)
    families = lines.select("family_id").drop_nulls().unique().sort("family_id").with_row_index("household")
    undecided = lines.filter(pl.col("reason").is_null()).select("family_id", "member_id").unique()
    if undecided["member_id"].n_unique() < undecided.height:
        families = _merged(families, undecided)
    numbered = lines.select("family_id").join(families, on="family_id", how="left", maintain_order="left")
    return numbered["household"].cast(pl.Int64).fill_null(families.height).to_numpy()


def _merged(families: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Give families that share a member the least of their numbers, until nothing changes."""
    while True:
        labelled = members.join(families, on="family_id")
        least_of_member = labelled.with_columns(pl.col("household").min().over("member_id"))
        least = least_of_member.group_by("family_id").agg(pl.col("household").min().alias("least"))
        merged = families.join(least, on="family_id", how="left", maintain_order="left").select(
            pl.coalesce("least", "household").alias("household"), "family_id"
        )
        if merged["household"].equals(families["household"]):
            return merged
        families = merged
