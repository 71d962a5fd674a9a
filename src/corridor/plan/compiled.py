"""What compiled plans are: arrays for the kernel, tables for the columnar steps, clauses for explanations."""

from dataclasses import dataclass
from typing import Literal

import polars as pl

from corridor.plan.arrays import PlanArrays
from corridor.plan.code_edit_terms import CodeEdits
from corridor.plan.enrollment_terms import Enrolment
from corridor.plan.match import Match

BenefitValue = Literal[
    "covered",
    "deductible",
    "copay",
    "coinsurance",
    "out_of_pocket",
    "penalty",
    "late_penalty",
    "discount",
    "waiting_period",
    "missing_tooth",
    "authorization",
    "alternates",
    "dispense_as_written",
    "orthodontia",
    "ages",
    "sex",
]
VersionValue = Literal[
    "deductible",
    "carry_over",
    "out_of_pocket",
    "health_reimbursement",
    "coordination",
    "third_party",
    "timely_filing",
    "auto_adjudication",
    "out_of_network",
    "code_edits",
    "enrolment",
    "authorization",
    "no_surprises",
    "claims_procedure",
    "overpayments",
    "rescission",
]
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
    "out_of_network_percentile": pl.Int32,  # of usual charges in the area; null: not asked
    "out_of_network_reference_bp": pl.Int32,  # share of Medicare's price; null: not asked
    "surprise_applies": pl.Boolean,  # the plan has the section on surprise bills, and it holds
    "surprise_states": pl.String,  # states whose law or All-Payer Model comes first, joined with ':'
    "has_account": pl.Boolean,  # a health reimbursement account
    "coordinates": pl.Boolean,  # says what it pays after another plan; else such a line pends
    "reserves_benefits": pl.Boolean,
    "allowable": pl.String,  # own, higher, lower; null: does not coordinate
    "medicare_estimated_bp": pl.Int32,  # share of the allowed amount that Medicare is taken to pay unseen; 0: none
    "on_work": pl.String,  # deny, hold; null: the plan is silent
    "on_auto": pl.String,  # hold, pay_and_recover; null
    "on_other_accident": pl.String,  # hold, pay_and_recover; null
}

BENEFITS_SCHEMA = {
    "row": pl.Int32,  # row of the benefit in the arrays (b)
    "version_row": pl.Int32,
    "name": pl.String,
    "clause": pl.String,
    "is_by_hand": pl.Boolean,  # a person decides: the line pends
    "is_per_admission": pl.Boolean,  # its copay is charged once an admission, in either tier
    "deductible_plan": pl.String,  # plan under whose code the deductible is added up
    "deductible_kind": pl.String,  # kind of its accumulator: deductible, or deductible:<name>
    "carry_over_months": pl.Int32,  # last months of the plan year whose deductible counts in the next; 0: none
    "maximum_plan": pl.String,
    "maximum_kind": pl.String,  # out_of_pocket, or out_of_pocket:<name>
    "authorization_missing": pl.String,  # penalty, deny, hold: what the lack of a required one leads to
    "authorization_late_days": pl.Int32,  # days after the first of the service in which a request is late, not missing
    "requires_authorization": pl.Boolean,
    "waiting_months": pl.Int32,  # null: none
    "excludes_missing_teeth": pl.Boolean,
    "member_pays_brand_difference": pl.Boolean,
    "orthodontia_initial_bp": pl.Int32,  # null: not paid by instalments
    "orthodontia_every_months": pl.Int32,
    "orthodontia_months_most": pl.Int32,
}

LIMITS_SCHEMA = {
    "row": pl.Int32,  # row of the limit in the arrays (l): one for each limit that a benefit names, in its order
    "benefit_row": pl.Int32,
    "limit_id": pl.String,  # benefits with the same id share the limit
    "unit": pl.String,  # visits, days, services, dollars
    "period": pl.String,  # plan_year, lifetime, rolling
    "of": pl.String,  # person, tooth, quadrant, tooth_surface
}

ALTERNATES_SCHEMA = {
    "benefit_row": pl.Int32,
    "procedure_code": pl.String,  # performed
    "alternate_code": pl.String,  # recognised as
    "alternate_allowed_cents": pl.Int64,
}


@dataclass(frozen=True)
class PersonTerms:
    """For whom something is. ages: the youngest and the oldest, in whole years; None: any."""

    ages: tuple[int, int] | None = None
    sex: Literal["F", "M"] | None = None


@dataclass(frozen=True)
class Clause:
    """Where the plan document says it, and what it says there."""

    number: str
    text: str


@dataclass(frozen=True)
class CompiledExclusion:
    """Lines that a version does not cover. match: None takes any line of these persons."""

    name: str
    match: Match | None
    persons: PersonTerms
    clause: Clause


@dataclass(frozen=True)
class CompiledPlans:
    """All versions of all plans of a sponsor, in the order plan, day, benefit.

    versions: VERSIONS_SCHEMA, one row per version row, sorted by `row`; the spans of one plan do not overlap.
    benefits: BENEFITS_SCHEMA, one row per benefit row, sorted by `row`, within a version in matching order.
    matches: what lines each benefit row takes. limits: LIMITS_SCHEMA, sorted by `row`. alternates: ALTERNATES_SCHEMA.
    limit_clauses: the clause of each limit row. code_edits: what each version row says of code edits, None: nothing.
    exclusions, enrolments: of each version row. benefit_persons: for whom each benefit row is, None: for everybody.
    """

    arrays: PlanArrays
    versions: pl.DataFrame
    benefits: pl.DataFrame
    limits: pl.DataFrame
    alternates: pl.DataFrame
    matches: tuple[Match, ...]
    benefit_clauses: tuple[dict[tuple[BenefitValue, Tier], Clause], ...]
    version_clauses: tuple[dict[VersionValue, Clause], ...]
    limit_clauses: tuple[Clause, ...]
    code_edits: tuple[CodeEdits | None, ...] = ()
    exclusions: tuple[tuple[CompiledExclusion, ...], ...] = ()
    enrolments: tuple[Enrolment | None, ...] = ()
    benefit_persons: tuple[PersonTerms | None, ...] = ()

    def clause_of(self, benefit_row: int, value: BenefitValue, tier: Tier) -> Clause:
        """The clause behind one value of a benefit row. Raises KeyError where the benefit has no such value."""
        return self.benefit_clauses[benefit_row][value, tier]

    def clause_of_version(self, version_row: int, value: VersionValue) -> Clause:
        """The clause behind a value that holds for the whole plan version."""
        return self.version_clauses[version_row][value]
