"""On which days funds are called, and what happens to a day on which banks are closed."""

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from corridor.plan.document import Strict

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday"]
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
_FURTHEST = timedelta(days=14)
"""Farther than any run of closed days moves a day."""


class Calls(Strict):
    """How often funds are called. weekday: of weekly calls; None: the employer's. month_day: of monthly ones.

    closed_days: what becomes of a day of call, deposit or payment that is a Saturday, a Sunday or one of `holidays`:
    it stays the same, or moves to the last open day before it or the first after it. Daily calls are Monday to Friday.
    """

    every: Literal["day", "week", "month"] = "week"
    weekday: Weekday | None = None
    month_day: Annotated[int, Field(ge=1, le=28)] = 1
    closed_days: Literal["same", "before", "after"] = "same"
    holidays: tuple[date, ...] = ()

    def is_open(self, day: date) -> bool:
        """Whether banks are open."""
        return day.weekday() < len(WEEKDAYS) and day not in self.holidays

    def open_day(self, day: date) -> date:
        """The day itself, or the open day that takes its place."""
        step = {"same": 0, "before": -1, "after": 1}[self.closed_days]
        while step and not self.is_open(day):
            day += timedelta(days=step)
        return day

    def days(self, start: date, end_exclusive: date, weekday: Weekday) -> list[date]:
        """The days in the span on which funds are called. weekday: of weekly calls, where none is stated here."""
        count = (end_exclusive - start + 2 * _FURTHEST).days
        near = (start - _FURTHEST + timedelta(days=n) for n in range(max(0, count)))
        days = {self.open_day(day) for day in near if self._is_planned(day, self.weekday or weekday)}
        return sorted(day for day in days if start <= day < end_exclusive)

    def _is_planned(self, day: date, weekday: Weekday) -> bool:
        if self.every == "day":
            return self.is_open(day) if self.closed_days != "same" else day.weekday() < len(WEEKDAYS)
        if self.every == "week":
            return day.weekday() == WEEKDAYS.index(weekday)
        return day == day.replace(day=self.month_day)
