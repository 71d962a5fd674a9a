"""Business days: which days are none is the caller's to say."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

_SATURDAY = 5


@dataclass(frozen=True)
class BusinessDays:
    """Monday to Friday without `holidays`."""

    holidays: frozenset[date] = frozenset()

    @classmethod
    def without(cls, holidays: Collection[date]) -> "BusinessDays":
        """Monday to Friday without these days."""
        return cls(frozenset(holidays))

    def is_open(self, day: date) -> bool:
        """Whether business is done on the day."""
        return day.weekday() < _SATURDAY and day not in self.holidays

    def after(self, day: date, count: int) -> date:
        """The `count`-th business day after `day`, which is day 0 whatever it is."""
        found = day
        for _ in range(count):
            found += timedelta(days=1)
            while not self.is_open(found):
                found += timedelta(days=1)
        return found
