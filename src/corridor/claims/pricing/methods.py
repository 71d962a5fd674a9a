"""The methods by which a line of a network contract makes a price. Reference: docs/reference/network-contract.md."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from corridor.claims.pricing.values import Count, Factor, TableName
from corridor.plan.document import Strict
from corridor.plan.match import Patterns
from corridor.plan.sections import Flag
from corridor.plan.values import Cents, Days, Share
from corridor.wording.said import said

WHOLE = 10_000
Percentile = Annotated[int, Field(strict=True, ge=1, le=99)]
PhysicalStatus = Literal["P1", "P2", "P3", "P4", "P5", "P6"]
Direction = Literal["QK", "QX", "QY", "QZ", "AA", "AD"]


class FeeSchedule(Strict):
    """Fees of a named schedule (reference table `fees`), a share of each."""

    schedule: TableName
    percent: Share = WHOLE


class PercentOfCharge(Strict):
    """A share of the charge."""

    percent: Share


class Rbrvs(Strict):
    """Relative values x geographic indices x conversion factor (reference tables `rvu`, `gpci`), a share of it.

    conversion_factor: none: that of the relative value file. locality: none: the provider's. geographic: without it
    all indices are 1.
    """

    percent: Share = WHOLE
    conversion_factor: Factor | None = None
    geographic: Flag = True
    locality: TableName | None = None


class Band(Strict):
    """What a day is paid from a day of the stay on, counted from 1."""

    from_day: Days
    amount: Cents


class Accommodation(Strict):
    """Days of some revenue codes, and what they are paid, by how many there have been."""

    revenue_code: Patterns
    bands: Annotated[tuple[Band, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _begins_with_the_first_day(self) -> Self:
        days = [band.from_day for band in self.bands]
        if days[0] != 1 or days != sorted(set(days)):
            raise ValueError(said("bands from day 1 on, each from a later day than the one before"))
        return self


class PerDiem(Strict):
    """So much a day for the whole claim, by accommodation; the first that takes a line counts its days."""

    accommodations: Annotated[tuple[Accommodation, ...], Field(min_length=1)]


class CaseRate(Strict):
    """One amount for the whole claim. days: of a stay that it is for; each further day is paid `day_amount`."""

    amount: Cents
    days: Days | None = None
    day_amount: Cents = 0

    @model_validator(mode="after")
    def _days_and_amount_together(self) -> Self:
        if (self.days is None) != (self.day_amount == 0):
            raise ValueError(said("days and day_amount together"))
        return self


class CostOutlier(Strict):
    """A share of the cost beyond payment and threshold; cost: the charges x the hospital's cost-to-charge ratio."""

    threshold: Cents
    cost_to_charge: Share
    marginal: Share


class DayOutlier(Strict):
    """So much for each whole day beyond the group's mean length of stay and `beyond` days more."""

    mean: Literal["geometric", "arithmetic"] = "geometric"
    beyond: Count = 0
    amount: Cents


class Drg(Strict):
    """Base x weight of the group (reference table `drg`), what is added to it, and what a stay beyond bounds brings."""

    base: Cents
    percent: Share = WHOLE
    add_on: Cents = 0
    outlier: CostOutlier | None = None
    day_outlier: DayOutlier | None = None


class Anaesthesia(Strict):
    """(base units + time units + units of the patient's state) x conversion factor (reference table `anaesthesia`).

    rounding: of the time units: to `decimals`, to whole ones with half a unit up, or every unit begun. direction: share
    by the modifier of who gave it. supervision_units: what AD is paid in place of all units.
    """

    conversion_factor: Factor
    minutes_per_unit: Annotated[int, Field(strict=True, ge=1, le=60)] = 15
    rounding: Literal["exact", "half", "up"] = "exact"
    decimals: Annotated[int, Field(strict=True, ge=0, le=4)] = 1
    physical_status: dict[PhysicalStatus, Count] = Field(default_factory=dict)
    direction: dict[Direction, Share] = Field(default_factory=dict)
    supervision_units: Count = 3


class Usual(Strict):
    """A percentile of what is usually charged in the area (reference table `ucr`), a share of it."""

    percentile: Percentile
    percent: Share = WHOLE


class LineMethods(Strict):
    """Methods that look at a service by itself; one is given."""

    fee_schedule: FeeSchedule | None = None
    percent_of_charge: PercentOfCharge | None = None
    rbrvs: Rbrvs | None = None
    anaesthesia: Anaesthesia | None = None
    usual_charge: Usual | None = None


LINE_METHODS = tuple(LineMethods.model_fields)


class OneMethod(LineMethods):
    """One of the methods that are compared."""

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if sum(getattr(self, name) is not None for name in LINE_METHODS) != 1:
            raise ValueError(said("one method"))
        return self


class ReferenceBased(Strict):
    """The greatest or the least of several prices; one that cannot be found is left out."""

    take: Literal["greatest", "least"]
    of: Annotated[tuple[OneMethod, ...], Field(min_length=2)]


CLAIM_METHODS = ("per_diem", "case_rate", "drg")
"""Methods that make one price for a claim, which is dealt over its lines."""
METHODS = (*LINE_METHODS, "reference_based", *CLAIM_METHODS)
