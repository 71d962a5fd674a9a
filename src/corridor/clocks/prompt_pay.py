"""Prompt payment as contracts with providers have it: days and interest, as data.

States bind insurers; a self-funded plan owes interest where its contract copies such a rule (RULES part 4).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from corridor.clocks.due import Due
from corridor.money.rounding import BASIS_POINTS, prorate_cents
from corridor.wording.said import said

_DAYS_OF_YEAR = 365


@dataclass(frozen=True)
class PromptPay:
    """A contract's rule. paper_days None: as electronic. yearly_bp: simple interest. least_cents: less is not paid."""

    electronic_days: int
    yearly_bp: int
    paper_days: int | None = None
    least_cents: int = 0

    def due(self, received_on: date, *, is_paper: bool = False) -> Due:
        """By when a complete claim is paid."""
        days = self.paper_days if is_paper and self.paper_days is not None else self.electronic_days
        why = said("{days} days from {day} (the contract)", days=days, day=received_on)
        return Due("prompt_pay", received_on + timedelta(days=days), (why,))

    def interest_cents(self, owed_cents: int, received_on: date, paid_on: date, *, is_paper: bool = False) -> int:
        """Interest from the day after the last one to pay up to the payment; 0 where it is less than `least_cents`."""
        due = self.due(received_on, is_paper=is_paper).day
        assert due is not None
        late = max((paid_on - due).days, 0)
        interest = prorate_cents(owed_cents, late * self.yearly_bp, BASIS_POINTS * _DAYS_OF_YEAR)
        return interest if interest >= self.least_cents else 0
