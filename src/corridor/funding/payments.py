"""What is open becomes payments: one per payee, net of what the payee was overpaid under the same plan."""

from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl

from corridor.funding.arrangement import Arrangement
from corridor.funding.postings import FundingError
from corridor.ledger.accounts import (
    CLAIMS_ACCOUNT,
    CLAIMS_PAYABLE,
    FEE_PAYABLE,
    PREMIUM_PAYABLE,
    PROVIDER_RECOVERABLE,
)
from corridor.records.postings import POSTINGS
from corridor.records.table import Column, Table
from corridor.wording.said import said

CLAIMS, FEE, PREMIUM = "claims", "administration_fee", "stop_loss_premium"
KIND_OF_ACCOUNT = {
    CLAIMS_PAYABLE: CLAIMS,
    PROVIDER_RECOVERABLE: CLAIMS,
    FEE_PAYABLE: FEE,
    PREMIUM_PAYABLE: PREMIUM,
}
ITEM_KEY = ("account", "payee", "plan_code", "claim_number")

OPEN_ITEMS = Table(
    name="open_items",
    grain="one row per account, payee, plan and claim whose postings do not sum to zero",
    key=ITEM_KEY,
    columns=(
        Column("account", pl.String, "a payable, or provider recoverable"),
        Column("payee", pl.String, "who is owed, or owes"),
        Column("plan_code", pl.String, "plan, for claims", nullable=True),
        Column("claim_number", pl.Int64, "claim, for claims", nullable=True),
        Column("balance_cents", pl.Int64, "debit positive: what is owed to a payee is negative", unit="cents"),
        Column("since", pl.Date, "first effective day of its postings"),
    ),
)

PAYMENTS = Table(
    name="payments",
    grain="one row per payment to one payee",
    key=("payment_number",),
    columns=(
        Column("payment_number", pl.String, "PAY-, day of the call, position"),
        Column("kind", pl.String, "what it pays", values=(CLAIMS, FEE, PREMIUM)),
        Column("payee", pl.String, "NPI, tax id or party code"),
        Column("payee_name", pl.String, "as a bank or a remittance shows it"),
        Column("paid_on", pl.Date, "day on which it is released"),
        Column("amount_cents", pl.Int64, "what moves; 0 where an offset took all", unit="cents"),
        Column("method", pl.String, "ACH, or NON where nothing moves", values=("ACH", "NON")),
        Column("trace", pl.String, "number that ties payment and remittance together (TRN02)"),
    ),
)


def open_items(journal: pl.DataFrame) -> pl.DataFrame:
    """Everything owed to payees or by them, as OPEN_ITEMS, oldest first."""
    on_these = journal.filter(pl.col("account").is_in(list(KIND_OF_ACCOUNT)))
    sums = on_these.group_by(*ITEM_KEY).agg(
        pl.col("amount_cents").sum().alias("balance_cents"), pl.col("effective_on").min().alias("since")
    )
    return OPEN_ITEMS.conform(sums.filter(pl.col("balance_cents") != 0).sort("since", *ITEM_KEY, nulls_last=True))


def draft_payments(
    items: pl.DataFrame, arrangement: Arrangement, as_of: date, names: Mapping[str, str | None]
) -> pl.DataFrame:
    """PAYMENTS for all that is payable, whoever waits longest first; an amount owed back is carried on.

    names: payee -> name; the administrator's and the carrier's come from the arrangement, else the payee's id.
    """
    settled = settle_items(items)
    due = settled.filter((pl.col("settled_cents") > 0) & (pl.col("account") != PROVIDER_RECOVERABLE))
    kind = pl.col("account").replace_strict(KIND_OF_ACCOUNT, return_dtype=pl.String).alias("kind")
    gross = due.group_by(kind, "payee").agg(pl.col("settled_cents").sum().alias("gross_cents"), pl.col("since").min())
    offset = settled.filter(pl.col("account") == PROVIDER_RECOVERABLE).group_by(pl.lit(CLAIMS).alias("kind"), "payee")
    net = gross.join(offset.agg(pl.col("settled_cents").sum()), on=["kind", "payee"], how="left")
    amount = (pl.col("gross_cents") + pl.col("settled_cents").fill_null(0)).alias("amount_cents")
    ordered = net.with_columns(amount).sort("since", "kind", "payee")
    paid_on = as_of + timedelta(days=arrangement.funding.days_to_payment)
    charges = (arrangement.administration_fee, arrangement.stop_loss_premium)
    known = {charge.payee: charge.payee_name for charge in charges}
    known |= {payee: name for payee, name in names.items() if name}
    position = pl.int_range(1, pl.len() + 1)
    return PAYMENTS.conform(
        ordered.with_columns(
            pl.format(f"PAY-{as_of:%Y%m%d}-{{}}", position.cast(pl.String).str.zfill(4)).alias("payment_number"),
            pl.format(f"{paid_on:%Y%m%d}{{}}", position.cast(pl.String).str.zfill(6)).alias("trace"),
            pl.col("payee").replace(known).alias("payee_name"),
            pl.lit(paid_on).alias("paid_on"),
            pl.when(pl.col("amount_cents") > 0).then(pl.lit("ACH")).otherwise(pl.lit("NON")).alias("method"),
        )
    )


def settle_items(items: pl.DataFrame) -> pl.DataFrame:
    """OPEN_ITEMS with settled_cents: how much of each a round settles, payables positive, recoverables negative.

    Payables are settled whole; a recoverable as far as the same payee and plan is owed, the oldest first. A payable
    with a debit balance (a fee credited back) is not settled: it lessens the next one on its own account.
    """
    _refuse_overpaid(items)
    keys = ["payee", "plan_code"]
    is_recoverable = pl.col("account") == PROVIDER_RECOVERABLE
    owed = -pl.col("balance_cents").filter(pl.col("account") == CLAIMS_PAYABLE).sum()
    ordered = items.sort("since", *ITEM_KEY, nulls_last=True)
    pools = ordered.group_by(keys).agg(owed.alias("pool_cents"))
    pooled = ordered.join(pools, on=keys, how="left", nulls_equal=True, maintain_order="left")
    recoverable = pl.when(is_recoverable).then("balance_cents").otherwise(0)
    before = recoverable.cum_sum().over(keys) - recoverable
    taken = pl.min_horizontal(recoverable, (pl.col("pool_cents") - before).clip(0))
    payable = pl.max_horizontal(-pl.col("balance_cents"), 0)
    settled = pl.when(is_recoverable).then(-taken).otherwise(payable)
    return pooled.with_columns(settled.alias("settled_cents")).drop("pool_cents")


def release(drafts: pl.DataFrame, available_cents: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Payments that the account covers, in order, and those that it does not cover any more."""
    is_covered = drafts.get_column("amount_cents").cum_sum() <= max(available_cents, 0)
    return drafts.filter(is_covered), drafts.filter(~is_covered)


def payment_postings(payments: pl.DataFrame, items: pl.DataFrame, currency: str) -> pl.DataFrame:
    """One entry per payment: debit each payable it settles, credit what it offsets, credit the claims account."""
    settled = _paired(payments, items)
    legs = settled.select(
        *_heads(), "account", "payee", "plan_code", "claim_number", pl.col("settled_cents").alias("amount_cents")
    )
    money = payments.filter(pl.col("amount_cents") != 0).select(
        *_heads(), pl.lit(CLAIMS_ACCOUNT).alias("account"), "payee", -pl.col("amount_cents")
    )
    both = pl.concat([legs, money], how="diagonal").sort(
        "entry_key", pl.col("account").replace_strict(_LEG_ORDER, return_dtype=pl.Int8), "claim_number", "plan_code"
    )
    number = pl.int_range(pl.len(), dtype=pl.Int32).over("entry_key").alias("leg")
    return POSTINGS.conform(both.with_columns(number, pl.lit(currency).alias("currency")))


def offsets_of(payments: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    """payment_number, payee, plan_code, claim_number, amount_cents of each overpayment taken back."""
    taken = _paired(payments, items).filter(pl.col("account") == PROVIDER_RECOVERABLE)
    return taken.select(
        "payment_number", "payee", "plan_code", "claim_number", (-pl.col("settled_cents")).alias("amount_cents")
    ).sort("payment_number", "claim_number")


_LEG_ORDER = {account: n for n, account in enumerate([*KIND_OF_ACCOUNT, CLAIMS_ACCOUNT])}


def _heads() -> list[pl.Expr]:
    return [
        pl.format("payment:{}", "payment_number").alias("entry_key"),
        pl.lit("payment").alias("entry_kind"),
        pl.col("paid_on").alias("effective_on"),
        pl.col("payment_number").alias("reference"),
    ]


def _paired(payments: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    """Items that a payment settles, each with its payment."""
    kind = pl.col("account").replace_strict(KIND_OF_ACCOUNT, return_dtype=pl.String).alias("kind")
    settled = settle_items(items).filter(pl.col("settled_cents") != 0).with_columns(kind)
    of = payments.select("payment_number", "kind", "payee", "paid_on")
    return of.join(settled, on=["kind", "payee"], how="inner", maintain_order="left_right")


def _refuse_overpaid(items: pl.DataFrame) -> None:
    wrong = items.filter(
        ((pl.col("account") == CLAIMS_PAYABLE) & (pl.col("balance_cents") > 0))
        | ((pl.col("account") == PROVIDER_RECOVERABLE) & (pl.col("balance_cents") < 0))
    )
    if len(wrong):
        claim, account, cents = wrong.select("claim_number", "account", "balance_cents").row(0)
        raise FundingError(
            said(
                "claim {claim}, account {account}: found a balance of {cents} cents on the wrong side",
                claim=claim,
                account=account,
                cents=cents,
            )
        )
