"""What a plan document says of who may enrol when, and of services that it never covers."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from corridor.plan.document import Strict
from corridor.plan.match import Match
from corridor.plan.sections import Section
from corridor.plan.values import Days, Name
from corridor.wording.said import said

OLDEST = 150
"""No bound: nobody is older."""

Age = Annotated[int, Field(strict=True, ge=0, le=OLDEST)]


class Ages(Strict):
    """Ages in whole years on the day of the service: `least` to `most`, both inclusive."""

    least: Age = 0
    most: Age = OLDEST

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.least > self.most:
            raise ValueError(said("least at most most"))
        return self


class Enrolment(Section):
    """Windows in which somebody may be enrolled from the event on; nothing is automatic in a self-funded plan.

    newborn_days: days from birth in which a child may be enrolled from birth. special_days: from marriage, adoption or
    loss of other cover, which the statement names as the first day of coverage. late: what a later request leads to:
    cover from the day of the request, or none before the next open enrolment.
    """

    newborn_days: Days = 31
    special_days: Days = 30
    late: Literal["from_request", "refused"] = "refused"


class Exclusion(Section):
    """Services that the plan does not cover, before any benefit is looked for; all criteria given must hold."""

    name: Name
    match: Match | None = None
    ages: Ages | None = None
    sex: Literal["F", "M"] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.match is None and self.ages is None and self.sex is None:
            raise ValueError(said("a match, ages or sex"))
        return self
