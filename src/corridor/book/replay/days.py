"""What the plans say of each day: looked up by day once, then read by every line."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corridor.adjudication.arrays import day_number
from corridor.claims.identity import Identity
from corridor.periods.spans import plan_year_of
from corridor.plan.arrays import Int32, Int64
from corridor.plan.compiled import CompiledPlans

NO_VERSION = -1
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Days:
    """One row per plan of the book, one column per day from `first` (days since 1970).

    version: row of the plan version, NO_VERSION where none is in force. year_start, last_year_start: first day of the
    plan year and of the one before, as days since 1970. months_gone: of the plan year. number: (days,) as the kernel
    counts days.
    """

    first: int
    version: Int32
    year_start: Int32
    last_year_start: Int32
    months_gone: Int32
    number: Int32


def days_under(compiled: CompiledPlans, plans: tuple[str | None, ...], first: date, last: date) -> Days:
    """plans: the code that decides in the place of each plan of the book; None: none does. first, last: of the days
    asked for; whole calendar years are answered, and kept.
    """
    return _days_under(Identity(compiled), plans, date(first.year, 1, 1), date(last.year, 12, 31))


@lru_cache(maxsize=16)
def _days_under(of: Identity[CompiledPlans], plans: tuple[str | None, ...], start: date, end: date) -> Days:
    compiled, first, last = of.thing, (start - _EPOCH).days, (end - _EPOCH).days
    shape = (len(plans), last - first + 1)
    version = np.full(shape, NO_VERSION, np.int32)
    starts, before, months = (np.zeros(shape, np.int32) for _ in range(3))
    all_days = [_EPOCH + timedelta(days=first + place) for place in range(shape[1])]
    number = np.array([day_number(day.year, day.month, day.day) for day in all_days], np.int32)
    for row, code in enumerate(plans):
        for each in compiled.versions.filter(plan_code=code).iter_rows(named=True) if code is not None else ():
            for place, day in enumerate(all_days):
                until = each["effective_to_exclusive"]
                if each["effective_from"] <= day and (until is None or day < until):
                    start = plan_year_of(day, each["plan_year_start_month"], each["plan_year_start_day"]).start
                    version[row, place] = each["row"]
                    starts[row, place] = (start - _EPOCH).days
                    before[row, place] = (start.replace(year=start.year - 1) - _EPOCH).days
                    months[row, place] = _months_between(start, day)
    return Days(first, version, starts, before, months, number)


def _months_between(start: date, day: date) -> int:
    return (day.year - start.year) * 12 + day.month - start.month - (day.day < start.day)


def days_since_1970(days: NDArray[np.datetime64]) -> Int64:
    """Days as whole numbers."""
    return days.astype("datetime64[D]").astype(np.int64)
