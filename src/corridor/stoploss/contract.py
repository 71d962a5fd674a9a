"""The stop-loss contract: what the carrier covers, year by year, as a checked YAML document.

RULES 1.1-1.5. Reference for authors: docs/reference/stoploss-contract.md.
"""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from corridor.money.cents import MoneyError, parse_cents
from corridor.money.text import amount_said
from corridor.plan.document import Strict, load_document
from corridor.plan.findings import Unfit
from corridor.plan.values import BasisPoints, Cents
from corridor.records.enrollment import COVERAGE_LEVELS
from corridor.stoploss.faults import Misfit, refuse
from corridor.stoploss.windows import Basis, Windows
from corridor.wording.said import listed, said

Product = Literal["medical", "dental", "vision", "pharmacy", "disability"]
Exclusion = Literal[
    "administration", "experimental", "extra_contractual", "interest_or_penalty", "late_proof", "not_in_document",
    "other_coverage", "work_related",
]  # fmt: skip
Level = Literal["composite", "EMP", "ESP", "ECH", "FAM", "E1D", "IND", "DEP", "SPO", "CHD", "TWO"]
COMPOSITE = "composite"


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


def _some(items: tuple[Any, ...]) -> tuple[Any, ...]:
    if not items:
        raise Unfit(said("none"), said("one or more"))
    return items


class Laser(Strict):
    """A person who has another deductible than the group, or none of the cover."""

    member: Annotated[str, StringConstraints(min_length=1)]
    deductible: Cents | None = None
    excluded: bool = False
    clause: str = ""

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.deductible is None) != self.excluded:
            raise ValueError(said("a deductible, or excluded: true, one of the two"))
        return self


class Cover(Strict):
    """What the specific and the aggregate have in common; each is judged on its own (RULES 1.2)."""

    clause: str = ""
    basis: Basis | None = None
    windows: Windows | None = None
    products: Annotated[tuple[Product, ...], AfterValidator(_some)]
    reimbursement: BasisPoints = 10_000
    run_in_maximum_per_person: Cents | None = None

    @model_validator(mode="after")
    def _basis_or_windows(self) -> Self:
        if (self.basis is None) == (self.windows is None):
            raise ValueError(said("a basis such as 12/15, or windows, one of the two"))
        return self


class Specific(Cover):
    """Cover per person: what is paid for one person above the deductible."""

    deductible: Cents
    lasers: tuple[Laser, ...] = ()
    aggregating_deductible: Cents = 0
    person_maximum: Cents | None = None
    annual_maximum: Cents | None = None
    notice_at: BasisPoints = 5_000

    @model_validator(mode="after")
    def _lasers_fit(self) -> Self:
        misfits = [
            Misfit(
                ("lasers", index, "deductible"),
                amount_said(laser.deductible),
                said("at least the specific deductible, {amount}", amount=amount_said(self.deductible)),
            )
            for index, laser in enumerate(self.lasers)
            if laser.deductible is not None and laser.deductible < self.deductible
        ]
        members = [laser.member for laser in self.lasers]
        misfits += [
            Misfit(("lasers", index, "member"), said("a person lasered before"), said("each person once"))
            for index, member in enumerate(members)
            if member in members[:index]
        ]
        refuse(misfits)
        return self


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
    """What the employer keeps: by expected claims and corridor, by stated factors, or by an annual amount a head."""

    corridor: CorridorShare | None = None
    expected_per_month: dict[Level, Cents] | None = None
    factor_per_month: dict[Level, Cents] | None = None
    per_employee_per_year: Cents | None = None
    minimum: Minimum = Minimum()

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        given = [self.expected_per_month, self.factor_per_month, self.per_employee_per_year]
        if sum(value is not None for value in given) != 1:
            raise ValueError(said("one of expected_per_month, factor_per_month, per_employee_per_year"))
        if (self.corridor is None) == (self.expected_per_month is not None):
            raise ValueError(said("a corridor with expected_per_month, and only with it"))
        return self

    @field_validator("expected_per_month", "factor_per_month")
    @classmethod
    def _levels_fit(cls, levels: dict[str, int] | None) -> dict[str, int] | None:
        if levels is not None and (not levels or (COMPOSITE in levels and len(levels) > 1)):
            raise ValueError(said("composite alone, or coverage levels ({levels})", levels=listed(COVERAGE_LEVELS)))
        return levels


class Aggregate(Cover):
    """Cover for the group: what is paid for all people above the attachment."""

    attachment: Attachment
    loss_limit: Cents | Literal["specific", "none"]
    lasered_amounts_count: bool = False
    aggregating_amounts_count: bool = False
    annual_maximum: Cents | None = None
    accommodation: Accommodation | None = None


class Policy(Strict):
    """One policy period. `covered_since`: first day of unbroken cover with the carrier, for the basis `paid`."""

    start: date
    end_exclusive: date
    covered_since: date | None = None
    exclusions: tuple[Exclusion, ...] = ()
    specific: Specific | None = None
    aggregate: Aggregate | None = None

    @field_validator("end_exclusive")
    @classmethod
    def _ends_later(cls, end: date, info: ValidationInfo) -> date:
        start = info.data.get("start")
        if start is not None and end <= start:
            raise Unfit(str(end), said("a day after the start {start}", start=start))
        return end

    @field_validator("covered_since")
    @classmethod
    def _since_before_start(cls, since: date | None, info: ValidationInfo) -> date | None:
        start = info.data.get("start")
        if since is not None and start is not None and since > start:
            raise Unfit(str(since), said("the start {start} or a day before it", start=start))
        return since

    @model_validator(mode="after")
    def _covers_something(self) -> Self:
        if self.specific is None and self.aggregate is None:
            raise ValueError(said("a specific, an aggregate, or both"))
        if self.aggregate and self.aggregate.loss_limit == "specific" and self.specific is None:
            expected = said("an amount or none, for there is no specific")
            refuse([Misfit(("aggregate", "loss_limit"), "specific", expected)])
        return self

    def windows(self, cover: Cover) -> Windows:
        """The days within which a line of `cover` must be incurred and paid."""
        if cover.windows is not None:
            return cover.windows
        assert cover.basis is not None, "the schema takes one of the two"
        return Windows.of_basis(cover.basis, self.start, self.end_exclusive, self.covered_since or self.start)


class Contract(Strict):
    """A contract between the carrier and the employer: policies, one after another.

    reading: which of two things "10,000 per person" means here (RULES 1.4 step 9).
    paid_means: which day of a payment is tested. incurred_means: which day of a line is tested.
    """

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9-]{0,39}$")]
    name: str
    carrier: str
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    reading: Literal["specific_per_person", "aggregate_per_employee"]
    paid_means: Literal["issued", "released", "cleared"]
    incurred_means: Literal["service_from", "service_to"]
    policies: Annotated[tuple[Policy, ...], AfterValidator(_some)]

    @model_validator(mode="after")
    def _policies_fit(self) -> Self:
        misfits = [
            Misfit(
                ("policies", index, "start"), str(policy.start), said("{day} or a later day", day=before.end_exclusive)
            )
            for index, (before, policy) in enumerate(zip(self.policies, self.policies[1:], strict=False), start=1)
            if policy.start < before.end_exclusive
        ]
        cover = "specific" if self.reading == "specific_per_person" else "aggregate"
        misfits += [
            Misfit(
                ("policies", index),
                said("no {cover}", cover=cover),
                said("one, as the reading is {reading}", reading=self.reading),
            )
            for index, policy in enumerate(self.policies)
            if getattr(policy, cover) is None
        ]
        refuse(misfits)
        return self


def load_contract(content: bytes, file: str) -> Contract:
    """Read and check a contract. `file` is the name that errors show. Raises plan.document.DocumentError."""
    return load_document(content, file, Contract)
