"""Sections of a plan document that hold for the whole plan: deductibles, maxima, accounts, coordination."""

import calendar
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from corridor.plan.document import Strict
from corridor.plan.values import BasisPoints, Cents, CentsOrUnlimited, Days, Name
from corridor.wording.said import said

Flag = Annotated[bool, Field(strict=True)]
Words = Annotated[str, Field(min_length=1)]
PlanCode = Annotated[str, Field(pattern=r"^[A-Z0-9][A-Z0-9_-]{0,19}$")]
CrossAccumulation = Literal["none", "in_counts_toward_out", "out_counts_toward_in", "both"]
MemberShare = Literal["deductible", "coinsurance", "copay"]


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
    """A deductible of one network tier, or an account: of a person covered alone, and of a family."""

    individual: Cents
    family: Cents


class Maximums(Strict):
    """An out-of-pocket maximum of one network tier."""

    individual: CentsOrUnlimited
    family: CentsOrUnlimited


class CarryOver(Section):
    """What was applied to the deductible in the last months of a plan year also counts in the next.

    `deductible_unmet`: only where the year ends with the deductible not met.
    """

    last_months: Annotated[int, Field(strict=True, ge=1, le=11)] = 3
    when: Literal["always", "deductible_unmet"]


class Deductible(Section):
    """What members pay before the plan shares. `embedded`: a person stops at the individual amount.

    shared_with: code of the plan whose deductible it is: both plans add to one running total.
    """

    embedded: Flag
    in_: Amounts = Field(alias="in")
    out: Amounts
    cross_accumulation: CrossAccumulation
    carry_over: CarryOver | None = None
    shared_with: PlanCode | None = None


class SeparateDeductible(Deductible):
    """A deductible of its own for the benefits that name it, such as that of prescription drugs."""

    name: Name


class OutOfPocketMaximum(Section):
    """The most that members pay in a plan year. `embedded`: a person stops at the individual amount."""

    embedded: Flag
    in_: Maximums = Field(alias="in")
    out: Maximums
    cross_accumulation: CrossAccumulation
    shared_with: PlanCode | None = None


class SeparateMaximum(OutOfPocketMaximum):
    """An out-of-pocket maximum of its own for the benefits that name it."""

    name: Name


class HealthReimbursement(Section):
    """The employer's account that pays members' shares in a plan year: from the first dollar, or beyond a bridge."""

    individual: Cents
    family: Cents
    pays: Literal["first", "after_bridge"]
    bridge: Amounts | None = None
    covers: Annotated[tuple[MemberShare, ...], Field(min_length=1)] = ("deductible",)

    @model_validator(mode="after")
    def _has_bridge_where_it_needs_one(self) -> Self:
        if (self.bridge is not None) != (self.pays == "after_bridge"):
            raise ValueError(said("a bridge where the account pays after_bridge, and only there"))
        return self


class Coordination(Section):
    """What the plan pays after another plan. RULES 3.6 names the formulas; `carve-out` means several, so is none.

    deductible: of maintenance of benefits, pct x (allowable - paid - deductible) or pct x (allowable - paid) -
    deductible. allowable: whose allowed amount is shared, the plan's own, the higher or the lower of the two plans'.
    out_of_pocket_maximum: the maximum looks at the shares as if the plan were alone, or at what remains for the member.
    """

    method: Literal["standard", "non_duplication", "maintenance_of_benefits"]
    deductible: Literal["before_percentage", "after_percentage"] | None = None
    allowable: Literal["own", "higher", "lower"] = "own"
    level: Literal["line", "claim"] = "line"
    out_of_pocket_maximum: Literal["as_if_alone", "what_remains"] = "as_if_alone"
    benefit_reserve: Flag = False
    medicare_estimated: BasisPoints = 0

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if (self.deductible is not None) != (self.method == "maintenance_of_benefits"):
            raise ValueError(said("deductible before_percentage or after_percentage with maintenance_of_benefits"))
        if self.level == "claim" and self.out_of_pocket_maximum == "what_remains":
            raise ValueError(said("what_remains with coordination by line"))
        if self.level == "claim" and self.method == "maintenance_of_benefits":
            raise ValueError(said("maintenance_of_benefits with coordination by line"))
        if self.benefit_reserve and self.method != "standard":
            raise ValueError(said("a benefit_reserve with the standard method"))
        return self


class ThirdParty(Section):
    """Services for which somebody else may be liable: denied, held until it is known, or paid and recovered."""

    work: Literal["deny", "hold"]
    auto: Literal["hold", "pay_and_recover"]
    other_accident: Literal["hold", "pay_and_recover"]


class TimelyFiling(Section):
    """Days from the last day of the service to receipt."""

    days: Days


class AutoAdjudication(Section):
    """A charge above the limit, of a line or of a claim, is decided by a person."""

    limit: CentsOrUnlimited


class Amendment(Section):
    """A change from a day on: way to the value -> new value. What came before stands."""

    effective: date
    changes: dict[str, Any] = Field(min_length=1)
