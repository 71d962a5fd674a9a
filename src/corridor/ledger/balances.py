"""Balances: sums of postings, and nothing else."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from corridor.ledger.accounts import LedgerError, chart, find_account
from corridor.wording.said import said


@dataclass(frozen=True)
class Statement:
    """The movements of one account over days, debit positive; `lines` carry a running balance."""

    account: str
    start: date
    through: date
    opening_cents: int
    closing_cents: int
    lines: pl.DataFrame


def trial_balance(postings: pl.DataFrame, as_of: date | None = None) -> pl.DataFrame:
    """Accounts that have postings: account, name, name_tr, kind, legs, debit_cents, credit_cents, balance_cents.

    as_of: last effective day that counts; None: all. balance_cents is debit less credit; over a sound journal its
    sum is zero. Raises LedgerError when there is no posting, or one on an account that is not in the chart.
    """
    counted = _through(postings, as_of)
    _refuse_empty(counted)
    amount = pl.col("amount_cents")
    sums = counted.group_by("account").agg(
        pl.len().cast(pl.Int64).alias("legs"),
        amount.filter(amount > 0).sum().alias("debit_cents"),
        (-amount.filter(amount < 0).sum()).alias("credit_cents"),
        amount.sum().alias("balance_cents"),
    )
    for code in sums.get_column("account"):
        find_account(code)
    named = chart().rename({"code": "account"})
    return named.join(sums, on="account", how="inner").sort("account")


def balance(postings: pl.DataFrame, account: str, as_of: date | None = None) -> int:
    """Cents, debit positive, on an account at the end of `as_of`.

    Raises LedgerError when the account is unknown or no posting at all counts.
    """
    code = find_account(account).code
    counted = _through(postings, as_of)
    _refuse_empty(counted)
    return int(counted.filter(pl.col("account") == code).get_column("amount_cents").sum())


def statement(postings: pl.DataFrame, account: str, start: date, through: date) -> Statement:
    """Opening balance, movements from `start` to the end of `through`, each with its running balance, and closing.

    Raises LedgerError when the account is unknown, the days are upside down, or the journal is empty.
    """
    code = find_account(account).code
    _refuse_empty(postings)
    if through < start:
        raise LedgerError(
            said(
                "statement: found days {start} to {through}, expected the first day first", start=start, through=through
            )
        )
    own = postings.filter(pl.col("account") == code)
    opening = int(own.filter(pl.col("effective_on") < start).get_column("amount_cents").sum())
    lines = own.filter(pl.col("effective_on").is_between(start, through)).sort("effective_on", maintain_order=True)
    lines = lines.with_columns((pl.col("amount_cents").cum_sum() + opening).alias("running_cents"))
    closing = opening + int(lines.get_column("amount_cents").sum())
    return Statement(code, start, through, opening, closing, lines)


def _through(postings: pl.DataFrame, as_of: date | None) -> pl.DataFrame:
    return postings if as_of is None else postings.filter(pl.col("effective_on") <= as_of)


def _refuse_empty(postings: pl.DataFrame) -> None:
    if postings.is_empty():
        raise LedgerError(
            said("journal: found no posting, expected one at least; nothing posted is not a balance of zero")
        )
