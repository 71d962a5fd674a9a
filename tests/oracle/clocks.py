"""Clocks the slow way: a day at a time, nothing shared with the fast ones."""

from collections.abc import Iterable
from datetime import date, timedelta

Stops = Iterable[tuple[date, date | None]]
DAY = timedelta(days=1)
FAR = 20_000


def counts(day: date, stops: Stops) -> bool:
    """Whether a clock runs on the day."""
    return not any(start <= day and (end is None or day < end) for start, end in stops)


def days_after(start: date, days: int, stops: Stops) -> date | None:
    """The day on which so many days that count have passed; None where none ever comes."""
    stops, day, left = list(stops), start, days
    for _ in range(FAR):
        if left == 0:
            return day
        day += DAY
        left -= counts(day, stops)
    return None


LENGTHS = {  # first decision, extension, information, after the answer
    "pre_service": (15, 15, 45, 15),
    "post_service": (30, 15, 45, 15),
}


def decision_due(kind: str, received: date, asked: date | None, answered: date | None, pauses: Stops) -> date | None:
    """By when a claim is decided of which one thing was asked at most, in the time of the first decision."""
    initial, extension, information, after = LENGTHS[kind]
    pauses = list(pauses)
    if asked is None:
        return days_after(received, initial, pauses)
    expires = days_after(asked, information, pauses)
    ends = [day for day in (expires, answered) if day is not None]
    if not ends:
        return None
    stops = [*pauses, (asked + DAY, min(ends) + DAY)]
    in_time = days_after(received, initial, stops)
    whole = initial + (extension if in_time is None or asked <= in_time else 0)
    due, sooner = days_after(received, whole, stops), days_after(min(ends), after, stops)
    return min((day for day in (due, sooner) if day is not None), default=None)


def business_day_after(day: date, count: int, holidays: set[date]) -> date:
    """The count-th business day after a day."""
    while count:
        day += DAY
        count -= day.weekday() < 5 and day not in holidays
    return day
