"""The order in which claims are decided: received first, then numbered first (docs/decisions/order-of-decision.md)."""

import polars as pl


def with_place(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` with `place`: the claim's number where numbers follow the days of receipt, as within a file they do.

    Else the same numbers dealt out anew by day of receipt and number. lines: CLAIMS columns, `claim_number`, sorted by
    it. A claim that came in later has its place where it would have had it, had it come in time.
    """
    if lines.get_column("received_date").is_sorted():
        return lines.with_columns(pl.col("claim_number").alias("place"))
    claims = lines.group_by("claim_number").agg(pl.col("received_date").min()).sort("claim_number")
    places = claims.select(pl.col("claim_number").alias("place"))
    in_order = claims.sort("received_date", "claim_number").select("claim_number")
    return lines.join(pl.concat([in_order, places], how="horizontal"), on="claim_number", maintain_order="left")
