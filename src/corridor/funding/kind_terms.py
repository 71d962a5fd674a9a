"""Terms that belong to one kind of funding arrangement each, as data."""

from typing import Literal

from corridor.plan.document import Strict
from corridor.plan.values import BasisPoints, Cents

Kind = Literal["pay_as_you_go", "budgeted_aso", "level_funding", "minimum_premium", "refund", "fully_insured"]
MONTHLY: tuple[Kind, ...] = ("budgeted_aso", "level_funding")
"""Called by the month, whatever claims come to."""
INSURED: tuple[Kind, ...] = ("refund", "fully_insured")
"""All claims are the insurer's."""
INSURERS_CLAIMS: tuple[Kind, ...] = (*INSURED, "minimum_premium")
"""Claims, or the part above a limit, are the insurer's."""


class LevelFunding(Strict):
    """claims_fund: what a year sets aside for claims, at most the aggregate attachment; a twelfth a month.

    Fee and premium of the month are added.
    """

    claims_fund: Cents
    clause: str = ""


class MinimumPremium(Strict):
    """annual_limit: claims of a plan year up to it are the employer's, above it the insurer's.

    The minimum premium itself is the arrangement's `stop_loss_premium`.
    """

    annual_limit: Cents
    clause: str = ""


class Retention(Strict):
    """What the insurer keeps of the premium, as a share: expenses, taxes and risk."""

    share: BasisPoints
    clause: str = ""


KIND_TERMS: dict[Kind, str] = {
    "level_funding": "level_funding",
    "minimum_premium": "minimum_premium",
    "refund": "retention",
}
"""Kind -> the field with its terms: stated with that kind, and only with it."""
