"""Which decided lines a round of payments paid, and which a later decision takes back."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from corridor.funding.postings import is_owed
from corridor.ledger.accounts import CLAIMS_PAYABLE
from corridor.records.paid import PAID

_LINE = ("claim_number", "line_number")
_VERSION = (*_LINE, "version")
_MONEY = ("amount_cents", "account_cents")


def claims_settled(postings: pl.DataFrame) -> list[int]:
    """Numbers of the claims whose payable the payments among `postings` settle."""
    settled = postings.filter((pl.col("entry_kind") == "payment") & (pl.col("account") == CLAIMS_PAYABLE))
    return settled.get_column("claim_number").drop_nulls().unique().sort().to_list()


def paid_lines(
    postings: pl.DataFrame, decisions: pl.DataFrame, products: Mapping[str, str], before: pl.DataFrame
) -> pl.DataFrame:
    """PAID: the lines that the payments among `postings` paid. A payable is always settled whole.

    decisions: DECISIONS that stand for the claims settled. products: plan code -> product. before: PAID of these
    claims so far. What an earlier version had paid of a line, and a decision took back, never left the payee: the
    later version pays it again as of the day on which it was paid first, and only what is more as of its own.
    """
    settled = postings.filter((pl.col("entry_kind") == "payment") & (pl.col("account") == CLAIMS_PAYABLE)).select(
        "claim_number",
        "plan_code",
        pl.col("reference").alias("payment_number"),
        pl.col("effective_on").alias("paid_on"),
    )
    owed = decisions.filter(is_owed()).join(settled, on=["claim_number", "plan_code"])
    lines = PAID.conform(
        owed.with_columns(
            pl.col("plan_code").replace_strict(dict(products), return_dtype=pl.String).alias("product"),
            pl.col("plan_paid_cents").alias("amount_cents"),
        ).sort(_VERSION)
    )
    kept = _left_with_payees(before)
    return lines if kept.is_empty() else _as_of_first_payment(lines, kept)


def taken_back_lines(paid: pl.DataFrame, on: date) -> pl.DataFrame:
    """PAID rows that take back, on `on`, whatever of `paid` (PAID of some claims) still stands."""
    money = pl.col("amount_cents") + pl.col("account_cents")
    net = paid.group_by(_VERSION).agg(money.sum().alias("net_cents"))
    standing = paid.filter(money > 0).join(net.filter(pl.col("net_cents") > 0), on=_VERSION)
    return PAID.conform(
        standing.with_columns(
            pl.lit(None, pl.String).alias("payment_number"),
            pl.coalesce("takes_back_paid_on", "paid_on").alias("takes_back_paid_on"),
            pl.lit(on).alias("paid_on"),
            -pl.col("amount_cents"),
            -pl.col("account_cents"),
        ).sort(_VERSION)
    )


def _left_with_payees(before: pl.DataFrame) -> pl.DataFrame:
    """Per line and day of first payment, what decisions took back and no later version has paid again (cents)."""
    is_by_decision = (pl.col("amount_cents") + pl.col("account_cents") > 0) | pl.col("payment_number").is_null()
    moved = before.filter(pl.col("takes_back_paid_on").is_not_null() & is_by_decision)
    sums = moved.group_by(*_LINE, "takes_back_paid_on").agg((-pl.col(_MONEY).sum()).name.prefix("kept_"))
    return sums.filter(pl.any_horizontal(pl.col("kept_amount_cents", "kept_account_cents") > 0))


def _as_of_first_payment(lines: pl.DataFrame, kept: pl.DataFrame) -> pl.DataFrame:
    """`lines`, split into what was paid before, the oldest day first, and the rest."""
    paired = lines.drop("takes_back_paid_on").join(kept.sort("takes_back_paid_on"), on=_LINE, maintain_order="right")
    again = paired.with_columns(_part(name) for name in _MONEY)
    rest = lines.join(again.group_by(_LINE).agg(pl.col(_MONEY).sum().name.prefix("again_")), on=_LINE, how="left")
    rest = rest.with_columns(pl.col(name) - pl.col(f"again_{name}").fill_null(0) for name in _MONEY)
    parts = pl.concat([PAID.conform(again), PAID.conform(rest)])
    return parts.filter(pl.any_horizontal(pl.col(_MONEY) != 0)).sort(*_VERSION, "takes_back_paid_on")


def _part(name: str) -> pl.Expr:
    """How much of `name` one day takes, when the days before it have taken theirs."""
    kept = pl.col(f"kept_{name}").clip(0)
    before = kept.cum_sum().over(_LINE) - kept
    return pl.min_horizontal(kept, (pl.col(name) - before).clip(0)).alias(name)
