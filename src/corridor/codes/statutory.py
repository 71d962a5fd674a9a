"""Figures that statute sets for plan years that begin in a year: `statutory.csv`, each with its source."""

from datetime import date
from functools import cache
from typing import Literal

from corridor.codes.lists import read_list
from corridor.money.cents import parse_cents

Figure = Literal[
    "aca_out_of_pocket_self_only",
    "aca_out_of_pocket_family",
    "hdhp_minimum_deductible_self_only",
    "hdhp_minimum_deductible_family",
    "hdhp_out_of_pocket_self_only",
    "hdhp_out_of_pocket_family",
]


def statutory_cents(figure: Figure, plan_year_start: date) -> int | None:
    """The figure for a plan year, in cents; None before the first, the last known one after the last.

    A figure follows the day on which the plan year begins, whatever the day of the service.
    """
    in_force = [cents for day, cents in _history(figure) if day <= plan_year_start]
    return in_force[-1] if in_force else None


def statutory_days(figure: Figure) -> list[date]:
    """The days from which the figure's values hold for plan years that begin then, in order."""
    return [day for day, _ in _history(figure)]


@cache
def _history(figure: Figure) -> tuple[tuple[date, int], ...]:
    rows = (row for row in read_list("statutory") if row["figure"] == figure)
    return tuple(sorted((date.fromisoformat(row["plan_years_from"]), parse_cents(row["dollars"])) for row in rows))
