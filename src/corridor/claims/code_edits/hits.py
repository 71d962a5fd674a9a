"""A hit: an edit that denies a line, where the other line that it names stands."""

import polars as pl

from corridor.claims.code_edits.billed import LINE

HITS_SCHEMA = {
    "claim_number": pl.Int64,
    "line_number": pl.Int32,
    "place": pl.Int64,  # of the claim, in the order of decision
    "reason": pl.String,
    "other_claim": pl.Int64,  # null: the line alone is against the edit
    "other_line": pl.Int32,
    "code": pl.String,
    "other_code": pl.String,
    "other_day": pl.Date,
    "most": pl.Int32,  # units that are allowed, days that surgery includes
    "row_from": pl.Date,  # first day of the row of the table
}


def hits_from(found: pl.DataFrame, reason: str, **columns: pl.Expr) -> pl.DataFrame:
    """`found` as hits of `reason`; what `columns` does not say is null. found: LINE, place, code, effective_from."""
    said = {"code": pl.col("code"), "row_from": pl.col("effective_from"), **columns}
    other = [name for name in HITS_SCHEMA if name not in (*LINE, "place", "reason", *said)]
    return found.select(
        *LINE,
        "place",
        pl.lit(reason).alias("reason"),
        *(expression.alias(name) for name, expression in said.items()),
        *(pl.lit(None).alias(name) for name in other),
    ).select(pl.col(name).cast(dtype) for name, dtype in HITS_SCHEMA.items())


def no_hits() -> pl.DataFrame:
    """No line is against an edit."""
    return pl.DataFrame(schema=HITS_SCHEMA)


def asked_with_others(billed: pl.DataFrame, others: pl.DataFrame, on: tuple[str, ...]) -> pl.DataFrame:
    """Each line that is asked with each other line of the same claim or an earlier one; the other's columns `_other`.

    What comes later does not change what was decided, so that any split of a batch is decided alike.
    """
    is_same_line = (pl.col("claim_number_other") == pl.col("claim_number")) & (
        pl.col("line_number_other") == pl.col("line_number")
    )
    return (
        billed.filter("is_asked")
        .join(others.rename({name: f"{name}_other" for name in others.columns if name not in on}), on=on)
        .filter(pl.col("place_other") <= pl.col("place"), ~is_same_line)
    )
