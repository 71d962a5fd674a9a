"""Families share no state: of every kind of slot a family's lie after those of the families before it."""

from collections.abc import Callable
from functools import partial

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


Check = Callable[[], None]


class KernelInputError(ValueError):
    """Arrays that the kernel must not read: it checks no bounds itself, and its integers wrap silently."""


def families_apart(lines: Lines) -> list[Check]:
    """A check for each kind of slot: it raises KernelInputError naming the first family that shares some."""
    offsets = lines.family_offsets
    alone = [partial(_check, name, getattr(lines, name), offsets) for name in _ALONE]
    with_last_year = [
        partial(_check, name, getattr(lines, name), offsets, getattr(lines, last_year))
        for name, last_year in _WITH_LAST_YEAR.items()
    ]
    return [*alone, *with_last_year, partial(_check, "limit_slot", lines.limit_slot, lines.limit_offsets[offsets])]


def _check(name: str, slots: Int32, offsets: Int64, beside: Int32 | None = None) -> None:
    family = first_overlap(slots, slots if beside is None else beside, offsets)
    if family >= 0:
        raise KernelInputError(
            said(
                "lines.{slots}, family {family}: expected slots after those of the families before it",
                slots=name,
                family=family,
            )
        )


def _first_overlap(slots: Int32, beside: Int32, offsets: Int64) -> int:
    """The first family with a slot, of either array, not above all slots of the families before it, or -1."""
    highest = NO_SLOT
    for family in range(len(offsets) - 1):
        least, most = _BEYOND_SLOTS, NO_SLOT
        for i in range(offsets[family], offsets[family + 1]):  # no branch: so it compiles to vector instructions
            slot, other = slots[i], beside[i]
            least = min(least, slot if slot >= 0 else _BEYOND_SLOTS, other if other >= 0 else _BEYOND_SLOTS)
            most = max(most, slot, other)
        if least <= highest:
            return family
        highest = max(highest, most)
    return -1


first_overlap = compiled_entry(_first_overlap)
