"""The one door to the kernel: whatever comes in leaves it with one type, inside its bounds, or with an error.

Inputs become read-only views, whoever made them: Polars hands out read-only arrays, NumPy writable ones, and to
numba these are two types. State is copied: the caller's opening state is never written.
"""

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from corridor.adjudication.arrays import ALL_FLAGS, COPAY_TAKEN, COUNTED, PAID, Lines, Outcome, State
from corridor.adjudication.compiled import compiled_entry
from corridor.adjudication.families_apart import Check, KernelInputError, families_apart
from corridor.codes.reasons import REASONS
from corridor.money.cents import MAX_CENTS
from corridor.money.rounding import BASIS_POINTS
from corridor.plan.arrays import (
    CARRY_OVER_IF_UNMET,
    COPAY_INSTEAD,
    COUNTS_DOLLARS,
    COVERS_COINSURANCE,
    COVERS_COPAY,
    COVERS_DEDUCTIBLE,
    MAINTENANCE_DEDUCTIBLE_LAST,
    NO_LIMIT,
    TIERS,
    Int32,
    Int64,
    PlanArrays,
)
from corridor.wording.said import said

T = len(TIERS)
LEVELS = 2
Group = TypeVar("Group", PlanArrays, Lines, State)
Bounds = tuple[int, int]
BEYOND_SLOTS = 2**31 - 1
_MANY_LINES = 100_000
"""Lines from which on waking other threads takes less time than it saves."""
MAX_UNITS = 100_000
"""Units of a line: with amounts up to MAX_CENTS products stay inside int64."""


class Field(NamedTuple):
    """What an array must be: element type, shape (a name binds a length, a number fixes it), bounds inclusive."""

    dtype: type[Any]
    shape: tuple[str | int, ...]
    bounds: Bounds


_FLAG = (0, 1)
_CENTS = (0, MAX_CENTS)
_LIMIT = (0, NO_LIMIT)
_SHARE = (0, BASIS_POINTS)
_ROW = (0, BEYOND_SLOTS)

_BY_BENEFIT = ("b", T)
_BY_LEVEL = (LEVELS, T)

PLAN_FIELDS: Mapping[str, Field] = {
    "covered": Field(np.uint8, _BY_BENEFIT, _FLAG),
    "deductible_applies": Field(np.uint8, _BY_BENEFIT, _FLAG),
    "copay_cents": Field(np.int64, _BY_BENEFIT, _CENTS),
    "copay_once": Field(np.uint8, _BY_BENEFIT, _FLAG),
    "copay_step": Field(np.int64, _BY_BENEFIT, (0, MAX_UNITS)),
    "copay_most_cents": Field(np.int64, _BY_BENEFIT, _LIMIT),
    "copay_order": Field(np.uint8, _BY_BENEFIT, (0, COPAY_INSTEAD)),
    "copay_waived_if_admitted": Field(np.uint8, _BY_BENEFIT, _FLAG),
    "coinsurance_bp": Field(np.int64, _BY_BENEFIT, _SHARE),
    "coinsurance_least_cents": Field(np.int64, _BY_BENEFIT, _CENTS),
    "coinsurance_most_cents": Field(np.int64, _BY_BENEFIT, _LIMIT),
    "counts_to_out_of_pocket": Field(np.uint8, _BY_BENEFIT, _FLAG),
    "penalty_bp": Field(np.int64, _BY_BENEFIT, _SHARE),
    "penalty_cents": Field(np.int64, _BY_BENEFIT, _CENTS),
    "penalty_most_cents": Field(np.int64, _BY_BENEFIT, _LIMIT),
    "late_penalty_bp": Field(np.int64, _BY_BENEFIT, _SHARE),
    "late_penalty_cents": Field(np.int64, _BY_BENEFIT, _CENTS),
    "late_penalty_most_cents": Field(np.int64, _BY_BENEFIT, _LIMIT),
    "over_limit_discount_bp": Field(np.int64, _BY_BENEFIT, _SHARE),
    "deductible_row": Field(np.int32, ("b",), _ROW),
    "maximum_row": Field(np.int32, ("b",), _ROW),
    "limit_offsets": Field(np.int32, ("b_and_one",), _ROW),
    "limit_counts": Field(np.uint8, ("l",), (0, COUNTS_DOLLARS)),
    "limit_amount": Field(np.int64, ("l",), _LIMIT),
    "limit_months": Field(np.int32, ("l",), (0, 999)),
    "limit_is_after": Field(np.uint8, ("l",), _FLAG),
    "person_deductible_cents": Field(np.int64, ("d", *_BY_LEVEL), _LIMIT),
    "family_deductible_cents": Field(np.int64, ("d", *_BY_LEVEL), _LIMIT),
    "deductible_counts": Field(np.uint8, ("d", T, T), _FLAG),
    "carry_over": Field(np.uint8, ("d",), (0, CARRY_OVER_IF_UNMET)),
    "person_out_of_pocket_cents": Field(np.int64, ("m", *_BY_LEVEL), _LIMIT),
    "family_out_of_pocket_cents": Field(np.int64, ("m", *_BY_LEVEL), _LIMIT),
    "out_of_pocket_counts": Field(np.uint8, ("m", T, T), _FLAG),
    "coordination": Field(np.uint8, ("v",), (0, MAINTENANCE_DEDUCTIBLE_LAST)),
    "coordinates_claims": Field(np.uint8, ("v",), _FLAG),
    "maximum_on_remainder": Field(np.uint8, ("v",), _FLAG),
    "reserves_benefits": Field(np.uint8, ("v",), _FLAG),
    "account_cents": Field(np.int64, ("v", LEVELS), _LIMIT),
    "account_bridge_cents": Field(np.int64, ("v", LEVELS), _LIMIT),
    "account_covers": Field(np.uint8, ("v",), (0, COVERS_DEDUCTIBLE | COVERS_COINSURANCE | COVERS_COPAY)),
}
STATE_FIELDS: Mapping[str, Field] = {
    "person_deductible": Field(np.int64, ("person deductibles", T), _LIMIT),
    "family_deductible": Field(np.int64, ("family deductibles", T), _LIMIT),
    "person_carried": Field(np.int64, ("person deductibles", T), _LIMIT),
    "family_carried": Field(np.int64, ("family deductibles", T), _LIMIT),
    "person_out_of_pocket": Field(np.int64, ("person maximums", T), _LIMIT),
    "family_out_of_pocket": Field(np.int64, ("family maximums", T), _LIMIT),
    "limit_used": Field(np.int64, ("k",), _LIMIT),
    "occasion_copay": Field(np.int64, ("s",), _LIMIT),
    "occasion": Field(np.uint8, ("s",), (0, COPAY_TAKEN | COUNTED)),
    "reserve": Field(np.int64, ("r",), _LIMIT),
    "account_bridge": Field(np.int64, ("h",), _LIMIT),
    "account_paid": Field(np.int64, ("h",), _LIMIT),
    "use_offsets": Field(np.int64, ("k_and_one",), _LIMIT),
    "use_count": Field(np.int64, ("k",), _LIMIT),
    "use_day": Field(np.int32, ("u",), (0, BEYOND_SLOTS)),
    "use_surfaces": Field(np.int32, ("u",), (-1, BEYOND_SLOTS)),
    "use_amount": Field(np.int64, ("u",), _LIMIT),
}
SLOT_FIELDS: Mapping[str, str] = {
    "person_deductible_slot": "person deductibles",
    "family_deductible_slot": "family deductibles",
    "person_maximum_slot": "person maximums",
    "family_maximum_slot": "family maximums",
    "last_year_person_slot": "person deductibles",
    "last_year_family_slot": "family deductibles",
    "occasion_slot": "s",
    "reserve_slot": "r",
    "account_slot": "h",
}


def line_fields(lengths: Mapping[str, int]) -> dict[str, Field]:
    """What each array of Lines must be, given the lengths of the plan's and the state's axes."""
    slots = {name: Field(np.int32, ("n",), (-1, lengths[axis] - 1)) for name, axis in SLOT_FIELDS.items()}
    return {
        "version": Field(np.int32, ("n",), (-1, lengths["v"] - 1)),
        "benefit": Field(np.int32, ("n",), (-1, lengths["b"] - 1)),
        "level": Field(np.uint8, ("n",), (0, LEVELS - 1)),
        "tier": Field(np.uint8, ("n",), (0, T - 1)),
        "reason": Field(np.uint8, ("n",), (0, len(REASONS) - 1)),
        "flags": Field(np.uint8, ("n",), (0, ALL_FLAGS)),
        "allowed_cents": Field(np.int64, ("n",), (-MAX_CENTS, MAX_CENTS)),
        "recognised_cents": Field(np.int64, ("n",), (-MAX_CENTS, MAX_CENTS)),
        "allowable_cents": Field(np.int64, ("n",), (-MAX_CENTS, MAX_CENTS)),
        "other_paid_cents": Field(np.int64, ("n",), (-MAX_CENTS, MAX_CENTS)),
        "units": Field(np.int32, ("n",), (-BEYOND_SLOTS, BEYOND_SLOTS)),
        "day": Field(np.int32, ("n",), (0, BEYOND_SLOTS)),
        **slots,
        "limit_offsets": Field(np.int64, ("n_and_one",), _LIMIT),
        "limit_slot": Field(np.int32, ("x",), (0, lengths["k"] - 1)),
        "limit_surfaces": Field(np.int32, ("x",), (-1, BEYOND_SLOTS)),
        "family_offsets": Field(np.int64, ("families_and_one",), (0, lengths["n"])),
    }


def admit(plan: PlanArrays, lines: Lines, state: State) -> tuple[PlanArrays, Lines, State, Outcome]:
    """The same plan, lines and state fit for the kernel, and an outcome of zeros to write into.

    Raises KernelInputError naming array, row, what was found and what was expected.
    """
    lengths: dict[str, int] = {"n": len(lines.reason), "n_and_one": len(lines.reason) + 1}
    lengths |= {"b_and_one": len(plan.covered) + 1, "k_and_one": len(state.limit_used) + 1}
    fit_plan = PlanArrays(*_shaped("plan", plan, PLAN_FIELDS, lengths))
    fit_state = State(*_shaped("state", state, STATE_FIELDS, lengths))
    of_lines = line_fields(lengths)
    fit_lines = Lines(*_shaped("lines", lines, of_lines, lengths))
    _check_all(
        [
            *_bounds("plan", fit_plan, PLAN_FIELDS),
            *_bounds("state", fit_state, STATE_FIELDS),
            *_bounds("lines", fit_lines, of_lines),
        ],
        lengths["n"],
    )
    _check_rows(fit_plan)
    _check_rise("plan.limit_offsets", fit_plan.limit_offsets, lengths["l"])
    _check_rise("state.use_offsets", fit_state.use_offsets, lengths["u"])
    _check_rise("lines.limit_offsets", fit_lines.limit_offsets, lengths["x"])
    _check_rise("lines.family_offsets", fit_lines.family_offsets, lengths["n"])
    _check_all(
        [
            partial(_check_decided, fit_lines),
            partial(_check_numbers, fit_plan, fit_lines),
            partial(_check_uses, fit_plan, fit_lines, fit_state),
            *families_apart(fit_lines),
        ],
        lengths["n"],
    )
    own_state = State._make(array.copy() for array in fit_state)
    return fit_plan, fit_lines, own_state, empty_outcome(lengths["n"])


def empty_outcome(n_lines: int) -> Outcome:
    """An outcome of zeros for `n_lines` lines."""
    return Outcome(np.zeros(n_lines, np.uint8), *(np.zeros(n_lines, np.int64) for _ in Outcome._fields[1:]))


def _check_all(checks: Sequence[Check], n_lines: int) -> None:
    """Make the checks, of many lines side by side; the first that fails raises."""
    if n_lines < _MANY_LINES:
        for check in checks:
            check()
        return
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for done in [pool.submit(check) for check in checks]:
            done.result()


def _shaped(group: str, arrays: Group, fields: Mapping[str, Field], lengths: dict[str, int]) -> list[NDArray[Any]]:
    return [_fit(f"{group}.{name}", getattr(arrays, name), field, lengths) for name, field in fields.items()]


def _fit(name: str, array: NDArray[Any], field: Field, lengths: dict[str, int]) -> NDArray[Any]:
    """A read-only, contiguous view (a copy only where it must be) of the type and shape of `field`."""
    if not np.can_cast(array.dtype, field.dtype, "safe"):
        raise KernelInputError(
            said(
                "{array}: found {found}, expected {expected}",
                array=name,
                found=str(array.dtype),
                expected=str(np.dtype(field.dtype)),
            )
        )
    expected = tuple(
        lengths.setdefault(axis, found) if isinstance(axis, str) else axis
        for axis, found in zip(field.shape, array.shape, strict=False)
    )
    if array.shape != expected or array.ndim != len(field.shape):
        raise KernelInputError(
            said(
                "{array}: found shape {found}, expected {expected}",
                array=name,
                found=str(array.shape),
                expected=_shown(field.shape, lengths),
            )
        )
    view = np.ascontiguousarray(array, field.dtype).view()
    view.flags.writeable = False
    return view


def _bounds(group: str, arrays: Group, fields: Mapping[str, Field]) -> list[Check]:
    return [
        partial(_check_bounds, f"{group}.{name}", getattr(arrays, name).reshape(-1), *field.bounds)
        for name, field in fields.items()
    ]


def _check_bounds(name: str, values: NDArray[Any], low: int, high: int) -> None:
    if not is_within(values, low, high):
        row = int(np.flatnonzero((values < low) | (values > high))[0])
        found = values[row]
        raise KernelInputError(
            said(
                "{array}, element {row}: found {found}, expected {low} to {high}",
                array=name,
                row=row,
                found=int(found),
                low=low,
                high=high,
            )
        )


def _shown(shape: tuple[str | int, ...], lengths: Mapping[str, int]) -> str:
    return "(" + ", ".join(str(lengths.get(axis, axis) if isinstance(axis, str) else axis) for axis in shape) + ")"


def _check_rise(name: str, offsets: Int64 | Int32, last: int) -> None:
    if len(offsets) < 1 or offsets[0] != 0 or offsets[-1] != last or not is_rising(offsets):
        raise KernelInputError(said("{array}: expected a rise from 0 to {count}", array=name, count=last))


def _check_rows(plan: PlanArrays) -> None:
    for name, rows, of in (
        ("deductible_row", plan.deductible_row, plan.carry_over),
        ("maximum_row", plan.maximum_row, plan.out_of_pocket_counts),
    ):
        if len(rows) and rows.max() >= len(of):
            raise KernelInputError(
                said(
                    "plan.{rows}: found row {found}, expected less than {count}",
                    rows=name,
                    found=int(rows.max()),
                    count=len(of),
                )
            )


def _check_decided(lines: Lines) -> None:
    row = first_unfit(lines)
    if row >= 0:
        raise KernelInputError(
            said(
                "lines, row {row}: a line without a reason needs a plan version, a benefit, slots of person and "
                "family, units of 0 to {units}, and amounts of 0 to {most} cents, recognised at most allowed",
                row=row,
                units=MAX_UNITS,
                most=MAX_CENTS,
            )
        )


def _check_numbers(plan: PlanArrays, lines: Lines) -> None:
    row = first_misnumbered(plan.limit_offsets, lines)
    if row >= 0:
        raise KernelInputError(
            said("lines, row {row}: expected a use of each limit of its benefit, and of no other", row=row)
        )


def _check_uses(plan: PlanArrays, lines: Lines, state: State) -> None:
    slot = first_without_room(plan.limit_offsets, plan.limit_months, lines, state)
    if slot >= 0:
        raise KernelInputError(
            said("state.use_offsets, limit {slot}: expected room for the uses of the lines", slot=slot)
        )


def _is_within(values: NDArray[Any], low: int, high: int) -> bool:
    outside = 0
    for value in values:  # no early exit: so it compiles to vector instructions
        outside += (value < low) | (value > high)
    return outside == 0


def _is_rising(offsets: Int64 | Int32) -> bool:
    falls = 0
    for i in range(1, len(offsets)):
        falls += offsets[i] < offsets[i - 1]
    return falls == 0


def _first_unfit(lines: Lines) -> int:
    """The first line that is to be decided and has a row, slot, amount or count that it must not have, or -1."""
    for i in range(len(lines.reason)):
        if lines.reason[i] != PAID:
            continue
        rows = lines.version[i] | lines.benefit[i]
        owners = lines.person_deductible_slot[i] | lines.family_deductible_slot[i]
        owners |= lines.person_maximum_slot[i] | lines.family_maximum_slot[i]
        amounts = lines.allowed_cents[i] | lines.recognised_cents[i]
        amounts |= lines.allowable_cents[i] | lines.other_paid_cents[i]
        is_over = lines.recognised_cents[i] > lines.allowed_cents[i]
        is_unpaired = (lines.last_year_person_slot[i] < 0) != (lines.last_year_family_slot[i] < 0)
        if rows < 0 or owners < 0 or amounts < 0 or is_over or is_unpaired:
            return i
        if lines.units[i] < 0 or lines.units[i] > MAX_UNITS:
            return i
    return -1


def _first_misnumbered(limit_offsets: Int32, lines: Lines) -> int:
    """The first line whose uses of limits are not those of its benefit, or -1."""
    for i in range(len(lines.reason)):
        uses, expected = lines.limit_offsets[i + 1] - lines.limit_offsets[i], 0
        if lines.reason[i] == PAID:
            expected = limit_offsets[lines.benefit[i] + 1] - limit_offsets[lines.benefit[i]]
        if uses != expected:
            return i
    return -1


def _first_without_room(limit_offsets: Int32, limit_months: Int32, lines: Lines, state: State) -> int:
    """The first limit slot with less room than uses that it holds or that lines of rolling limits will add, or -1."""
    room = state.use_offsets[1:] - state.use_offsets[:-1] - state.use_count
    for i in range(len(lines.reason)):
        for use in range(lines.limit_offsets[i], lines.limit_offsets[i + 1]):
            row = limit_offsets[lines.benefit[i]] + use - lines.limit_offsets[i]
            room[lines.limit_slot[use]] -= limit_months[row] != 0
    for slot in range(len(room)):
        if room[slot] < 0:
            return slot
    return -1


is_within = compiled_entry(_is_within)
is_rising = compiled_entry(_is_rising)
first_unfit = compiled_entry(_first_unfit)
first_misnumbered = compiled_entry(_first_misnumbered)
first_without_room = compiled_entry(_first_without_room)
