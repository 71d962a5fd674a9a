"""What a plan document says of procedure: appeals, asking money back, retroactive terminations."""

from typing import Annotated, Literal

from pydantic import Field

from corridor.plan.sections import Flag, Section
from corridor.plan.values import Days

Months = Annotated[int, Field(strict=True, ge=1, le=120)]


class ClaimsProcedure(Section):
    """Claims and appeals. erisa: whether the clocks of 29 CFR 2560.503-1 hold; payroll disability often lies outside.

    appeal_levels: of the plan itself, before external review. appeal_days: from the notice in which one may appeal.
    """

    erisa: Flag = True
    appeal_levels: Annotated[int, Field(strict=True, ge=1, le=2)] = 1
    appeal_days: Days = 180
    external_review: Flag = True


class Overpayments(Section):
    """Money asked back. look_back_months: from the payment, after which nothing is asked back. offset: from later
    payments to the same payee, within this plan only unless the document allows more.
    """

    look_back_months: Months = 12
    offset: Literal["same_plan", "any_plan", "none"] = "same_plan"


class Rescission(Section):
    """When medical cover may end retroactively (29 CFR 2590.715-2712): fraud or misrepresentation with notice, unpaid
    contributions, or delay of administration where no contribution was taken for the time after.
    """

    notice_days: Days = 30
