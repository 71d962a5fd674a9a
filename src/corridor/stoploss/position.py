"""Where every policy of a contract stands on a day: each claimant, and the aggregate month by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from corridor.periods.spans import months_between
from corridor.stoploss.aggregate import (
    AggregateEligible,
    accommodation_movements,
    aggregate_eligible,
    aggregate_eligible_by,
    aggregate_reimbursement,
    counted_cents,
)
from corridor.stoploss.attachment import AttachmentPoint, attachment_point
from corridor.stoploss.contract import Contract, Policy
from corridor.stoploss.faults import StopLossError
from corridor.stoploss.lines import PENDING_LINES, pending_by_person
from corridor.stoploss.months import person_months
from corridor.stoploss.specific import SPECIFIC, settle_specific
from corridor.stoploss.stays import needed_columns
from corridor.wording.said import said

CLAIMANTS = {
    **SPECIFIC,
    "used_bp": pl.Int64,  # eligible paid as a share of the deductible, rounded down; null: excluded
    "pending_cents": pl.Int64,  # decided, not yet paid, and in the specific's products and incurred window
    "is_notice_due": pl.Boolean,  # paid and pending exceed the contract's share of the group's deductible
    "pay_by": pl.Date,  # last day on which a payment still counts
}
"""One row per person with eligible payments or pending lines, sorted by member_id."""

MONTHS = {
    "month": pl.Date,
    "employees": pl.Int64,  # 0 in the run-out
    "attachment_cents": pl.Int64,
    "attachment_ytd_cents": pl.Int64,
    "eligible_ytd_cents": pl.Int64,
    "ratio_bp": pl.Int64,  # eligible as a share of the attachment, both year to date, rounded down
    "owed_ytd_cents": pl.Int64,  # what the aggregate would owe if the year ended here, without the minimum
    "advance_cents": pl.Int64,  # accommodation: advance, or negative its repayment
}
"""One row per month from the start of the policy, run-out included."""

STORED = {
    "contract_code": pl.String,
    "policy_start": pl.Date,
    "coverage": pl.String,  # specific or aggregate
    "member_id": pl.String,  # of the specific
    "month": pl.Date,  # of the aggregate
    "eligible_cents": pl.Int64,
    "deductible_cents": pl.Int64,
    "excess_cents": pl.Int64,
    "reimbursement_cents": pl.Int64,
    "attachment_cents": pl.Int64,
    "pending_cents": pl.Int64,
}
"""One row per policy and person (specific), or per policy and month, year to date (aggregate)."""


@dataclass(frozen=True)
class AggregateSettlement:
    """The aggregate on the year's attachment. Not final before the last month of the policy has begun."""

    eligible: AggregateEligible
    attachment: AttachmentPoint
    reimbursement_cents: int
    advanced_cents: int


@dataclass(frozen=True)
class Position:
    """One policy on `as_of`. claimants: CLAIMANTS. months: MONTHS, empty where there is no aggregate."""

    contract_code: str
    policy: Policy
    as_of: date
    claimants: pl.DataFrame
    months: pl.DataFrame
    aggregate: AggregateSettlement | None

    @property
    def specific_reimbursement_cents(self) -> int:
        return int(self.claimants.get_column("reimbursement_cents").sum())


def positions(
    contract: Contract,
    paid_lines: pl.DataFrame,
    enrolment: pl.DataFrame | None,
    as_of: date,
    pending: pl.DataFrame | None = None,
) -> list[Position]:
    """The position of each policy that has begun by `as_of`, in order.

    paid_lines, enrolment, pending: as lines.PAID_LINES, ENROLMENT, PENDING_LINES say; later days are left out.
    Raises StopLossError when an input lacks a column, a month of enrolment or a factor.
    """
    waiting = (
        pl.DataFrame(schema={**PENDING_LINES, **dict.fromkeys(needed_columns(contract), pl.Date)})
        if pending is None
        else pending
    )
    begun = [policy for policy in contract.policies if policy.start <= as_of]
    return [_position(contract, policy, paid_lines, enrolment, as_of, waiting) for policy in begun]


def stored_rows(found: Sequence[Position]) -> pl.DataFrame:
    """Positions as STORED rows, in the order contract, policy, specific before aggregate, person or month."""
    frames = [pl.DataFrame(schema=STORED)]
    for position in found:
        frames += [_stored_claimants(position), _stored_months(position)]
    return pl.concat(frames)


def _position(
    contract: Contract,
    policy: Policy,
    paid_lines: pl.DataFrame,
    enrolment: pl.DataFrame | None,
    as_of: date,
    pending: pl.DataFrame,
) -> Position:
    months = person_months(paid_lines, contract, policy, as_of)
    claimants = _claimants(months, pending_by_person(pending, contract, policy), policy)
    if policy.aggregate is None:
        return Position(contract.code, policy, as_of, claimants, pl.DataFrame(schema=MONTHS), None)
    if enrolment is None:
        raise StopLossError(
            said("enrolment: found none, expected months for the aggregate of {contract}", contract=contract.code)
        )
    attachment = attachment_point(enrolment, policy, as_of)
    by_month = _months(months, policy, attachment, as_of)
    eligible = aggregate_eligible(months, policy)
    owed = aggregate_reimbursement(eligible.counted_cents, attachment.annual_cents, policy.aggregate)
    owed = owed if policy.has_aggregate_benefit else 0
    advanced = int(by_month.get_column("advance_cents").sum())
    settlement = AggregateSettlement(eligible, attachment, owed, advanced)
    return Position(contract.code, policy, as_of, claimants, by_month, settlement)


def _claimants(months: pl.DataFrame, pending: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    terms = policy.specific
    if terms is None:
        return pl.DataFrame(schema=CLAIMANTS)
    nothing_paid = pending.select(
        "member_id", pl.lit(policy.start).alias("month"), pl.lit(0, pl.Int64).alias("specific_cents")
    )
    rows = pl.concat([months.drop("aggregate_cents"), nothing_paid], how="diagonal")
    threshold = terms.deductible * terms.notice_at
    known = (pl.col("eligible_cents") + pl.col("pending_cents")) * 10_000
    return (
        settle_specific(rows, terms)
        .join(pending, on="member_id", how="left", maintain_order="left")
        .with_columns(
            pl.col("pending_cents").fill_null(0),
            _share("eligible_cents", "deductible_cents").alias("used_bp"),
            pl.lit(policy.windows(terms).paid_end_exclusive - timedelta(days=1)).alias("pay_by"),
        )
        .with_columns(((known > threshold) & pl.col("deductible_cents").is_not_null()).alias("is_notice_due"))
        .select(pl.col(name).cast(dtype) for name, dtype in CLAIMANTS.items())
    )


def _months(months: pl.DataFrame, policy: Policy, attachment: AttachmentPoint, as_of: date) -> pl.DataFrame:
    terms = policy.aggregate
    assert terms is not None, "the caller asks only of policies with an aggregate"
    shown = _shown_months(months, policy, as_of)
    eligible = _eligible_to_date(months, policy, shown)
    rows = [
        (month, to_date, eligible[month], aggregate_reimbursement(eligible[month], to_date, terms))
        for month, to_date in ((month, attachment.to_date_cents(month)) for month in shown)
    ]
    names = ("month", "attachment_ytd_cents", "eligible_ytd_cents", "owed_ytd_cents")
    by_month = pl.DataFrame(rows, schema={name: MONTHS[name] for name in names}, orient="row")
    return (
        by_month.join(attachment.monthly.drop("attachment_ytd_cents"), on="month", how="left", maintain_order="left")
        .with_columns(
            pl.col("employees", "attachment_cents").fill_null(0),
            _share("eligible_ytd_cents", "attachment_ytd_cents").alias("ratio_bp"),
            pl.Series("advance_cents", _advances(by_month, policy, attachment), pl.Int64),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in MONTHS.items())
    )


def _eligible_to_date(months: pl.DataFrame, policy: Policy, shown: list[date]) -> dict[date, int]:
    """What counts toward the attachment at the end of each month: every month a case of its own."""
    cases = pl.DataFrame({"through": shown}, schema={"through": pl.Date})
    to_date = cases.join(months, how="cross").filter(pl.col("month") <= pl.col("through"))
    found = aggregate_eligible_by(to_date, policy, "through")
    counted = found.select("through", counted_cents()).rows()
    return {**dict.fromkeys(shown, 0), **dict(counted)}


def _shown_months(months: pl.DataFrame, policy: Policy, as_of: date) -> list[date]:
    """From the start to the end of the run-out, or to the last late refund, but not beyond `as_of`."""
    assert policy.aggregate is not None, "the caller asks only of policies with an aggregate"
    end = min(_next_day(as_of), policy.windows(policy.aggregate).paid_end_exclusive)
    paid_in: list[date] = months.get_column("month").unique().to_list()
    return [month.start for month in months_between(policy.start.replace(day=1), max([end, *map(_next_day, paid_in)]))]


def _next_day(day: date) -> date:
    return day + timedelta(days=1)


def _advances(by_month: pl.DataFrame, policy: Policy, attachment: AttachmentPoint) -> list[int]:
    terms = policy.aggregate.accommodation if policy.aggregate else None
    if terms is None:
        return [0] * by_month.height
    owed = by_month.get_column("owed_ytd_cents").head(attachment.monthly.height).to_list()
    movements = accommodation_movements(owed, terms, attachment.months_in_policy)
    return movements + [0] * (by_month.height - len(movements))


def _share(part: str, whole: str) -> pl.Expr:
    return pl.when(pl.col(whole) > 0).then(pl.col(part) * 10_000 // pl.col(whole))


def _stored_claimants(position: Position) -> pl.DataFrame:
    return _stored(
        position.claimants.with_columns(
            pl.lit("specific").alias("coverage"),
            pl.lit(None, pl.Date).alias("month"),
            pl.lit(None, pl.Int64).alias("attachment_cents"),
        ),
        position,
    )


def _stored_months(position: Position) -> pl.DataFrame:
    excess = (pl.col("eligible_ytd_cents") - pl.col("attachment_ytd_cents")).clip(lower_bound=0)
    return _stored(
        position.months.select(
            pl.lit("aggregate").alias("coverage"),
            pl.lit(None, pl.String).alias("member_id"),
            "month",
            pl.col("eligible_ytd_cents").alias("eligible_cents"),
            pl.lit(None, pl.Int64).alias("deductible_cents"),
            excess.alias("excess_cents"),
            pl.col("owed_ytd_cents").alias("reimbursement_cents"),
            pl.col("attachment_ytd_cents").alias("attachment_cents"),
            pl.lit(0, pl.Int64).alias("pending_cents"),
        ),
        position,
    )


def _stored(rows: pl.DataFrame, position: Position) -> pl.DataFrame:
    return rows.with_columns(
        pl.lit(position.contract_code).alias("contract_code"), pl.lit(position.policy.start).alias("policy_start")
    ).select(pl.col(name).cast(dtype) for name, dtype in STORED.items())
