"""Figures that statute sets for plan years that begin in a year: `statutory.csv`, each with its source.

A figure may be announced more than once: that of 2026 for the ACA's out-of-pocket limit was 10,150 dollars until
25 June 2025 and 10,600 from then on. `as_of` asks what was known on a day; without it the last announcement counts.
"""

from datetime import date
from functools import cache
from typing import Literal, NamedTuple

from corridor.codes.lists import read_list
from corridor.money.cents import parse_cents

Figure = Literal[
    "aca_out_of_pocket_self_only",
    "aca_out_of_pocket_family",
    "hdhp_minimum_deductible_self_only",
    "hdhp_minimum_deductible_family",
    "hdhp_out_of_pocket_self_only",
    "hdhp_out_of_pocket_family",
    "hsa_contribution_self_only",
    "hsa_contribution_family",
    "hsa_catch_up_contribution",
]


class Announcement(NamedTuple):
    """A value of a figure. plan_years_from: for plan years (HSA contributions: calendar years) that begin then."""

    plan_years_from: date
    announced_on: date
    cents: int
    source: str


def statutory_cents(figure: Figure, plan_year_start: date, as_of: date | None = None) -> int | None:
    """The figure for a plan year, in cents; None before the first, the last known one after the last.

    A figure follows the day on which the plan year begins, whatever the day of the service.
    """
    known = [one for one in announcements(figure, as_of) if one.plan_years_from <= plan_year_start]
    return known[-1].cents if known else None


def statutory_days(figure: Figure, as_of: date | None = None) -> list[date]:
    """The days from which the figure's values hold for plan years that begin then, in order."""
    return sorted({one.plan_years_from for one in announcements(figure, as_of)})


def announcements(figure: Figure, as_of: date | None = None) -> list[Announcement]:
    """What was announced of a figure up to `as_of`, by year and then by day: of a year the last one holds."""
    return [one for one in _history(figure) if as_of is None or one.announced_on <= as_of]


@cache
def _history(figure: Figure) -> tuple[Announcement, ...]:
    rows = (row for row in read_list("statutory") if row["figure"] == figure)
    return tuple(
        sorted(
            Announcement(
                date.fromisoformat(row["plan_years_from"]),
                date.fromisoformat(row["announced_on"]),
                parse_cents(row["dollars"]),
                row["source"],
            )
            for row in rows
        )
    )
