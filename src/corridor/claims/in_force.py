"""Which dated row holds on a line's day: coverage spans, plan versions, network spans are all looked up here."""

from collections.abc import Sequence

import polars as pl


def with_row_in_force(
    lines: pl.DataFrame,
    rows: pl.DataFrame,
    *,
    by: Sequence[str],
    start: str,
    end_exclusive: str,
    preference: Sequence[str] = (),
    day: str = "service_from",
) -> pl.DataFrame:
    """`lines` with the columns of the row whose days hold the line's day; null where none does.

    rows: columns `by`, `start` and `end_exclusive` (null: open), which are not added, and what is to be added.
    Where several rows hold the day, the greatest by `preference`, then the one that began last, wins.
    """
    wanted = lines.select(*by, day).unique()
    end = pl.col(end_exclusive)
    held = (
        wanted.join(rows, on=by, how="inner")
        .filter(pl.col(start) <= pl.col(day), end.is_null() | (pl.col(day) < end))
        .sort(*preference, start, *_remaining(rows, (*by, *preference, start)), nulls_last=True)
        .unique((*by, day), keep="last", maintain_order=True)
        .drop(start, end_exclusive)
    )
    return lines.join(held, on=(*by, day), how="left", maintain_order="left")


def _remaining(rows: pl.DataFrame, named: Sequence[str]) -> list[str]:
    """The other columns: the last word in a tie, so that the answer does not hang on the order of `rows`."""
    return [column for column in rows.columns if column not in named]
