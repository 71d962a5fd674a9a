"""What is open becomes payments: one per payee, net of what the payee was overpaid under the same plan."""

from collections.abc import Collection, Mapping
from datetime import date

import polars as pl

from corridor.funding.arrangement import Arrangement
from corridor.funding.offsets import ITEM_KEY, Rules, settle_items
from corridor.funding.payee_checks import withheld_cents
from corridor.ledger.accounts import (
    CLAIMS_ACCOUNT,
    CLAIMS_PAYABLE,
    FEE_PAYABLE,
    PREMIUM_PAYABLE,
    PROVIDER_RECOVERABLE,
    UNPRESENTED_PAYMENTS,
    WITHHOLDING_PAYABLE,
)
from corridor.records.postings import POSTINGS
from corridor.records.table import Column, Table

CLAIMS, FEE, PREMIUM = "claims", "administration_fee", "stop_loss_premium"
KIND_OF_ACCOUNT = {
    CLAIMS_PAYABLE: CLAIMS,
    PROVIDER_RECOVERABLE: CLAIMS,
    FEE_PAYABLE: FEE,
    PREMIUM_PAYABLE: PREMIUM,
}

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
        Column("method", pl.String, "ACH, CHK by cheque, or NON where nothing moves", values=("ACH", "CHK", "NON")),
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
    items: pl.DataFrame,
    arrangement: Arrangement,
    as_of: date,
    names: Mapping[str, str | None],
    rules: Rules | None = None,
) -> pl.DataFrame:
    """PAYMENTS for all that is payable, whoever waits longest first; an amount owed back is carried on.

    names: payee -> name; the administrator's and the carrier's come from the arrangement, else the payee's id.
    rules: how plans offset (funding.offsets).
    """
    settled = settle_items(items, rules)
    due = settled.filter((pl.col("settled_cents") > 0) & (pl.col("account") != PROVIDER_RECOVERABLE))
    kind = pl.col("account").replace_strict(KIND_OF_ACCOUNT, return_dtype=pl.String).alias("kind")
    gross = due.group_by(kind, "payee").agg(pl.col("settled_cents").sum().alias("gross_cents"), pl.col("since").min())
    offset = settled.filter(pl.col("account") == PROVIDER_RECOVERABLE).group_by(pl.lit(CLAIMS).alias("kind"), "payee")
    net = gross.join(offset.agg(pl.col("settled_cents").sum()), on=["kind", "payee"], how="left")
    amount = (pl.col("gross_cents") + pl.col("settled_cents").fill_null(0)).alias("amount_cents")
    ordered = net.with_columns(amount).sort("since", "kind", "payee")
    paid_on = arrangement.funding.pays_on(as_of)
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


def withhold(drafts: pl.DataFrame, payees: Collection[str]) -> pl.DataFrame:
    """`drafts` less what is withheld of payments of claims to `payees`, in withheld_cents; as they are for none."""
    of_these = drafts.get_column("payee").is_in(list(payees)) & (drafts.get_column("kind") == CLAIMS)
    if not of_these.any():
        return drafts
    kept = [
        withheld_cents(cents, day) if is_withheld else 0
        for cents, day, is_withheld in zip(drafts["amount_cents"], drafts["paid_on"], of_these, strict=True)
    ]
    left = drafts.with_columns(withheld_cents=pl.Series(kept, dtype=pl.Int64)).with_columns(
        pl.col("amount_cents") - pl.col("withheld_cents")
    )
    nothing = pl.when(pl.col("amount_cents") == 0).then(pl.lit("NON"))
    return left.with_columns(nothing.otherwise("method").alias("method"))


def release(drafts: pl.DataFrame, available_cents: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Payments that the account covers, in order, and those that it does not cover any more."""
    is_covered = drafts.get_column("amount_cents").cum_sum() <= max(available_cents, 0)
    return drafts.filter(is_covered), drafts.filter(~is_covered)


def payment_postings(
    payments: pl.DataFrame, items: pl.DataFrame, currency: str, rules: Rules | None = None
) -> pl.DataFrame:
    """One entry per payment: debit each payable it settles, credit what it offsets, credit the claims account."""
    return settlement_postings(payments, settled_of(payments, items, rules), currency)


def settlement_postings(
    payments: pl.DataFrame, settled: pl.DataFrame, currency: str, money_account: str = CLAIMS_ACCOUNT
) -> pl.DataFrame:
    """The same of items that `settled_of` has paired. money_account: what moves, by the basis of funding.

    What a payment has in withheld_cents, where that column is there, is owed to the tax authority instead.
    """
    legs = settled.select(
        *_heads(), "account", "payee", "plan_code", "claim_number", pl.col("settled_cents").alias("amount_cents")
    )
    kept = {money_account: "amount_cents"}
    if "withheld_cents" in payments.columns:
        kept[WITHHOLDING_PAYABLE] = "withheld_cents"
    money = [
        payments.filter(pl.col(column) != 0).select(
            *_heads(), pl.lit(account).alias("account"), "payee", -pl.col(column).alias("amount_cents")
        )
        for account, column in kept.items()
    ]
    both = pl.concat([legs, *money], how="diagonal").sort(
        "entry_key", pl.col("account").replace_strict(_LEG_ORDER, return_dtype=pl.Int8), "claim_number", "plan_code"
    )
    number = pl.int_range(pl.len(), dtype=pl.Int32).over("entry_key").alias("leg")
    return POSTINGS.conform(both.with_columns(number, pl.lit(currency).alias("currency")))


def offsets_of(payments: pl.DataFrame, items: pl.DataFrame, rules: Rules | None = None) -> pl.DataFrame:
    """payment_number, payee, plan_code, claim_number, amount_cents of each overpayment taken back."""
    return taken_back(settled_of(payments, items, rules))


def taken_back(settled: pl.DataFrame) -> pl.DataFrame:
    """The same of items that `settled_of` has paired."""
    taken = settled.filter(pl.col("account") == PROVIDER_RECOVERABLE)
    return taken.select(
        "payment_number", "payee", "plan_code", "claim_number", (-pl.col("settled_cents")).alias("amount_cents")
    ).sort("payment_number", "claim_number")


def settled_of(payments: pl.DataFrame, items: pl.DataFrame, rules: Rules | None = None) -> pl.DataFrame:
    """Items that a payment settles, each with its payment: payment_number, kind, payee, paid_on, OPEN_ITEMS."""
    kind = pl.col("account").replace_strict(KIND_OF_ACCOUNT, return_dtype=pl.String).alias("kind")
    settled = settle_items(items, rules).filter(pl.col("settled_cents") != 0).with_columns(kind)
    of = payments.select("payment_number", "kind", "payee", "paid_on")
    return of.join(settled, on=["kind", "payee"], how="inner", maintain_order="left_right")


_LEG_ORDER = {
    account: n
    for n, account in enumerate([*KIND_OF_ACCOUNT, CLAIMS_ACCOUNT, UNPRESENTED_PAYMENTS, WITHHOLDING_PAYABLE])
}


def _heads() -> list[pl.Expr]:
    return [
        pl.format("payment:{}", "payment_number").alias("entry_key"),
        pl.lit("payment").alias("entry_kind"),
        pl.col("paid_on").alias("effective_on"),
        pl.col("payment_number").alias("reference"),
    ]
