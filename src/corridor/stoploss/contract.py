"""The stop-loss contract: what the carrier covers, year by year, as a checked YAML document.

RULES 1.1-1.5. Reference for authors: docs/reference/stoploss-contract.md.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo, field_validator, model_validator

from corridor.periods.spans import add_months
from corridor.plan.document import Strict, load_document
from corridor.plan.findings import Unfit
from corridor.stoploss.faults import Misfit, refuse
from corridor.stoploss.terms.aggregate import Accommodation, Aggregate, Attachment, CorridorShare, Minimum
from corridor.stoploss.terms.cover import COMPOSITE, Cover, Level, Product, some
from corridor.stoploss.terms.ending import EarlyEnd, TerminalLiability
from corridor.stoploss.terms.specific import Laser, Specific
from corridor.stoploss.windows import Windows
from corridor.wording.said import said

__all__ = [
    "COMPOSITE", "Accommodation", "Aggregate", "Attachment", "Contract", "CorridorShare", "Cover", "Exclusion",
    "IncurredMeans", "Laser", "Level", "Minimum", "Policy", "Product", "Specific", "load_contract",
]  # fmt: skip

Exclusion = Literal[
    "above_reasonable_charge", "administration", "cobra_class", "disclosure_failure", "experimental",
    "extra_contractual", "interest_or_penalty", "late_proof", "leave_not_in_document", "network_access_fee",
    "not_in_document", "other_coverage", "retiree_class", "work_related",
]  # fmt: skip
IncurredMeans = Literal["service_from", "service_to", "each_day", "admission", "discharge", "fill", "disability"]


class Policy(Strict):
    """One policy period. `covered_since`: first day of unbroken cover with the carrier, for `paid` and `gapless`."""

    start: date
    end_exclusive: date
    covered_since: date | None = None
    exclusions: tuple[Exclusion, ...] = ()
    terminal_liability: TerminalLiability | None = None
    ended_early: EarlyEnd | None = None
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
        if self.ended_early and not self.start < self.ended_early.end_exclusive < self.end_exclusive:
            expected = said("a day between {start} and {end}", start=self.start, end=self.end_exclusive)
            refuse([Misfit(("ended_early", "end_exclusive"), str(self.ended_early.end_exclusive), expected)])
        return self

    @property
    def ended(self) -> date:
        """The day after the last on which the policy was in force."""
        return self.ended_early.end_exclusive if self.ended_early else self.end_exclusive

    @property
    def has_aggregate_benefit(self) -> bool:
        """Whether the aggregate pays: always at the end of the year, after an early end only as the contract says."""
        ended = self.ended_early
        return ended is None or ended.has_aggregate_benefit or self.terminal_liability is not None

    def windows(self, cover: Cover) -> Windows:
        """The days within which a line of `cover` must be incurred and paid."""
        since = self.covered_since or self.start
        windows = cover.windows
        if windows is None:
            assert cover.basis is not None, "the schema takes one of the two"
            windows = Windows.of_basis(cover.basis, self.start, self.end_exclusive, since)
        if cover.run_in_days is not None:
            earliest = max(windows.incurred_from, self.start - timedelta(days=cover.run_in_days))
            windows = windows.model_copy(update={"incurred_from": earliest})
        return windows if self.ended_early is None else self._cut_short(windows, cover)

    def _cut_short(self, windows: Windows, cover: Cover) -> Windows:
        """Nothing is covered after an early end but what the terminal liability option covers."""
        option, ended = self.terminal_liability, self.ended
        is_extended = option is not None and (option.specific_too or cover is not self.specific)
        paid_end = add_months(ended, option.months) if option is not None and is_extended else ended
        return windows.model_copy(
            update={
                "incurred_end_exclusive": min(windows.incurred_end_exclusive, ended),
                "paid_end_exclusive": paid_end,
            }
        )


class Contract(Strict):
    """A contract between the carrier and the employer: policies, one after another.

    reading: which of two things "10,000 per person" means here (RULES 1.4 step 9).
    paid_means: which day of a payment is tested. incurred_means: which day of a line is tested, incurred_of: of the
    products for which it is another. situs: the state whose minimums hold (US, two letters).
    """

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9-]{0,39}$")]
    version: Annotated[str, StringConstraints(min_length=1)] = "1"
    name: str
    carrier: str
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    situs: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    reading: Literal["specific_per_person", "aggregate_per_employee"]
    paid_means: Literal["issued", "released", "cleared"]
    incurred_means: IncurredMeans
    incurred_of: Mapping[Product, IncurredMeans] = Field(default_factory=dict)
    policies: Annotated[tuple[Policy, ...], AfterValidator(some)]

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
