"""Which decided lines a round of payments paid, and which a later decision takes back."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from corridor.funding.postings import is_owed
from corridor.ledger.accounts import CLAIMS_PAYABLE
from corridor.records.paid import PAID

_VERSION = ("claim_number", "line_number", "version")


def claims_settled(postings: pl.DataFrame) -> list[int]:
    """Numbers of the claims whose payable the payments among `postings` settle."""
    settled = postings.filter((pl.col("entry_kind") == "payment") & (pl.col("account") == CLAIMS_PAYABLE))
    return settled.get_column("claim_number").drop_nulls().unique().sort().to_list()


def paid_lines(postings: pl.DataFrame, decisions: pl.DataFrame, products: Mapping[str, str]) -> pl.DataFrame:
    """PAID: the lines that the payments among `postings` paid. A payable is always settled whole.

    decisions: DECISIONS that stand for the claims settled. products: plan code -> product.
    """
    settled = postings.filter((pl.col("entry_kind") == "payment") & (pl.col("account") == CLAIMS_PAYABLE)).select(
        "claim_number",
        "plan_code",
        pl.col("reference").alias("payment_number"),
        pl.col("effective_on").alias("paid_on"),
    )
    lines = decisions.filter(is_owed()).join(settled, on=["claim_number", "plan_code"])
    return PAID.conform(
        lines.with_columns(
            pl.col("plan_code").replace_strict(dict(products), return_dtype=pl.String).alias("product"),
            pl.col("plan_paid_cents").alias("amount_cents"),
        ).sort(_VERSION)
    )


def taken_back_lines(paid: pl.DataFrame, on: date) -> pl.DataFrame:
    """PAID rows that take back, on `on`, whatever of `paid` (PAID of some claims) still stands."""
    money = pl.col("amount_cents") + pl.col("account_cents")
    net = paid.group_by(_VERSION).agg(money.sum().alias("net_cents"))
    standing = paid.filter(money > 0).join(net.filter(pl.col("net_cents") > 0), on=_VERSION)
    return PAID.conform(
        standing.with_columns(
            pl.lit(None, pl.String).alias("payment_number"),
            pl.col("paid_on").alias("takes_back_paid_on"),
            pl.lit(on).alias("paid_on"),
            -pl.col("amount_cents"),
            -pl.col("account_cents"),
        ).sort(_VERSION)
    )
