"""The one door to the kernel: whatever comes in leaves it with one type, inside its bounds, or with an error.

Inputs become read-only views, whoever made them: Polars hands out read-only arrays, NumPy writable ones, and to
numba these are two types. State is copied: the caller's opening state is never written.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from corridor.adjudication.arrays import NO_SLOT, PAID, Lines, Outcome, State
from corridor.adjudication.compiled import compiled_entry
from corridor.codes.reasons import REASONS
from corridor.money.cents import MAX_CENTS
from corridor.money.rounding import BASIS_POINTS
from corridor.plan.arrays import NO_LIMIT, TIERS, Int32, Int64, PlanArrays, UInt8
from corridor.wording.said import said

T = len(TIERS)
LEVELS = 2
Group = TypeVar("Group", PlanArrays, Lines, State)
Bounds = tuple[int, int]
BEYOND_SLOTS = 2**31 - 1


class KernelInputError(ValueError):
    """Arrays that the kernel must not read: it checks no bounds itself, and its integers wrap silently."""


class Field(NamedTuple):
    """What an array must be: element type, shape (a name binds a length, a number fixes it), bounds inclusive."""

    dtype: type[Any]
    shape: tuple[str | int, ...]
    bounds: Bounds


_FLAG = (0, 1)
_CENTS = (0, MAX_CENTS)
_LIMIT = (0, NO_LIMIT)

PLAN_FIELDS: Mapping[str, Field] = {
    "covered": Field(np.uint8, ("b", T), _FLAG),
    "deductible_applies": Field(np.uint8, ("b", T), _FLAG),
    "copay_cents": Field(np.int64, ("b", T), _CENTS),
    "copay_is_per_visit": Field(np.uint8, ("b", T), _FLAG),
    "copay_order": Field(np.uint8, ("b", T), _FLAG),
    "coinsurance_bp": Field(np.int64, ("b", T), (0, BASIS_POINTS)),
    "counts_to_out_of_pocket": Field(np.uint8, ("b", T), _FLAG),
    "visit_limit": Field(np.int64, ("b",), _LIMIT),
    "dollar_limit_cents": Field(np.int64, ("b",), _LIMIT),
    "person_deductible_cents": Field(np.int64, ("v", LEVELS, T), _LIMIT),
    "family_deductible_cents": Field(np.int64, ("v", LEVELS, T), _LIMIT),
    "person_out_of_pocket_cents": Field(np.int64, ("v", LEVELS, T), _LIMIT),
    "family_out_of_pocket_cents": Field(np.int64, ("v", LEVELS, T), _LIMIT),
    "deductible_counts": Field(np.uint8, ("v", T, T), _FLAG),
    "out_of_pocket_counts": Field(np.uint8, ("v", T, T), _FLAG),
}
STATE_FIELDS: Mapping[str, Field] = {
    "person_deductible": Field(np.int64, ("p", T), _LIMIT),
    "person_out_of_pocket": Field(np.int64, ("p", T), _LIMIT),
    "family_deductible": Field(np.int64, ("f", T), _LIMIT),
    "family_out_of_pocket": Field(np.int64, ("f", T), _LIMIT),
    "limit_used": Field(np.int64, ("k",), _LIMIT),
    "visit": Field(np.uint8, ("s",), (0, 3)),
}
SLOT_FIELDS: Mapping[str, str] = {
    "person_slot": "p",
    "family_slot": "f",
    "visit_slot": "s",
    "visit_limit_slot": "k",
    "dollar_limit_slot": "k",
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
        "allowed_cents": Field(np.int64, ("n",), (-MAX_CENTS, MAX_CENTS)),
        **slots,
        "family_offsets": Field(np.int64, ("families_and_one",), (0, lengths["n"])),
    }


def admit(plan: PlanArrays, lines: Lines, state: State) -> tuple[PlanArrays, Lines, State, Outcome]:
    """The same plan, lines and state fit for the kernel, and an outcome of zeros to write into.

    Raises KernelInputError naming array, row, what was found and what was expected.
    """
    lengths: dict[str, int] = {"n": len(lines.reason)}
    fit_plan = PlanArrays(*_conformed("plan", plan, PLAN_FIELDS, lengths))
    fit_state = State(*(array.copy() for array in _conformed("state", state, STATE_FIELDS, lengths)))
    fit_lines = Lines(*_conformed("lines", lines, line_fields(lengths), lengths))
    _check_offsets(fit_lines.family_offsets, lengths["n"])
    _check_decided(fit_lines)
    _check_families_apart(fit_lines)
    return fit_plan, fit_lines, fit_state, empty_outcome(lengths["n"])


def empty_outcome(n_lines: int) -> Outcome:
    """An outcome of zeros for `n_lines` lines."""
    return Outcome(np.zeros(n_lines, np.uint8), *(np.zeros(n_lines, np.int64) for _ in Outcome._fields[1:]))


def _conformed(group: str, arrays: Group, fields: Mapping[str, Field], lengths: dict[str, int]) -> list[NDArray[Any]]:
    return [_fit(f"{group}.{name}", getattr(arrays, name), field, lengths) for name, field in fields.items()]


def _fit(name: str, array: NDArray[Any], field: Field, lengths: dict[str, int]) -> NDArray[Any]:
    """A read-only, contiguous view (a copy only where it must be) of the type, shape and bounds of `field`."""
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
    low, high = field.bounds
    if not is_within(view.reshape(-1), low, high):
        row = int(np.flatnonzero((view.reshape(-1) < low) | (view.reshape(-1) > high))[0])
        found = view.reshape(-1)[row]
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
    return view


def _shown(shape: tuple[str | int, ...], lengths: Mapping[str, int]) -> str:
    return "(" + ", ".join(str(lengths.get(axis, axis) if isinstance(axis, str) else axis) for axis in shape) + ")"


def _check_offsets(offsets: Int64, n_lines: int) -> None:
    if len(offsets) < 1 or offsets[0] != 0 or offsets[-1] != n_lines or bool((np.diff(offsets) < 0).any()):
        raise KernelInputError(
            said("lines.family_offsets: expected a rise from 0 to {count}, the number of lines", count=n_lines)
        )


def _check_decided(lines: Lines) -> None:
    row = first_unfit(
        lines.reason, lines.version, lines.benefit, lines.person_slot, lines.family_slot, lines.allowed_cents
    )
    if row >= 0:
        raise KernelInputError(
            said(
                "lines, row {row}: a line without a reason needs a plan version, a benefit, a person slot, "
                "a family slot and an allowed amount of 0 to {most} cents",
                row=row,
                most=MAX_CENTS,
            )
        )


def _check_families_apart(lines: Lines) -> None:
    for name in SLOT_FIELDS:
        family = first_overlap(getattr(lines, name), lines.family_offsets)
        if family >= 0:
            raise KernelInputError(
                said(
                    "lines.{slots}, family {family}: expected slots after those of the families before it",
                    slots=name,
                    family=family,
                )
            )


def _is_within(values: NDArray[Any], low: int, high: int) -> bool:
    outside = 0
    for value in values:  # no early exit: so it compiles to vector instructions
        outside += (value < low) | (value > high)
    return outside == 0


def _first_unfit(reason: UInt8, version: Int32, benefit: Int32, person: Int32, family: Int32, allowed: Int64) -> int:
    """The first line that is to be decided and has a row, slot or amount below 0, or -1."""
    for i in range(len(reason)):
        if reason[i] == PAID and (version[i] | benefit[i] | person[i] | family[i] | allowed[i]) < 0:
            return i
    return -1


def _first_overlap(slots: Int32, offsets: Int64) -> int:
    """The first family with a slot not above all slots of the families before it, or -1."""
    highest = NO_SLOT
    for family in range(len(offsets) - 1):
        least, most = BEYOND_SLOTS, NO_SLOT
        for i in range(offsets[family], offsets[family + 1]):  # no branch: so it compiles to vector instructions
            slot = slots[i]
            least = min(least, slot if slot >= 0 else BEYOND_SLOTS)
            most = max(most, slot)
        if least <= highest:
            return family
        highest = max(highest, most)
    return -1


is_within = compiled_entry(_is_within)
first_unfit = compiled_entry(_first_unfit)
first_overlap = compiled_entry(_first_overlap)
