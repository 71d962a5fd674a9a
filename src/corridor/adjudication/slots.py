"""Numbers for keys: which row of a state array belongs to which person, family, limit or occasion."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from corridor.adjudication.arrays import NO_SLOT
from corridor.plan.arrays import Int32, Int64


def number_keys(lines: pl.DataFrame, keys: Sequence[str], wanted: pl.Expr) -> tuple[Int32, pl.DataFrame]:
    """Number the distinct keys of the wanted lines, in the order in which they first appear.

    Returns the slot of each line (NO_SLOT where not wanted), and the keys, one row per slot.
    """
    wanting = lines.lazy().with_row_index("position").filter(wanted)
    table = wanting.select(keys).unique(maintain_order=True).with_row_index("slot").collect()
    numbered = wanting.select("position", *keys).join(table.lazy(), on=list(keys)).collect()
    slots = np.full(lines.height, NO_SLOT, np.int32)
    slots[numbered["position"].to_numpy()] = numbered["slot"].to_numpy()
    return slots, table.drop("slot")


def number_key_pairs(
    lines: pl.DataFrame, keys: Sequence[str], paired: str, other: str, wanted: pl.Expr
) -> tuple[Int32, Int32, pl.DataFrame]:
    """Number two keys of each wanted line together: `keys`, and the same with `other` in the place of `paired`.

    Returns the slots of the first and of the second (NO_SLOT where `other` is null), and the keys.
    """
    both = lines.select(
        *(name for name in keys if name != paired), "reason", pl.concat_list(paired, other).alias(paired)
    ).explode(paired)
    slots, table = number_keys(both, keys, wanted & pl.col(paired).is_not_null())
    return slots[0::2].copy(), slots[1::2].copy(), table


def households(lines: pl.DataFrame) -> Int64:
    """Which lines must be decided one after another: (n,) number of the household of each line.

    A household is a family, in the order of family_id; families through which one and the same person is covered
    (a child of two employees) are one, since they share that person's accumulators. Lines without a family come last.
    """
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
