"""Time that does not count: days on which a clock stands still, and counting around them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stop:
    """Days from `start` up to, not including, `end_exclusive` on which the clock stands; None: it stands still yet."""

    start: date
    end_exclusive: date | None


def merged(stops: Iterable[Stop]) -> list[Stop]:
    """The same days as stops that neither touch nor overlap, in order."""
    out: list[Stop] = []
    for stop in sorted(stops, key=lambda one: one.start):
        if stop.end_exclusive is not None and stop.end_exclusive <= stop.start:
            continue
        last = out[-1] if out else None
        if last is None or (last.end_exclusive is not None and last.end_exclusive < stop.start):
            out.append(stop)
        elif last.end_exclusive is not None:
            end = None if stop.end_exclusive is None else max(last.end_exclusive, stop.end_exclusive)
            out[-1] = Stop(last.start, end)
    return out


def days_after(start: date, days: int, stops: Sequence[Stop] = ()) -> date | None:
    """The day on which the `days`-th day after `start` that counts falls; None while the clock stands without end.

    The day of `start` itself is day 0, as notices count (29 CFR 2560.503-1(f)(4)).
    """
    at, left = start, days
    for stop in merged(stops):
        counted = (stop.start - at).days - 1  # days that count before the stop
        if counted >= left:
            break
        if stop.end_exclusive is None:
            return None
        if stop.end_exclusive <= at + _DAY:
            continue
        left -= max(counted, 0)
        at = stop.end_exclusive - _DAY
    return at + left * _DAY


def hours_after(moment: datetime, hours: int, stops: Sequence[Stop] = ()) -> datetime | None:
    """The moment at which `hours` have passed that count; None while the clock stands without end."""
    at, left = moment, timedelta(hours=hours)
    for stop in merged(stops):
        begins = datetime.combine(stop.start, time(), moment.tzinfo)
        if begins >= at + left:
            break
        if stop.end_exclusive is None:
            return None
        ends = datetime.combine(stop.end_exclusive, time(), moment.tzinfo)
        if ends <= at:
            continue
        left -= max(begins - at, timedelta())
        at = ends
    return at + left
