"""What a clock answers: by when, and why."""

from dataclasses import dataclass
from datetime import date, datetime

from corridor.wording.said import Said


@dataclass(frozen=True)
class Due:
    """`day`: the last day to act, None while the clock stands still. at: of clocks in hours, the last moment.

    why: how it was counted, step by step, with the sources.
    """

    name: str
    day: date | None
    why: tuple[Said, ...]
    at: datetime | None = None

    def is_overdue(self, today: date) -> bool:
        """Whether the last day has passed."""
        return self.day is not None and today > self.day
