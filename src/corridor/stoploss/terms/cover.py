"""What the specific and the aggregate have in common (RULES 1.2)."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from corridor.plan.document import Strict
from corridor.plan.findings import Unfit
from corridor.plan.values import BasisPoints, Cents, Share
from corridor.records.enrollment import COVERAGE_LEVELS
from corridor.stoploss.windows import Basis, Windows
from corridor.wording.said import listed, said

Product = Literal["medical", "dental", "vision", "pharmacy", "disability"]
Level = Literal["composite", "EMP", "ESP", "ECH", "FAM", "E1D", "IND", "DEP", "SPO", "CHD", "TWO"]
COMPOSITE = "composite"


def some(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """`items`, refused where there is none."""
    if not items:
        raise Unfit(said("none"), said("one or more"))
    return items


def _levels_fit(levels: dict[str, int]) -> dict[str, int]:
    if not levels or (COMPOSITE in levels and len(levels) > 1):
        raise ValueError(said("composite alone, or coverage levels ({levels})", levels=listed(COVERAGE_LEVELS)))
    return levels


ByLevel = Annotated[dict[Level, Cents], AfterValidator(_levels_fit)]
"""An amount for everybody (`composite`), or one for each coverage level."""

ByProduct = Annotated[dict[Product, ByLevel], Field(min_length=1)]


class Renewal(Strict):
    """What the carrier promises for the policy after this one.

    rate_cap: most that its premium and factors may be, as a share of these. no_new_lasers: nobody is lasered anew.
    """

    rate_cap: Share | None = None
    no_new_lasers: bool = False


class Cover(Strict):
    """What the specific and the aggregate have in common; each is judged on its own (RULES 1.2).

    premium_per_month: of an employee. rate_guaranteed_to: last day on which premium and factors may not change.
    """

    clause: str = ""
    basis: Basis | None = None
    windows: Windows | None = None
    products: Annotated[tuple[Product, ...], AfterValidator(some)]
    reimbursement: BasisPoints = 10_000
    run_in_maximum_per_person: Cents | None = None
    run_in_days: Annotated[int, Field(strict=True, ge=0)] | None = None
    premium_per_month: ByLevel | None = None
    rate_guaranteed_to: date | None = None
    renewal: Renewal = Renewal()

    @model_validator(mode="after")
    def _basis_or_windows(self) -> Self:
        if (self.basis is None) == (self.windows is None):
            raise ValueError(said("a basis such as 12/15, or windows, one of the two"))
        return self
