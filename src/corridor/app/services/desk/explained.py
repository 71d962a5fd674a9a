"""What a person decided against the edits, as the first step of a line's explanation."""

from collections.abc import Sequence
from dataclasses import replace

from corridor.adjudication.explain import LineExplanation
from corridor.adjudication.steps import Step
from corridor.app.services.desk.overriding import Override, read_overrides
from corridor.app.store.tx import Tx


def with_overrides_told(tx: Tx, number: int, lines: Sequence[LineExplanation]) -> Sequence[LineExplanation]:
    """The explained lines of a claim, each beginning with the overrides that hold for it."""
    held = [one for one in read_overrides(tx, "o.claim_number = %s", number) if one.state == "approved"]
    if not held:
        return lines
    return [
        replace(line, steps=(*(_step(one) for one in held if line.line_number in one.lines), *line.steps))
        for line in lines
    ]


def _step(one: Override) -> Step:
    facts: dict[str, int | str] = {
        "number": one.override_number,
        "who": one.who,
        "authority": one.authority,
        "why": one.why.rstrip("."),
        "approved_by": one.approved_by or one.who,
    }
    if one.lifts:
        facts["reason"] = one.lifts[0]
    return Step(f"overridden_{one.action}", one.allowed_cents or 0, None, facts)
