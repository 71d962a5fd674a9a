"""What no generated book asks of the kernel: a line alone, a state that other decisions left, the parallel entry."""

from typing import Any

import numpy as np
import pytest

from corridor.adjudication.arrays import (
    BENEFIT_MAXIMUM,
    COPAY_TAKEN,
    COUNTED,
    LAST_OF_CLAIM,
    NO_SLOT,
    PAID,
    Lines,
    Outcome,
    State,
)
from corridor.adjudication.door import PLAN_FIELDS, STATE_FIELDS, line_fields
from corridor.adjudication.limit_use import before_cost_share
from corridor.adjudication.run import batch, live
from corridor.plan.arrays import COUNTS_UNITS, COUNTS_VISITS, NO_LIMIT, PlanArrays
from tests.oracle.settled_books import SettledBook, settled_books

SEEDS = range(1)
OPEN_ENDED = ("copay_most_cents", "coinsurance_most_cents", "penalty_most_cents", "late_penalty_most_cents")

LIMITS = ("limit_counts", "limit_amount", "limit_months", "limit_is_after")


def of_ones(field: Any) -> Any:
    """An array of one row, of zeros."""
    return np.zeros([1 if isinstance(axis, str) else axis for axis in field.shape], field.dtype)


def filled(group: Any, **changes: Any) -> Any:
    """The group of arrays with some filled by one value."""
    return group._replace(**{name: np.full_like(getattr(group, name), value) for name, value in changes.items()})


def a_plan(*, has_limit: bool = False, **changes: Any) -> PlanArrays:
    """One benefit, paid in full, and nothing else; changes: arrays to be filled with a value."""
    plan = PlanArrays(**{name: of_ones(field) for name, field in PLAN_FIELDS.items()})
    plan = filled(plan, covered=1, **dict.fromkeys(OPEN_ENDED, NO_LIMIT))
    both = {name: NO_LIMIT for name in PlanArrays._fields if name.startswith(("person_", "family_"))}
    plan = filled(plan, **(both | changes))
    limits = {name: getattr(plan, name)[:has_limit] for name in LIMITS}
    return plan._replace(**limits, limit_offsets=np.array([0, has_limit], np.int32))


def a_line(*, is_limited: bool = False, **changes: Any) -> Lines:
    """A line of $100, alone in its family."""
    fields = line_fields(dict.fromkeys([*(str(f.shape[0]) for f in STATE_FIELDS.values()), "n", "v", "b", "k"], 1))
    lines = Lines(**{name: of_ones(field) for name, field in fields.items()})
    absent = dict.fromkeys(("occasion_slot", "reserve_slot", "account_slot"), NO_SLOT)
    absent |= dict.fromkeys(("last_year_person_slot", "last_year_family_slot"), NO_SLOT)
    amounts = dict.fromkeys(("allowed_cents", "recognised_cents", "allowable_cents"), 100_00)
    lines = filled(lines, **({"flags": LAST_OF_CLAIM, "units": 1} | absent | amounts | changes))
    return lines._replace(
        limit_offsets=np.array([0, is_limited]),
        limit_slot=lines.limit_slot[:is_limited],
        limit_surfaces=lines.limit_surfaces[:is_limited],
        family_offsets=np.array([0, 1]),
    )


def a_state(**changes: Any) -> State:
    """One of everything, at zero."""
    state = State(**{name: of_ones(field) for name, field in STATE_FIELDS.items()})
    return filled(state, **changes)._replace(use_offsets=np.array([0, 1]))


def paid(outcome: Outcome) -> dict[str, int]:
    """What the outcome says of its one line, zeros left out."""
    return {name: int(values[0]) for name, values in zip(Outcome._fields, outcome, strict=True) if values[0]}


def test_a_line_without_rules_is_paid_in_full() -> None:
    outcome, _ = live(a_plan(), a_line(), a_state())
    assert paid(outcome) == {"allowed_cents": 100_00, "plan_paid_cents": 100_00}


def test_a_discount_needs_something_beyond_a_limit() -> None:
    outcome, _ = live(a_plan(over_limit_discount_bp=10_000), a_line(), a_state())
    assert paid(outcome) == {"allowed_cents": 100_00, "plan_paid_cents": 100_00}


def test_a_line_that_is_no_occasions_has_the_whole_of_the_most_before_it() -> None:
    outcome, _ = live(a_plan(copay_cents=30_00, copay_most_cents=25_00), a_line(), a_state(occasion_copay=25_00))
    assert paid(outcome) == {"allowed_cents": 100_00, "copay_cents": 25_00, "plan_paid_cents": 75_00}


def test_an_occasion_is_held_to_what_is_left_of_the_most() -> None:
    plan = a_plan(copay_cents=30_00, copay_most_cents=25_00)
    outcome, after = live(plan, a_line(occasion_slot=0), a_state(occasion_copay=20_00))
    assert paid(outcome) == {"allowed_cents": 100_00, "copay_cents": 5_00, "plan_paid_cents": 95_00}
    assert after.occasion_copay.tolist() == [25_00]


@pytest.mark.parametrize("limit_is_after", [0, 1])
def test_an_occasion_whose_copay_was_taken_is_still_to_be_counted(limit_is_after: int) -> None:
    plan = a_plan(has_limit=True, limit_amount=3, limit_counts=COUNTS_VISITS, limit_is_after=limit_is_after)
    line = a_line(is_limited=True, occasion_slot=0)
    _, after = live(plan, line, a_state(occasion=COPAY_TAKEN))
    assert after.occasion.tolist() == [COPAY_TAKEN | COUNTED]
    assert after.limit_used.tolist() == [1]


def test_where_a_limit_stops_a_line_nothing_is_within() -> None:
    plan = a_plan(has_limit=True, limit_counts=COUNTS_VISITS)
    assert before_cost_share(plan, a_line(is_limited=True), a_state(), 0, 100_00, True) == (BENEFIT_MAXIMUM, 0)


def test_a_line_of_no_units_is_stopped_by_visits_only() -> None:
    """Where another line counts the units, a limit of units that is used up stops nothing."""
    line = a_line(is_limited=True, units=0)
    for counts, expected in ((COUNTS_UNITS, (PAID, 100_00)), (COUNTS_VISITS, (BENEFIT_MAXIMUM, 0))):
        plan = a_plan(has_limit=True, limit_counts=counts)
        assert before_cost_share(plan, line, a_state(), 0, 100_00, True) == expected


def test_last_years_first_slots_carry_over_too() -> None:
    plan = a_plan(deductible_applies=1, person_deductible_cents=60_00, family_deductible_cents=70_00)
    line = a_line(last_year_person_slot=0, last_year_family_slot=0)
    outcome, _ = live(plan, line, a_state(person_carried=0, family_carried=45_00))
    assert paid(outcome) == {"allowed_cents": 100_00, "deductible_cents": 25_00, "plan_paid_cents": 75_00}
    outcome, _ = live(plan, line, a_state(person_carried=20_00, family_carried=20_00))
    assert paid(outcome) == {"allowed_cents": 100_00, "deductible_cents": 40_00, "plan_paid_cents": 60_00}


@pytest.fixture(scope="module")
def book() -> SettledBook:
    return settled_books(SEEDS)[0]


def test_families_side_by_side_are_decided_as_one_after_another(book: SettledBook) -> None:
    outcome, state = batch(book.plan, book.lines, book.before)
    assert len(book.lines.family_offsets) > 2
    for found, expected in ((outcome, book.outcome), (state, book.after)):
        assert all(np.array_equal(one, other) for one, other in zip(found, expected, strict=True))
