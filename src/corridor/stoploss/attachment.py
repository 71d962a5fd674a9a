"""The attachment point of the aggregate: what the employer keeps, from factors and enrolment (RULES 1.4 steps 1-3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from corridor.money.rounding import prorate_cents, share_of_cents
from corridor.periods.spans import months_between
from corridor.stoploss.contract import COMPOSITE, Attachment, Minimum, Policy, Product
from corridor.stoploss.faults import StopLossError
from corridor.stoploss.lines import ENROLMENT, require
from corridor.wording.said import listed, said

MONTHLY = {
    "month": pl.Date,
    "employees": pl.Int64,
    "attachment_cents": pl.Int64,
    "attachment_ytd_cents": pl.Int64,
}
"""One row per month of the policy that has begun."""


@dataclass(frozen=True)
class AttachmentPoint:
    """What the employer keeps. Before the last month begins, the months to come count as the latest one.

    monthly: MONTHLY. minimum_cents: the least that the year's attachment can be, whatever the enrolment.
    terminal_cents: what the terminal liability option adds after an early end.
    """

    monthly: pl.DataFrame
    months_in_policy: int
    projected_cents: int
    minimum_cents: int
    terminal_cents: int = 0

    @property
    def annual_cents(self) -> int:
        return max(self.projected_cents, self.minimum_cents) + self.terminal_cents

    @property
    def is_final(self) -> bool:
        return self.monthly.height == self.months_in_policy

    def to_date_cents(self, day: date) -> int:
        """Sum of the months begun by `day`."""
        begun = self.monthly.filter(pl.col("month") <= day).get_column("attachment_ytd_cents")
        return int(begun[-1]) if len(begun) else 0


def attachment_point(enrolment: pl.DataFrame, policy: Policy, as_of: date) -> AttachmentPoint:
    """Attachment by month and for the year, as known on `as_of`, which is not before the policy.

    enrolment: lines.ENROLMENT, with a column `product` where products have enrolment of their own.
    Raises StopLossError when a month has no enrolment, or a coverage level no factor.
    """
    assert policy.aggregate is not None, "only a policy with an aggregate has an attachment"
    require(enrolment, said("enrolment"), tuple(ENROLMENT))
    terms = policy.aggregate.attachment
    months = [month.start for month in months_between(policy.start, policy.ended)]
    known = [_rows_of(enrolment, month) for month in months if month <= as_of]
    weights = [_weight_cents(terms, rows) for rows in known]
    monthly = _monthly(terms, months, [_employees(rows) for rows in known], weights)
    projected = _spread(terms, sum(weights) + weights[-1] * (len(months) - len(weights)))
    least = _minimum(terms.minimum, _spread(terms, weights[0] * len(months)))
    return AttachmentPoint(monthly, len(months), projected, least, _terminal_cents(policy, monthly))


def factor_cents(terms: Attachment, level: str, product: Product | None = None) -> int:
    """Attachment per employee at a coverage level: for a month, or for a year where the contract states it so."""
    if terms.per_employee_per_year is not None:
        return terms.per_employee_per_year
    by_product = (terms.factor_by_product or {}).get(product) if product else None
    factors: dict[str, int] = dict((by_product or terms.expected_per_month or terms.factor_per_month or {}).items())
    if COMPOSITE not in factors and level not in factors:
        allowed = listed(factors)
        raise StopLossError(
            said("enrolment, coverage_level: found {level!r}, expected one of {allowed}", level=level, allowed=allowed)
        )
    stated = factors.get(COMPOSITE, factors.get(level, 0))
    return stated if terms.corridor is None else share_of_cents(stated, terms.corridor)


def _rows_of(enrolment: pl.DataFrame, month: date) -> pl.DataFrame:
    rows = enrolment.filter(pl.col("month") == month)
    if rows.is_empty():
        raise StopLossError(
            said("enrolment: found no row of {month:%Y-%m}, expected every month of the policy so far", month=month)
        )
    return rows


def _levels(rows: pl.DataFrame) -> dict[str, int]:
    counts = rows.group_by("coverage_level").agg(pl.col("employees").sum()).sort("coverage_level")
    return dict(counts.iter_rows())


def _employees(rows: pl.DataFrame) -> int:
    """Employees of a month: where products have enrolment of their own, of the product with most."""
    if "product" not in rows.columns:
        return int(rows.get_column("employees").sum())
    return int(rows.group_by("product").agg(pl.col("employees").sum()).get_column("employees").max() or 0)  # type: ignore[arg-type]


def _weight_cents(terms: Attachment, rows: pl.DataFrame) -> int:
    """Factors times employees of a month; an annual amount as it stands, for `_spread` to divide."""
    if terms.amount_per_year is not None:
        return terms.amount_per_year
    if terms.factor_by_product is None:
        return sum(factor_cents(terms, level) * count for level, count in _levels(rows).items())
    has_own = "product" in rows.columns
    return sum(
        factor_cents(terms, level, product) * count
        for product in terms.factor_by_product
        for level, count in _levels(rows.filter(pl.col("product") == product) if has_own else rows).items()
    )


def _spread(terms: Attachment, weight_cents: int) -> int:
    """Employee-months times the factor -> cents: an annual amount is spread over twelve months, rounded once."""
    is_annual = terms.per_employee_per_year is not None or terms.amount_per_year is not None
    return prorate_cents(weight_cents, 1, 12) if is_annual else weight_cents


def _terminal_cents(policy: Policy, monthly: pl.DataFrame) -> int:
    """What the terminal liability option adds after an early end: the attachment of the last months."""
    option = policy.terminal_liability
    if option is None or policy.ended_early is None:
        return 0
    return int(monthly.get_column("attachment_cents").tail(option.attachment_months).sum())


def _monthly(
    terms: Attachment, months: Sequence[date], employees: Sequence[int], weights: Sequence[int]
) -> pl.DataFrame:
    ytd = [_spread(terms, sum(weights[: index + 1])) for index in range(len(weights))]
    each = [after - before for before, after in zip([0, *ytd], ytd, strict=False)]
    rows = list(zip(months, employees, each, ytd, strict=False))
    return pl.DataFrame(rows, schema=MONTHLY, orient="row")


def _minimum(terms: Minimum, first_months_cents: int) -> int:
    return max(share_of_cents(first_months_cents, terms.first_month_share), terms.amount)
