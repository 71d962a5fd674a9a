"""An explained line as data: version of the plan, steps with their formulas, accumulators, adjustment codes."""

from collections.abc import Mapping
from typing import Any

from corridor.adjudication.explain import LineExplanation
from corridor.adjudication.wording import formula_text, move_label, step_sentence
from corridor.app.services.code_lists import code_texts
from corridor.book.disability import Explanation
from corridor.codes.adjustments import Adjustment, adjustments_of
from corridor.money.text import amount_text
from corridor.periods.text import date_text
from corridor.wording.language import Language, current_language
from corridor.wording.said import said, told


def explained_data(row: Mapping[str, Any], line: Explanation, language: Language) -> dict[str, Any]:
    """What stands beside the sentences of a line. row: its decision (DECISIONS). Of a disability's week nothing."""
    if not isinstance(line, LineExplanation):
        return {}
    return {
        "plan_version_from": line.version_from,
        "steps": [_step(step, language) for step in line.steps],
        "accumulators": [{"label": move_label(move, language), **vars(move)} for move in line.accumulators],
        "adjustments": [_adjustment(each, language) for each in _reported(row)],
    }


def _step(step: Any, language: Language) -> dict[str, Any]:
    return {
        "rule": step.rule,
        "amount_cents": step.amount_cents,
        "text": step_sentence(step, language),
        "formula": formula_text(step, language)[1:-1],
        "clause": None if step.clause is None else {"number": step.clause.number, "text": step.clause.text},
        "facts": dict(step.facts),
    }


def _adjustment(adjustment: Adjustment, language: Language) -> dict[str, Any]:
    texts = code_texts(language)
    codes = {"group": adjustment.group, "carc": adjustment.carc, "rarc": adjustment.rarc or None}
    words = {f"{name}_text": texts.get((name, code or "")) for name, code in codes.items()}
    return {**codes, **words, "amount_cents": adjustment.cents, "column": adjustment.column}


def version_told(line: Explanation) -> tuple[str, ...]:
    """By which version of the plan a line was decided, as a sentence; nothing where no plan decided."""
    if not isinstance(line, LineExplanation) or line.plan_code is None or line.version_from is None:
        return ()
    day = date_text(line.version_from, current_language())
    return (str(told(said("plan {plan}, version from {day}", plan=line.plan_code, day=day))),)


def _reported(row: Mapping[str, Any]) -> tuple[Adjustment, ...]:
    """The adjustments of a decision as a remittance has them: of a line that waits none."""
    return () if row["status"] == "pended" else adjustments_of(row)


def adjustments_told(row: Mapping[str, Any], line: Explanation, language: Language) -> list[str]:
    """`PR-1 100.00: deductible` for each adjustment of a line, as a remittance has them.

    row: its decision. Of a line that waits, and of a disability's week, nothing is reported.
    """
    if not isinstance(line, LineExplanation):
        return []
    texts = code_texts(language)
    return [f"{each.code} {amount_text(each.cents, language)}: {_words(each, texts)}" for each in _reported(row)]


def _words(adjustment: Adjustment, texts: Mapping[tuple[str, str], str]) -> str:
    found = (texts.get(key) for key in (("carc", adjustment.carc), ("rarc", adjustment.rarc)))
    return "; ".join(text for text in found if text)
