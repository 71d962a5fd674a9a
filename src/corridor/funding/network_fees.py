"""What rented networks are owed for prices: posted when they answer, corrected by its difference when that changes."""

from datetime import date

import polars as pl

from corridor.ledger.accounts import NETWORK_FEE_EXPENSE, NETWORK_FEE_PAYABLE
from corridor.records.postings import POSTINGS

NETWORK_FEE = "network_fee"
DUE = {"claim_number": pl.Int64, "network": pl.String, "fee_cents": pl.Int64}
"""What is owed for each claim in all."""


def network_fee_postings(
    due: pl.DataFrame, journal: pl.DataFrame, as_of: date, currency: str, seq: int
) -> pl.DataFrame:
    """POSTINGS that bring the fee of each claim from what is posted to what is due.

    due: DUE. journal: POSTINGS on the expense account of these claims so far. seq: place of the batch that posts.
    """
    expensed = journal.filter(pl.col("account") == NETWORK_FEE_EXPENSE)
    posted = expensed.group_by("claim_number").agg(pl.col("amount_cents").sum().alias("posted_cents"))
    moved = (
        due.join(posted, on="claim_number", how="left")
        .with_columns((pl.col("fee_cents") - pl.col("posted_cents").fill_null(0)).alias("amount_cents"))
        .filter(pl.col("amount_cents") != 0)
        .sort("claim_number")
    )
    head = moved.with_columns(
        pl.format("network_fee:{}:{}", "claim_number", pl.lit(seq)).alias("entry_key"),
        pl.lit(NETWORK_FEE).alias("entry_kind"),
        pl.lit(as_of).alias("effective_on"),
        pl.lit(currency).alias("currency"),
        pl.col("network").alias("reference"),
    )
    debit = head.with_columns(pl.lit(0, pl.Int32).alias("leg"), pl.lit(NETWORK_FEE_EXPENSE).alias("account"))
    credit = head.with_columns(
        pl.lit(1, pl.Int32).alias("leg"),
        pl.lit(NETWORK_FEE_PAYABLE).alias("account"),
        pl.col("network").alias("payee"),
        -pl.col("amount_cents"),
    )
    debit = debit.with_columns(pl.lit(None, pl.String).alias("payee"))
    return POSTINGS.conform(pl.concat([debit, credit], how="diagonal").sort("claim_number", "leg"))
