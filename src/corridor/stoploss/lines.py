"""What stop-loss reads: paid lines, pending lines, enrolment; and which of the lines a policy covers."""

from datetime import date

import polars as pl

from corridor.stoploss.contract import Contract, Cover, Policy
from corridor.stoploss.faults import StopLossError
from corridor.wording.said import listed, said

PAID_LINES = {
    "member_id": pl.String,
    "product": pl.String,  # records.enrollment.PRODUCTS
    "service_from": pl.Date,
    "paid_on": pl.Date,  # the day that the contract's paid_means names; or give issued_on, released_on, cleared_on
    "amount_cents": pl.Int64,  # negative: a refund, void or recovery
}
"""One row per payment of a line. Columns that may be added:

service_to (last day of the service), issued_on, released_on, cleared_on (null: not yet), exclusion (a code of
contract.Exclusion, null: none), takes_back_paid_on (of a refund: the day on which what it takes back was paid).
"""

PENDING_LINES = {"member_id": pl.String, "product": pl.String, "service_from": pl.Date, "amount_cents": pl.Int64}
"""One row per line that is decided and not paid; service_to and exclusion may be added."""

ENROLMENT = {"month": pl.Date, "coverage_level": pl.String, "employees": pl.Int64}
"""One row per month (its first day) and coverage level."""

PERSON_MONTHS = {"member_id": pl.String, "month": pl.Date, "specific_cents": pl.Int64, "aggregate_cents": pl.Int64}
"""Eligible paid per person and month of payment (its first day), for each cover by its own basis and products."""


def person_months(paid_lines: pl.DataFrame, contract: Contract, policy: Policy, as_of: date) -> pl.DataFrame:
    """Eligible paid cents per person and month of payment up to and including `as_of`: PERSON_MONTHS, sorted.

    A refund that names no payment it takes back belongs to the policy when the line was incurred in its window,
    however late the money arrives (RULES 1.3 step 1). Raises StopLossError when a column is missing.
    """
    known = with_paid_day(paid_lines, contract).filter(pl.col("paid_day") <= as_of)
    specific = _by_month(known, contract, policy, policy.specific, "specific_cents")
    aggregate = _by_month(known, contract, policy, policy.aggregate, "aggregate_cents")
    return (
        specific.join(aggregate, on=["member_id", "month"], how="full", coalesce=True)
        .with_columns(pl.col("specific_cents", "aggregate_cents").fill_null(0))
        .select(pl.col(name).cast(dtype) for name, dtype in PERSON_MONTHS.items())
        .sort("member_id", "month")
    )


def pending_by_person(pending: pl.DataFrame, contract: Contract, policy: Policy) -> pl.DataFrame:
    """Decided but unpaid cents per person that the specific would cover: member_id, pending_cents."""
    require(pending, said("pending lines"), (*PENDING_LINES, contract.incurred_means))
    empty = pl.DataFrame(schema={"member_id": pl.String, "pending_cents": pl.Int64})
    if policy.specific is None:
        return empty
    return (
        pending.filter(_is_incurred_and_covered(pending, contract, policy, policy.specific))
        .group_by("member_id")
        .agg(pl.col("amount_cents").sum().alias("pending_cents"))
        .sort("member_id")
    )


def is_eligible(lines: pl.DataFrame, contract: Contract, policy: Policy, cover: Cover) -> pl.Expr:
    """Whether `cover` of `policy` covers a line of `lines`, which hold `paid_day` (see `with_paid_day`)."""
    windows = policy.windows(cover)
    given = pl.col("takes_back_paid_on") if "takes_back_paid_on" in lines.columns else pl.lit(None, pl.Date)
    judged = pl.coalesce(given, "paid_day")
    is_late_refund = (pl.col("amount_cents") < 0) & given.is_null()
    return (
        _is_incurred_and_covered(lines, contract, policy, cover)
        & (judged >= windows.paid_from)
        & ((judged < windows.paid_end_exclusive) | is_late_refund)
    )


def require(frame: pl.DataFrame, name: str, columns: tuple[str, ...]) -> None:
    """Raise StopLossError when `frame` lacks one of `columns`."""
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise StopLossError(
            said(
                "{name}: found no column {column}, expected {columns}",
                name=name,
                column=missing[0],
                columns=listed(columns),
            )
        )


def with_paid_day(paid_lines: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """`paid_lines` with `paid_day`: the day that the contract tests; null where that has not happened yet."""
    own = f"{contract.paid_means}_on"
    tested = own if own in paid_lines.columns else "paid_on"
    require(paid_lines, said("paid lines"), ("member_id", "product", tested, contract.incurred_means, "amount_cents"))
    return paid_lines.with_columns(pl.col(tested).alias("paid_day"))


def _is_incurred_and_covered(lines: pl.DataFrame, contract: Contract, policy: Policy, cover: Cover) -> pl.Expr:
    windows = policy.windows(cover)
    incurred = pl.col(contract.incurred_means)
    is_covered = (
        pl.col("product").is_in(cover.products)
        & (incurred >= windows.incurred_from)
        & (incurred < windows.incurred_end_exclusive)
    )
    if "exclusion" in lines.columns and policy.exclusions:
        is_covered &= ~pl.col("exclusion").is_in(policy.exclusions).fill_null(False)
    return is_covered


def _by_month(lines: pl.DataFrame, contract: Contract, policy: Policy, cover: Cover | None, name: str) -> pl.DataFrame:
    if cover is None:
        return pl.DataFrame(schema={"member_id": pl.String, "month": pl.Date, name: pl.Int64})
    is_run_in = pl.col(contract.incurred_means) < policy.start
    months = (
        lines.filter(is_eligible(lines, contract, policy, cover))
        .group_by("member_id", pl.col("paid_day").dt.truncate("1mo").alias("month"))
        .agg(
            pl.col("amount_cents").filter(~is_run_in).sum().alias(name),
            pl.col("amount_cents").filter(is_run_in).sum().alias("run_in_cents"),
        )
    )
    return months.sort("member_id", "month").select(
        "member_id", "month", pl.col(name) + _capped_run_in(cover.run_in_maximum_per_person)
    )


def _capped_run_in(maximum_cents: int | None) -> pl.Expr:
    if maximum_cents is None:
        return pl.col("run_in_cents")
    so_far = pl.col("run_in_cents").cum_sum().over("member_id").clip(upper_bound=maximum_cents)
    return so_far - so_far.shift(1, fill_value=0).over("member_id")
