"""Copay, deductible and coinsurance by hand: every order, and the amounts at which something changes."""

import pytest

from corridor.adjudication.cost_share import coinsurance, copay_due_cents, cost_share, is_deductible_replaced
from corridor.plan.arrays import (
    COPAY_AFTER_DEDUCTIBLE,
    COPAY_BEFORE_DEDUCTIBLE,
    COPAY_INSTEAD,
    COPAY_ON_TOP,
    NO_LIMIT,
)

BEFORE, AFTER, ON_TOP, INSTEAD = COPAY_BEFORE_DEDUCTIBLE, COPAY_AFTER_DEDUCTIBLE, COPAY_ON_TOP, COPAY_INSTEAD


@pytest.mark.parametrize(
    ("copay", "step", "units", "once", "taken", "most_left", "waived", "due"),
    [
        (30_00, 0, 1, True, False, NO_LIMIT, False, 30_00),
        (30_00, 0, 9, True, False, NO_LIMIT, False, 30_00),  # one, however many units
        (30_00, 0, 1, True, True, NO_LIMIT, False, 0),  # an earlier line of the visit was charged it
        (30_00, 0, 1, False, True, NO_LIMIT, False, 30_00),  # by line, what was taken before plays no part
        (30_00, 0, 1, False, False, NO_LIMIT, True, 0),  # admitted
        (250_00, 1, 3, False, False, NO_LIMIT, False, 750_00),  # by day
        (250_00, 1, 3, False, False, 600_00, False, 600_00),  # by day, to the most of the stay
        (250_00, 1, 3, False, False, 0, False, 0),
        (10_00, 30, 1, False, False, NO_LIMIT, False, 10_00),  # for each 30 days' supply begun
        (10_00, 30, 30, False, False, NO_LIMIT, False, 10_00),
        (10_00, 30, 31, False, False, NO_LIMIT, False, 20_00),
        (10_00, 30, 90, False, False, NO_LIMIT, False, 30_00),
    ],
)
def test_the_copay_that_is_due(
    copay: int, step: int, units: int, once: bool, taken: bool, most_left: int, waived: bool, due: int
) -> None:
    assert copay_due_cents(copay, step, units, once, taken, most_left, waived) == due


@pytest.mark.parametrize(
    ("order", "due", "taken", "is_replaced"),
    [
        (INSTEAD, 1, False, True),
        (INSTEAD, 0, True, True),
        (INSTEAD, 0, False, False),
        (BEFORE, 1, True, False),
        (AFTER, 1, True, False),
        (ON_TOP, 1, True, False),
    ],
)
def test_a_copay_stands_in_the_deductibles_place(order: int, due: int, taken: bool, is_replaced: bool) -> None:
    assert is_deductible_replaced(order, due, taken) == is_replaced


@pytest.mark.parametrize(
    ("base", "rate", "least", "most", "share"),
    [
        (100_00, 2_000, 0, NO_LIMIT, 20_00),
        (1, 5_000, 0, NO_LIMIT, 1),  # half a cent is rounded up
        (1, 4_999, 0, NO_LIMIT, 0),
        (100_00, 2_000, 20_01, NO_LIMIT, 20_01),
        (100_00, 2_000, 0, 19_99, 19_99),
        (100_00, 2_000, 20_00, 20_00, 20_00),
        (15_00, 2_000, 20_00, 50_00, 15_00),  # the least is never more than what is left
        (0, 2_000, 20_00, 50_00, 0),
        (100_00, 10_000, 0, NO_LIMIT, 100_00),
        (100_00, 0, 0, NO_LIMIT, 0),
    ],
)
def test_coinsurance_lies_between_its_least_and_its_most(
    base: int, rate: int, least: int, most: int, share: int
) -> None:
    assert coinsurance(base, rate, least, most) == share


@pytest.mark.parametrize(
    ("amount", "due", "order", "deductible_left", "expected"),  # expected: deductible, coinsurance of 20%, copay
    [
        (200_00, 30_00, BEFORE, 100_00, (100_00, 14_00, 30_00)),
        (200_00, 30_00, AFTER, 100_00, (100_00, 14_00, 30_00)),
        (200_00, 30_00, INSTEAD, 0, (0, 34_00, 30_00)),
        (200_00, 30_00, ON_TOP, 100_00, (100_00, 20_00, 30_00)),
        (120_00, 30_00, BEFORE, 100_00, (90_00, 0, 30_00)),
        (120_00, 30_00, AFTER, 100_00, (100_00, 0, 20_00)),
        (120_00, 30_00, ON_TOP, 100_00, (100_00, 4_00, 16_00)),  # no more than what is left
        (20_00, 30_00, BEFORE, 100_00, (0, 0, 20_00)),
        (20_00, 30_00, AFTER, 100_00, (20_00, 0, 0)),
        (20_00, 30_00, ON_TOP, 100_00, (20_00, 0, 0)),
        (100_00, 0, BEFORE, 100_00, (100_00, 0, 0)),
        (100_01, 0, BEFORE, 100_00, (100_00, 0, 0)),  # a fifth of a cent
        (100_03, 0, BEFORE, 100_00, (100_00, 1, 0)),
        (0, 30_00, BEFORE, 100_00, (0, 0, 0)),
    ],
)
def test_each_step_takes_what_the_steps_before_left(
    amount: int, due: int, order: int, deductible_left: int, expected: tuple[int, int, int]
) -> None:
    assert cost_share(amount, due, order, deductible_left, 2_000, 0, NO_LIMIT) == expected
