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
    order = (*preference, start, *_remaining(rows, (*by, *preference, start)))
    ranked = rows.sort(order, nulls_last=True).with_row_index("_rank").with_columns(_text_key(by))
    keys = ranked.select("_text_key").unique().with_row_index("_key")
    text_keys = lines.select(_text_key(by), day)
    # One integer for key and day: a join on two columns takes several times as long.
    key_day = (pl.col("_key").cast(pl.Int64) * 2**32 + pl.col(day).to_physical()).alias("_key_day")
    wanted = text_keys.join(keys, on="_text_key", how="left", maintain_order="left").select("_key", day, key_day)
    end = pl.col(end_exclusive)
    best = (
        wanted.drop_nulls()
        .unique("_key_day")
        .join(ranked.join(keys, on="_text_key").select("_key", "_rank", start, end_exclusive), on="_key")
        .filter(pl.col(start) <= pl.col(day), end.is_null() | (pl.col(day) < end))
        .group_by("_key_day")
        .agg(pl.col("_rank").max())
    )
    found = wanted.select("_key_day").join(best, on="_key_day", how="left", maintain_order="left").get_column("_rank")
    added = ranked.drop("_text_key", "_rank", *by, start, end_exclusive).select(pl.all().gather(found))
    return pl.concat([lines, added], how="horizontal")


def _text_key(by: Sequence[str]) -> pl.Expr:
    return pl.concat_str(by, separator="\n").alias("_text_key")


def _remaining(rows: pl.DataFrame, named: Sequence[str]) -> list[str]:
    """The other columns: the last word in a tie, so that the answer does not hang on the order of `rows`."""
    return [column for column in rows.columns if column not in named]
