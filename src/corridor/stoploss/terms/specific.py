"""The specific: cover above a deductible of a person, a subscriber or a family (RULES 1.3)."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from corridor.money.text import amount_said
from corridor.plan.document import Strict
from corridor.plan.values import BasisPoints, Cents
from corridor.stoploss.faults import Misfit, refuse
from corridor.stoploss.terms.cover import Cover, Level
from corridor.stoploss.terms.notices import Notice
from corridor.wording.said import said

Identity = Annotated[str, StringConstraints(min_length=1)]


class Laser(Strict):
    """Somebody who has another deductible than the group, or none of the cover: whom the deductible is `per`."""

    member: Identity
    deductible: Cents | None = None
    excluded: bool = False
    clause: str = ""

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.deductible is None) != self.excluded:
            raise ValueError(said("a deductible, or excluded: true, one of the two"))
        return self


class ExcludedProvider(Strict):
    """A provider whose claims the specific does not cover."""

    provider: Identity
    clause: str = ""


class Corridor(Strict):
    """A slice above the deductible (and the aggregating deductible) of which the employer keeps a share."""

    of: Literal["person", "group"]
    amount: Cents
    retained: BasisPoints = 10_000


class BillGroups(Strict):
    """Deductibles of bill groups, and what holds for a member who moves from one to another.

    apart: each group counts its own payments against its own deductible. current: everything counts against the
    deductible of the group of the latest service. proportional: against the groups' deductibles, weighted by what each
    has paid.
    """

    rule: Literal["apart", "proportional", "current"]
    deductibles: Annotated[dict[str, Cents], Field(min_length=1)]


class AdvanceFunding(Strict):
    """The carrier sends its share before the employer pays, once the deductible itself is paid (RULES 1.3).

    least: smallest advance. excluded_last_days: of the paid window, in which none is made.
    """

    least: Cents = 0
    excluded_last_days: Annotated[int, Field(strict=True, ge=0)] = 0


class Specific(Cover):
    """Cover per person, subscriber or family: what is paid for one above the deductible."""

    per: Literal["person", "subscriber", "family"] = "person"
    deductible: Cents
    deductible_by_class: dict[Level, Cents] | None = None
    bill_groups: BillGroups | None = None
    lasers: tuple[Laser, ...] = ()
    excluded_providers: tuple[ExcludedProvider, ...] = ()
    aggregating_deductible: Cents = 0
    corridor: Corridor | None = None
    person_maximum: Cents | None = None
    annual_maximum: Cents | None = None
    advance_funding: AdvanceFunding | None = None
    notice_at: BasisPoints = 5_000
    notice: Notice = Notice()

    @model_validator(mode="after")
    def _lasers_fit(self) -> Self:
        misfits = [
            Misfit(
                ("lasers", index, "deductible"),
                amount_said(laser.deductible),
                said("at least the specific deductible, {amount}", amount=amount_said(self.deductible)),
            )
            for index, laser in enumerate(self.lasers)
            if laser.deductible is not None and laser.deductible < self.deductible
        ]
        members = [laser.member for laser in self.lasers]
        misfits += [
            Misfit(("lasers", index, "member"), said("a person lasered before"), said("each person once"))
            for index, member in enumerate(members)
            if member in members[:index]
        ]
        if self.deductible_by_class is not None and self.bill_groups is not None:
            misfits.append(Misfit(("bill_groups",), said("both"), said("deductibles by class, or by bill group")))
        refuse(misfits)
        return self
