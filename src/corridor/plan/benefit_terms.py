"""What a plan document says of benefits: which lines they take, what members pay, limits, penalties."""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from corridor.plan.arrays import NO_LIMIT
from corridor.plan.document import Strict
from corridor.plan.enrollment_terms import Ages
from corridor.plan.match import Match
from corridor.plan.sections import Flag, Section, Words
from corridor.plan.values import BasisPoints, Cents, CentsOrUnlimited, Days, Name, Visits
from corridor.wording.said import said

CopayPer = Literal["line", "visit", "day", "admission", "supply"]
CopayOrder = Literal["before_deductible", "after_deductible", "instead_of_deductible", "on_top_of_deductible"]
_MONTHS = re.compile(r"^([1-9][0-9]{0,2})_months$")


def _period(text: str) -> str:
    if text not in ("plan_year", "lifetime") and not _MONTHS.match(text):
        raise ValueError(said("plan_year, lifetime, or a rolling period such as 12_months"))
    return text


class Limit(Section):
    """A limit per person and period, shared by all benefits that name it; exactly one of the four counts.

    per: the plan year, the lifetime, or a rolling period (`24_months`): the months up to the service or from it.
    of: what is counted apart: the person, or each tooth, quadrant or tooth surface. dollars_of: of what the plan
    pays, or of what it recognises. applied: counts before cost sharing take from the allowed amount, after it from
    what the plan would pay.
    """

    name: Name
    visits: Visits | None = None
    days: Visits | None = None
    services: Visits | None = None
    dollars: Cents | None = None
    per: Annotated[str, AfterValidator(_period)] = "plan_year"
    of: Literal["person", "tooth", "quadrant", "tooth_surface"] = "person"
    applied: Literal["before_cost_share", "after_cost_share"] | None = None

    @model_validator(mode="after")
    def _counts_one_thing(self) -> Self:
        if sum(count is not None for count in (self.visits, self.days, self.services, self.dollars)) != 1:
            raise ValueError(said("exactly one of visits, days, services, dollars"))
        if self.of == "tooth_surface" and self.rolling_months == 0:
            raise ValueError(said("a rolling period such as 24_months where tooth surfaces are counted apart"))
        return self

    @property
    def unit(self) -> Literal["visits", "days", "services", "dollars"]:
        """What the limit counts."""
        if self.visits is not None:
            return "visits"
        if self.days is not None:
            return "days"
        return "services" if self.services is not None else "dollars"

    @property
    def amount(self) -> int:
        """The limit, in its unit; dollars as cents."""
        counts = (self.visits, self.days, self.services, self.dollars)
        return next(count for count in counts if count is not None)

    @property
    def rolling_months(self) -> int:
        """Length of a rolling period; 0 where the period is the plan year or the lifetime."""
        found = _MONTHS.match(self.per)
        return int(found[1]) if found else 0

    @property
    def is_after_cost_share(self) -> bool:
        """Whether it takes from what the plan would pay: dollars do unless said otherwise, counts do not."""
        return (self.applied or ("after_cost_share" if self.dollars is not None else "before_cost_share")) == (
            "after_cost_share"
        )


class Penalty(Section):
    """What the plan pays less where authorisation was required and is missing; never counts toward a maximum."""

    percent: BasisPoints = 0
    amount: Cents = 0
    most: CentsOrUnlimited = NO_LIMIT


class CostShare(Strict):
    """What the member pays of a benefit in one network tier; the words `not covered` stand for all of it.

    copay_per supply: one copay for each `supply_days` begun. copay_most: of a visit or an admission, by day.
    over_limit_discount: what a network provider takes off the part beyond a dollar limit (an allowance).
    """

    covered: Flag = True
    deductible_applies: Flag
    copay: Cents = 0
    copay_per: CopayPer = "visit"
    copay_order: CopayOrder = "before_deductible"
    copay_most: CentsOrUnlimited = NO_LIMIT
    copay_waived_if_admitted: Flag = False
    supply_days: Days | None = None
    coinsurance: BasisPoints
    coinsurance_least: Cents = 0
    coinsurance_most: CentsOrUnlimited = NO_LIMIT
    counts_toward_out_of_pocket: Flag = True
    penalty: Penalty | None = None
    late_penalty: Penalty | None = None
    over_limit_discount: BasisPoints = 0
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
    def _fits_together(self) -> Self:
        if (self.clause is None) != (self.text is None):
            raise ValueError(said("clause and text together"))
        if (self.supply_days is not None) != (self.copay_per == "supply"):
            raise ValueError(said("supply_days with copay_per supply, and only there"))
        if self.coinsurance_least > self.coinsurance_most:
            raise ValueError(said("coinsurance_least at most coinsurance_most"))
        return self


class Alternate(Strict):
    """The less costly service by which a procedure is recognised, and what is allowed for it."""

    procedure_code: Words
    allowed: Cents


class Alternates(Section):
    """Alternate benefit (downgrade): procedure performed -> the service it is recognised as."""

    procedures: dict[str, Alternate] = Field(min_length=1)


class Orthodontia(Section):
    """A course of treatment is paid in part when it begins, the rest in equal parts while it goes on."""

    initial: BasisPoints
    every: Literal["month", "quarter"]
    months_most: Annotated[int, Field(strict=True, ge=1, le=60)] = 24


class Benefit(Section):
    """One benefit: the lines it takes, and what the member pays of them.

    deductible, out_of_pocket_maximum: name of a separate one; none: the plan's own. dispense_as_written: who pays
    what a brand costs above its generic. waiting_months: from the first day of coverage. ages, sex: of the patients for
    whom it is.
    """

    name: Name
    handled: Literal["by rule", "by hand"] = "by rule"
    match: Match
    in_: CostShare | None = Field(None, alias="in")
    out: CostShare | None = None
    limits: tuple[Name, ...] = ()
    deductible: Name | None = None
    out_of_pocket_maximum: Name | None = None
    requires_authorization: Flag = False
    ages: Ages | None = None
    sex: Literal["F", "M"] | None = None
    waiting_months: Annotated[int, Field(strict=True, ge=1, le=60)] | None = None
    missing_tooth: Literal["covered", "excluded"] = "covered"
    alternates: Alternates | None = None
    dispense_as_written: Literal["plan_pays", "member_pays_difference"] = "plan_pays"
    orthodontia: Orthodontia | None = None

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        is_by_hand = self.handled == "by hand"
        if is_by_hand and (self.in_ or self.out or self.limits):
            raise ValueError(said("no in, out or limits where a benefit is handled by hand"))
        if not is_by_hand and not (self.in_ and self.out):
            raise ValueError(said("in and out"))
        return self
