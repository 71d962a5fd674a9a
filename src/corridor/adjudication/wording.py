"""Explanations as sentences, in English and Turkish: one table per language, keyed by rule and by reason."""

from collections.abc import Mapping

from corridor.adjudication.explain import LineExplanation, Move
from corridor.adjudication.explaining.accumulator_words import ACCUMULATORS, LIMIT_WORDS, NAMES
from corridor.adjudication.explaining.moves import CENTS
from corridor.adjudication.explaining.reason_texts import REASON_TEXTS
from corridor.adjudication.explaining.sentences import FORMULAS, STEPS
from corridor.adjudication.member_wording import STEPS_FOR_MEMBERS
from corridor.adjudication.steps import Step
from corridor.money.text import amount_text, number_text, rate_text
from corridor.plan.compiled import Clause
from corridor.wording.language import Language

__all__ = [
    "ACCUMULATORS",
    "FORMULAS",
    "LIMIT_WORDS",
    "NAMES",
    "REASON_TEXTS",
    "STEPS",
    "clauses_of",
    "explanation_text",
    "formula_text",
    "move_label",
    "move_text",
    "step_sentence",
    "step_text",
]

_CLAUSE: Mapping[Language, str] = {"en": "clause {number}", "tr": "madde {number}"}
_CLAUSE_TEXT: Mapping[Language, str] = {"en": 'clause {number}: "{text}"', "tr": "madde {number}: “{text}”"}


def step_text(step: Step, language: Language) -> str:
    """The sentence of a step, its formula with the numbers in it, and its clause in brackets."""
    parts = [step_sentence(step, language), formula_text(step, language)]
    if step.clause is not None:
        parts.append(f"[{_CLAUSE[language].format(number=step.clause.number)}]")
    return " ".join(part for part in parts if part)


def step_sentence(step: Step, language: Language, *, to_member: bool = False) -> str:
    """The sentence of a step without its clause, as it is told to everybody or to the member."""
    own = STEPS_FOR_MEMBERS[language] if to_member else {}
    return own.get(step.rule, STEPS[language][step.rule]).format(**_told(step, language))


def formula_text(step: Step, language: Language) -> str:
    """The formula of a step with its numbers, in parentheses; empty where the rule has none."""
    formula = FORMULAS.get(step.rule)
    if formula is None:
        return ""
    apart = formula.replace(", ", "; ") if language == "tr" else formula  # a comma stands inside figures there
    return f"({apart.format(**_told(step, language))})"


def _told(step: Step, language: Language) -> dict[str, str]:
    """What stands for the placeholders of a sentence or a formula."""
    told = {"amount": amount_text(step.amount_cents, language)}
    for name, value in step.facts.items():
        if name == "reason":
            told["reason_text"] = REASON_TEXTS[language][str(value)]
        elif name == "name":
            told |= _named(str(value), language)
        elif name.endswith("_all_cents"):
            several = (amount_text(int(cents), language) for cents in str(value).split())
            told[name.removesuffix("_all_cents")] = ("; " if language == "tr" else ", ").join(several)
        elif name.endswith("_cents"):
            told[name.removesuffix("_cents")] = amount_text(int(value), language)
        elif name.endswith("_bp"):
            told[name.removesuffix("_bp")] = rate_text(int(value), language)
        elif name.endswith("_parts"):
            told[name.removesuffix("_parts")] = number_text(int(value), language)
        else:
            told[name] = str(value)
    if "of_owner" in step.facts:
        told["account"] = move_label(_move_named(step.facts), language)
    if "limit_unit" in step.facts:
        told["limit_text"] = limit_text(step.facts, language)
    return told


def _move_named(facts: Mapping[str, int | str]) -> Move:
    """The accumulator that the facts of a step name."""
    owner, kind, tier, name, period, item = (
        str(facts[f"of_{part}"]) for part in ("owner", "kind", "tier", "name", "period", "item")
    )
    months = int(facts["of_months"])
    return Move(owner, kind, tier, 0, 0, None, name=name, period=period, months=months, item=item)


def _named(name: str, language: Language) -> dict[str, str]:
    """The deductible and the maximum by name; by no name they are the plan's own."""
    kinds = {"deductible_name": "deductible", "the_deductible": "the_deductible", "maximum_name": "maximum"}
    words = NAMES[language]
    return {key: words[f"{kind}_of" if name else kind].format(name=name) for key, kind in kinds.items()}


def limit_text(facts: Mapping[str, int | str], language: Language) -> str:
    """A limit in words: `2 services per tooth in 24 months`. facts: those of a limit row (LineAt.limit_facts)."""
    words, unit, of = LIMIT_WORDS[language], str(facts["limit_unit"]), str(facts["limit_of"])
    if unit == CENTS:
        amount = amount_text(int(facts["limit_cents"]), language)
    else:
        count = int(facts["limit"])
        amount = words[unit.removesuffix("s") if count == 1 else unit].format(count=count)
    apart = "" if of == "person" else words[f"of_{of}"]
    return words[str(facts["limit_period"])].format(amount=amount, apart=apart, months=facts["limit_months"])


def move_label(move: Move, language: Language) -> str:
    """Whose accumulator, of what, and over which time or in which network."""
    words = ACCUMULATORS[language]
    kind = words[move.kind]
    if move.name:
        kind = f"{kind} ({move.name})"
    if move.item:
        kind = f"{kind} {move.item}"
    tier = words[move.tier if move.period == "plan_year" else move.period].format(months=move.months)
    return f"{words[move.owner]} {kind}, {tier}"


def move_text(move: Move, language: Language) -> str:
    """An accumulator before and after, and its limit."""

    def shown(value: int) -> str:
        return amount_text(value, language) if move.unit == CENTS else str(value)

    return ACCUMULATORS[language]["unlimited" if move.limit is None else "of"].format(
        label=move_label(move, language),
        before=shown(move.before),
        after=shown(move.after),
        limit="" if move.limit is None else shown(move.limit),
    )


def clauses_of(line: LineExplanation) -> list[Clause]:
    """The clauses that the steps name, each once, in their order."""
    return list(dict.fromkeys(step.clause for step in line.steps if step.clause is not None))


def explanation_text(line: LineExplanation, language: Language = "en") -> list[str]:
    """A line's explanation as sentences: its steps in order, its accumulators, the clauses that it names."""
    steps = [step_text(step, language) for step in line.steps]
    moves = [move_text(move, language) for move in line.accumulators]
    quoted = [_CLAUSE_TEXT[language].format(number=each.number, text=each.text) for each in clauses_of(line)]
    return steps + moves + quoted
