"""Money that was paid too long ago to be asked back: it stays with the payee and is the plan's cost."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from corridor.funding.postings import LOOK_BACK
from corridor.ledger.accounts import CLAIMS_EXPENSE, CLAIMS_PAYABLE, PROVIDER_RECOVERABLE
from corridor.records.postings import POSTINGS

_CLAIM = ("claim_number", "payee", "plan_code")


def look_back_postings(
    posted: pl.DataFrame,
    paid: pl.DataFrame,
    changed: pl.DataFrame,
    asked_from: Mapping[str, date],
    products: Mapping[str, str],
    on: date,
) -> pl.DataFrame:
    """POSTINGS that leave overpayments with payees: of each claim one entry, debit claims expense.

    posted: the reversals and new decisions of claims (POSTINGS). paid: PAID of these claims that stood before.
    changed: their new DECISIONS. asked_from: plan -> first day of payment that is asked back; a plan not in it asks for
    all. What a provider replaced or voided himself is always his to give back.
    """
    if not asked_from:
        return POSTINGS.empty()
    days = pl.DataFrame({"plan_code": list(asked_from), "asked_from": list(asked_from.values())})
    last = paid.filter(pl.col("payment_number").is_not_null()).group_by("claim_number", "plan_code")
    old = last.agg(pl.col("paid_on").max()).join(days, on="plan_code").filter(pl.col("paid_on") < pl.col("asked_from"))
    own = changed.filter(pl.col("reason").is_in(("replaced", "voided"))).select("claim_number").unique()
    versions = changed.group_by("claim_number").agg(pl.col("version").max(), pl.col("member_id").first())
    is_on = pl.col("account").is_in((PROVIDER_RECOVERABLE, CLAIMS_PAYABLE))
    left = (
        posted.filter(is_on)
        .group_by(_CLAIM)
        .agg(
            pl.col("amount_cents").filter(pl.col("account") == PROVIDER_RECOVERABLE).sum().alias("recoverable_cents"),
            pl.col("amount_cents").sum().alias("net_cents"),
            pl.col("currency").first(),
        )
        .with_columns(pl.min_horizontal("recoverable_cents", "net_cents").alias("cents"))
        .filter(pl.col("cents") > 0)
        .join(old, on=("claim_number", "plan_code"), how="semi")
        .join(own, on="claim_number", how="anti")
        .join(versions, on="claim_number")
    )
    heads: list[pl.Expr] = [
        pl.format("look_back:{}:{}:{}", "claim_number", "version", "plan_code").alias("entry_key"),
        pl.lit(LOOK_BACK).alias("entry_kind"),
        pl.lit(on).alias("effective_on"),
        pl.col("currency", "claim_number", "plan_code"),
    ]
    expense = left.select(
        *heads,
        pl.lit(0, pl.Int32).alias("leg"),
        pl.lit(CLAIMS_EXPENSE).alias("account"),
        pl.col("cents").alias("amount_cents"),
        pl.col("plan_code").replace_strict(dict(products), return_dtype=pl.String).alias("product"),
        "member_id",
    )
    kept = left.select(
        *heads,
        pl.lit(1, pl.Int32).alias("leg"),
        pl.lit(PROVIDER_RECOVERABLE).alias("account"),
        (-pl.col("cents")).alias("amount_cents"),
        "payee",
    )
    return POSTINGS.conform(pl.concat([expense, kept], how="diagonal").sort("claim_number", "entry_key", "leg"))
