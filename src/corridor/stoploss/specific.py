"""Specific stop-loss: what the carrier owes for each person above the deductible (RULES 1.3)."""

from datetime import date

import polars as pl

from corridor.money.split import split_cents
from corridor.stoploss.contract import Policy, Specific
from corridor.stoploss.frames import framed
from corridor.stoploss.kernel.years import ELIGIBLE, EXCESS, POOLED, REIMBURSED, RETAINED
from corridor.stoploss.settle import case_totals, terms_of

SPECIFIC = {
    "member_id": pl.String,
    "eligible_cents": pl.Int64,
    "deductible_cents": pl.Int64,  # null: lasered out of the specific altogether
    "is_lasered": pl.Boolean,
    "excess_cents": pl.Int64,  # eligible above the deductible
    "pooled_cents": pl.Int64,  # of the excess: consumed by the group's aggregating specific deductible
    "retained_cents": pl.Int64,  # of the excess: kept by the employer in the corridor
    "reimbursement_cents": pl.Int64,
}
"""One row per person (or whomever the deductible is for), sorted by member_id."""

_COLUMNS = {
    "eligible_cents": ELIGIBLE,
    "excess_cents": EXCESS,
    "pooled_cents": POOLED,
    "retained_cents": RETAINED,
    "reimbursement_cents": REIMBURSED,
}


def settle_specific(months: pl.DataFrame, terms: Specific) -> pl.DataFrame:
    """Settle the specific on eligible paid: member_id, month, specific_cents (lines.PERSON_MONTHS) -> SPECIFIC.

    The total does not depend on the order of the rows. The aggregating deductible is filled by whichever excess
    comes first, by month and within a month by member id; a refund undoes the latest excess of its person.
    """
    return settle_specific_by(months.with_columns(pl.lit(0).alias("case")), terms, "case").drop("case")


def settle_specific_by(months: pl.DataFrame, terms: Specific, case: str) -> pl.DataFrame:
    """Settle many cases at once: `months` has a column `case`, and so has the SPECIFIC that comes back, sorted by it.

    A case is a year of its own: a day on which the position is taken, or a year that was drawn.
    """
    found = framed(months, _specific_alone(terms), case)
    _, units = case_totals(found.rows, found.rules, terms_of(_specific_alone(terms), found.rows), has_units=True)
    people = found.units.with_columns(pl.Series(name, units[:, column]) for name, column in _COLUMNS.items())
    return _within_annual_maximum(people, terms.annual_maximum, case).select(
        case, *(pl.col(name).cast(dtype) for name, dtype in SPECIFIC.items())
    )


def _specific_alone(terms: Specific) -> Policy:
    """A policy with nothing but the specific: its days do not matter to what person-months come to."""
    return Policy.model_construct(
        start=date.min, end_exclusive=date.max, specific=terms, aggregate=None, ended_early=None
    )


def _within_annual_maximum(people: pl.DataFrame, maximum_cents: int | None, case: str) -> pl.DataFrame:
    """Where a case owes more than the maximum, everybody's reimbursement in proportion, without losing a cent."""
    if maximum_cents is None:
        return people
    above = (
        people.group_by(case)
        .agg(pl.col("reimbursement_cents").sum())
        .filter(pl.col("reimbursement_cents") > maximum_cents)
    )
    if above.is_empty():
        return people
    cut = [
        part.with_columns(
            pl.Series(
                "reimbursement_cents", split_cents(maximum_cents, part["reimbursement_cents"].to_list()), pl.Int64
            )
        )
        for part in people.join(above.select(case), on=case, how="semi").partition_by(case, maintain_order=True)
    ]
    return pl.concat([people.join(above.select(case), on=case, how="anti"), *cut]).sort(case, "member_id")
