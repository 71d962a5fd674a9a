"""What the kernel must not read is refused at its door, by name; what it may read is taken whoever made it."""

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pytest

from bench.book_of_lines import book_of_lines, plan_arrays
from corridor.adjudication.arrays import Lines, State
from corridor.adjudication.door import KernelInputError
from corridor.adjudication.kernel import lines_entry
from corridor.adjudication.run import batch, live
from corridor.money.cents import MAX_CENTS
from corridor.plan.arrays import NO_LIMIT, PlanArrays

PLAN = plan_arrays()
LINES, STATE = book_of_lines(400, seed=5)


def altered(array: Any, value: int, row: int = 7) -> Any:
    changed = array.copy()
    changed.reshape(-1)[row] = value
    return changed


def undecided(lines: Lines) -> Lines:
    """Lines of which none has a reason, and all are of the first benefit without a limit."""
    unlimited = int(np.flatnonzero(np.diff(PLAN.limit_offsets) == 0)[0])
    return lines._replace(
        reason=np.zeros_like(lines.reason),
        benefit=np.full_like(lines.benefit, unlimited),
        limit_offsets=np.zeros_like(lines.limit_offsets),
        limit_slot=lines.limit_slot[:0],
        limit_surfaces=lines.limit_surfaces[:0],
    )


def test_an_amount_beyond_the_bound_is_refused() -> None:
    lines = LINES._replace(allowed_cents=altered(LINES.allowed_cents, MAX_CENTS + 1))
    with pytest.raises(
        KernelInputError,
        match=rf"^lines.allowed_cents, element 7: found {MAX_CENTS + 1}, expected -{MAX_CENTS} to {MAX_CENTS}$",
    ):
        live(PLAN, lines, STATE)


def test_the_largest_amounts_do_not_wrap() -> None:
    plan = PLAN._replace(
        person_out_of_pocket_cents=np.full_like(PLAN.person_out_of_pocket_cents, NO_LIMIT),
        family_out_of_pocket_cents=np.full_like(PLAN.family_out_of_pocket_cents, NO_LIMIT),
    )
    most = np.full_like(LINES.allowed_cents, MAX_CENTS)
    lines = undecided(LINES)._replace(allowed_cents=most, recognised_cents=most, allowable_cents=most)
    nearly_full = STATE._replace(
        person_out_of_pocket=np.full_like(STATE.person_out_of_pocket, NO_LIMIT - 1),
        family_out_of_pocket=np.full_like(STATE.family_out_of_pocket, NO_LIMIT - 1),
    )
    outcome, after = live(plan, lines, nearly_full)
    assert min(int(getattr(outcome, name).min()) for name in outcome._fields) >= 0
    assert int(after.person_out_of_pocket.min()) >= 0
    assert int(after.person_out_of_pocket.max()) <= NO_LIMIT


REFUSALS: list[tuple[Callable[[], Any], str]] = [
    (
        lambda: (PLAN, undecided(LINES)._replace(allowed_cents=altered(LINES.allowed_cents, -1)), STATE),
        "lines, row 7: a line without a reason needs",
    ),
    (
        lambda: (
            PLAN,
            undecided(LINES)._replace(person_deductible_slot=altered(LINES.person_deductible_slot, -1)),
            STATE,
        ),
        "lines, row 7: a line without a reason needs",
    ),
    (
        lambda: (PLAN, LINES._replace(person_maximum_slot=altered(LINES.person_maximum_slot, 10_000)), STATE),
        "lines.person_maximum_slot, element 7: found 10000, expected -1 to",
    ),
    (
        lambda: (PLAN, LINES._replace(benefit=altered(LINES.benefit, len(PLAN.covered))), STATE),
        f"lines.benefit, element 7: found {len(PLAN.covered)}, expected -1 to {len(PLAN.covered) - 1}",
    ),
    (
        lambda: (PLAN, LINES._replace(tier=altered(LINES.tier, 2)), STATE),
        "lines.tier, element 7: found 2, expected 0 to 1",
    ),
    (
        lambda: (PLAN, LINES._replace(allowed_cents=LINES.allowed_cents.astype(np.float64)), STATE),
        "lines.allowed_cents: found float64, expected int64",
    ),
    (
        lambda: (PLAN, LINES._replace(level=LINES.level[:-1]), STATE),
        r"lines.level: found shape \(399,\), expected \(400\)",
    ),
    (
        lambda: (PLAN, LINES._replace(family_offsets=LINES.family_offsets[:-1]), STATE),
        "lines.family_offsets: expected a rise from 0 to 400",
    ),
    (
        lambda: (PLAN, LINES._replace(family_maximum_slot=LINES.family_maximum_slot[::-1]), STATE),
        "lines.family_maximum_slot, family 1: expected slots after those of the families before it",
    ),
    (
        lambda: (PLAN._replace(coinsurance_bp=altered(PLAN.coinsurance_bp, 10_001)), LINES, STATE),
        "plan.coinsurance_bp, element 7: found 10001, expected 0 to 10000",
    ),
    (
        lambda: (PLAN, undecided(LINES)._replace(units=altered(LINES.units, -1)), STATE),
        "lines, row 7: a line without a reason needs",
    ),
    (
        lambda: (PLAN, undecided(LINES)._replace(benefit=LINES.benefit), STATE),
        "expected a use of each limit of its benefit, and of no other",
    ),
    (
        lambda: (PLAN, LINES, STATE._replace(use_offsets=np.zeros_like(STATE.use_offsets))),
        "state.use_offsets: expected a rise from 0 to",
    ),
    (
        lambda: (PLAN, LINES, STATE._replace(use_count=np.full_like(STATE.use_count, NO_LIMIT))),
        "state.use_offsets, limit 0: expected room for the uses of the lines",
    ),
    (
        lambda: (PLAN._replace(maximum_row=np.full_like(PLAN.maximum_row, 99)), LINES, STATE),
        "plan.maximum_row: found row 99, expected less than",
    ),
    (
        lambda: (PLAN, LINES, STATE._replace(limit_used=altered(STATE.limit_used, -1))),
        "state.limit_used, element 7: found -1, expected 0 to",
    ),
]


@pytest.mark.parametrize(("inputs", "message"), REFUSALS)
def test_what_does_not_fit_is_refused_by_name(
    inputs: Callable[[], tuple[PlanArrays, Lines, State]], message: str
) -> None:
    with pytest.raises(KernelInputError, match=message):
        live(*inputs())


def test_read_only_arrays_from_polars_are_taken_without_a_new_compilation() -> None:
    from_polars = Lines._make(pl.Series(array).to_numpy() for array in LINES)
    assert not from_polars.allowed_cents.flags.writeable
    expected, _ = live(PLAN, LINES, STATE)
    found, _ = live(PLAN, from_polars, STATE)
    batch(PLAN, from_polars, STATE)
    assert all(np.array_equal(*pair) for pair in zip(expected, found, strict=True))
    assert len(getattr(lines_entry, "signatures", [0])) == 1


def test_strided_and_narrower_arrays_are_taken() -> None:
    strided = LINES._replace(allowed_cents=np.repeat(LINES.allowed_cents, 2)[::2])
    narrower = LINES._replace(allowed_cents=LINES.allowed_cents.astype(np.int32))
    expected, _ = live(PLAN, LINES, STATE)
    for lines in (strided, narrower):
        found, _ = live(PLAN, lines, STATE)
        assert all(np.array_equal(*pair) for pair in zip(expected, found, strict=True))


def test_the_callers_state_is_not_written() -> None:
    before = State._make(array.copy() for array in STATE)
    _, after = batch(PLAN, LINES, STATE)
    assert all(np.array_equal(*pair) for pair in zip(before, STATE, strict=True))
    assert not np.array_equal(after.person_deductible, STATE.person_deductible)
