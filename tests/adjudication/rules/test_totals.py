"""Running totals, the maximum, the penalty and the account by hand."""

import pytest

from corridor.adjudication.account import account_pays, covered_share
from corridor.adjudication.accumulate import carried_in, credited, kept_for_next_year, left, left_of_both
from corridor.adjudication.out_of_pocket import within_out_of_pocket
from corridor.adjudication.penalty import penalty_cents
from corridor.plan.arrays import (
    CARRY_OVER_ALWAYS,
    CARRY_OVER_IF_UNMET,
    COVERS_COINSURANCE,
    COVERS_COPAY,
    COVERS_DEDUCTIBLE,
    NO_LIMIT,
)


@pytest.mark.parametrize(("limit", "used", "expected"), [(10, 4, 6), (10, 10, 0), (10, 11, 0), (10, 0, 10)])
def test_what_is_left_of_a_limit(limit: int, used: int, expected: int) -> None:
    assert left(limit, used) == expected


@pytest.mark.parametrize(
    ("person", "family", "expected"),
    [((10, 4), (20, 4), 6), ((10, 4), (20, 15), 5), ((10, 12), (20, 12), 0), ((10, 4), (20, 21), 0)],
)
def test_person_or_family_whichever_is_less(person: tuple[int, int], family: tuple[int, int], expected: int) -> None:
    assert left_of_both(*person, *family) == expected


@pytest.mark.parametrize(
    ("amount", "counts", "left_cents", "expected"), [(7, 1, 9, 7), (7, 1, 5, 5), (7, 0, 9, 0), (7, 1, 0, 0)]
)
def test_a_total_never_passes_its_limit(amount: int, counts: int, left_cents: int, expected: int) -> None:
    assert credited(amount, counts, left_cents) == expected


@pytest.mark.parametrize(
    ("rule", "person_left", "family_left", "expected"),
    [
        (CARRY_OVER_ALWAYS, 0, 0, (30, 50)),
        (CARRY_OVER_IF_UNMET, 1, 1, (30, 50)),
        (CARRY_OVER_IF_UNMET, 0, 1, (0, 20)),  # the person's was met: the others keep theirs
        (CARRY_OVER_IF_UNMET, 1, 0, (30, 0)),
        (CARRY_OVER_IF_UNMET, 0, 0, (0, 0)),
    ],
)
def test_what_carries_over_into_the_next_year(
    rule: int, person_left: int, family_left: int, expected: tuple[int, int]
) -> None:
    assert kept_for_next_year(rule, 30, 50, person_left, family_left) == expected


def test_a_family_carries_no_less_than_nothing() -> None:
    assert kept_for_next_year(CARRY_OVER_IF_UNMET, 30, 20, 0, 1) == (0, 0)
    assert carried_in(30, 50) == carried_in(50, 30) == 30


@pytest.mark.parametrize(
    ("left_cents", "expected"),
    [
        (7, (1, 2, 4)),
        (6, (1, 1, 4)),
        (5, (1, 0, 4)),
        (4, (1, 0, 3)),
        (1, (1, 0, 0)),
        (0, (0, 0, 0)),
        (NO_LIMIT, (1, 2, 4)),
    ],
)
def test_the_maximum_takes_off_coinsurance_first_then_copay(left_cents: int, expected: tuple[int, int, int]) -> None:
    assert within_out_of_pocket(1, 2, 4, left_cents) == expected


@pytest.mark.parametrize(
    ("recognised", "rate", "amount", "most", "share", "expected"),
    [
        (1_000_00, 2_000, 0, NO_LIMIT, 700_00, 200_00),
        (1_000_00, 2_000, 50_00, NO_LIMIT, 700_00, 250_00),
        (1_000_00, 2_000, 50_00, 240_00, 700_00, 240_00),
        (1_000_00, 2_000, 50_00, NO_LIMIT, 100_00, 100_00),  # never more than the plan would pay
        (1, 5_000, 0, NO_LIMIT, 700_00, 1),
    ],
)
def test_the_penalty_is_a_share_and_an_amount(
    recognised: int, rate: int, amount: int, most: int, share: int, expected: int
) -> None:
    assert penalty_cents(recognised, rate, amount, most, share) == expected


@pytest.mark.parametrize(
    ("covers", "expected"),
    [
        (COVERS_DEDUCTIBLE, 1),
        (COVERS_COINSURANCE, 2),
        (COVERS_COPAY, 4),
        (COVERS_DEDUCTIBLE | COVERS_COPAY, 5),
        (COVERS_DEDUCTIBLE | COVERS_COINSURANCE | COVERS_COPAY, 7),
        (0, 0),
    ],
)
def test_the_account_looks_at_what_it_covers(covers: int, expected: int) -> None:
    assert covered_share(1, 2, 4, covers) == expected


@pytest.mark.parametrize(
    ("share", "bridge_left", "account_left", "expected"),
    [
        (80, 0, 100, (0, 80)),
        (80, 30, 100, (30, 50)),
        (80, 100, 100, (80, 0)),
        (80, 30, 20, (30, 20)),
        (80, 0, 0, (0, 0)),
    ],
)
def test_members_pay_the_bridge_then_the_account_pays(
    share: int, bridge_left: int, account_left: int, expected: tuple[int, int]
) -> None:
    assert account_pays(share, bridge_left, account_left) == expected
