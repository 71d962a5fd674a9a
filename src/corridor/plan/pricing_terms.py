"""What a plan document says of prices: what it recognises outside the network, and surprise bills."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from corridor.plan.sections import Flag, Section
from corridor.plan.values import BasisPoints, Share
from corridor.wording.said import said

Percentile = Annotated[int, Field(strict=True, ge=1, le=99)]
State = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class OutOfNetwork(Section):
    """What the plan recognises of a charge that nobody priced.

    allowed: a share of the charge. percentile: of usual charges in the area (UCR). reference: a share of what Medicare
    allows. Where more than one is given the greatest counts, never more than the charge; where none finds a price,
    the share of the charge.
    """

    allowed: BasisPoints
    percentile: Percentile | None = None
    reference: Share | None = None


class NoSurprises(Section):
    """Surprise bills (45 CFR 149.110 to 149.130): cost share as in the network, on the recognised amount.

    opted_in: states whose law on surprise bills the plan has opted into. all_payer: states whose All-Payer Model sets
    what the plan's members' services cost there.
    """

    applies: Flag = True
    opted_in: tuple[State, ...] = ()
    all_payer: tuple[State, ...] = ()

    @model_validator(mode="after")
    def _opts_in_where_it_applies(self) -> Self:
        if (self.opted_in or self.all_payer) and not self.applies:
            raise ValueError(said("opted_in and all_payer where it applies"))
        return self
