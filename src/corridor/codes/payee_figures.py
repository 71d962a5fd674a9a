"""Figures that statute sets for those who are paid: `payee_figures.csv`, each with its source."""

from datetime import date
from typing import Literal

from corridor.codes.lists import read_list
from corridor.money.cents import parse_cents

Figure = Literal["backup_withholding", "information_return"]


def withholding_bp(day: date) -> int:
    """Backup withholding in basis points of what is paid on `day`; 0 before the first known rate."""
    return _in_force("backup_withholding", day)


def reportable_cents(day: date) -> int:
    """From how much paid in the calendar year of `day` an information return is due, in cents."""
    return _in_force("information_return", date(day.year, 12, 31))


def _in_force(figure: Figure, day: date) -> int:
    known = [
        (date.fromisoformat(row["effective_from"]), parse_cents(row["value"]))
        for row in read_list("payee_figures")
        if row["figure"] == figure and date.fromisoformat(row["effective_from"]) <= day
    ]
    return max(known)[1] if known else 0
