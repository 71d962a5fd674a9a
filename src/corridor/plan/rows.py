"""Rows of the kernel's arrays: one per plan version, one per benefit of a version."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from corridor.plan.arrays import COPAY_AFTER_DEDUCTIBLE, COPAY_BEFORE_DEDUCTIBLE, NO_LIMIT, PlanArrays
from corridor.plan.benefit_terms import Benefit, CostShare, Limit
from corridor.plan.sections import Deductible, OutOfPocketMaximum
from corridor.plan.versions import Plan, PlanVersion

_COPAY_ORDER = {"before_deductible": COPAY_BEFORE_DEDUCTIBLE, "after_deductible": COPAY_AFTER_DEDUCTIBLE}
_COUNTS = {
    "none": ((1, 0), (0, 1)),
    "in_counts_toward_out": ((1, 1), (0, 1)),
    "both": ((1, 1), (1, 1)),
}
_NOT_COVERED = CostShare(covered=False, deductible_applies=False, coinsurance="0%")  # type: ignore[arg-type]


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
    version: PlanVersion
    benefit: Benefit

    @property
    def tiers(self) -> tuple[CostShare, CostShare]:
        """In and out of the network; a benefit that a person decides is covered in neither."""
        return self.benefit.in_ or _NOT_COVERED, self.benefit.out or _NOT_COVERED

    def limit(self, kind: Literal["visits", "dollars"]) -> Limit | None:
        """The benefit's limit of visits or of dollars."""
        named = (limit for limit in self.version.terms.limits if limit.name in self.benefit.limits)
        return next((limit for limit in named if (kind == "visits") == bool(limit.visits_per_plan_year)), None)


def stack(versions: Sequence[VersionRow], benefits: Sequence[BenefitRow]) -> PlanArrays:
    """The rows as arrays: shapes in corridor.plan.arrays."""

    def by_tier(value: Callable[[CostShare], int], dtype: Any) -> NDArray[Any]:
        return np.array([[value(tier) for tier in row.tiers] for row in benefits], dtype).reshape(-1, 2)

    def by_level(section: Callable[[VersionRow], Any]) -> NDArray[np.int64]:
        return np.array([section(row) for row in versions], np.int64).reshape(-1, 2, 2)

    def counts(section: Callable[[PlanVersion], Any]) -> NDArray[np.uint8]:
        table = [_COUNTS[section(row.version).cross_accumulation] for row in versions]
        return np.array(table, np.uint8).reshape(-1, 2, 2)

    return PlanArrays(
        covered=by_tier(lambda tier: tier.covered, np.uint8),
        deductible_applies=by_tier(lambda tier: tier.deductible_applies, np.uint8),
        copay_cents=by_tier(lambda tier: tier.copay, np.int64),
        copay_is_per_visit=by_tier(lambda tier: tier.copay_per == "visit", np.uint8),
        copay_order=by_tier(lambda tier: _COPAY_ORDER[tier.copay_order], np.uint8),
        coinsurance_bp=by_tier(lambda tier: tier.coinsurance, np.int64),
        counts_to_out_of_pocket=by_tier(lambda tier: tier.counts_toward_out_of_pocket, np.uint8),
        visit_limit=np.array([_visits(row) for row in benefits], np.int64),
        dollar_limit_cents=np.array([_dollars(row) for row in benefits], np.int64),
        person_deductible_cents=by_level(lambda row: _person(row.version.terms.deductible, (NO_LIMIT, NO_LIMIT))),
        family_deductible_cents=by_level(lambda row: _family(row.version.terms.deductible)),
        person_out_of_pocket_cents=by_level(
            lambda row: _person(row.version.terms.out_of_pocket_maximum, (row.statutory_person_cents, NO_LIMIT))
        ),
        family_out_of_pocket_cents=by_level(lambda row: _family(row.version.terms.out_of_pocket_maximum)),
        deductible_counts=counts(lambda version: version.terms.deductible),
        out_of_pocket_counts=counts(lambda version: version.terms.out_of_pocket_maximum),
    )


def _person(section: Deductible | OutOfPocketMaximum, in_family: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    """What one person bears, by level and tier; `in_family` by tier where the amounts are not embedded."""
    alone = (section.in_.individual, section.out.individual)
    return alone, alone if section.embedded else in_family


def _family(section: Deductible | OutOfPocketMaximum) -> tuple[tuple[int, int], ...]:
    return (NO_LIMIT, NO_LIMIT), (section.in_.family, section.out.family)


def _visits(row: BenefitRow) -> int:
    limit = row.limit("visits")
    return NO_LIMIT if limit is None or limit.visits_per_plan_year is None else limit.visits_per_plan_year


def _dollars(row: BenefitRow) -> int:
    limit = row.limit("dollars")
    return NO_LIMIT if limit is None or limit.dollars_per_plan_year is None else limit.dollars_per_plan_year
