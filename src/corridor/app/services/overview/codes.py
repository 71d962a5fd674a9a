"""The figures of the overview by their codes: a closed list, for a code chooses what is asked of the store."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from corridor.app.services.errors import ServiceError
from corridor.wording.said import listed, said


class FigureCode(StrEnum):
    """What a figure is. Those of `OF_A_MONTH` belong to one month, those of `OF_EITHER` to a month or the year."""

    FUNDS = "funds"
    CLAIMS_PAID = "claims_paid"
    FEE = "fee"
    PREMIUM = "premium"
    REIMBURSEMENT = "reimbursement"
    CLAIMS_COST = "claims_cost"
    FEE_COST = "fee_cost"
    PREMIUM_COST = "premium_cost"
    RECOVERIES = "recoveries"
    COST = "cost"
    SURPLUS = "surplus"
    COST_TO_DATE = "cost_to_date"
    SURPLUS_TO_DATE = "surplus_to_date"
    FUND_BALANCE = "fund_balance"
    CLAIMANT = "claimant"
    AGGREGATE = "aggregate"


ARROWS = (
    FigureCode.FUNDS,
    FigureCode.CLAIMS_PAID,
    FigureCode.FEE,
    FigureCode.PREMIUM,
    FigureCode.REIMBURSEMENT,
)
TO_DATE = (FigureCode.COST_TO_DATE, FigureCode.SURPLUS_TO_DATE)
OF_A_MONTH = frozenset((*ARROWS, *TO_DATE))
OF_EITHER = frozenset(
    (
        FigureCode.CLAIMS_COST,
        FigureCode.FEE_COST,
        FigureCode.PREMIUM_COST,
        FigureCode.RECOVERIES,
        FigureCode.COST,
        FigureCode.SURPLUS,
    )
)


@dataclass(frozen=True)
class Drill:
    """What leads from a figure to its postings.

    plan_year: calendar year of its first day. month: first day; None: the whole year so far. rank: of a claimant, from
    1; a person's id never stands here, nor in an address.
    """

    code: FigureCode
    plan_year: int
    month: date | None = None
    rank: int | None = None

    @property
    def query(self) -> dict[str, str]:
        """The drill as parts of an address."""
        parts = {"code": str(self.code), "year": str(self.plan_year)}
        if self.month is not None:
            parts["month"] = f"{self.month:%Y-%m}"
        if self.rank is not None:
            parts["rank"] = str(self.rank)
        return parts


def drill_of(code: str, plan_year: int, month: date | None = None, rank: int | None = None) -> Drill:
    """A drill from the outside, checked. Raises ServiceError for an unknown code and for parts it does not take."""
    known = _known(code)
    if known in OF_A_MONTH and month is None:
        raise ServiceError(said("figure {code}: found no month, expected one such as 2026-03", code=code))
    if known not in OF_A_MONTH | OF_EITHER and month is not None:
        raise ServiceError(said("figure {code}: found a month, expected the plan year alone", code=code))
    if month is not None and month.day != 1:
        raise ServiceError(
            said("figure {code}: found {found}, expected the first day of a month", code=code, found=month)
        )
    if known is FigureCode.CLAIMANT:
        rank = _rank(rank)
    elif rank is not None:
        raise ServiceError(said("figure {code}: found a rank, expected none", code=code))
    return Drill(known, plan_year, month, rank)


def _known(code: str) -> FigureCode:
    try:
        return FigureCode(code)
    except ValueError:
        # The code as it was sent is not repeated: it may be anything, and a page shows the message.
        raise ServiceError(
            said("figure: found an unknown code, expected one of {codes}", codes=listed(FigureCode))
        ) from None


def _rank(rank: Any) -> int:
    if rank is None:
        return 1
    if rank < 1:
        raise ServiceError(said("figure claimant: found rank {found}, expected 1 or more", found=rank))
    return int(rank)
