"""The limits of the measured book: which slot each line's uses take."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.services import SERVICES, YEARS
from corridor.plan.compiled import CompiledPlans

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Uses:
    """offsets (n + 1,) and slots (x,) as in Lines; room: (k,) uses that each slot may have to keep."""

    offsets: Ints
    slots: NDArray[np.int32]
    room: Ints


def limit_uses(
    compiled: CompiledPlans,
    benefit: Ints,
    is_open: NDArray[np.bool_],
    person: Ints,
    year: Ints,
    tooth: Ints,
    n_persons: int,
) -> Uses:
    """Uses of the open lines, in the order of lines and of their benefit's limits."""
    base, by_year, by_tooth, stride = _layout(compiled)
    rows = compiled.arrays.limit_offsets.astype(np.int64)
    counts = np.where(is_open, np.diff(rows)[benefit], 0)
    offsets = np.concatenate([[0], np.cumsum(counts)])
    slots = np.zeros(int(offsets[-1]), np.int32)
    is_rolling = np.zeros(len(slots), bool)
    for number in range(int(counts.max(initial=0))):
        has = np.flatnonzero(counts > number)
        row = rows[benefit[has]] + number
        use = offsets[has] + number
        slots[use] = person[has] * stride + base[row] + by_year[row] * year[has] + by_tooth[row] * tooth[has]
        is_rolling[use] = compiled.arrays.limit_months[row] != 0
    room = np.bincount(slots[is_rolling], minlength=n_persons * stride)
    return Uses(offsets, slots, room)


def _layout(compiled: CompiledPlans) -> tuple[Ints, Ints, Ints, int]:
    """Of each limit row its place among a person's slots, the steps of year and tooth in it, and slots of a person."""
    teeth = max(service.tooth_count for service in SERVICES)
    plans = compiled.versions["plan_code"].to_list()
    version_of = compiled.benefits["version_row"].to_list()
    places: dict[tuple[str, str], int] = {}
    base, by_year, by_tooth, stride = [], [], [], 0
    for row in compiled.limits.to_dicts():
        key = (plans[version_of[row["benefit_row"]]], row["limit_id"])
        years = len(YEARS) if row["period"] == "plan_year" else 1
        kinds = teeth if row["of"] != "person" else 1
        if key not in places:
            places[key], stride = stride, stride + years * kinds
        base.append(places[key])
        by_year.append(1 if years > 1 else 0)
        by_tooth.append(years if kinds > 1 else 0)
    return np.array(base), np.array(by_year), np.array(by_tooth), stride
