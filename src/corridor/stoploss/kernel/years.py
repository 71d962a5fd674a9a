"""Layer 2: the months of many units in many years -> what the specific and the aggregate come to (RULES 1.3, 1.4).

A year is a case. Nothing but integers: shares are rounded by money.rounding, half a cent up.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corridor.money.rounding import share_of_cents
from corridor.stoploss.kernel.compiled import compiled, compiled_entry

Cents = NDArray[np.int64]
NO_END = 2**62
"""A deductible that nothing reaches, a maximum that never binds."""

ELIGIBLE, EXCESS, POOLED, RETAINED, REIMBURSED = range(5)
"""Columns of a unit, in cents. POOLED: taken by the aggregating deductible. RETAINED: kept in the corridor."""

TOTALS = 9
PAID, ABOVE, LASER_LAYER, POOLED_OFF = range(5, TOTALS)
"""Columns of a case: those of a unit summed, then what the aggregate counts and takes off."""

_share = compiled(share_of_cents)


class Rows(NamedTuple):
    """Months with payments: case c has units case_starts[c] to case_starts[c + 1], unit u has rows in the same way.

    month: place in the policy, ascending within a unit. rule: of each unit, a row of Rules.
    """

    case_starts: NDArray[np.int64]
    unit_starts: NDArray[np.int64]
    month: NDArray[np.int16]
    specific: Cents
    aggregate: Cents
    rule: NDArray[np.int32]


class Rules(NamedTuple):
    """What holds for a kind of unit. loss_limit: NO_END where all of it counts."""

    deductible: Cents
    loss_limit: Cents
    is_lasered: NDArray[np.bool_]


class Terms(NamedTuple):
    """What holds for all units of a case."""

    pool: int
    corridor: int
    is_corridor_of_group: int
    corridor_retained_bp: int
    reimbursement_bp: int
    unit_maximum: int
    case_maximum: int
    group_deductible: int
    has_loss_limit: int
    lasered_count: int
    pooled_count: int
    months: int
    most_rows: int


@compiled
def _end_of(rows: Rows, unit: int, through: int) -> int:
    """Row after the last one of a unit that is not later than month `through`."""
    end: int = rows.unit_starts[unit + 1]
    while end > rows.unit_starts[unit] and rows.month[end - 1] > through:
        end -= 1
    return end


@compiled
def _sum(cents: Cents, first: int, end: int) -> int:
    total: int = 0
    for row in range(first, end):
        total += cents[row]
    return total


@compiled
def _lasting_gains(cents: Cents, first: int, end: int, total: int, deductible: int, gains: Cents) -> None:
    """New excess of each row that no later refund undoes, into `gains`: it sums to the excess of the unit."""
    so_far, lasting = total, total - deductible
    for row in range(end - 1, first, -1):
        so_far -= cents[row]
        before = min(lasting, max(0, so_far - deductible))
        gains[row - first] = lasting - before
        lasting = before
    gains[0] = lasting


@compiled
def _within(start: int, length: int, low: int, high: int) -> int:
    return max(0, min(start + length, high) - max(start, low))


@compiled
def _month_starts(rows: Rows, rules: Rules, case: int, through: int, gains: Cents, starts: Cents) -> None:
    """Where each month's excess begins on the line of all excess in order of time, into `starts`."""
    starts[:] = 0
    for unit in range(rows.case_starts[case], rows.case_starts[case + 1]):
        first, end = rows.unit_starts[unit], _end_of(rows, unit, through)
        total = _sum(rows.specific, first, end)
        deductible = rules.deductible[rows.rule[unit]]
        if total > deductible and end > first:
            _lasting_gains(rows.specific, first, end, total, deductible, gains)
            for row in range(first, end):
                starts[rows.month[row]] += gains[row - first]
    before = 0
    for month in range(len(starts)):
        starts[month], before = before, before + starts[month]


@compiled
def _in_order(
    rows: Rows, terms: Terms, first: int, end: int, total: int, deductible: int, starts: Cents, gains: Cents
) -> tuple[int, int]:
    """What the pool and the group's corridor take of a unit's excess; `starts` of its months move on."""
    pool: int = 0
    corridor: int = 0
    _lasting_gains(rows.specific, first, end, total, deductible, gains)
    for row in range(first, end):
        at, gain = starts[rows.month[row]], gains[row - first]
        pool += _within(at, gain, 0, terms.pool)
        if terms.is_corridor_of_group == 1:
            corridor += _within(at, gain, terms.pool, terms.pool + terms.corridor)
        starts[rows.month[row]] = at + gain
    return pool, corridor


@compiled
def _taken_off(rules: Rules, rule: int, terms: Terms, specific: int, aggregate: int, pool: int) -> tuple[int, int, int]:
    """What of a unit does not count toward the attachment: above its limit, its laser layer, its part of the pool."""
    if terms.has_loss_limit == 1:
        above = max(0, aggregate - rules.loss_limit[rule])
        return above - (min(pool, above) if terms.pooled_count == 1 else 0), 0, 0
    layer = 0
    if rules.is_lasered[rule] and terms.lasered_count == 0:
        layer = max(0, min(specific, rules.deductible[rule]) - terms.group_deductible)
    return 0, layer, 0 if terms.pooled_count == 1 else pool


@compiled_entry
def settle_years(
    rows: Rows,
    rules: Rules,
    terms: Terms,
    first_case: int,
    last_case: int,
    through: int,
    cases: Cents,
    units: Cents,
) -> None:
    """Settle the cases `first_case` to `last_case` on the months up to `through`, into `cases` and `units`.

    cases: (cases, TOTALS), zeros. units: (units, 5), or no row at all where nobody asks for them; their REIMBURSED is
    before the maximum of the case.
    """
    starts, gains = np.zeros(terms.months, np.int64), np.zeros(terms.most_rows, np.int64)
    is_ordered = terms.pool > 0 or (terms.corridor > 0 and terms.is_corridor_of_group == 1)
    for case in range(first_case, last_case):
        total = cases[case]
        if is_ordered:
            _month_starts(rows, rules, case, through, gains, starts)
        for unit in range(rows.case_starts[case], rows.case_starts[case + 1]):
            first, end = rows.unit_starts[unit], _end_of(rows, unit, through)
            specific, aggregate = _sum(rows.specific, first, end), _sum(rows.aggregate, first, end)
            rule = rows.rule[unit]
            deductible = rules.deductible[rule]
            excess = max(0, specific - deductible) if end > first else 0
            pool, corridor = 0, 0
            if excess > 0 and is_ordered:
                pool, corridor = _in_order(rows, terms, first, end, specific, deductible, starts, gains)
            if terms.is_corridor_of_group == 0:
                corridor = min(excess - pool, terms.corridor)
            kept = _share(corridor, terms.corridor_retained_bp)
            owed = min(_share(excess - pool - kept, terms.reimbursement_bp), terms.unit_maximum)
            above, layer, off = _taken_off(rules, rule, terms, specific, aggregate, pool)
            if len(units) > 0:
                units[unit, ELIGIBLE], units[unit, EXCESS], units[unit, POOLED] = specific, excess, pool
                units[unit, RETAINED], units[unit, REIMBURSED] = kept, owed
            total[ELIGIBLE] += specific
            total[EXCESS] += excess
            total[POOLED] += pool
            total[RETAINED] += kept
            total[REIMBURSED] += owed
            total[PAID] += aggregate
            total[ABOVE] += above
            total[LASER_LAYER] += layer
            total[POOLED_OFF] += off
        total[REIMBURSED] = min(total[REIMBURSED], terms.case_maximum)


@compiled_entry
def counted_by_month(rows: Rows, rules: Rules, first_case: int, last_case: int, counted: Cents) -> None:
    """What counts toward the attachment at the end of each month, where a loss limit alone decides it.

    counted: (cases, months). The same as settling each month from the start, in one pass.
    """
    for case in range(first_case, last_case):
        counted[case] = 0
        for unit in range(rows.case_starts[case], rows.case_starts[case + 1]):
            limit, so_far, held = rules.loss_limit[rows.rule[unit]], 0, 0
            for row in range(rows.unit_starts[unit], rows.unit_starts[unit + 1]):
                so_far += rows.aggregate[row]
                now = min(so_far, limit)
                counted[case, rows.month[row]] += now - held
                held = now
        for month in range(1, counted.shape[1]):
            counted[case, month] += counted[case, month - 1]
