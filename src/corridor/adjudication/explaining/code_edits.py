"""What code edits did to a line, as steps: which other line, which row of a table, which share of the plan."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from corridor.adjudication.steps import Step
from corridor.plan.compiled import Clause

_OF_DENIALS = ("code", "other_code", "other_claim", "other_line", "other_day", "count", "row_from")
_OF_REDUCTIONS = ("code", "count", "share_bp", "before_cents")


def edit_steps(notes: Sequence[Mapping[str, Any]], clause: Clause) -> tuple[Step, ...]:
    """Steps of the notes of a line (claims.code_edits.notes.NOTE), in their order. clause: what the plan says of edits.

    Of a reduction the amount is what it leaves; of a denial nothing.
    """
    return tuple(_step(note, clause) for note in notes)


def _step(note: Mapping[str, Any], clause: Clause) -> Step:
    is_denial = note["after_cents"] is None
    named = {name: note[name] for name in (_OF_DENIALS if is_denial else _OF_REDUCTIONS)}
    facts = {name: _fact(value) for name, value in named.items() if value is not None}
    if not is_denial and note["row_from"] is not None:
        facts["row_from"] = _fact(note["row_from"])
    return Step(note["rule"], 0 if is_denial else note["after_cents"], clause, facts)


def _fact(value: Any) -> int | str:
    if isinstance(value, date):
        return value.isoformat()
    assert isinstance(value, (int, str))
    return value
