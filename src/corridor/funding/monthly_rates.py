"""Dated monthly rates per employee, as an arrangement writes them down."""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, Field, model_validator

from corridor.plan.document import Strict
from corridor.plan.findings import Unfit
from corridor.plan.values import Cents
from corridor.records.enrollment import COVERAGE_LEVELS
from corridor.wording.said import listed, said


def not_empty(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """The items, one at least."""
    # Not Field(min_length=1): that adds a second fault where an item is wrong.
    if not items:
        raise Unfit(said("an empty list"), said("one item at least"))
    return items


class Rate(Strict):
    """Monthly rates per employee from a day on: one composite rate, or one for each coverage level."""

    effective: date
    composite: Cents | None = None
    by_level: dict[str, Cents] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _has_one_kind(self) -> "Rate":
        if (self.composite is None) != bool(self.by_level):
            raise ValueError(said("either a composite rate or rates by_level"))
        strange = sorted(set(self.by_level) - set(COVERAGE_LEVELS))
        if strange:
            allowed = said("one of {allowed}", allowed=listed(COVERAGE_LEVELS))
            raise Unfit(said("level {level!r}", level=strange[0]), allowed)
        return self

    def of_level(self, level: str) -> int | None:
        """Cents a month for an employee at this coverage level; None where the rate names no such level."""
        return self.by_level.get(level) if self.composite is None else self.composite


Rates = Annotated[tuple[Rate, ...], AfterValidator(not_empty)]
