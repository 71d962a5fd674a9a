"""What a week of disability comes to: plain integers, one rule a function."""

from corridor.money.rounding import prorate_cents, share_of_cents

DAYS_IN_WEEK = 7


def weekly_benefit_cents(earnings_cents: int, percent_bp: int, maximum_cents: int) -> int:
    """The benefit of a whole week: a share of weekly earnings (basis points), never above the maximum."""
    return min(share_of_cents(earnings_cents, percent_bp), maximum_cents)


def days_by_phase(first: int, end: int, elimination_days: int, duration_days: int) -> tuple[int, int, int]:
    """How many days of a stretch fall into the elimination period, into the benefit, and beyond its duration.

    first, end: days since the first of the disability, from 0; `end` is exclusive.
    """
    begins, ends = elimination_days, elimination_days + duration_days
    waiting = _common_days(first, end, 0, begins)
    payable = _common_days(first, end, begins, ends)
    return waiting, payable, end - first - waiting - payable


def earned_cents(weekly_cents: int, first: int, end: int) -> int:
    """What a weekly amount comes to from day `first` to the day before `end`, counted from 0.

    The difference of two running totals, each rounded: seven days in a row are the weekly amount to the cent, and
    parts add up to the whole however a stretch is cut.
    """
    return prorate_cents(weekly_cents, end, DAYS_IN_WEEK) - prorate_cents(weekly_cents, first, DAYS_IN_WEEK)


def _common_days(first: int, end: int, other_first: int, other_end: int) -> int:
    return max(0, min(end, other_end) - max(first, other_first))
