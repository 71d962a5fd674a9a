"""Who of Meridian's employees could not work: fourteen certifications over three years, in a few files."""

from collections.abc import Callable, Iterable, Iterator
from csv import writer as csv_writer
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO

from corridor.app.services.demo.large import CATASTROPHIC_EMPLOYEE
from corridor.app.services.demo.population import Family
from corridor.app.services.demo.unpaid import NON_PAYMENT
from corridor.app.services.demo.workdays import last_workday_of_month
from corridor.money.cents import format_cents

COLUMNS = (
    "claim_id",
    "member_id",
    "cause",
    "disability_from",
    "certified_from",
    "certified_to",
    "returned_on",
    "weekly_earnings",
    "other_income",
    "received_date",
)

Chooser = Callable[[list[Family]], Family]


def _number(position: int) -> Chooser:
    return lambda families: families[position - 1]


def _unpaid(families: list[Family]) -> Family:
    """The one whose cover is ended in May as of 1 April."""
    return next(family for family in families if family.end_reason == NON_PAYMENT)


def _left(families: list[Family]) -> Family:
    """The first who left early in the summer of 2025."""
    return next(f for f in families if f.ends_on and date(2025, 5, 1) <= f.ends_on <= date(2025, 7, 1))


@dataclass(frozen=True)
class Certified:
    """One certification. begin: first day of the disability; continues_on: where it is a later certification.

    begin None: six days after the employee's cover ended.
    """

    who: Chooser
    cause: str
    begin: date | None
    last: date
    earnings_cents: int
    received: date
    continues_on: date | None = None
    returns: bool = True
    other_income_cents: int | None = None


STORIES = (
    Certified(_number(31), "injury", date(2024, 2, 12), date(2024, 3, 10), 980_00, date(2024, 3, 12)),
    Certified(_number(7), "sickness", date(2024, 3, 4), date(2024, 3, 9), 1120_00, date(2024, 3, 14)),
    Certified(_number(3), "sickness", date(2024, 4, 15), date(2024, 7, 14), 1034_50, date(2024, 7, 17)),
    Certified(_number(21), "injury", date(2024, 6, 3), date(2024, 6, 23), 2400_00, date(2024, 7, 1)),
    Certified(_number(12), "sickness", date(2025, 2, 3), date(2025, 5, 4), 1215_00, date(2025, 5, 7), returns=False),
    Certified(_number(27), "sickness", date(2025, 3, 10), date(2025, 5, 25), 1490_00, date(2025, 5, 28)),
    Certified(
        _number(12),
        "sickness",
        date(2025, 2, 3),
        date(2025, 9, 7),
        1215_00,
        date(2025, 7, 30),
        date(2025, 5, 5),
        returns=False,
    ),
    Certified(_left, "injury", None, date(2025, 7, 20), 870_00, date(2025, 7, 24)),
    Certified(_number(31), "injury", date(2025, 7, 14), date(2025, 7, 23), 1010_00, date(2025, 7, 28)),
    Certified(
        _number(CATASTROPHIC_EMPLOYEE),
        "sickness",
        date(2026, 2, 2),
        date(2026, 4, 26),
        1655_25,
        date(2026, 4, 28),
        returns=False,
    ),
    Certified(_unpaid, "injury", date(2026, 4, 6), date(2026, 4, 24), 930_00, date(2026, 4, 27)),
    Certified(
        _number(CATASTROPHIC_EMPLOYEE),
        "sickness",
        date(2026, 2, 2),
        date(2026, 7, 5),
        1655_25,
        date(2026, 6, 26),
        date(2026, 4, 27),
        returns=False,
    ),
    Certified(
        _number(27),
        "injury",
        date(2026, 7, 27),
        date(2026, 8, 16),
        1540_00,
        date(2026, 10, 5),
        other_income_cents=420_00,
    ),
    Certified(
        _number(3), "sickness", date(2026, 9, 28), date(2026, 11, 22), 1080_00, date(2026, 10, 26), returns=False
    ),
)
"""An injury; one that ends within the elimination period; long ones; the weekly maximum; the duration reached; after
cover ended; cover ended afterwards; a week ahead; income from elsewhere; one that still runs."""


def disability_files(families: list[Family], start: date, as_of: date) -> Iterator[tuple[date, date, bytes]]:
    """(month of receipt, day sent, bytes), none sent after `as_of`, and none of a disability before `start`."""
    rows: dict[date, list[tuple[str, ...]]] = {}
    for number, story in enumerate(STORIES, start=1):
        month = story.received.replace(day=1)
        if (story.begin or story.received) >= start and last_workday_of_month(month) <= as_of:
            rows.setdefault(month, []).append(_row(story, number, story.who(families)))
    for month in sorted(rows):
        yield month, last_workday_of_month(month), _csv(rows[month])


def _row(story: Certified, number: int, family: Family) -> tuple[str, ...]:
    begin = story.begin or (family.ends_on or story.last) + timedelta(days=6)
    returned = story.last + timedelta(days=1) if story.returns else None
    other = story.other_income_cents
    return (
        f"S{story.received:%y}{number:06d}",
        family.subscriber_id,
        story.cause,
        begin.isoformat(),
        (story.continues_on or begin).isoformat(),
        story.last.isoformat(),
        returned.isoformat() if returned else "",
        format_cents(story.earnings_cents, thousands=False),
        "" if other is None else format_cents(other, thousands=False),
        story.received.isoformat(),
    )


def _csv(rows: Iterable[tuple[str, ...]]) -> bytes:
    text = StringIO(newline="")
    out = csv_writer(text, lineterminator="\n")
    out.writerow(COLUMNS)
    out.writerows(rows)
    return text.getvalue().encode("ascii")
