"""The plan document: every field, its unit and its range. Reference: docs/reference/plan.md."""

import calendar
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from corridor.plan.document import Strict
from corridor.plan.match import Match
from corridor.plan.values import BasisPoints, Cents, CentsOrUnlimited, Days, Name, Visits
from corridor.wording.said import said

Flag = Annotated[bool, Field(strict=True)]
Words = Annotated[str, Field(min_length=1)]
CrossAccumulation = Literal["none", "in_counts_toward_out", "both"]


def _month_day(text: str) -> str:
    month, _, day = text.partition("-")
    if not (len(text) == 5 and month.isdigit() and day.isdigit() and 1 <= int(month) <= 12):
        raise ValueError(said("month and day such as 01-01"))
    if not 1 <= int(day) <= calendar.monthrange(2001, int(month))[1]:  # 2001: no plan year begins on a leap day
        raise ValueError(said("a day that exists in every year"))
    return text


MonthDay = Annotated[str, AfterValidator(_month_day)]


class Section(Strict):
    """Whatever states a value names its clause of the plan document and quotes it."""

    clause: Words
    text: Words


class Amounts(Strict):
    """A deductible of one network tier."""

    individual: Cents
    family: Cents


class Maximums(Strict):
    """An out-of-pocket maximum of one network tier."""

    individual: CentsOrUnlimited
    family: CentsOrUnlimited


class Deductible(Section):
    """What members pay before the plan shares. `embedded`: a person stops at the individual amount."""

    embedded: Flag
    in_: Amounts = Field(alias="in")
    out: Amounts
    cross_accumulation: CrossAccumulation


class OutOfPocketMaximum(Section):
    """The most that members pay in a plan year. `embedded`: a person stops at the individual amount."""

    embedded: Flag
    in_: Maximums = Field(alias="in")
    out: Maximums
    cross_accumulation: CrossAccumulation


class OutOfNetwork(Section):
    """What the plan recognises of a charge that nobody priced."""

    allowed: BasisPoints


class TimelyFiling(Section):
    """Days from the last day of the service to receipt."""

    days: Days


class AutoAdjudication(Section):
    """A charge above the limit, of a line or of a claim, is decided by a person."""

    limit: CentsOrUnlimited


class Limit(Section):
    """A limit per person and plan year, shared by all benefits that name it."""

    name: Name
    visits_per_plan_year: Visits | None = None
    dollars_per_plan_year: Cents | None = None

    @model_validator(mode="after")
    def _is_of_one_kind(self) -> Self:
        if (self.visits_per_plan_year is None) == (self.dollars_per_plan_year is None):
            raise ValueError(said("either visits_per_plan_year or dollars_per_plan_year"))
        return self


class CostShare(Strict):
    """What the member pays of a benefit in one network tier; the words `not covered` stand for all of it."""

    covered: Flag = True
    deductible_applies: Flag
    copay: Cents = 0
    copay_per: Literal["visit", "line"] = "visit"
    copay_order: Literal["before_deductible", "after_deductible"] = "before_deductible"
    coinsurance: BasisPoints
    counts_toward_out_of_pocket: Flag = True
    clause: Words | None = None
    text: Words | None = None

    @model_validator(mode="before")
    @classmethod
    def _read_not_covered(cls, value: Any) -> Any:
        if isinstance(value, str):
            if value != "not covered":
                raise ValueError(said("the words 'not covered', or deductible_applies, copay, coinsurance"))
            return {"covered": False, "deductible_applies": False, "coinsurance": "0%"}
        return value

    @model_validator(mode="after")
    def _has_clause_with_text(self) -> Self:
        if (self.clause is None) != (self.text is None):
            raise ValueError(said("clause and text together"))
        return self


class Benefit(Section):
    """One benefit: the lines it takes, and what the member pays of them."""

    name: Name
    handled: Literal["by rule", "by hand"] = "by rule"
    match: Match
    in_: CostShare | None = Field(None, alias="in")
    out: CostShare | None = None
    limits: tuple[Name, ...] = ()

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        is_by_hand = self.handled == "by hand"
        if is_by_hand and (self.in_ or self.out or self.limits):
            raise ValueError(said("no in, out or limits where a benefit is handled by hand"))
        if not is_by_hand and not (self.in_ and self.out):
            raise ValueError(said("in and out"))
        return self


class Amendment(Section):
    """A change from a day on: way to the value -> new value. What came before stands."""

    effective: date
    changes: dict[str, Any] = Field(min_length=1)


class PlanDocument(Strict):
    """A plan document from top to bottom."""

    code: Annotated[str, Field(pattern=r"^[A-Z0-9][A-Z0-9_-]{0,19}$")]
    name: Words
    product: Literal["medical", "dental", "vision", "pharmacy"]
    effective: date
    plan_year_start: MonthDay
    hdhp: Flag = False
    grandfathered: Flag = False
    deductible: Deductible
    out_of_pocket_maximum: OutOfPocketMaximum
    out_of_network: OutOfNetwork
    timely_filing: TimelyFiling
    auto_adjudication: AutoAdjudication
    limits: tuple[Limit, ...] = ()
    benefits: tuple[Benefit, ...] = Field(min_length=1)
    amendments: tuple[Amendment, ...] = ()
