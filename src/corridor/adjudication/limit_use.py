"""The limits of a line: what they let through before and after cost sharing, and what the line uses of them."""

from corridor.adjudication.accumulate import left
from corridor.adjudication.arrays import (
    BENEFIT_MAXIMUM,
    COUNTED,
    FREQUENCY_REACHED,
    NO_SLOT,
    PAID,
    Lines,
    State,
)
from corridor.adjudication.compiled import compiled
from corridor.adjudication.limits import used_in_window, within_dollar_limit, within_units
from corridor.adjudication.rows import row_of
from corridor.plan.arrays import COUNTS_DOLLARS, COUNTS_UNITS, COUNTS_VISITS, NO_LIMIT, PlanArrays


def _limit_left(plan: PlanArrays, lines: Lines, state: State, i: int, row: int, use: int) -> int:
    """What limit row `row` still holds for use `use` of it, by line `i`."""
    slot = row_of(lines.limit_slot[row_of(use)])
    months = plan.limit_months[row]
    if months == 0:
        return left(plan.limit_amount[row], state.limit_used[slot])
    first = state.use_offsets[slot]
    used = used_in_window(
        state.use_day,
        state.use_surfaces,
        state.use_amount,
        first,
        first + state.use_count[slot],
        lines.day[i],
        months,
        lines.limit_surfaces[use],
    )
    return left(plan.limit_amount[row], used)


def _use_limit(plan: PlanArrays, lines: Lines, state: State, i: int, row: int, use: int, amount: int) -> None:
    """Add what line `i` takes of limit row `row` by its use `use`; of a rolling limit it is kept with its day."""
    limit_used, use_count = state.limit_used, state.use_count
    use_day, use_surfaces, use_amount = state.use_day, state.use_surfaces, state.use_amount
    slot = row_of(lines.limit_slot[row_of(use)])
    if amount == 0:
        return
    if plan.limit_months[row] == 0:
        limit_used[slot] += amount
        return
    kept = state.use_offsets[slot] + use_count[slot]
    use_count[slot] += 1
    use_day[kept] = lines.day[i]
    use_surfaces[kept] = lines.limit_surfaces[use]
    use_amount[kept] = amount


def _count_visit(lines: Lines, state: State, i: int) -> None:
    """Note that the occasion of line `i` was counted toward a visit limit."""
    occasions = state.occasion
    if lines.occasion_slot[i] != NO_SLOT:
        occasions[lines.occasion_slot[i]] |= COUNTED


def _before_cost_share(
    plan: PlanArrays, lines: Lines, state: State, i: int, recognised: int, is_new_visit: bool
) -> tuple[int, int]:
    """(reason, amount within) of line `i`: what its limits let through before cost sharing; they are used by it.

    Visits are granted whole or not at all, units as far as they last, dollars up to what is left. Where something is
    needed and nothing granted, the reason is that of the first limit that stops it, and nothing is used.
    """
    first_use, last_use = lines.limit_offsets[i], lines.limit_offsets[i + 1]
    first_row = plan.limit_offsets[row_of(lines.benefit[i])]
    needed = lines.units[i]
    granted, dollars_left = needed, NO_LIMIT
    for use in range(first_use, last_use):
        row = row_of(first_row + use - first_use)
        counts = plan.limit_counts[row]
        if plan.limit_is_after[row] != 0 or (counts == COUNTS_VISITS and not is_new_visit):
            continue
        remaining = limit_left(plan, lines, state, i, row, use)
        if counts == COUNTS_DOLLARS:
            dollars_left = min(dollars_left, remaining)
        elif lines.allowed_cents[i] > 0 and remaining == 0 and (counts == COUNTS_VISITS or needed > 0):
            return FREQUENCY_REACHED if plan.limit_months[row] != 0 else BENEFIT_MAXIMUM, 0
        elif counts == COUNTS_UNITS:
            granted = min(granted, remaining)
    within = min(within_units(recognised, granted, needed), dollars_left)
    for use in range(first_use, last_use):
        row = row_of(first_row + use - first_use)
        counts = plan.limit_counts[row]
        if plan.limit_is_after[row] != 0:
            continue
        if counts == COUNTS_DOLLARS:
            use_limit(plan, lines, state, i, row, use, within)
        elif counts == COUNTS_UNITS and lines.allowed_cents[i] > 0:
            use_limit(plan, lines, state, i, row, use, granted)
        elif counts == COUNTS_VISITS and is_new_visit:
            use_limit(plan, lines, state, i, row, use, 1)
            count_visit(lines, state, i)
    return PAID, within


def _after_cost_share(
    plan: PlanArrays, lines: Lines, state: State, i: int, share: int, is_new_visit: bool
) -> tuple[int, int]:
    """(plan's share within, cut by dollar limits) of line `i`, in the benefit's order; counts are used by it.

    Dollars are used later (`use_dollars`), by what the plan pays alone.
    """
    first_use, last_use = lines.limit_offsets[i], lines.limit_offsets[i + 1]
    first_row = plan.limit_offsets[row_of(lines.benefit[i])]
    cut_by_dollars = 0
    for use in range(first_use, last_use):
        row = row_of(first_row + use - first_use)
        if plan.limit_is_after[row] == 0:
            continue
        counts = plan.limit_counts[row]
        if counts == COUNTS_DOLLARS:
            share, beyond = within_dollar_limit(share, limit_left(plan, lines, state, i, row, use))
            cut_by_dollars += beyond
            continue
        if lines.allowed_cents[i] == 0 or (counts == COUNTS_VISITS and not is_new_visit):
            continue
        needed = 1 if counts == COUNTS_VISITS else lines.units[i]
        granted = min(needed, limit_left(plan, lines, state, i, row, use))
        share = within_units(share, granted, needed)
        use_limit(plan, lines, state, i, row, use, granted)
        if counts == COUNTS_VISITS and granted > 0:
            count_visit(lines, state, i)
    return share, cut_by_dollars


def _use_dollars(plan: PlanArrays, lines: Lines, state: State, i: int, paid: int) -> None:
    """Add what the plan pays alone for line `i` to its dollar limits on the plan's payment."""
    first_use, last_use = lines.limit_offsets[i], lines.limit_offsets[i + 1]
    first_row = plan.limit_offsets[row_of(lines.benefit[i])]
    for use in range(first_use, last_use):
        row = row_of(first_row + use - first_use)
        if plan.limit_counts[row] == COUNTS_DOLLARS and plan.limit_is_after[row] != 0:
            use_limit(plan, lines, state, i, row, use, paid)


limit_left = compiled(_limit_left)
use_limit = compiled(_use_limit)
count_visit = compiled(_count_visit)
before_cost_share = compiled(_before_cost_share)
after_cost_share = compiled(_after_cost_share)
use_dollars = compiled(_use_dollars)
