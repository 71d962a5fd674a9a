"""The formulas of coordination by hand, the published ones first."""

import pytest

from corridor.adjudication.coordination import after_other_plan, cut_to, from_reserve, maintained
from corridor.plan.arrays import (
    COPAY_BEFORE_DEDUCTIBLE,
    MAINTENANCE_DEDUCTIBLE_FIRST,
    MAINTENANCE_DEDUCTIBLE_LAST,
    NO_LIMIT,
    NON_DUPLICATION,
    STANDARD,
)

FIRST, LAST = MAINTENANCE_DEDUCTIBLE_FIRST, MAINTENANCE_DEDUCTIBLE_LAST


@pytest.mark.parametrize(
    ("method", "alone", "allowable", "other_paid", "paid"),
    [
        (STANDARD, 104_00, 130_00, 104_00, 26_00),  # Delta Dental of Wisconsin: $130, both plans 80%
        (NON_DUPLICATION, 104_00, 130_00, 104_00, 0),
        (STANDARD, 104_00, 130_00, 0, 104_00),
        (STANDARD, 20_00, 130_00, 104_00, 20_00),
        (STANDARD, 104_00, 130_00, 130_00, 0),
        (NON_DUPLICATION, 104_00, 130_00, 103_99, 1),
        (NON_DUPLICATION, 104_00, 130_00, 0, 104_00),
        (NON_DUPLICATION, 100_00, 80_00, 10_00, 70_00),  # the lower allowable amount leaves less
    ],
)
def test_what_the_plan_pays_after_another(method: int, alone: int, allowable: int, other_paid: int, paid: int) -> None:
    assert after_other_plan(method, alone, allowable, other_paid) == paid


@pytest.mark.parametrize(
    ("method", "remainder", "copay", "deductible", "rate", "maximum", "paid"),
    [
        (FIRST, 50_00, 0, 0, 2_500, NO_LIMIT, 37_50),  # Dentrix: $125 at 75%, $75 paid before
        (LAST, 50_00, 0, 0, 2_500, NO_LIMIT, 37_50),
        (FIRST, 100_00, 0, 50_00, 2_000, NO_LIMIT, 40_00),  # 80% x (100 - 50)
        (LAST, 100_00, 0, 50_00, 2_000, NO_LIMIT, 30_00),  # 80% x 100 - 50
        (FIRST, 100_00, 10_00, 50_00, 2_000, NO_LIMIT, 32_00),
        (LAST, 100_00, 10_00, 50_00, 2_000, NO_LIMIT, 20_00),
        (FIRST, 100_00, 0, 50_00, 2_000, 45_00, 55_00),  # the maximum holds the member to 45
        (LAST, 100_00, 0, 50_00, 2_000, 45_00, 55_00),
        (LAST, 40_00, 10_00, 50_00, 2_000, NO_LIMIT, 0),
        (FIRST, 40_00, 10_00, 50_00, 2_000, NO_LIMIT, 0),
        (LAST, 65_00, 10_00, 50_00, 2_000, NO_LIMIT, 0),  # of the copay only 2 are left
    ],
)
def test_maintenance_of_benefits(
    method: int, remainder: int, copay: int, deductible: int, rate: int, maximum: int, paid: int
) -> None:
    terms = (copay, COPAY_BEFORE_DEDUCTIBLE, deductible, rate, 0, NO_LIMIT)
    assert maintained(method, remainder, *terms, maximum) == paid


@pytest.mark.parametrize(("owed", "reserve", "drawn"), [(30, 50, 30), (50, 30, 30), (0, 30, 0), (30, 0, 0)])
def test_the_reserve_pays_what_is_still_owed(owed: int, reserve: int, drawn: int) -> None:
    assert from_reserve(owed, reserve) == drawn


@pytest.mark.parametrize(
    ("remainder", "expected"),
    [
        (63, (1, 2, 4, 8, 16, 32)),
        (62, (0, 2, 4, 8, 16, 32)),
        (61, (0, 1, 4, 8, 16, 32)),
        (60, (0, 0, 4, 8, 16, 32)),
        (57, (0, 0, 1, 8, 16, 32)),
        (50, (0, 0, 0, 2, 16, 32)),
        (40, (0, 0, 0, 0, 8, 32)),
        (10, (0, 0, 0, 0, 0, 10)),
        (0, (0, 0, 0, 0, 0, 0)),
        (64, (1, 2, 4, 8, 17, 32)),  # the other plan allowed more
    ],
)
def test_shares_are_cut_one_after_another(remainder: int, expected: tuple[int, ...]) -> None:
    """Coinsurance, copay, deductible, over limit, not recognised, penalty: 1, 2, 4, 8, 16 and 32 cents."""
    assert cut_to(remainder, 1, 2, 4, 8, 16, 32) == expected
