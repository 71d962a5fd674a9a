"""Aggregate stop-loss: what the carrier owes for the group above the attachment (RULES 1.4 steps 4-6)."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import polars as pl

from corridor.money.rounding import share_of_cents
from corridor.stoploss.contract import Accommodation, Aggregate, Policy
from corridor.stoploss.specific import settle_specific_by


@dataclass(frozen=True)
class AggregateEligible:
    """How the total that counts toward the attachment came about, in cents.

    paid - above_limits - reimbursed - laser_layers - pooled = counted: with a loss limit only `above_limits` is
    taken off, without one only the other three; never both, they are the same dollars.
    """

    paid_cents: int
    above_limits_cents: int
    reimbursed_cents: int
    laser_layers_cents: int
    pooled_cents: int

    @property
    def counted_cents(self) -> int:
        return (
            self.paid_cents
            - self.above_limits_cents
            - self.reimbursed_cents
            - self.laser_layers_cents
            - self.pooled_cents
        )


ELIGIBLE = tuple(field.name for field in fields(AggregateEligible))


def aggregate_eligible(months: pl.DataFrame, policy: Policy) -> AggregateEligible:
    """What counts toward the attachment. months: lines.PERSON_MONTHS of the policy."""
    found = aggregate_eligible_by(months.with_columns(pl.lit(0).alias("case")), policy, "case")
    row = found.row(0, named=True) if found.height else dict.fromkeys(ELIGIBLE, 0)
    return AggregateEligible(**{name: row[name] for name in ELIGIBLE})


def aggregate_eligible_by(months: pl.DataFrame, policy: Policy, case: str) -> pl.DataFrame:
    """`aggregate_eligible` of many cases at once: a row per value of `case` in `months`, its parts as columns."""
    terms = policy.aggregate
    assert terms is not None, "only a policy with an aggregate has a total that counts toward it"
    people = _people(months, policy, case)
    parts = _above_limits(policy, terms) if terms.loss_limit != "none" else _net_of_specific(policy, terms)
    return (
        people.group_by(case)
        .agg(
            pl.col("aggregate_cents").sum().alias("paid_cents"),
            *(parts.get(name, pl.lit(0)).cast(pl.Int64).sum().alias(name) for name in ELIGIBLE[1:]),
        )
        .sort(case)
    )


def counted_cents() -> pl.Expr:
    """`AggregateEligible.counted_cents` over the columns of `aggregate_eligible_by`."""
    return (pl.col(ELIGIBLE[0]) - pl.sum_horizontal(ELIGIBLE[1:])).alias("counted_cents")


def _above_limits(policy: Policy, terms: Aggregate) -> dict[str, pl.Expr]:
    above = (pl.col("aggregate_cents") - _loss_limit(policy, terms)).clip(lower_bound=0).fill_null(0)
    if terms.aggregating_amounts_count:
        above = above - pl.min_horizontal("pooled_cents", above)
    return {"above_limits_cents": above}


def _net_of_specific(policy: Policy, terms: Aggregate) -> dict[str, pl.Expr]:
    if policy.specific is None:
        return {}
    parts = {"reimbursed_cents": pl.col("reimbursement_cents")}
    if not terms.aggregating_amounts_count:
        parts["pooled_cents"] = pl.col("pooled_cents")
    if not terms.lasered_amounts_count:
        parts["laser_layers_cents"] = pl.when("is_lasered").then(_laser_layer(policy)).otherwise(0)
    return parts


def aggregate_reimbursement(eligible_cents: int, attachment_cents: int, terms: Aggregate) -> int:
    """The carrier's share of what is above the attachment, within the annual maximum."""
    owed = share_of_cents(max(0, eligible_cents - attachment_cents), terms.reimbursement)
    return owed if terms.annual_maximum is None else min(owed, terms.annual_maximum)


def accommodation_movements(owed_to_date_cents: Sequence[int], terms: Accommodation, months: int) -> list[int]:
    """Advance (positive) or repayment (negative) of each month, in cents.

    owed_to_date_cents: per month so far, what the aggregate would owe on year-to-date figures. months: of the policy.
    """
    outstanding, movements = 0, []
    for index, owed in enumerate(owed_to_date_cents):
        movement = owed - outstanding
        is_advance_month = index < months - terms.excluded_last_months
        is_held = movement > 0 and (not is_advance_month or movement < terms.least_advance)
        is_kept = movement < 0 and terms.repaid == "at_year_end"
        movements.append(0 if is_held or is_kept else movement)
        outstanding += movements[-1]
    return movements


def _people(months: pl.DataFrame, policy: Policy, case: str) -> pl.DataFrame:
    """Per case and person: aggregate_cents; what the specific did: reimbursement, pooled, deductible, is_lasered."""
    keys = [case, "member_id"]
    totals = months.group_by(keys).agg(pl.col("aggregate_cents").sum()).sort(keys)
    if policy.specific is None:
        return totals.with_columns(pl.lit(0, pl.Int64).alias("pooled_cents"))
    return totals.join(settle_specific_by(months, policy.specific, case), on=keys, how="left", validate="1:1")


def _loss_limit(policy: Policy, terms: Aggregate) -> pl.Expr:
    """Per person; null: no limit. A laser above it counts only where the contract says so."""
    specific = policy.specific
    if isinstance(terms.loss_limit, int):
        limit = terms.loss_limit
    else:
        assert specific is not None, "the schema asks for a specific"
        limit = specific.deductible
    if specific is None or not terms.lasered_amounts_count:
        return pl.lit(limit)
    lasered = pl.when(pl.col("deductible_cents").is_not_null()).then(
        pl.max_horizontal(pl.lit(limit), "deductible_cents")
    )
    return pl.when("is_lasered").then(lasered).otherwise(pl.lit(limit))


def _laser_layer(policy: Policy) -> pl.Expr:
    """What a lasered person's claims hold between the group's deductible and the laser (excluded: without end)."""
    assert policy.specific is not None, "the caller asks only where there is one"
    within = pl.min_horizontal("eligible_cents", pl.col("deductible_cents").fill_null(pl.col("eligible_cents")))
    return (within - policy.specific.deductible).clip(lower_bound=0)
