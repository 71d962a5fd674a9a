"""Slots of whole-number keys, family by family: the compiled counterpart of adjudication.slots."""

import numpy as np
from numpy.typing import NDArray

from corridor.adjudication.arrays import NO_SLOT
from corridor.adjudication.compiled import compiled_entry
from corridor.plan.arrays import Int32, Int64

_EMPTY = -1


def _slots_by_family(
    first_key: NDArray[np.int64],
    second_key: NDArray[np.int64],
    is_wanted: NDArray[np.bool_],
    family_offsets: NDArray[np.int64],
    table: NDArray[np.int64],
    slots: NDArray[np.int32],
) -> int:
    """Number the distinct pairs of keys of each family in the order in which they first appear; how many there are.

    first_key, second_key, is_wanted, slots: (n,); slots is written, NO_SLOT where a line is not wanted. family_offsets:
    (families + 1,). table: room for the largest family's hash table, at least twice its lines and a power of two.
    """
    count = 0
    for family in range(len(family_offsets) - 1):
        first, last = family_offsets[family], family_offsets[family + 1]
        size = 8
        while size < 2 * (last - first):
            size *= 2
        table[:size] = _EMPTY
        for line in range(first, last):
            if not is_wanted[line]:
                slots[line] = NO_SLOT
                continue
            mixed = first_key[line] * 31 + second_key[line] * 17
            place = (mixed ^ (mixed >> 13) ^ (mixed >> 32)) & (size - 1)
            while True:
                found = table[place]
                if found == _EMPTY:
                    table[place] = line
                    slots[line] = count
                    count += 1
                    break
                if first_key[found] == first_key[line] and second_key[found] == second_key[line]:
                    slots[line] = slots[found]
                    break
                place = (place + 1) & (size - 1)
    return count


_numbered = compiled_entry(_slots_by_family)


def slots_by_family(
    first_key: Int64, second_key: Int64, is_wanted: NDArray[np.bool_], family_offsets: Int64
) -> tuple[Int32, int]:
    """(n,) slot of each line, NO_SLOT where it is not wanted, and how many slots there are. Shapes as above."""
    slots = np.empty(len(first_key), np.int32)
    largest = int(np.diff(family_offsets).max(initial=0))
    table = np.empty(max(8, 1 << (2 * largest).bit_length()), np.int64)
    return slots, int(_numbered(first_key, second_key, is_wanted, family_offsets, table, slots))
