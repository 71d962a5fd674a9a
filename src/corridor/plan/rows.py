"""What compiled plans have rows of: versions, benefits, deductibles, out-of-pocket maxima, limits of benefits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from corridor.plan.arrays import NO_LIMIT
from corridor.plan.benefit_terms import Benefit, CostShare, Limit
from corridor.plan.sections import Deductible, OutOfPocketMaximum
from corridor.plan.versions import Plan, PlanVersion

S = TypeVar("S", Deductible, OutOfPocketMaximum)
_NOT_COVERED = CostShare.model_validate("not covered")


@dataclass(frozen=True)
class VersionRow:
    """A plan version on some of its days.

    statutory_person_cents: what nobody in a family may exceed in the network; NO_LIMIT where statute sets nothing.
    """

    plan: Plan
    version: PlanVersion
    effective_from: date
    effective_to_exclusive: date | None
    statutory_person_cents: int


@dataclass(frozen=True)
class BenefitRow:
    """A benefit of a version row."""

    version_row: int
    plan_code: str
    version: PlanVersion
    benefit: Benefit

    @property
    def tiers(self) -> tuple[CostShare, CostShare]:
        """In and out of the network; a benefit that a person decides is covered in neither."""
        return self.benefit.in_ or _NOT_COVERED, self.benefit.out or _NOT_COVERED

    @property
    def limits(self) -> list[Limit]:
        """The limits that the benefit names, in its order."""
        by_name = {limit.name: limit for limit in self.version.terms.limits}
        return [by_name[name] for name in self.benefit.limits]

    @property
    def deductible(self) -> Deductible:
        """The separate deductible that the benefit names, else the plan's own."""
        terms = self.version.terms
        separate = {section.name: section for section in terms.separate_deductibles}
        return separate[self.benefit.deductible] if self.benefit.deductible else terms.deductible

    @property
    def maximum(self) -> OutOfPocketMaximum:
        """The separate out-of-pocket maximum that the benefit names, else the plan's own."""
        terms, name = self.version.terms, self.benefit.out_of_pocket_maximum
        separate = {section.name: section for section in terms.separate_maximums}
        return separate[name] if name else terms.out_of_pocket_maximum

    @property
    def is_per_admission(self) -> bool:
        """Whether its copay, or the most of a copay by day, is of an admission."""
        return any(
            tier.copay_per == "admission" or (tier.copay_per == "day" and tier.copay_most < NO_LIMIT)
            for tier in self.tiers
        )


@dataclass(frozen=True)
class AmountRow(Generic[S]):
    """A deductible or an out-of-pocket maximum. name: of a separate one; None: the version's own."""

    version_row: int
    name: str | None
    section: S
    statutory_person_cents: int = NO_LIMIT


@dataclass(frozen=True)
class LimitRow:
    """A limit that a benefit row names."""

    benefit_row: int
    limit: Limit


def deductible_rows(versions: Sequence[VersionRow]) -> list[AmountRow[Deductible]]:
    """Each version row's own deductible, in the order of version rows; then the separate ones."""
    own = [AmountRow[Deductible](v, None, row.version.terms.deductible) for v, row in enumerate(versions)]
    separate = [
        AmountRow[Deductible](v, section.name, section)
        for v, row in enumerate(versions)
        for section in row.version.terms.separate_deductibles
    ]
    return own + separate


def maximum_rows(versions: Sequence[VersionRow]) -> list[AmountRow[OutOfPocketMaximum]]:
    """Each version row's own out-of-pocket maximum, in the order of version rows; then the separate ones."""
    own = [
        AmountRow[OutOfPocketMaximum](v, None, row.version.terms.out_of_pocket_maximum, row.statutory_person_cents)
        for v, row in enumerate(versions)
    ]
    separate = [
        AmountRow[OutOfPocketMaximum](v, section.name, section)
        for v, row in enumerate(versions)
        for section in row.version.terms.separate_maximums
    ]
    return own + separate


def limit_rows(benefits: Sequence[BenefitRow]) -> list[LimitRow]:
    """One row for each limit that a benefit row names, in its order."""
    return [LimitRow(b, limit) for b, row in enumerate(benefits) for limit in row.limits]
