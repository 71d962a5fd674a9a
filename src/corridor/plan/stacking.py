"""Rows of plans -> the kernel's arrays. Shapes and units: corridor.plan.arrays."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridor.plan.arrays import (
    CARRY_OVER_ALWAYS,
    CARRY_OVER_IF_UNMET,
    COPAY_AFTER_DEDUCTIBLE,
    COPAY_BEFORE_DEDUCTIBLE,
    COPAY_INSTEAD,
    COPAY_ON_TOP,
    COUNTS_DOLLARS,
    COUNTS_UNITS,
    COUNTS_VISITS,
    COVERS_COINSURANCE,
    COVERS_COPAY,
    COVERS_DEDUCTIBLE,
    MAINTENANCE_DEDUCTIBLE_FIRST,
    MAINTENANCE_DEDUCTIBLE_LAST,
    NO_CARRY_OVER,
    NO_COORDINATION,
    NO_LIMIT,
    NON_DUPLICATION,
    STANDARD,
    PlanArrays,
)
from corridor.plan.benefit_terms import CostShare
from corridor.plan.rows import AmountRow, BenefitRow, LimitRow, S, VersionRow, deductible_rows, limit_rows, maximum_rows
from corridor.plan.sections import Amounts, Coordination, Deductible, HealthReimbursement

_COPAY_ORDER = {
    "before_deductible": COPAY_BEFORE_DEDUCTIBLE,
    "after_deductible": COPAY_AFTER_DEDUCTIBLE,
    "instead_of_deductible": COPAY_INSTEAD,
    "on_top_of_deductible": COPAY_ON_TOP,
}
_COUNTS = {
    "none": ((1, 0), (0, 1)),
    "in_counts_toward_out": ((1, 1), (0, 1)),
    "out_counts_toward_in": ((1, 0), (1, 1)),
    "both": ((1, 1), (1, 1)),
}
_LIMIT_COUNTS = {
    "visits": COUNTS_VISITS,
    "days": COUNTS_UNITS,
    "services": COUNTS_UNITS,
    "dollars": COUNTS_DOLLARS,
}
_COVERS = {"deductible": COVERS_DEDUCTIBLE, "coinsurance": COVERS_COINSURANCE, "copay": COVERS_COPAY}
_CARRY_OVER = {"always": CARRY_OVER_ALWAYS, "deductible_unmet": CARRY_OVER_IF_UNMET}


def stack(versions: Sequence[VersionRow], benefits: Sequence[BenefitRow]) -> PlanArrays:
    """The rows as arrays."""
    deductibles, maximums = deductible_rows(versions), maximum_rows(versions)
    return PlanArrays(
        **_of_cost_shares(benefits),
        **_of_benefits(benefits, deductibles, maximums),
        **_of_limits(limit_rows(benefits)),
        **_of_amounts(deductibles, maximums),
        **_of_versions(versions),
    )


def _of_cost_shares(benefits: Sequence[BenefitRow]) -> dict[str, NDArray[Any]]:
    def by_tier(value: Callable[[CostShare], int], dtype: Any) -> NDArray[Any]:
        return np.array([[value(tier) for tier in row.tiers] for row in benefits], dtype).reshape(-1, 2)

    return {
        "covered": by_tier(lambda tier: tier.covered, np.uint8),
        "deductible_applies": by_tier(lambda tier: tier.deductible_applies, np.uint8),
        "copay_cents": by_tier(lambda tier: tier.copay, np.int64),
        "copay_once": by_tier(lambda tier: tier.copay_per in ("visit", "admission"), np.uint8),
        "copay_step": by_tier(_copay_step, np.int64),
        "copay_most_cents": by_tier(lambda tier: tier.copay_most, np.int64),
        "copay_order": by_tier(lambda tier: _COPAY_ORDER[tier.copay_order], np.uint8),
        "copay_waived_if_admitted": by_tier(lambda tier: tier.copay_waived_if_admitted, np.uint8),
        "coinsurance_bp": by_tier(lambda tier: tier.coinsurance, np.int64),
        "coinsurance_least_cents": by_tier(lambda tier: tier.coinsurance_least, np.int64),
        "coinsurance_most_cents": by_tier(lambda tier: tier.coinsurance_most, np.int64),
        "counts_to_out_of_pocket": by_tier(lambda tier: tier.counts_toward_out_of_pocket, np.uint8),
        "penalty_bp": by_tier(lambda tier: tier.penalty.percent if tier.penalty else 0, np.int64),
        "penalty_cents": by_tier(lambda tier: tier.penalty.amount if tier.penalty else 0, np.int64),
        "penalty_most_cents": by_tier(lambda tier: tier.penalty.most if tier.penalty else NO_LIMIT, np.int64),
        "late_penalty_bp": by_tier(lambda tier: tier.late_penalty.percent if tier.late_penalty else 0, np.int64),
        "late_penalty_cents": by_tier(lambda tier: tier.late_penalty.amount if tier.late_penalty else 0, np.int64),
        "late_penalty_most_cents": by_tier(
            lambda tier: tier.late_penalty.most if tier.late_penalty else NO_LIMIT, np.int64
        ),
        "over_limit_discount_bp": by_tier(lambda tier: tier.over_limit_discount, np.int64),
    }


def _copay_step(tier: CostShare) -> int:
    return 1 if tier.copay_per == "day" else tier.supply_days or 0


def _of_benefits(
    benefits: Sequence[BenefitRow], deductibles: Sequence[AmountRow[Any]], maximums: Sequence[AmountRow[Any]]
) -> dict[str, NDArray[Any]]:
    deductible_at = {(row.version_row, row.name): d for d, row in enumerate(deductibles)}
    maximum_at = {(row.version_row, row.name): m for m, row in enumerate(maximums)}
    named = [(row.version_row, row.benefit) for row in benefits]
    ends = np.cumsum([0, *(len(row.benefit.limits) for row in benefits)])
    return {
        "deductible_row": np.array([deductible_at[v, benefit.deductible] for v, benefit in named], np.int32),
        "maximum_row": np.array([maximum_at[v, benefit.out_of_pocket_maximum] for v, benefit in named], np.int32),
        "limit_offsets": ends.astype(np.int32),
    }


def _of_limits(rows: Sequence[LimitRow]) -> dict[str, NDArray[Any]]:
    limits = [row.limit for row in rows]
    return {
        "limit_counts": np.array([_LIMIT_COUNTS[limit.unit] for limit in limits], np.uint8),
        "limit_amount": np.array([limit.amount for limit in limits], np.int64),
        "limit_months": np.array([limit.rolling_months for limit in limits], np.int32),
        "limit_is_after": np.array([limit.is_after_cost_share for limit in limits], np.uint8),
    }


def _of_amounts(
    deductibles: Sequence[AmountRow[Deductible]], maximums: Sequence[AmountRow[Any]]
) -> dict[str, NDArray[Any]]:
    return {
        "person_deductible_cents": _by_level(_person, deductibles),
        "family_deductible_cents": _by_level(_family, deductibles),
        "deductible_counts": _counts(deductibles),
        "carry_over": np.array([_carry_over(row.section) for row in deductibles], np.uint8),
        "person_out_of_pocket_cents": _by_level(_person, maximums),
        "family_out_of_pocket_cents": _by_level(_family, maximums),
        "out_of_pocket_counts": _counts(maximums),
    }


def _by_level(value: Callable[[AmountRow[S]], Any], rows: Sequence[AmountRow[S]]) -> NDArray[np.int64]:
    return np.array([value(row) for row in rows], np.int64).reshape(-1, 2, 2)


def _counts(rows: Sequence[AmountRow[S]]) -> NDArray[np.uint8]:
    return np.array([_COUNTS[row.section.cross_accumulation] for row in rows], np.uint8).reshape(-1, 2, 2)


def _person(row: AmountRow[S]) -> tuple[tuple[int, int], ...]:
    """What one person bears, by level and tier."""
    alone = (row.section.in_.individual, row.section.out.individual)
    return alone, alone if row.section.embedded else (row.statutory_person_cents, NO_LIMIT)


def _family(row: AmountRow[S]) -> tuple[tuple[int, int], ...]:
    return (NO_LIMIT, NO_LIMIT), (row.section.in_.family, row.section.out.family)


def _carry_over(section: Deductible) -> int:
    return _CARRY_OVER[section.carry_over.when] if section.carry_over else NO_CARRY_OVER


def _of_versions(rows: Sequence[VersionRow]) -> dict[str, NDArray[Any]]:
    terms = [row.version.terms for row in rows]
    ways = [each.coordination for each in terms]
    accounts = [each.health_reimbursement for each in terms]
    return {
        "coordination": np.array([_coordination(way) for way in ways], np.uint8),
        "coordinates_claims": np.array([way is not None and way.level == "claim" for way in ways], np.uint8),
        "maximum_on_remainder": np.array(
            [way is not None and way.out_of_pocket_maximum == "what_remains" for way in ways], np.uint8
        ),
        "reserves_benefits": np.array([way is not None and way.benefit_reserve for way in ways], np.uint8),
        "account_cents": np.array([_amounts(account) for account in accounts], np.int64).reshape(-1, 2),
        "account_bridge_cents": np.array(
            [_amounts(account.bridge if account else None) for account in accounts], np.int64
        ).reshape(-1, 2),
        "account_covers": np.array([_covers(account) for account in accounts], np.uint8),
    }


def _coordination(way: Coordination | None) -> int:
    if way is None:
        return NO_COORDINATION
    if way.method == "maintenance_of_benefits":
        is_first = way.deductible == "before_percentage"
        return MAINTENANCE_DEDUCTIBLE_FIRST if is_first else MAINTENANCE_DEDUCTIBLE_LAST
    return STANDARD if way.method == "standard" else NON_DUPLICATION


def _amounts(section: HealthReimbursement | Amounts | None) -> tuple[int, int]:
    return (section.individual, section.family) if section else (0, 0)


def _covers(account: HealthReimbursement | None) -> int:
    return sum(_COVERS[share] for share in set(account.covers)) if account else 0
