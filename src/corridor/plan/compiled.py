"""What compiled plans are: arrays for the kernel, tables for the columnar steps, clauses for explanations."""

from dataclasses import dataclass
from typing import Literal

import polars as pl

from corridor.plan.arrays import PlanArrays
from corridor.plan.match import Match

BenefitValue = Literal["covered", "deductible", "copay", "coinsurance", "out_of_pocket", "visit_limit", "dollar_limit"]
VersionValue = Literal["deductible", "out_of_pocket", "timely_filing", "auto_adjudication", "out_of_network"]
Tier = Literal["in", "out"]

VERSIONS_SCHEMA = {
    "row": pl.Int32,  # row of the version in the arrays (v)
    "plan_code": pl.String,
    "plan_name": pl.String,
    "product": pl.String,  # records.enrollment.PRODUCTS
    "effective_from": pl.Date,
    "effective_to_exclusive": pl.Date,  # null: open
    "plan_year_start_month": pl.Int32,
    "plan_year_start_day": pl.Int32,
    "timely_filing_days": pl.Int32,  # from the last day of the service to receipt
    "auto_limit_cents": pl.Int64,  # a line or claim charge above it pends; NO_LIMIT: none
    "out_of_network_allowed_bp": pl.Int32,  # allowed as a share of charge where nobody priced the line
}

BENEFITS_SCHEMA = {
    "row": pl.Int32,  # row of the benefit in the arrays (b)
    "version_row": pl.Int32,
    "name": pl.String,
    "clause": pl.String,
    "is_by_hand": pl.Boolean,  # a person decides: the line pends
    "visit_limit_id": pl.String,  # null: none; benefits with the same id share the limit
    "dollar_limit_id": pl.String,
}


@dataclass(frozen=True)
class Clause:
    """Where the plan document says it, and what it says there."""

    number: str
    text: str


@dataclass(frozen=True)
class CompiledPlans:
    """All versions of all plans of a sponsor, in the order plan, day, benefit.

    versions: VERSIONS_SCHEMA, one row per version row, sorted by `row`; the spans of one plan do not overlap.
    benefits: BENEFITS_SCHEMA, one row per benefit row, sorted by `row`, within a version in matching order.
    matches: what lines each benefit row takes.
    """

    arrays: PlanArrays
    versions: pl.DataFrame
    benefits: pl.DataFrame
    matches: tuple[Match, ...]
    benefit_clauses: tuple[dict[tuple[BenefitValue, Tier], Clause], ...]
    version_clauses: tuple[dict[VersionValue, Clause], ...]

    def clause_of(self, benefit_row: int, value: BenefitValue, tier: Tier) -> Clause:
        """The clause behind one value of a benefit row. Raises KeyError where the benefit has no such value."""
        return self.benefit_clauses[benefit_row][value, tier]

    def clause_of_version(self, version_row: int, value: VersionValue) -> Clause:
        """The clause behind a value that holds for the whole plan version."""
        return self.version_clauses[version_row][value]
