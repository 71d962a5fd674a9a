"""Days on which files are sent: Monday to Friday, without the holidays that a plant in Ohio keeps."""

from datetime import date, timedelta

from corridor.periods.spans import month_of

FRIDAY = 4
_SATURDAY = 5
_FIXED_HOLIDAYS = frozenset({(1, 1), (7, 4), (12, 25)})


def is_workday(day: date) -> bool:
    """Neither weekend nor holiday."""
    return day.weekday() < _SATURDAY and (day.month, day.day) not in _FIXED_HOLIDAYS and not _is_moving_holiday(day)


def _is_moving_holiday(day: date) -> bool:
    """Last Monday of May, first Monday of September, fourth Thursday of November."""
    if day.weekday() == 0:
        return (day.month == 5 and day.day > 24) or (day.month == 9 and day.day <= 7)
    return day.weekday() == 3 and day.month == 11 and 22 <= day.day <= 28


def workday_on_or_after(day: date) -> date:
    """`day`, or the first workday after it."""
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def last_workday_of_month(day: date) -> date:
    """The last workday of the calendar month that holds `day`."""
    last = month_of(day).last_day
    while not is_workday(last):
        last -= timedelta(days=1)
    return last


def friday_on_or_after(day: date) -> date:
    """The Friday that ends the working week of `day`; of a weekend day, the next one."""
    return day + timedelta(days=(FRIDAY - day.weekday()) % 7)
