"""Between the kernel's arrays and the slow twin's dicts."""

from decimal import Decimal
from typing import Any

import numpy as np

from corridor.adjudication.arrays import COPAY_TAKEN, COUNTED, PAID, Lines, Outcome, State
from corridor.codes.reasons import REASONS
from tests.oracle.adjudicate import Books

AMOUNTS = ("deductible", "coinsurance", "copay", "over_limit", "plan_paid")


def line_dicts(lines: Lines, rows: Any) -> list[dict[str, Any]]:
    """The given rows of `lines` as the twin reads them; a slot is the key."""

    def key(slots: Any, row: int) -> int | None:
        return None if slots[row] < 0 else int(slots[row])

    return [
        {
            "version": int(lines.version[row]),
            "benefit": int(lines.benefit[row]),
            "level": int(lines.level[row]),
            "tier": int(lines.tier[row]),
            "reason": None if lines.reason[row] == PAID else REASONS[lines.reason[row]].name,
            "allowed": Decimal(int(lines.allowed_cents[row])) / 100,
            "person": int(lines.person_slot[row]),
            "family": int(lines.family_slot[row]),
            "visit": key(lines.visit_slot, row),
            "visit_limit": key(lines.visit_limit_slot, row),
            "dollar_limit": key(lines.dollar_limit_slot, row),
        }
        for row in rows
    ]


def outcome_dicts(outcome: Outcome, rows: Any) -> list[dict[str, Any]]:
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


def books_of(state: State, visit_limit_slots: set[int]) -> Books:
    """The kernel's state as the twin's books. visit_limit_slots: which limit slots count visits, not cents."""
    books = Books()
    for owner, book in (("person", books.person), ("family", books.family)):
        for kind in ("deductible", "out_of_pocket"):
            for (slot, tier), cents in np.ndenumerate(getattr(state, f"{owner}_{kind}")):
                book[kind, slot, tier] = Decimal(int(cents)) / 100
    for slot, used in enumerate(state.limit_used.tolist()):
        if slot in visit_limit_slots:
            books.visits_used[slot] = used
        else:
            books.dollars_used[slot] = Decimal(used) / 100
    for slot, bits in enumerate(state.visit.tolist()):
        if bits & COPAY_TAKEN:
            books.copay_taken.add(slot)
        if bits & COUNTED:
            books.counted.add(slot)
    return books


def same_books(one: Books, other: Books) -> bool:
    """Whether two books hold the same amounts, absent and zero being alike."""

    def content(books: Books) -> Any:
        amounts = (books.person, books.family, books.visits_used, books.dollars_used)
        return (
            [{key: value for key, value in book.items() if value} for book in amounts],
            books.copay_taken,
            books.counted,
        )

    return bool(content(one) == content(other))
