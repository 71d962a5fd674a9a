"""Claims get their number: the order in which they are decided (DESIGN 4: received, then claim, then line)."""

import polars as pl


def number_claims(claims: pl.DataFrame, first_number: int = 1) -> pl.DataFrame:
    """CLAIMS frame -> the same lines with `claim_number`, sorted by it and by line.

    Numbers run from `first_number` by received date, then by position in the file.
    """
    if claims.height and claims.get_column("claim_index").n_unique() == 1:
        return claims.with_columns(pl.lit(first_number, pl.Int64).alias("claim_number")).sort("line_number")
    order = (
        claims.group_by("claim_index")
        .agg(pl.col("received_date").min())
        .sort("received_date", "claim_index")
        .select(
            "claim_index", pl.int_range(first_number, first_number + pl.len(), dtype=pl.Int64).alias("claim_number")
        )
    )
    return claims.join(order, on="claim_index", how="left").sort("claim_number", "line_number")
