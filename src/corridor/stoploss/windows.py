"""Contract basis: the days within which a line must be incurred, and paid, to be covered (RULES 1.2)."""

from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, ValidationInfo, field_validator

from corridor.periods.spans import add_months
from corridor.plan.document import Strict
from corridor.plan.findings import Unfit
from corridor.wording.said import said

PAID_BASIS = "paid"
GAPLESS_BASIS = "gapless"
SINCE_COVERED = (PAID_BASIS, GAPLESS_BASIS)
"""Incurred at any time since cover began: of the first policy 12/12, of a renewal without a gap to the one before."""


def _months(basis: str) -> tuple[int, int]:
    incurred, _, paid = basis.partition("/")
    return int(incurred), int(paid)


def _checked_basis(basis: str) -> str:
    if basis in SINCE_COVERED:
        return basis
    try:
        incurred, paid = _months(basis)
    except ValueError:
        raise ValueError(said("incurred/paid months such as 12/15, paid or gapless")) from None
    if not (12 <= incurred <= 60 and 12 <= paid <= 60):
        raise ValueError(said("12 to 60 months incurred and 12 to 60 months paid"))
    return basis


Basis = Annotated[str, AfterValidator(_checked_basis)]
"""`12/15`: incurred in the policy year, paid in it or in the 3 months after. `paid`, `gapless`: incurred since
cover began."""


class Windows(Strict):
    """Half-open spans of days: incurred, and paid."""

    incurred_from: date
    incurred_end_exclusive: date
    paid_from: date
    paid_end_exclusive: date

    @field_validator("incurred_end_exclusive", "paid_end_exclusive")
    @classmethod
    def _ends_later(cls, end: date, info: ValidationInfo) -> date:
        name = str(info.field_name).removesuffix("end_exclusive") + "from"
        start = info.data.get(name)
        if start is not None and end <= start:
            raise Unfit(str(end), said("a day after {name} {start}", name=name, start=start))
        return end

    @classmethod
    def of_basis(cls, basis: str, start: date, end_exclusive: date, covered_since: date) -> Self:
        """Windows of a policy period. Months beyond 12 reach back (incurred: run-in) or forward (paid: run-out)."""
        incurred_from, paid_end = covered_since, end_exclusive
        if basis not in SINCE_COVERED:
            incurred, paid = _months(basis)
            incurred_from, paid_end = add_months(start, 12 - incurred), add_months(end_exclusive, paid - 12)
        return cls(
            incurred_from=incurred_from,
            incurred_end_exclusive=end_exclusive,
            paid_from=start,
            paid_end_exclusive=paid_end,
        )
