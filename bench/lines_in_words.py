"""Between the kernel's arrays and the dicts of the slow twin, for a measured book."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.book_of_lines import Book
from bench.services import SERVICES, YEARS, documents
from corridor.adjudication.arrays import ADMITTED, LATE, PAID, SECONDARY, UNAUTHORISED, Outcome
from corridor.codes.reasons import REASONS
from tests.oracle.adjudicate import AMOUNTS, Plan

TEETH = ("3", "14")


def twin_plans() -> dict[str, Plan]:
    """The plans as the slow twin reads them: parsed YAML."""
    return {code: Plan(document) for code, document in documents().items()}


def line_dicts(book: Book, rows: NDArray[np.int64]) -> list[dict[str, Any]]:
    """The given rows of the book as the slow twin reads them."""
    return [_line(book, int(row)) for row in rows]


def _line(book: Book, row: int) -> dict[str, Any]:
    lines, service = book.lines, SERVICES[book.service[row]]
    flags = int(lines.flags[row])
    day = YEARS[0] + timedelta(days=int(book.day[row]))
    visit = int(book.visit[row])

    def dollars(cents: NDArray[np.int64]) -> Decimal:
        return Decimal(int(cents[row])) / 100

    return {
        "claim": visit,
        "plan": service.plan,
        "year": day.replace(month=1, day=1),
        "family": int(book.family[row]),
        "member": int(book.person[row]),
        "alone": not lines.level[row],
        "benefit": service.benefit,
        "tier": "out" if lines.tier[row] else "in",
        "service_from": day,
        "admission_date": day,
        "provider": visit,
        "reason": None if lines.reason[row] == PAID else REASONS[lines.reason[row]].name,
        "allowed": dollars(lines.allowed_cents),
        "recognised": dollars(lines.recognised_cents),
        "allowable": dollars(lines.allowable_cents),
        "other_paid": dollars(lines.other_paid_cents) if flags & SECONDARY else None,
        "units": int(lines.units[row]),
        "tooth": TEETH[book.tooth[row]] if service.tooth_count else None,
        "surfaces": None,
        "admitted": bool(flags & ADMITTED),
        "unauthorised": bool(flags & UNAUTHORISED),
        "late": bool(flags & LATE),
    }


def outcome_dicts(outcome: Outcome, rows: NDArray[np.int64]) -> list[dict[str, Any]]:
    """The given rows of the kernel's outcome in the twin's words."""
    return [
        {
            "reason": REASONS[outcome.reason[row]].name,
            **{name: Decimal(int(getattr(outcome, f"{name}_cents")[row])) / 100 for name in AMOUNTS},
        }
        for row in rows
    ]


def without_fired(outcomes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The twin's outcomes without the names of the rules that had a say."""
    return [{name: value for name, value in outcome.items() if name != "fired"} for outcome in outcomes]
