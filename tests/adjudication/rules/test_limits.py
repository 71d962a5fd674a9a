"""Limits by hand: a period that rolls, units that run out within a line, dollars."""

import numpy as np
import pytest

from corridor.adjudication.arrays import day_number
from corridor.adjudication.limits import is_new_visit, used_in_window, within_dollar_limit, within_units

ALL = -1
MESIAL, OCCLUSAL = 1, 2


@pytest.mark.parametrize(
    ("allowed", "is_counted", "is_new"), [(1, False, True), (1, True, False), (0, False, False), (0, True, False)]
)
def test_a_visit_counts_once_and_only_for_something(allowed: int, is_counted: bool, is_new: bool) -> None:
    assert is_new_visit(allowed, is_counted) == is_new


def used(day: tuple[int, int, int], uses: list[tuple[int, int, int]], months: int = 12, surfaces: int = ALL) -> int:
    """What uses of 1, 10, 100, ... on the given days take of a limit, seen from `day`."""
    days = np.array([day_number(*each) for each in uses], np.int32)
    amounts = 10 ** np.arange(len(uses), dtype=np.int64)
    touched = np.array([MESIAL, OCCLUSAL] * len(uses), np.int32)[: len(uses)]
    return used_in_window(days, touched, amounts, 0, len(uses), day_number(*day), months, surfaces)


@pytest.mark.parametrize(
    ("use", "is_within"),
    [
        ((2025, 6, 15), False),  # twelve months ago to the day: the period is over
        ((2025, 6, 16), True),
        ((2026, 6, 14), True),
        ((2026, 6, 15), True),
        ((2026, 6, 16), True),
        ((2027, 6, 14), True),
        ((2027, 6, 15), False),
    ],
)
def test_a_rolling_period_lasts_its_months_to_the_day(use: tuple[int, int, int], is_within: bool) -> None:
    assert used((2026, 6, 15), [use]) == is_within


def test_months_before_and_months_from_the_day_are_not_added_together() -> None:
    assert used((2026, 6, 15), [(2026, 1, 1), (2026, 12, 1)]) == 10
    assert used((2026, 6, 15), [(2026, 12, 1), (2026, 1, 1)]) == 10
    assert used((2026, 6, 15), [(2026, 6, 15), (2026, 6, 15)]) == 11


def test_only_uses_on_a_common_surface_count() -> None:
    uses = [(2026, 1, 1), (2026, 2, 1), (2026, 3, 1)]  # mesial, occlusal, mesial
    assert used((2026, 6, 15), uses, surfaces=MESIAL) == 101
    assert used((2026, 6, 15), uses, surfaces=OCCLUSAL) == 10
    assert used((2026, 6, 15), uses, surfaces=MESIAL | OCCLUSAL) == 111
    assert used((2026, 6, 15), uses, surfaces=4) == 0


def test_uses_of_other_limits_lie_outside_the_range() -> None:
    days, everywhere = np.full(3, day_number(2026, 1, 1), np.int32), np.full(3, ALL, np.int32)
    assert used_in_window(days, everywhere, np.array([1, 10, 100]), 1, 2, day_number(2026, 1, 2), 12, ALL) == 10


@pytest.mark.parametrize(
    ("amount", "granted", "needed", "within"),
    [
        (100_00, 3, 3, 100_00),
        (100_00, 4, 3, 100_00),
        (100_00, 1, 3, 33_33),
        (100_00, 2, 3, 66_67),
        (1, 1, 2, 1),  # half a cent is rounded up
        (100_00, 0, 3, 0),
    ],
)
def test_units_that_run_out_take_their_part_of_the_line(amount: int, granted: int, needed: int, within: int) -> None:
    assert within_units(amount, granted, needed) == within


@pytest.mark.parametrize(
    ("share", "left", "expected"), [(80, 100, (80, 0)), (100, 100, (100, 0)), (101, 100, (100, 1)), (5, 0, (0, 5))]
)
def test_a_dollar_limit_cuts_what_is_beyond(share: int, left: int, expected: tuple[int, int]) -> None:
    assert within_dollar_limit(share, left) == expected
