"""Steps of an explanation as sentences, for whoever reads them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from corridor.adjudication.explain import Move
from corridor.adjudication.explaining.moves import CENTS
from corridor.adjudication.wording import REASON_TEXTS, formula_text, move_label, step_sentence
from corridor.app.services.claim_pages.shapes import Accumulated, StepTold, Unit
from corridor.book.disability import Explanation
from corridor.disability.explain import WeekStep
from corridor.disability.wording import step_text as week_step_text
from corridor.wording.language import Language

OF_HEALTH = frozenset({"cause", "earnings_cents", "begin"})
"""Facts of a step that tell why somebody cannot work, since when, and what the person earns."""

UNITS: dict[str, Unit] = {CENTS: "money", "visits": "visits", "days": "days", "services": "services"}


@dataclass(frozen=True)
class Reader:
    """Who reads. is_member: it is told what is the reader's own to pay. sees_health: with causes and earnings."""

    language: Language
    is_member: bool
    sees_health: bool


def steps_told(line: Explanation, plan: str | None, reader: Reader) -> Iterator[StepTold]:
    """The steps of a line in order. plan: the plan that decided it, to which the clauses belong."""
    for step in line.steps:
        clause = None if step.clause is None else step.clause.number
        if OF_HEALTH & step.facts.keys() and not reader.sees_health:
            yield StepTold("", plan, clause, is_hidden=True)
        elif isinstance(step, WeekStep):
            bare = replace(step, clause=None)
            text = week_step_text(bare, reader.language, REASON_TEXTS[reader.language])
            yield StepTold(text, plan, clause)
        else:
            parts = [step_sentence(step, reader.language, to_member=reader.is_member)]
            if not reader.is_member:
                parts.append(formula_text(step, reader.language))
            yield StepTold(" ".join(filter(None, parts)), plan, clause)


def accumulated(move: Move, language: Language) -> Accumulated:
    """An accumulator with its name in words."""
    unit = UNITS[move.unit]
    return Accumulated(move_label(move, language), unit, move.before, move.after, move.limit)
