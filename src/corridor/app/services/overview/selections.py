"""Which postings a figure is the sum of: one definition, for the figure and for the list behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from corridor.app.services.overview.codes import TO_DATE, Drill, FigureCode
from corridor.funding.budget import CLAIM_ACCOUNTS, COST_COLUMNS
from corridor.ledger.accounts import (
    CLAIMS_ACCOUNT,
    CLAIMS_PAYABLE,
    FEE_EXPENSE,
    FEE_PAYABLE,
    NETWORK_FEE_EXPENSE,
    PREMIUM_EXPENSE,
    PREMIUM_PAYABLE,
    PROVIDER_RECOVERABLE,
    STOPLOSS_RECOVERIES,
)
from corridor.periods.spans import Span, month_of


class DayTotal(NamedTuple):
    """Sum of the postings of a day on an account by entries of a kind, and how many they are."""

    on: date
    account: str
    kind: str
    cents: int
    postings: int


@dataclass(frozen=True)
class Selection:
    """Postings on `accounts`, by entries of `kinds` (empty: all), counted with `sign`."""

    accounts: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    sign: int = 1

    def holds(self, total: DayTotal) -> bool:
        return total.account in self.accounts and (not self.kinds or total.kind in self.kinds)

    def cents(self, totals: Iterable[DayTotal]) -> int | None:
        """The sum of those that are held; None where there is none."""
        held = [total.cents for total in totals if self.holds(total)]
        return self.sign * sum(held) if held else None


_COST = tuple(COST_COLUMNS)
_PAYMENT = ("payment",)

SELECTIONS: dict[FigureCode, Selection] = {
    FigureCode.FUNDS: Selection((CLAIMS_ACCOUNT,), ("deposit",)),
    # What payments settle, less the overpayments that they offset: the money that left for providers.
    FigureCode.CLAIMS_PAID: Selection((CLAIMS_PAYABLE, PROVIDER_RECOVERABLE), _PAYMENT),
    FigureCode.FEE: Selection((FEE_PAYABLE,), _PAYMENT),
    FigureCode.PREMIUM: Selection((PREMIUM_PAYABLE,), _PAYMENT),
    FigureCode.REIMBURSEMENT: Selection((STOPLOSS_RECOVERIES,), sign=-1),
    FigureCode.CLAIMS_COST: Selection(CLAIM_ACCOUNTS),
    FigureCode.FEE_COST: Selection((FEE_EXPENSE, NETWORK_FEE_EXPENSE)),
    FigureCode.PREMIUM_COST: Selection((PREMIUM_EXPENSE,)),
    FigureCode.RECOVERIES: Selection((STOPLOSS_RECOVERIES,)),
    FigureCode.COST: Selection(_COST),
    FigureCode.COST_TO_DATE: Selection(_COST),
    FigureCode.SURPLUS: Selection(_COST, sign=-1),
    FigureCode.SURPLUS_TO_DATE: Selection(_COST, sign=-1),
    FigureCode.FUND_BALANCE: Selection((CLAIMS_ACCOUNT,)),
}
"""Of every figure that is a sum over accounts. The two of stop-loss are in `stop_loss`."""

LESS_BUDGET = frozenset((FigureCode.SURPLUS, FigureCode.SURPLUS_TO_DATE))
"""Figures that are a budget, which is no posting, less what was spent."""


@dataclass(frozen=True)
class Days:
    """First day (None: since the first posting) and last day of what a figure counts."""

    first: date | None
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and (self.first is None or self.first <= day) and day <= self.last


def days_of(drill: Drill, year: Span, as_of: date) -> Days:
    """The days whose postings a drill counts; none is after `as_of`."""
    span = year if drill.month is None else month_of(drill.month)
    last = min(span.last_day, as_of)
    if drill.code is FigureCode.FUND_BALANCE:
        return Days(None, last)
    return Days(year.start if drill.code in TO_DATE else max(span.start, year.start), last)
