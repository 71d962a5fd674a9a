"""The disability plan document: every field, its unit and its range. Reference: docs/reference/disability-plan.md."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from corridor.plan.document import Strict
from corridor.plan.sections import Amendment, MonthDay, Section, Words
from corridor.plan.values import BasisPoints, Cents, Days

WaitingDays = Annotated[int, Field(strict=True, ge=0, le=366)]
Weeks = Annotated[int, Field(strict=True, gt=0, le=104)]


class Eligibility(Section):
    """Who is covered: employees enrolled in a plan of one of the products on the first day of the disability."""

    who: Literal["employees"]
    enrolled_in: Annotated[
        tuple[Literal["medical", "dental", "vision", "pharmacy", "disability"], ...], Field(min_length=1)
    ]


class WeeklyBenefit(Section):
    """The share of weekly earnings that the plan pays."""

    percent_of_earnings: BasisPoints


class WeeklyMaximum(Section):
    """The most that the plan pays for a week."""

    amount: Cents


class PartWeek(Section):
    """What a day of a part of a week counts: one of this many parts of the week."""

    days_in_week: Literal[7]


class EliminationPeriod(Section):
    """Days from the first of the disability for which nothing is payable, by cause."""

    injury: WaitingDays
    sickness: WaitingDays


class MaximumDuration(Section):
    """Weeks of benefit at most for one disability, counted from the end of the elimination period."""

    weeks: Weeks


class ProofOfDisability(Section):
    """Days from the last day of a week to the receipt of its certification."""

    days: Days


class RecurrentDisability(Section):
    """A disability that begins within these days of another one of the same person is left to a person."""

    handled: Literal["by hand"]
    within_days: Days


class OtherIncome(Section):
    """Income from elsewhere for the same disability is left to a person."""

    handled: Literal["by hand"]


class DisabilityDocument(Strict):
    """A disability plan document from top to bottom. A section that it lacks is not in the plan."""

    code: Annotated[str, Field(pattern=r"^[A-Z0-9][A-Z0-9_-]{0,19}$")]
    name: Words
    product: Literal["disability"]
    effective: date
    plan_year_start: MonthDay
    eligibility: Eligibility
    weekly_benefit: WeeklyBenefit
    weekly_maximum: WeeklyMaximum
    part_week: PartWeek
    elimination_period: EliminationPeriod
    maximum_duration: MaximumDuration
    proof_of_disability: ProofOfDisability
    recurrent_disability: RecurrentDisability | None = None
    other_income: OtherIncome | None = None
    amendments: tuple[Amendment, ...] = ()
