"""Which dated row holds on a line's day: coverage spans, plan versions, network spans are all looked up here."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

FEW_PAIRS = 20_000
"""Pairs of a line and a row up to which comparing each with each is faster than joining: a family, not a book."""

_NO_ROW = -1


@dataclass(frozen=True)
class DatedRows:
    """Rows in the order of their rank: of several that hold a day the last wins. Made once, asked often.

    `_text_key`: what they are looked up `by`, as one text.
    """

    ranked: pl.DataFrame
    by: tuple[str, ...]
    start: str
    end_exclusive: str

    @cached_property
    def columns(self) -> tuple[NDArray[Any], ...]:
        """(n_rows,) text key, first day and end as days since 1970; an open end is after all days."""
        start, end = pl.col(self.start).to_physical(), pl.col(self.end_exclusive).to_physical()
        taken = self.ranked.select("_text_key", start, end.fill_null(np.iinfo(np.int32).max))
        return tuple(column.to_numpy() for column in taken.iter_columns())

    @cached_property
    def keys(self) -> pl.DataFrame:
        """A number for each text key."""
        return self.ranked.select("_text_key").unique().with_row_index("_key")

    @cached_property
    def added(self) -> list[str]:
        """The columns that a line is given."""
        dropped = {"_text_key", *self.by, self.start, self.end_exclusive}
        return [name for name in self.ranked.columns if name not in dropped]


def dated_rows(
    rows: pl.DataFrame, *, by: Sequence[str], start: str, end_exclusive: str, preference: Sequence[str] = ()
) -> DatedRows:
    """rows: columns `by`, `start` and `end_exclusive` (null: open), which are not added, and what is to be added.

    Where several rows hold a day, the greatest by `preference`, then the one that began last, wins.
    """
    first = (*preference, start)
    # The other columns are the last word in a tie, so that the answer does not hang on the order of `rows`.
    rest = [name for name in rows.columns if name not in (*by, *first)]
    ranked = rows.sort(*first, *rest, nulls_last=True).with_columns(_text_key(by))
    return DatedRows(ranked, tuple(by), start, end_exclusive)


def with_row_in_force(lines: pl.DataFrame, dated: DatedRows, *, day: str = "service_from") -> pl.DataFrame:
    """`lines` with the columns of the row whose days hold the line's day; null where none does."""
    is_few = lines.height * dated.ranked.height <= FEW_PAIRS
    rank = _rank_of_few(lines, dated, day) if is_few else _rank_of_many(lines, dated, day)
    added = dated.ranked.select(pl.col(dated.added).gather(rank))
    return pl.concat([lines, added], how="horizontal")


def _rank_of_few(lines: pl.DataFrame, dated: DatedRows, day: str) -> pl.Series:
    """Position of the last row that holds each line's day: every row is compared with every line."""
    wanted = lines.select(_text_key(dated.by), pl.col(day).to_physical().fill_null(np.iinfo(np.int32).min))
    text_key, on = (column.to_numpy()[:, None] for column in wanted.iter_columns())
    row_key, start, end = dated.columns
    holds = (text_key == row_key) & (start <= on) & (on < end)
    last = len(row_key) - 1 - holds[:, ::-1].argmax(axis=1) if len(row_key) else np.full(len(holds), _NO_ROW)
    rank = np.where(holds.any(axis=1), last, _NO_ROW)
    return pl.Series("rank", rank).replace(_NO_ROW, None)


def _rank_of_many(lines: pl.DataFrame, dated: DatedRows, day: str) -> pl.Series:
    """The same by joins."""
    # One integer for key and day: a join on two columns takes several times as long.
    key_day = (pl.col("_key").cast(pl.Int64) * 2**32 + pl.col(day).to_physical()).alias("_key_day")
    text_keys = lines.select(_text_key(dated.by), day)
    wanted = text_keys.join(dated.keys, on="_text_key", how="left", maintain_order="left").select("_key", day, key_day)
    ranked = dated.ranked.select("_text_key", dated.start, dated.end_exclusive).with_row_index("_rank")
    end = pl.col(dated.end_exclusive)
    best = (
        wanted.drop_nulls()
        .unique("_key_day")
        .join(ranked.join(dated.keys, on="_text_key").drop("_text_key"), on="_key")
        .filter(pl.col(dated.start) <= pl.col(day), end.is_null() | (pl.col(day) < end))
        .group_by("_key_day")
        .agg(pl.col("_rank").max())
    )
    return wanted.select("_key_day").join(best, on="_key_day", how="left", maintain_order="left").get_column("_rank")


def _text_key(by: Sequence[str]) -> pl.Expr:
    return pl.concat_str(by, separator="\n").alias("_text_key")
