"""Lengths of clocks that law sets: `figures.csv`, each with the day from which it holds and its source."""

import csv
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from corridor.wording.said import listed, said


class ClockError(ValueError):
    """A question that no clock answers."""


class Figure(NamedTuple):
    """A length: `value` hours, days, business_days, months, times … from a day on."""

    name: str
    effective_from: date
    value: int
    unit: str
    source: str


ERISA_KINDS = ("urgent", "pre_service", "post_service", "concurrent", "disability")


def figure(name: str, on: date) -> Figure:
    """The figure that holds on a day. Raises ClockError where there is none."""
    found = figure_or_none(name, on)
    if found is None:
        raise ClockError(said("clock {name}: found no length on {day}, expected one", name=name, day=on))
    return found


def figure_or_none(name: str, on: date) -> Figure | None:
    """The figure that holds on a day, None where the kind of claim has no such clock."""
    held = [one for one in all_figures().get(name, ()) if one.effective_from <= on]
    return held[-1] if held else None


def checked_kind(kind: str) -> str:
    """`kind`, one of ERISA_KINDS. Raises ClockError."""
    if kind not in ERISA_KINDS:
        raise ClockError(
            said("kind of claim: found {found!r}, expected one of {allowed}", found=kind, allowed=listed(ERISA_KINDS))
        )
    return kind


@cache
def all_figures() -> dict[str, tuple[Figure, ...]]:
    """Every figure by name, each in the order of its days."""
    text = (files(__package__) / "figures.csv").read_text("utf-8")
    found: dict[str, list[Figure]] = {}
    for row in csv.DictReader(text.splitlines()):
        one = Figure(
            row["figure"], date.fromisoformat(row["effective_from"]), int(row["value"]), row["unit"], row["source"]
        )
        found.setdefault(one.name, []).append(one)
    return {name: tuple(sorted(rows, key=lambda one: one.effective_from)) for name, rows in found.items()}
