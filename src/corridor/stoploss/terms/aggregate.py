"""The aggregate: cover for the group above its attachment (RULES 1.4)."""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from corridor.money.cents import MoneyError, parse_cents
from corridor.plan.document import Strict
from corridor.plan.values import BasisPoints, Cents
from corridor.stoploss.terms.cover import ByLevel, ByProduct, Cover
from corridor.wording.said import said


def _corridor(value: Any) -> int:
    try:
        basis_points = parse_cents(value.removesuffix("%")) if isinstance(value, str) and value.endswith("%") else -1
    except MoneyError:
        basis_points = -1
    if basis_points < 10_000:
        raise ValueError(said("a percentage of 100% or more such as 125%"))
    return basis_points


CorridorShare = Annotated[int, BeforeValidator(_corridor)]
"""Attachment as a share of expected claims: a percentage of 100% or more in the document, basis points here."""


class Minimum(Strict):
    """The least annual attachment: the greater of a share of twelve first months, and an amount."""

    first_month_share: BasisPoints = 0
    amount: Cents = 0


class Accommodation(Strict):
    """Advances during the year on what the aggregate would owe so far (RULES 1.4 step 6)."""

    repaid: Literal["monthly", "at_year_end"]
    least_advance: Cents = 0
    excluded_last_months: Annotated[int, Field(strict=True, ge=0, le=11)] = 0


class Attachment(Strict):
    """What the employer keeps: expected claims and corridor, stated factors, a year's amount a head, or a flat one."""

    corridor: CorridorShare | None = None
    expected_per_month: ByLevel | None = None
    factor_per_month: ByLevel | None = None
    factor_by_product: ByProduct | None = None
    per_employee_per_year: Cents | None = None
    amount_per_year: Cents | None = None
    minimum: Minimum = Minimum()

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        given = [
            self.expected_per_month,
            self.factor_per_month,
            self.factor_by_product,
            self.per_employee_per_year,
            self.amount_per_year,
        ]
        if sum(value is not None for value in given) != 1:
            raise ValueError(
                said(
                    "one of expected_per_month, factor_per_month, factor_by_product, per_employee_per_year,"
                    " amount_per_year"
                )
            )
        if (self.corridor is None) == (self.expected_per_month is not None):
            raise ValueError(said("a corridor with expected_per_month, and only with it"))
        return self


class Aggregate(Cover):
    """Cover for the group: what is paid for all people above the attachment."""

    attachment: Attachment
    loss_limit: Cents | Literal["specific", "none"]
    lasered_amounts_count: bool = False
    aggregating_amounts_count: bool = False
    annual_maximum: Cents | None = None
    accommodation: Accommodation | None = None
