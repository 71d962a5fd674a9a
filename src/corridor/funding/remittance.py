"""Which decided claims an 835 reports with which payment of a round."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from corridor.edi.x12.write import Address
from corridor.edi.x835.lines import REMITTANCE_LINES
from corridor.edi.x835.write import Payer
from corridor.funding.arrangement import Arrangement
from corridor.funding.cycle import Cycle
from corridor.funding.payments import CLAIMS, PAYMENTS
from corridor.ledger.accounts import CLAIMS_PAYABLE
from corridor.records.claims import CLAIMS as CLAIMS_TABLE
from corridor.records.decisions import DECISIONS

_CLAIM_KEY = ("claim_number", "version")


@dataclass(frozen=True)
class Remittances:
    """What goes into one 835 file: payments (zero ones included), lines, and what was taken back."""

    payments: pl.DataFrame
    lines: pl.DataFrame
    offsets: pl.DataFrame


def reportable_lines(decisions: pl.DataFrame, claims: pl.DataFrame, reversed_decisions: pl.DataFrame) -> pl.DataFrame:
    """Decisions with what the provider sent: REMITTANCE_LINES without payment_number.

    decisions: standing decisions of the claims to report. claims: CLAIMS lines of both, with claim_number.
    reversed_decisions: earlier versions now taken back that had been paid; empty for none. Pended lines are left
    out, and the claim marked as partial.
    """
    parts = [
        _decided(decisions).with_columns(pl.lit(False).alias("is_reversal")),
        _decided(reversed_decisions).with_columns(pl.lit(True).alias("is_reversal")),
    ]
    decided = pl.concat(parts)
    sent = claims.select("claim_number", "line_number", *(c for c in CLAIMS_TABLE.schema if c not in decided.columns))
    joined = decided.join(sent, on=["claim_number", "line_number"], how="inner", maintain_order="left")
    return joined.select(
        "claim_number", *(c for c in REMITTANCE_LINES.schema if c in joined.columns and c != "claim_number")
    )


def assign(round_: Cycle, lines: pl.DataFrame, payees: pl.DataFrame, paid_on: date) -> Remittances:
    """Give every reportable claim its payment. lines: what no earlier 835 has reported.

    A paid claim belongs to the payment that settles it; without one in this round (held, or paid before) it is not
    reported. A claim with nothing to pay, and a reversal, rides on its payee's payment, or on one of zero made for
    it. payees: claim_number, payee, payee_name. Payees who are no providers (by NPI or tax id) get no 835.
    """
    settled = round_.postings.filter((pl.col("account") == CLAIMS_PAYABLE) & (pl.col("entry_kind") == "payment"))
    paid = settled.select("claim_number", pl.col("reference").alias("payment_number")).unique()
    money = pl.col("plan_paid_cents") + pl.col("account_cents")
    total = money.sum().over(*_CLAIM_KEY, "is_reversal")
    is_due = (total != 0) & ~pl.col("is_reversal")
    due = lines.filter(is_due).join(paid, on="claim_number", how="inner", maintain_order="left")
    free = lines.filter(~is_due).join(payees, on="claim_number", how="inner", maintain_order="left")
    free = free.filter(pl.col("payee").str.contains(r"^(\d{10}|\d{9})$"))
    payments = _with_zero_payments(round_.payments.filter(pl.col("kind") == CLAIMS), free, paid_on)
    placed = free.join(payments.select("payee", "payment_number"), on="payee", how="inner", maintain_order="left")
    reported = pl.concat([due, placed.select(due.columns)])
    providers = payments.filter(pl.col("payee").str.contains(r"^(\d{10}|\d{9})$"))
    mine = pl.col("payment_number").is_in(providers.get_column("payment_number").implode())
    return Remittances(providers, REMITTANCE_LINES.conform(reported.filter(mine)), round_.offsets.filter(mine))


def payer_of(arrangement: Arrangement) -> Payer:
    """How the arrangement's payer and claims account appear in an 835."""
    party, account = arrangement.payer, arrangement.bank.claims_account
    address = Address(party.street, party.city, party.state, party.zip_code)
    return Payer(party.name, arrangement.payer_id, address, party.telephone, account.routing, account.account)


def payment_day(arrangement: Arrangement, called_on: date) -> date:
    """The day on which payments of a round are released."""
    return arrangement.funding.pays_on(called_on)


def _decided(decisions: pl.DataFrame) -> pl.DataFrame:
    is_pended = pl.col("status") == "pended"
    marked = decisions.select(list(DECISIONS.schema)).with_columns(
        is_pended.any().over("claim_number").alias("is_partial")
    )
    return marked.filter(~is_pended)


def _with_zero_payments(payments: pl.DataFrame, free: pl.DataFrame, paid_on: date) -> pl.DataFrame:
    """Payments, and one of zero for each payee in `free` who has none."""
    lacking = free.filter(~pl.col("payee").is_in(payments.get_column("payee").implode()))
    zero = lacking.group_by("payee").agg(pl.col("payee_name").drop_nulls().first()).sort("payee")
    position = pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(4)
    made = zero.select(
        pl.format(f"NON-{paid_on:%Y%m%d}-{{}}", position).alias("payment_number"),
        pl.lit(CLAIMS).alias("kind"),
        "payee",
        pl.coalesce("payee_name", "payee").alias("payee_name"),
        pl.lit(paid_on).alias("paid_on"),
        pl.lit(0, pl.Int64).alias("amount_cents"),
        pl.lit("NON").alias("method"),
        pl.format(f"NON{paid_on:%Y%m%d}{{}}", position).alias("trace"),
    )
    return pl.concat([PAYMENTS.conform(payments), PAYMENTS.conform(made)])
