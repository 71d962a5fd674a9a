"""Stays in a hospital among the lines, and the services from which a patient was admitted."""

import polars as pl

from corridor.codes.reasons import NO_ORIGINAL

ROOM_AND_BOARD = ("0100", "0219")
"""Revenue codes of accommodation, first and last: a claim that has one is of a stay. Source: NUBC, form locator 42."""

IS_ROOM_AND_BOARD = (
    (pl.col("kind") == "institutional")
    & pl.col("revenue_code").is_between(pl.lit(ROOM_AND_BOARD[0]), pl.lit(ROOM_AND_BOARD[1]))
).fill_null(False)

_admitted_on = pl.coalesce("admission_date", "service_from").alias("admitted_on")
_OF_STAY = ("kind", "revenue_code", "admission_date", "service_from")
_LINE = ("claim_number", "line_number")
_EARLIER = pl.col("claim_number").alias("place")
"""What was decided before a batch comes before all of it, as its numbers do."""


def with_admissions(lines: pl.DataFrame, history: pl.DataFrame | None) -> pl.DataFrame:
    """`lines` with `is_admitted`: on a claim of a stay, or the person was admitted on the day or the day after.

    A stay counts where its claim is not after the line's: what comes later does not change what was decided, so that
    any split of a batch is decided alike. lines: CLAIMS columns, `claim_number`, `place`, `member`, `reason` as all
    edits gave it. history: HISTORY.
    """
    has_history = history is not None and history.height > 0
    if lines.get_column("revenue_code").null_count() == lines.height and not has_history:
        return lines.with_columns(pl.lit(None, pl.Boolean).alias("is_admitted"))
    taken = lines.select("place", *_OF_STAY, "reason", pl.col("member").alias("person"))
    stays = _stays(taken.filter(~pl.col("reason").is_in(NO_ORIGINAL).fill_null(False)))
    if history is not None and has_history:
        earlier = history.join(lines, on="claim_number", how="anti")
        stays = pl.concat([stays, _stays(earlier.select(_EARLIER, *_OF_STAY, pl.col("member_id").alias("person")))])
    if stays.is_empty():
        return lines.with_columns(pl.lit(None, pl.Boolean).alias("is_admitted"))
    met = (
        lines.select(*_LINE, "place", "service_from", pl.col("member").alias("person"))
        .join(stays, on="person")
        .filter(_is_of_stay())
        .select(*_LINE, pl.lit(True).alias("is_admitted"))
        .unique()
    )
    return lines.join(met, on=_LINE, how="left", maintain_order="left")


def _stays(lines: pl.DataFrame) -> pl.DataFrame:
    return (
        lines.filter(IS_ROOM_AND_BOARD, pl.col("person").is_not_null())
        .select("person", pl.col("place").alias("stay"), _admitted_on)
        .unique()
    )


def _is_of_stay() -> pl.Expr:
    days_before = (pl.col("admitted_on") - pl.col("service_from")).dt.total_days()
    is_own = pl.col("stay") == pl.col("place")
    return is_own | ((pl.col("stay") < pl.col("place")) & days_before.is_between(0, 1))
