"""Families share no state: of every kind of slot a family's lie after those of the families before it."""

import numpy as np

from corridor.adjudication.arrays import NO_SLOT, Lines
from corridor.adjudication.compiled import compiled_entry
from corridor.plan.arrays import Int32, Int64
from corridor.wording.said import said

_BEYOND_SLOTS = 2**31 - 1
_ALONE = ("person_maximum_slot", "family_maximum_slot", "occasion_slot", "reserve_slot", "account_slot")
_WITH_LAST_YEAR = {
    "person_deductible_slot": "last_year_person_slot",
    "family_deductible_slot": "last_year_family_slot",
}


class KernelInputError(ValueError):
    """Arrays that the kernel must not read: it checks no bounds itself, and its integers wrap silently."""


def check_families_apart(lines: Lines) -> None:
    """Raises KernelInputError naming the slots and the first family that shares some with one before it."""
    for name in _ALONE:
        _check(name, getattr(lines, name), lines.family_offsets)
    for name, last_year in _WITH_LAST_YEAR.items():
        own, of_last_year = getattr(lines, name), getattr(lines, last_year)
        if len(of_last_year) and of_last_year.max() != NO_SLOT:
            pairs = np.stack([own, of_last_year], axis=1).reshape(-1)
            _check(name, pairs, lines.family_offsets * 2)
        else:
            _check(name, own, lines.family_offsets)
    _check("limit_slot", lines.limit_slot, lines.limit_offsets[lines.family_offsets])


def _check(name: str, slots: Int32, offsets: Int64) -> None:
    family = first_overlap(slots, offsets)
    if family >= 0:
        raise KernelInputError(
            said(
                "lines.{slots}, family {family}: expected slots after those of the families before it",
                slots=name,
                family=family,
            )
        )


def _first_overlap(slots: Int32, offsets: Int64) -> int:
    """The first family with a slot not above all slots of the families before it, or -1."""
    highest = NO_SLOT
    for family in range(len(offsets) - 1):
        least, most = _BEYOND_SLOTS, NO_SLOT
        for i in range(offsets[family], offsets[family + 1]):  # no branch: so it compiles to vector instructions
            slot = slots[i]
            least = min(least, slot if slot >= 0 else _BEYOND_SLOTS)
            most = max(most, slot)
        if least <= highest:
            return family
        highest = max(highest, most)
    return -1


first_overlap = compiled_entry(_first_overlap)
