"""What stop-loss reads: paid lines, pending lines, enrolment; and which of the lines a policy covers."""

import polars as pl

from corridor.stoploss.contract import Contract, Cover, Policy, Specific
from corridor.stoploss.faults import StopLossError
from corridor.stoploss.stays import incurred_day, needed_columns
from corridor.stoploss.units import unit, unit_columns
from corridor.wording.said import listed, said

PAID_LINES = {
    "member_id": pl.String,
    "product": pl.String,  # records.enrollment.PRODUCTS
    "service_from": pl.Date,
    "paid_on": pl.Date,  # the day that the contract's paid_means names; or give issued_on, released_on, cleared_on
    "amount_cents": pl.Int64,  # negative: a refund, void or recovery
}
"""One row per payment of a line. Columns that may be added:

service_to (last day of the service); issued_on, released_on, cleared_on (null: not yet); exclusion (a code of
contract.Exclusion, null: none); takes_back_paid_on (of a refund: the day on which what it takes back was paid);
and where the contract asks for them admitted_on, discharged_on, filled_on, disabled_on, subscriber_id, family_id,
coverage_class, bill_group, provider_id.
"""

PENDING_LINES = {"member_id": pl.String, "product": pl.String, "service_from": pl.Date, "amount_cents": pl.Int64}
"""One row per line that is decided and not paid; service_to and exclusion may be added."""

ENROLMENT = {"month": pl.Date, "coverage_level": pl.String, "employees": pl.Int64}
"""One row per month (its first day) and coverage level."""

PERSON_MONTHS = {"member_id": pl.String, "month": pl.Date, "specific_cents": pl.Int64, "aggregate_cents": pl.Int64}
"""Eligible paid per person and month of payment (its first day), for each cover by its own basis and products."""


def pending_by_person(pending: pl.DataFrame, contract: Contract, policy: Policy) -> pl.DataFrame:
    """Decided but unpaid cents per person that the specific would cover: member_id, pending_cents."""
    require(pending, said("pending lines"), (*PENDING_LINES, *needed_columns(contract), *unit_columns(policy.specific)))
    empty = pl.DataFrame(schema={"member_id": pl.String, "pending_cents": pl.Int64})
    if policy.specific is None:
        return empty
    return (
        pending.filter(_is_incurred_and_covered(pending, contract, policy, policy.specific))
        .group_by(unit(policy.specific).alias("member_id"))
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
    needed = ("member_id", "product", tested, *needed_columns(contract), "amount_cents")
    require(paid_lines, said("paid lines"), needed)
    return paid_lines.with_columns(pl.col(tested).alias("paid_day"))


def is_kind_covered(lines: pl.DataFrame, policy: Policy, cover: Cover) -> pl.Expr:
    """Whether `cover` covers such a line whenever it was: its product, no exclusion, no excluded provider."""
    is_covered = pl.col("product").is_in(cover.products).fill_null(False)
    if "exclusion" in lines.columns and policy.exclusions:
        is_covered &= ~pl.col("exclusion").is_in(policy.exclusions).fill_null(False)
    if "provider_id" in lines.columns and isinstance(cover, Specific) and cover.excluded_providers:
        excluded = [one.provider for one in cover.excluded_providers]
        is_covered &= ~pl.col("provider_id").is_in(excluded).fill_null(False)
    return is_covered


def _is_incurred_and_covered(lines: pl.DataFrame, contract: Contract, policy: Policy, cover: Cover) -> pl.Expr:
    windows = policy.windows(cover)
    incurred = incurred_day(lines, contract)
    return (
        is_kind_covered(lines, policy, cover)
        & (incurred >= windows.incurred_from)
        & (incurred < windows.incurred_end_exclusive)
    )
