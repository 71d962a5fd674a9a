"""Layer 1: paid lines -> eligible cents of each unit and month of payment, for the specific and the aggregate.

Cells are kept month by month (not unit by unit): lines come by day of payment or by person, and either way what is
written next lies near what was written last.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corridor.stoploss.kernel.compiled import compiled, compiled_entry

Days = NDArray[np.int32]
Cents = NDArray[np.int64]
NEVER = -(2**31)
"""The day on which nothing was paid: of a line that takes no named payment back."""


class Window(NamedTuple):
    """Days (since 1970) within which a line of one cover is incurred and paid, ends exclusive."""

    incurred_from: int
    incurred_end: int
    paid_from: int
    paid_end: int
    has_run_in_maximum: int


class Cells(NamedTuple):
    """Cents by month and unit, (months, units, 2): what counts without limit, and the run-in that has a maximum.

    touched: (months, units), bit 1 where the specific had a line, bit 2 where the aggregate had one.
    """

    own: NDArray[np.int64]
    run_in: NDArray[np.int64]
    touched: NDArray[np.uint8]


@compiled
def _is_in(incurred: int, judged: int, is_late_refund: bool, window: Window) -> bool:
    is_incurred = (incurred >= window.incurred_from) & (incurred < window.incurred_end)
    return is_incurred & (judged >= window.paid_from) & ((judged < window.paid_end) | is_late_refund)


@compiled
def _add(cells: Cells, month: int, unit: int, cover: int, cents: int, is_run_in: bool) -> None:
    if is_run_in:
        cells.run_in[month, unit, cover] += cents
    else:
        cells.own[month, unit, cover] += cents


@compiled_entry
def add_lines(
    unit: NDArray[np.int32],
    kind: NDArray[np.uint8],
    covers_of_kind: NDArray[np.uint8],
    incurred: Days,
    paid: Days,
    takes_back: Days,
    amount: Cents,
    first: int,
    last: int,
    specific: Window,
    aggregate: Window,
    start: int,
    first_day: int,
    month_of_day: NDArray[np.int16],
    cells: Cells,
) -> None:
    """Add lines `first` to `last` to `cells`.

    covers_of_kind: bit 1, bit 2: the specific, the aggregate covers lines of this kind.
    takes_back: day on which what a refund takes back was paid, or NEVER; an empty array where no line names one.
    month_of_day: month of the day `first_day` + i; later days are not known yet and left out.
    start: of the policy; before it a line is run-in.
    """
    has_takes_back = len(takes_back) > 0
    for line in range(first, last):
        day = paid[line] - first_day
        if day < 0 or day >= len(month_of_day):
            continue
        named = takes_back[line] if has_takes_back else NEVER
        judged = paid[line] if named == NEVER else named
        cents = amount[line]
        is_late_refund = (cents < 0) & (named == NEVER)
        covers = covers_of_kind[kind[line]]
        in_specific = (covers & 1) * _is_in(incurred[line], judged, is_late_refund, specific)
        in_aggregate = ((covers >> 1) & 1) * _is_in(incurred[line], judged, is_late_refund, aggregate)
        month, who = month_of_day[day], unit[line]
        is_run_in = incurred[line] < start
        _add(cells, month, who, 0, cents * in_specific, is_run_in & (specific.has_run_in_maximum == 1))
        _add(cells, month, who, 1, cents * in_aggregate, is_run_in & (aggregate.has_run_in_maximum == 1))
        cells.touched[month, who] |= in_specific | (in_aggregate << 1)


@compiled_entry
def hold_run_in(cells: Cells, most_specific: int, most_aggregate: int) -> None:
    """Bring the run-in into `cells.own`, each unit's held to its maximum so far."""
    months, units, _ = cells.own.shape
    for cover in range(2):
        most = most_specific if cover == 0 else most_aggregate
        for unit in range(units):
            so_far = held = 0
            for month in range(months):
                so_far += cells.run_in[month, unit, cover]
                now = min(so_far, most)
                cells.own[month, unit, cover] += now - held
                held = now


@compiled_entry
def count_touched(touched: NDArray[np.uint8], first: int, last: int, counts: NDArray[np.int64]) -> None:
    """How many months of each unit have a line, into `counts`."""
    counts[first:last] = 0
    for month in range(touched.shape[0]):
        for unit in range(first, last):
            counts[unit] += touched[month, unit] != 0


@compiled_entry
def gather(
    cells: Cells,
    first: int,
    last: int,
    starts: NDArray[np.int64],
    month: NDArray[np.int16],
    specific: Cents,
    aggregate: Cents,
) -> None:
    """The cells of units `first` to `last` that have a line, unit by unit from `starts`, months in order."""
    place = starts[first:last].copy()
    for at in range(cells.own.shape[0]):
        for unit in range(first, last):
            if cells.touched[at, unit] != 0:
                row = place[unit - first]
                month[row] = at
                specific[row] = cells.own[at, unit, 0]
                aggregate[row] = cells.own[at, unit, 1]
                place[unit - first] = row + 1
