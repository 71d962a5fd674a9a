"""Limits of a benefit: how many visits, units or dollars are left, and what of a line they let through."""

from corridor.adjudication.arrays import DAYS_OF_MONTH
from corridor.adjudication.compiled import compiled
from corridor.money import rounding
from corridor.plan.arrays import Int32, Int64

prorate_cents = compiled(rounding.prorate_cents)


def _is_new_visit(allowed_cents: int, is_counted: bool) -> bool:
    """Whether a line uses up a visit: its visit is not counted yet, and there is something to pay for."""
    return allowed_cents > 0 and not is_counted


def _used_in_window(
    days: Int32, surfaces: Int32, amounts: Int64, first: int, last: int, day: int, months: int, own_surfaces: int
) -> int:
    """What uses `first` to `last` (exclusive) have taken of a rolling limit, seen from a service on `day`.

    The months up to the day or the months from it, whichever hold more: a service may be decided after a later one.
    Only uses on a common tooth surface count. days, day: day_number(); own_surfaces: bits.
    """
    length = months * DAYS_OF_MONTH
    before, after = 0, 0
    for use in range(first, last):
        if surfaces[use] & own_surfaces == 0:
            continue
        if day - length < days[use] <= day:
            before += amounts[use]
        if day <= days[use] < day + length:
            after += amounts[use]
    return max(before, after)


def _within_units(amount_cents: int, granted: int, needed: int) -> int:
    """The part of an amount for which units are left: all of it, or in proportion, half a cent rounded up."""
    if granted >= needed:
        return amount_cents
    return prorate_cents(amount_cents, granted, needed)


def _within_dollar_limit(plan_share_cents: int, left_cents: int) -> tuple[int, int]:
    """(within, beyond) in cents: an amount cut to what a dollar limit still holds."""
    within = min(plan_share_cents, left_cents)
    return within, plan_share_cents - within


is_new_visit = compiled(_is_new_visit)
used_in_window = compiled(_used_in_window)
within_units = compiled(_within_units)
within_dollar_limit = compiled(_within_dollar_limit)
