"""Rented networks price elsewhere: a line waits for the answer, takes it, or is priced without it when time is up."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from corridor.claims.in_force import dated_rows, with_row_in_force
from corridor.claims.pricing.contracts import Contracts
from corridor.money.rounding import share_of_cents

AWAITING = "awaiting_repricing"
_LINE = ("claim_number", "line_number")


@dataclass(frozen=True)
class Repricing:
    """requests: REPRICING_REQUESTS. answers: REPRICED, of each line the one that counts."""

    requests: pl.DataFrame
    answers: pl.DataFrame


def asks_repricing(contracts: Contracts) -> bool:
    """Whether any contract has its claims priced elsewhere."""
    versions = (version for contract in contracts.contracts for version in contract.versions)
    return any(version.terms.repricing is not None for version in versions)


def with_answers(lines: pl.DataFrame, repricing: Repricing) -> pl.DataFrame:
    """`lines` with `repriced_cents` as the network answered where the claim itself states none, and `is_answered`."""
    answers = repricing.answers.select(*_LINE, pl.col("repriced_cents").alias("answer_cents"), is_answered=pl.lit(True))
    joined = lines.join(answers, on=_LINE, how="left", maintain_order="left")
    return joined.with_columns(
        pl.coalesce("repriced_cents", "answer_cents").alias("repriced_cents"), pl.col("is_answered").fill_null(False)
    ).drop("answer_cents")


def with_waiting(
    lines: pl.DataFrame, contracts: Contracts, repricing: Repricing, decided_on: date | None
) -> pl.DataFrame:
    """`lines` with `price_reason` AWAITING where a network still has to answer, and `price_line` where it has.

    Time is up on the day after the request's due_on. A line that was not sent yet waits. lines: those of with_answers
    and with_prices. decided_on: None: time is never up.
    """
    dated = dated_rows(
        _repriced_elsewhere(contracts), by=("contract",), start="effective_from", end_exclusive="effective_to_exclusive"
    )
    asked = with_row_in_force(lines, dated)
    due = repricing.requests.group_by("claim_number").agg(pl.col("due_on").max())
    asked = asked.join(due, on="claim_number", how="left", maintain_order="left")
    is_asked = pl.col("answer_days").is_not_null()
    is_late = (pl.col("due_on") < pl.lit(decided_on, pl.Date)).fill_null(False)
    has_price = pl.col("repriced_cents").is_not_null()
    waits = is_asked & ~has_price & ~pl.col("is_answered") & ~is_late
    return asked.with_columns(
        pl.when(waits).then(pl.lit(AWAITING)).otherwise("price_reason").alias("price_reason"),
        pl.when(is_asked & has_price).then("contract").otherwise("price_line").alias("price_line"),
    ).drop("answer_days", "due_on", "is_answered")


def _repriced_elsewhere(contracts: Contracts) -> pl.DataFrame:
    """Versions of contracts whose claims are priced elsewhere: contract, days, answer_days."""
    rows = [
        (contract.code, version.effective_from, version.effective_to_exclusive, version.terms.repricing.answer_days)
        for contract in contracts.contracts
        for version in contract.versions
        if version.terms.repricing is not None
    ]
    schema = {
        "contract": pl.String,
        "effective_from": pl.Date,
        "effective_to_exclusive": pl.Date,
        "answer_days": pl.Int32,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def network_fee_cents(charge_cents: int, allowed_cents: int, per_claim_cents: int, share_of_savings_bp: int) -> int:
    """What a network is owed for a claim: a fee for each claim, and a share of what its prices save.

    charge_cents, allowed_cents: of the lines that the network priced; savings are never below 0.
    """
    savings = max(charge_cents - allowed_cents, 0)
    return per_claim_cents + share_of_cents(savings, share_of_savings_bp)
