"""The fully insured contract that a self-funded plan is compared with: its terms as data."""

from datetime import date
from typing import Annotated

from pydantic import Field, field_validator

from corridor.plan.document import Strict
from corridor.plan.values import BasisPoints, Cents
from corridor.wording.said import said

Source = Annotated[str, Field(min_length=1, description="clause or published figure")]


class Term(Strict):
    """A percentage of the contract, and the clause or the source that states it."""

    share: BasisPoints
    clause: Source


class FirstPremium(Strict):
    """The premium per employee and month of the first plan year, which begins on `effective`."""

    effective: date
    composite: Cents
    clause: Source


class Renewal(Strict):
    """How the premium is renewed. known_months: of a plan year, those whose claims are known when it is offered."""

    known_months: Annotated[int, Field(strict=True, ge=1, le=12)]
    clause: Source


class Traditional(Strict):
    """Fixed premium times enrolment; renewed each plan year by its experience; what is left is the insurer's.

    retention: share of the premium for the insurer's expenses, taxes and margin; the rest is expected claims.
    trend: yearly growth of claims. credibility: weight of the group's own claims against those expected.
    limit: the most by which a renewal moves the premium, up or down; None: no limit.
    """

    insurer: Annotated[str, Field(min_length=1, max_length=55)]
    premium: FirstPremium
    retention: Term
    trend: Term
    credibility: Term
    renewal: Renewal
    limit: Term | None = None

    @field_validator("retention")
    @classmethod
    def _leaves_something_for_claims(cls, retention: Term) -> Term:
        if retention.share >= 10_000:
            raise ValueError(said("a share below 100%, for the rest of the premium is claims"))
        return retention
