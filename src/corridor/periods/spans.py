"""Months and plan years as half-open spans of days."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, order=True)
class Span:
    """Days from `start` up to, not including, `end_exclusive`."""

    start: date
    end_exclusive: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day < self.end_exclusive

    @property
    def last_day(self) -> date:
        return self.end_exclusive - timedelta(days=1)

    @property
    def days(self) -> int:
        return (self.end_exclusive - self.start).days


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or that month's last day where it is shorter."""
    years, month0 = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month0 + 1
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, min(day.day, (first_of_next - timedelta(days=1)).day))


def month_of(day: date) -> Span:
    """The calendar month that holds `day`."""
    start = day.replace(day=1)
    return Span(start, add_months(start, 1))


def months_between(start: date, end_exclusive: date) -> list[Span]:
    """The calendar months that begin in the span, in order."""
    months = []
    month = month_of(start)
    if month.start < start:
        month = Span(month.end_exclusive, add_months(month.start, 2))
    while month.start < end_exclusive:
        months.append(month)
        month = Span(month.end_exclusive, add_months(month.start, 2))
    return months


def plan_year_of(day: date, start_month: int = 1, start_day: int = 1) -> Span:
    """The plan year that holds `day`, for plans whose year starts on the given month and day."""
    start = date(day.year, start_month, start_day)
    if day < start:
        start = date(day.year - 1, start_month, start_day)
    return Span(start, date(start.year + 1, start_month, start_day))


def age_on(birth_date: date, day: date) -> int:
    """Completed years on `day`."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))
