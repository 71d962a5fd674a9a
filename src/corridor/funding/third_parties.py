"""What comes back from third parties: shared among the lines that the plan paid, and posted.

A recovery is money of the claims account and less cost of claims; no decision is touched. What recovering it cost is
taken off first: the plan, and its stop-loss carrier, count what is left (RULES 1.3 step 1).
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from corridor.funding.postings import FundingError
from corridor.ledger.accounts import CLAIMS_ACCOUNT, CLAIMS_EXPENSE
from corridor.money.split import split_cents
from corridor.records.postings import POSTINGS
from corridor.records.recoveries import RECOVERED
from corridor.wording.said import said

THIRD_PARTY_RECOVERY = "third_party_recovery"

LIEN_LINES = {
    "claim_number": pl.Int64,
    "line_number": pl.Int32,
    "version": pl.Int32,
    "member_id": pl.String,
    "product": pl.String,
    "plan_code": pl.String,
    "service_from": pl.Date,
    "paid_on": pl.Date,
    "paid_cents": pl.Int64,  # what the plan paid and has not taken back from the provider
    "recovered_cents": pl.Int64,  # of it, what came back from third parties, net of costs
}
"""The lines on which a case has a claim, one row per payment that stands."""


@dataclass(frozen=True)
class Receipt:
    """Money from a third party. amount_cents: before costs; cost_cents: of it, what recovering it cost."""

    case_number: int
    event_number: int
    received_on: date
    amount_cents: int
    cost_cents: int

    @property
    def net_cents(self) -> int:
        return self.amount_cents - self.cost_cents


def share_among_lines(receipt: Receipt, lines: pl.DataFrame, lien_left_cents: int) -> pl.DataFrame:
    """RECOVERED rows: what is left of a receipt after costs, in proportion to what is not recovered of each line.

    lines: LIEN_LINES. lien_left_cents: what the case can still ask for. Raises FundingError where the amount is not
    between 1 cent and that, or the costs are not between 0 and the amount.
    """
    _refuse_strange(receipt, lien_left_cents)
    open_lines = lines.with_columns((pl.col("paid_cents") - pl.col("recovered_cents")).alias("open_cents"))
    open_lines = open_lines.filter(pl.col("open_cents") > 0).sort("claim_number", "line_number", "version")
    shares = split_cents(-receipt.net_cents, open_lines.get_column("open_cents").to_list())
    rows = open_lines.with_columns(
        pl.lit(receipt.case_number, pl.Int64).alias("case_number"),
        pl.lit(receipt.event_number, pl.Int32).alias("event_number"),
        pl.col("paid_on").alias("takes_back_paid_on"),
        pl.lit(receipt.received_on).alias("paid_on"),
        pl.Series("amount_cents", shares, pl.Int64),
    )
    return RECOVERED.conform(rows.filter(pl.col("amount_cents") != 0))


def recovery_postings(receipt: Receipt, recovered: pl.DataFrame, currency: str) -> pl.DataFrame:
    """POSTINGS of a receipt: debit the claims account, credit claims expense line by line.

    None where costs took all of it.
    """
    if recovered.is_empty():
        return POSTINGS.empty()
    name = f"{receipt.case_number}:{receipt.event_number}"
    bank = pl.DataFrame({"account": [CLAIMS_ACCOUNT], "amount_cents": [receipt.net_cents]})
    lines = recovered.select(
        pl.lit(CLAIMS_EXPENSE).alias("account"),
        "amount_cents",
        "product",
        "plan_code",
        "claim_number",
        "line_number",
        "member_id",
    )
    legs = pl.concat([bank, lines], how="diagonal").with_row_index("leg")
    return POSTINGS.conform(
        legs.with_columns(
            pl.lit(f"{THIRD_PARTY_RECOVERY}:{name}").alias("entry_key"),
            pl.lit(THIRD_PARTY_RECOVERY).alias("entry_kind"),
            pl.lit(currency).alias("currency"),
            pl.lit(receipt.received_on).alias("effective_on"),
            pl.lit(f"CASE-{receipt.case_number}").alias("reference"),
        )
    )


def _refuse_strange(receipt: Receipt, lien_left_cents: int) -> None:
    if not 0 < receipt.amount_cents <= lien_left_cents:
        raise FundingError(
            said(
                "case {case}, amount: found {cents} cents, expected 1 to {most}, what is left of the lien",
                case=receipt.case_number,
                cents=receipt.amount_cents,
                most=lien_left_cents,
            )
        )
    if not 0 <= receipt.cost_cents <= receipt.amount_cents:
        raise FundingError(
            said(
                "case {case}, costs: found {cents} cents, expected 0 to {most}, the amount received",
                case=receipt.case_number,
                cents=receipt.cost_cents,
                most=receipt.amount_cents,
            )
        )
