"""Steps of an explanation as sentences, for whoever reads them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from corridor.adjudication.explain import Move
from corridor.adjudication.wording import ACCUMULATORS, REASON_TEXTS, step_sentence
from corridor.app.services.claim_pages.shapes import Accumulated, StepTold
from corridor.book.disability import Explanation
from corridor.disability.explain import WeekStep
from corridor.disability.wording import step_text as week_step_text
from corridor.wording.language import Language

OF_HEALTH = frozenset({"cause", "earnings_cents", "begin"})
"""Facts of a step that tell why somebody cannot work, since when, and what the person earns."""


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
            yield StepTold(step_sentence(step, reader.language, to_member=reader.is_member), plan, clause)


def accumulated(move: Move, language: Language) -> Accumulated:
    """An accumulator with its name in words."""
    words = ACCUMULATORS[language]
    label = f"{words[move.owner]} {words[move.kind]}, {words[move.tier]}"
    unit = "visits" if move.kind == "visit_limit" else "money"
    return Accumulated(label, unit, move.before, move.after, move.limit)
