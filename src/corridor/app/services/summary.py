"""What a finance lead reads first: the plan's money on one page, every figure a sum of postings or decisions."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from corridor.app.services import selectors
from corridor.app.services.documents import documents_of
from corridor.app.services.positions import current_positions
from corridor.app.store.tenancy import tenant_transaction
from corridor.ledger import balances
from corridor.ledger.accounts import CLAIMS_ACCOUNT
from corridor.records.decisions import DECISIONS
from corridor.reports.decisions import AutoAdjudication, auto_adjudication, counts_by_reason
from corridor.reports.plan_year import paid_against_budget, plan_years
from corridor.stoploss.position import Position

LARGEST = 5


@dataclass(frozen=True)
class Summary:
    """months, years: reports.plan_year. reasons: reports.decisions. trial_balance: ledger.balances.

    claimants: policy_start, rank, eligible_cents, deductible_cents, is_lasered, excess_cents, reimbursement_cents,
    pending_cents of the largest of each policy; no ids. aggregate: policy_start, month, eligible_ytd_cents,
    attachment_ytd_cents, ratio_bp, owed_ytd_cents at the last month of each policy.
    """

    sponsor: str
    name: str
    as_of: date
    employees: int
    people: int
    months: pl.DataFrame
    years: pl.DataFrame
    fund_cents: int
    claimants: pl.DataFrame
    aggregate: pl.DataFrame
    reasons: pl.DataFrame
    automatic: AutoAdjudication
    trial_balance: pl.DataFrame


def summarise(sponsor: str, as_of: date) -> Summary:
    """The plan of a sponsor as of a day. Raises LedgerError while nothing has been posted."""
    with tenant_transaction(sponsor) as tx:
        documents = documents_of(tx)
        coverage = selectors.coverage(tx)
        postings = selectors.journal(tx)
        decisions = DECISIONS.conform(tx.read(f"select {', '.join(DECISIONS.schema)} from decision"))
        positions = current_positions(tx, documents, as_of, is_all=True)
    end = pl.col("coverage_end_exclusive")
    covered = coverage.filter(pl.col("coverage_start") <= as_of, end.is_null() | (end > as_of))
    months = paid_against_budget(coverage, postings, documents.arrangement, as_of)
    return Summary(
        sponsor=sponsor,
        name=documents.arrangement.sponsor.name,
        as_of=as_of,
        employees=covered.get_column("subscriber_id").n_unique(),
        people=covered.get_column("member_id").n_unique(),
        months=months,
        years=plan_years(months, documents.arrangement),
        fund_cents=balances.balance(postings, CLAIMS_ACCOUNT, as_of),
        claimants=_largest(positions),
        aggregate=_aggregate(positions),
        reasons=counts_by_reason(decisions),
        automatic=auto_adjudication(decisions),
        trial_balance=balances.trial_balance(postings),
    )


def _largest(positions: list[Position]) -> pl.DataFrame:
    """Who they are is nobody's business here: a finance lead sees ranks."""
    columns = (
        "eligible_cents",
        "deductible_cents",
        "is_lasered",
        "excess_cents",
        "reimbursement_cents",
        "pending_cents",
    )
    frames = [
        position.claimants.sort("eligible_cents", descending=True)
        .head(LARGEST)
        .select(
            pl.lit(position.policy.start).alias("policy_start"),
            pl.int_range(1, pl.len() + 1).alias("rank"),
            *columns,
        )
        for position in positions
    ]
    return pl.concat(frames) if frames else pl.DataFrame()


def _aggregate(positions: list[Position]) -> pl.DataFrame:
    columns = ("month", "eligible_ytd_cents", "attachment_ytd_cents", "ratio_bp", "owed_ytd_cents")
    frames = [
        position.months.tail(1).select(pl.lit(position.policy.start).alias("policy_start"), *columns)
        for position in positions
    ]
    return pl.concat(frames) if frames else pl.DataFrame()
