"""Administration fee and stop-loss premium: accrued monthly on the employees then covered."""

from datetime import date

import polars as pl

from corridor.funding.arrangement import Arrangement, Charge
from corridor.funding.enrolment import employees
from corridor.funding.rates import amounts_by_month
from corridor.ledger.accounts import FEE_EXPENSE, FEE_PAYABLE, PREMIUM_EXPENSE, PREMIUM_PAYABLE
from corridor.periods.spans import month_of
from corridor.records.postings import POSTINGS
from corridor.wording.said import said


def accrue_charges(
    coverage: pl.DataFrame, arrangement: Arrangement, journal: pl.DataFrame, as_of: date
) -> pl.DataFrame:
    """POSTINGS that bring fee and premium of every month up to the one of `as_of` to what coverage says they are.

    journal: the postings on the expense accounts of fee and premium so far. A month that a retroactive change
    touched is posted again by its difference; where nothing changed nothing is posted. Each month and charge is an
    entry of its own, its `reference` the month (2026-01). Raises FundingError for a level without a rate.
    """
    span = month_of(as_of)
    counts = employees(coverage, arrangement.plan_codes("medical"), arrangement.charges_from, span.end_exclusive)
    parts = [
        _accrue(counts, arrangement.administration_fee, "administration_fee", (FEE_EXPENSE, FEE_PAYABLE), journal),
        _accrue(
            counts, arrangement.stop_loss_premium, "stop_loss_premium", (PREMIUM_EXPENSE, PREMIUM_PAYABLE), journal
        ),
    ]
    due = pl.concat(parts).sort("reference", "kind")
    return _entries(due, as_of, arrangement.sponsor.currency)


def _accrue(
    counts: pl.DataFrame, charge: Charge, kind: str, accounts: tuple[str, str], journal: pl.DataFrame
) -> pl.DataFrame:
    """Months whose accrual differs from what it should be, with the difference."""
    should = amounts_by_month(counts, charge.rates, said("charge of {payee}", payee=charge.payee)).select(
        pl.col("month").dt.strftime("%Y-%m").alias("reference"), pl.col("amount_cents").alias("should_cents")
    )
    posted = journal.filter(pl.col("account") == accounts[0])
    has = posted.group_by("reference").agg(pl.col("amount_cents").sum().alias("has_cents"))
    both = should.join(has, on="reference", how="full", coalesce=True).with_columns(
        (pl.col("should_cents").fill_null(0) - pl.col("has_cents").fill_null(0)).alias("amount_cents")
    )
    return both.filter(pl.col("amount_cents") != 0).select(
        "reference",
        "amount_cents",
        pl.lit(kind).alias("kind"),
        pl.lit(accounts[0]).alias("expense"),
        pl.lit(accounts[1]).alias("payable"),
        pl.lit(charge.payee).alias("payee"),
    )


def _entries(due: pl.DataFrame, as_of: date, currency: str) -> pl.DataFrame:
    head = due.with_columns(
        pl.format("{}:{}:{}", "kind", "reference", pl.lit(as_of.isoformat())).alias("entry_key"),
        pl.col("kind").alias("entry_kind"),
        pl.lit(as_of).alias("effective_on"),
        pl.lit(currency).alias("currency"),
    )
    debit = head.with_columns(pl.lit(0, pl.Int32).alias("leg"), pl.col("expense").alias("account"))
    debit = debit.with_columns(pl.lit(None, pl.String).alias("payee"))
    credit = head.with_columns(
        pl.lit(1, pl.Int32).alias("leg"), pl.col("payable").alias("account"), -pl.col("amount_cents")
    )
    return POSTINGS.conform(pl.concat([debit, credit]).sort("reference", "entry_key", "leg"))
