"""A step of an explanation, and the walk that collects the steps of a line."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from corridor.adjudication.explaining.line_at import LineAt
from corridor.plan.compiled import Clause

AMOUNTS = (
    "deductible",
    "coinsurance",
    "copay",
    "over_limit",
    "penalty",
    "not_recognised",
    "other_paid",
    "plan_paid",
    "account",
)
"""What a walk ends in: amounts of adjudication.arrays.Outcome, by their names without `_cents`."""


@dataclass(frozen=True)
class Step:
    """One rule at work on a line: `amount_cents` moved, the clause behind it, and what the sentence needs.

    facts: whole numbers by name, `_cents`, `_bp` and counts; words are names of codes, such as a reason's.
    """

    rule: str
    amount_cents: int
    clause: Clause | None = None
    facts: Mapping[str, int | str] = field(default_factory=dict)


@dataclass
class Walk:
    """A line on its way through the rules. copay_due, asked, maximum: what coordination looks at again.

    cents: the amounts so far, by the names of AMOUNTS. moved: (before, after) of benefit reserve and account.
    """

    at: LineAt
    steps: list[Step] = field(default_factory=list)
    cents: dict[str, int] = field(default_factory=lambda: dict.fromkeys(AMOUNTS, 0))
    moved: dict[str, tuple[int, int]] = field(default_factory=dict)
    copay_due: int = 0
    asked: int = 0
    maximum: int = 0

    def say(self, rule: str, amount_cents: int = 0, clause: Clause | None = None, **facts: int | str) -> None:
        """Write down a step."""
        self.steps.append(Step(rule, amount_cents, clause, facts))

    @property
    def share(self) -> tuple[int, int, int]:
        """The member's (deductible, coinsurance, copay) so far."""
        return self.cents["deductible"], self.cents["coinsurance"], self.cents["copay"]

    @share.setter
    def share(self, parts: tuple[int, int, int]) -> None:
        self.cents |= zip(("deductible", "coinsurance", "copay"), map(int, parts), strict=True)
