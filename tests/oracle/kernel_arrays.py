"""Between the kernel's arrays and the slow twin: lines of a book that was made as arrays, in the twin's words.

The arrays know slots where the twin knows persons, families, claims and teeth: whoever made the book says them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from corridor.adjudication.arrays import (
    ADMITTED,
    DAYS_OF_MONTH,
    MONTHS_OF_YEAR,
    NO_SLOT,
    PAID,
    SECONDARY,
    UNAUTHORISED,
    Lines,
    Outcome,
)
from corridor.codes.reasons import REASONS
from corridor.plan.arrays import TIERS
from corridor.plan.compiled import CompiledPlans
from tests.oracle.adjudicate import AMOUNTS

SURFACES = "MODBLI"


@dataclass(frozen=True)
class Named:
    """What the slots of a book stand for, each (n,). tooth: None where no limit counts teeth apart."""

    compiled: CompiledPlans
    person: Sequence[Any]
    family: Sequence[Any]
    claim: Sequence[Any]
    tooth: Sequence[str | None] | None = None


def line_dicts(lines: Lines, named: Named, rows: Iterable[int]) -> list[dict[str, Any]]:
    """The given rows of `lines` as the twin reads them.

    An occasion is told apart by its slot, which stands in place of the provider; so its lines are of one day, or of
    one stay, of which the twin hears no first day.
    """
    versions, benefits = named.compiled.versions.to_dicts(), named.compiled.benefits["name"].to_list()
    surfaces = _surfaces_of(lines)
    return [_line(lines, named, versions, benefits, surfaces, int(row)) for row in rows]


def _line(
    lines: Lines, named: Named, versions: list[dict[str, Any]], benefits: list[str], surfaces: Any, i: int
) -> dict[str, Any]:
    reason = REASONS[lines.reason[i]].name
    if lines.reason[i] != PAID:
        return {"claim": int(named.claim[i]), "reason": reason}
    version, day, flags = versions[lines.version[i]], day_of(int(lines.day[i])), int(lines.flags[i])
    occasion = int(lines.occasion_slot[i])
    return {
        "claim": named.claim[i],
        "plan": version["plan_code"],
        "year": _year_of(version, day),
        "family": named.family[i],
        "member": named.person[i],
        "alone": lines.level[i] == 0,
        "benefit": benefits[lines.benefit[i]],
        "tier": TIERS[lines.tier[i]],
        "service_from": day,
        "admission_date": date(1, 1, 1) if occasion != NO_SLOT else None,
        "provider": "" if occasion == NO_SLOT else str(occasion),
        "reason": None,
        "allowed": _dollars(lines.allowed_cents[i]),
        "recognised": _dollars(lines.recognised_cents[i]),
        "allowable": _dollars(lines.allowable_cents[i]),
        "other_paid": _dollars(lines.other_paid_cents[i]) if flags & SECONDARY else None,
        "units": int(lines.units[i]),
        "tooth": named.tooth[i] if named.tooth is not None else None,
        "surfaces": surfaces[i],
        "admitted": bool(flags & ADMITTED),
        "unauthorised": bool(flags & UNAUTHORISED),
    }


def _dollars(cents: Any) -> Decimal:
    return Decimal(int(cents)) / 100


def day_of(number: int) -> date:
    """The day behind a day_number()."""
    months, day = divmod(number, DAYS_OF_MONTH)
    year, month = divmod(months - 1, MONTHS_OF_YEAR)
    return date(year, month + 1, day)


def _year_of(version: dict[str, Any], day: date) -> date:
    start = date(day.year, version["plan_year_start_month"], version["plan_year_start_day"])
    return start if start <= day else start.replace(year=day.year - 1)


def _surfaces_of(lines: Lines) -> dict[int, str]:
    """Letters of the surfaces of each line that has a limit by them."""
    by_surface = np.flatnonzero(lines.limit_surfaces >= 0)
    line_of_use = np.repeat(np.arange(len(lines.reason)), np.diff(lines.limit_offsets))
    letters = {bits: "".join(s for n, s in enumerate(SURFACES) if bits >> n & 1) for bits in range(1 << len(SURFACES))}
    found = {int(line_of_use[use]): letters[int(lines.limit_surfaces[use])] for use in by_surface}
    return _OrNone(found)


class _OrNone(dict[int, Any]):
    def __missing__(self, line: int) -> None:
        return None


def outcome_dicts(outcome: Outcome, rows: Iterable[int]) -> list[dict[str, Any]]:
    """The given rows of the kernel's outcome in the twin's words, as `without_fired` leaves them."""
    return [
        {
            "reason": REASONS[outcome.reason[row]].name,
            **{name: _dollars(getattr(outcome, f"{name}_cents")[row]) for name in AMOUNTS},
        }
        for row in rows
    ]


def without_fired(outcomes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The twin's outcomes without the names of the rules that had a say."""
    return [{name: value for name, value in outcome.items() if name != "fired"} for outcome in outcomes]
