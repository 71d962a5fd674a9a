"""Aggregate stop-loss: what the carrier owes for the group above the attachment (RULES 1.4 steps 4-6)."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import polars as pl

from corridor.money.rounding import share_of_cents
from corridor.stoploss.contract import Accommodation, Aggregate, Policy
from corridor.stoploss.frames import framed
from corridor.stoploss.kernel.advances import accommodate
from corridor.stoploss.kernel.years import ABOVE, LASER_LAYER, PAID, POOLED_OFF, REIMBURSED
from corridor.stoploss.settle import case_totals, terms_of


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
    assert policy.aggregate is not None, "only a policy with an aggregate has a total that counts toward it"
    found = framed(months, policy, case)
    totals, _ = case_totals(found.rows, found.rules, terms_of(policy, found.rows), has_units=False)
    if policy.aggregate.loss_limit != "none":
        totals[:, REIMBURSED] = 0
    columns = (PAID, ABOVE, REIMBURSED, LASER_LAYER, POOLED_OFF)
    return pl.DataFrame(
        [found.cases, *(pl.Series(name, totals[:, column]) for name, column in zip(ELIGIBLE, columns, strict=True))]
    )


def counted_cents() -> pl.Expr:
    """`AggregateEligible.counted_cents` over the columns of `aggregate_eligible_by`."""
    return (pl.col(ELIGIBLE[0]) - pl.sum_horizontal(ELIGIBLE[1:])).alias("counted_cents")


def aggregate_reimbursement(eligible_cents: int, attachment_cents: int, terms: Aggregate) -> int:
    """The carrier's share of what is above the attachment, within the annual maximum."""
    owed = share_of_cents(max(0, eligible_cents - attachment_cents), terms.reimbursement)
    return owed if terms.annual_maximum is None else min(owed, terms.annual_maximum)


def accommodation_movements(owed_to_date_cents: Sequence[int], terms: Accommodation, months: int) -> list[int]:
    """Advance (positive) or repayment (negative) of each month, in cents.

    owed_to_date_cents: per month so far, what the aggregate would owe on year-to-date figures. months: of the policy.
    """
    owed = np.array([owed_to_date_cents], np.int64).reshape(1, -1)
    last = months - terms.excluded_last_months
    found: list[int] = accommodate(owed, terms.least_advance, last, terms.repaid == "monthly")[0].tolist()
    return found
