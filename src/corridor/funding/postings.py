"""Decisions become postings: what the plan owes, and to whom."""

from collections.abc import Collection, Mapping
from datetime import date

import polars as pl

from corridor.ledger.accounts import (
    CLAIMS_EXPENSE,
    CLAIMS_PAYABLE,
    HEALTH_ACCOUNT_EXPENSE,
    PROVIDER_RECOVERABLE,
    LedgerError,
)
from corridor.ledger.journal import reverse
from corridor.records.postings import POSTINGS
from corridor.wording.said import said

DECISION, LOOK_BACK = "decision", "look_back"

_CLAIM = ("claim_number", "payee", "plan_code")


class FundingError(ValueError):
    """Figures that cannot be posted; names the claim by Corridor's number only."""


def payees_of(claims: pl.DataFrame) -> pl.DataFrame:
    """CLAIMS lines with claim_number -> claim_number, payee, payee_name: who is paid for each claim.

    The billing provider by NPI, else by tax id; without either the employee is reimbursed, by subscriber id.
    """
    payee = pl.coalesce("billing_npi", "billing_tax_id", "subscriber_id")
    columns = claims.select("claim_number", payee.alias("payee"), pl.col("billing_name").alias("payee_name"))
    return columns.unique("claim_number", keep="first", maintain_order=True)


def decision_postings(
    decisions: pl.DataFrame, payees: pl.DataFrame, products: Mapping[str, str], *, currency: str = "USD"
) -> pl.DataFrame:
    """DECISIONS frame -> POSTINGS: for each claim and version with something to pay, one balanced entry.

    Debit claims expense per line, and health reimbursement expense for what the account pays of a member's shares;
    credit claims payable, of both, per plan of the claim; effective on the day decided. Denied and pended lines, and
    lines that leave plan and account nothing to pay, post nothing.
    payees: claim_number, payee. products: plan code -> product. Raises FundingError.
    """
    owed = decisions.filter(is_owed()).sort("claim_number", "version", "line_number")
    owed = owed.join(payees.select("claim_number", "payee"), on="claim_number", how="left", maintain_order="left")
    _refuse_unpostable(owed, products)
    expenses = [
        _expense(owed, CLAIMS_EXPENSE, "plan_paid_cents", products),
        _expense(owed, HEALTH_ACCOUNT_EXPENSE, "account_cents", products),
    ]
    total = pl.col("plan_paid_cents").sum() + pl.col("account_cents").sum()
    payable = owed.group_by("claim_number", "version", "payee", "plan_code", maintain_order=True).agg(
        pl.col("decided_on").first(), -total.alias("amount_cents")
    )
    credit = payable.select(
        *_heads(), pl.lit(CLAIMS_PAYABLE).alias("account"), "amount_cents", "plan_code", "claim_number", "payee"
    )
    return _numbered(pl.concat([*expenses, credit], how="diagonal"), currency)


def is_owed() -> pl.Expr:
    """Of DECISIONS: whether the employer owes anything for the line, by the plan or by the reimbursement account."""
    return (pl.col("plan_paid_cents") != 0) | (pl.col("account_cents") != 0)


def reversal_postings(journal: pl.DataFrame, claim_numbers: Collection[int], effective_on: date) -> pl.DataFrame:
    """Linked reversals of all decision entries that stand for these claims, and of what look-back left with payees.

    journal: every posting of the claims: decisions, payments and reversals. What is still payable stops being so;
    what was paid already becomes recoverable from the payee. Raises LedgerError (see ledger.journal.reverse).
    """
    own = journal.filter(pl.col("claim_number").is_in(list(claim_numbers)))
    undone = own.get_column("reverses").drop_nulls()
    stands = own.filter(
        pl.col("entry_kind").is_in((DECISION, LOOK_BACK)) & ~pl.col("entry_key").is_in(undone.implode())
    )
    keys = stands.get_column("entry_key").unique(maintain_order=True).to_list()
    if not keys:
        return POSTINGS.empty()
    reversed_legs = reverse(own, keys, effective_on)
    return _recover_what_was_paid(reversed_legs, _open_payables(own))


def _expense(owed: pl.DataFrame, account: str, column: str, products: Mapping[str, str]) -> pl.DataFrame:
    """The debits of one expense: `column` of each line that has it."""
    return owed.filter(pl.col(column) != 0).select(
        *_heads(),
        pl.lit(account).alias("account"),
        pl.col(column).alias("amount_cents"),
        pl.col("plan_code").replace_strict(dict(products), return_dtype=pl.String).alias("product"),
        "plan_code",
        "claim_number",
        "line_number",
        "member_id",
    )


def _heads() -> list[pl.Expr]:
    return [
        pl.format("decision:{}:{}", "claim_number", "version").alias("entry_key"),
        pl.lit(DECISION).alias("entry_kind"),
        pl.col("decided_on").alias("effective_on"),
    ]


def _numbered(legs: pl.DataFrame, currency: str) -> pl.DataFrame:
    """Legs of an entry counted from 0, expense before payable, entries in order of claim and version."""
    ordered = legs.sort("claim_number", "entry_key", pl.col("amount_cents") < 0, "line_number", "account", "plan_code")
    return POSTINGS.conform(
        ordered.with_columns(
            pl.int_range(pl.len(), dtype=pl.Int32).over("entry_key").alias("leg"), pl.lit(currency).alias("currency")
        )
    )


def _refuse_unpostable(owed: pl.DataFrame, products: Mapping[str, str]) -> None:
    checks = (
        *(
            (pl.col(column) < 0, column, said("less than 0"), said("0 or more; a correction is a reversal"))
            for column in ("plan_paid_cents", "account_cents")
        ),
        (pl.col("payee").is_null(), "payee", said("nobody"), said("whom to pay")),
        (
            ~pl.col("plan_code").is_in(list(products)).fill_null(False),
            "plan_code",
            said("a plan"),
            said("one with a product"),
        ),
    )
    for is_wrong, column, found, expected in checks:
        wrong = owed.filter(is_wrong)
        if len(wrong):
            claim = wrong["claim_number"][0]
            raise FundingError(
                said(
                    "claim {claim}, {column}: found {found}, expected {expected}",
                    claim=claim,
                    column=column,
                    found=found,
                    expected=expected,
                )
            )


def _open_payables(journal: pl.DataFrame) -> pl.DataFrame:
    payable = journal.filter(pl.col("account") == CLAIMS_PAYABLE)
    return payable.group_by(*_CLAIM).agg((-pl.col("amount_cents").sum()).alias("open_cents"))


def _recover_what_was_paid(reversed_legs: pl.DataFrame, open_payables: pl.DataFrame) -> pl.DataFrame:
    """Split each reversed payable: what is still open stays on claims payable, the rest is recoverable.

    Where a claim has several decisions standing, the open amount belongs to the latest.
    """
    is_payable = pl.col("account") == CLAIMS_PAYABLE
    payable = reversed_legs.filter(is_payable).join(open_payables, on=_CLAIM, how="left", nulls_equal=True)
    later = pl.col("amount_cents").cum_sum(reverse=True).over(*_CLAIM) - pl.col("amount_cents")
    still_open = (pl.col("open_cents") - later).clip(0, pl.col("amount_cents"))
    split = payable.with_columns(still_open.alias("still_open_cents"))
    if (split.get_column("open_cents") < 0).any():
        raise LedgerError(said("claims payable: found a claim paid beyond what it was owed, expected none"))
    parts = [
        reversed_legs.filter(~is_payable),
        split.with_columns(pl.col("still_open_cents").alias("amount_cents")),
        split.with_columns(
            pl.lit(PROVIDER_RECOVERABLE).alias("account"), pl.col("amount_cents") - pl.col("still_open_cents")
        ),
    ]
    legs = pl.concat([part.select(list(POSTINGS.schema)) for part in parts]).filter(pl.col("amount_cents") != 0)
    ordered = legs.sort("claim_number", "entry_key", "leg", "account")
    return ordered.with_columns(pl.int_range(pl.len(), dtype=pl.Int32).over("entry_key").alias("leg"))
