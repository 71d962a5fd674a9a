"""A network contract: what a provider is paid, as a checked and dated YAML document.

Reference for authors: docs/reference/network-contract.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from corridor.claims.pricing.methods import CLAIM_METHODS, METHODS, CaseRate, Drg, LineMethods, PerDiem, ReferenceBased
from corridor.plan.amendments import overlap
from corridor.plan.compiled import Clause
from corridor.plan.document import Strict, read_document
from corridor.plan.match import Match, Patterns
from corridor.plan.sections import Amendment, Flag, PlanCode, Section, Words
from corridor.plan.terms import terms_by_date
from corridor.plan.values import BasisPoints, Cents, Days, Name
from corridor.wording.said import said

SomeWords = Annotated[tuple[Words, ...], Field(min_length=1)]


class PriceMatch(Match):
    """The criteria of a line of a contract: those of a benefit, and the group, the place and the provider."""

    drg: Patterns | None = None
    specialty: SomeWords | None = None
    place: tuple[Literal["facility", "nonfacility"], ...] | None = Field(None, min_length=1)
    provider: tuple[Literal["practitioner", "facility"], ...] | None = Field(None, min_length=1)


class PriceLine(LineMethods):
    """One line: the services that it takes, and one method; `lesser_of_charge` where it differs from the contract's."""

    name: Name
    clause: Words
    text: Words
    match: PriceMatch = Field(default_factory=lambda: PriceMatch.model_validate({}))
    lesser_of_charge: Flag | None = None
    reference_based: ReferenceBased | None = None
    per_diem: PerDiem | None = None
    case_rate: CaseRate | None = None
    drg: Drg | None = None

    @model_validator(mode="after")
    def _has_one_method(self) -> Self:
        if sum(getattr(self, name) is not None for name in METHODS) != 1:
            raise ValueError(said("one method"))
        return self

    @property
    def method(self) -> str:
        """The name of its method."""
        return next(name for name in METHODS if getattr(self, name) is not None)

    @property
    def terms(self) -> Any:
        """The terms of its method."""
        return getattr(self, self.method)

    @property
    def is_of_claim(self) -> bool:
        """Whether it makes one price for a claim."""
        return self.method in CLAIM_METHODS


class Repricing(Section):
    """Claims are sent to a rented network, which answers with its prices. It is owed a fee for each claim that it
    priced, a share of what its prices save, or both.

    answer_days: from the day of sending; afterwards the lines of the contract price what has no answer.
    """

    answer_days: Days
    fee_per_claim: Cents = 0
    share_of_savings: BasisPoints = 0


class ContractDocument(Strict):
    """A network contract from top to bottom. The first line that takes a service prices it."""

    code: PlanCode
    name: Words
    effective: date
    ends: date | None = None
    lesser_of_charge: Flag = True
    repricing: Repricing | None = None
    lines: tuple[PriceLine, ...] = Field(min_length=1)
    amendments: tuple[Amendment, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.ends is not None and self.ends <= self.effective:
            raise ValueError(said("ends after effective"))
        names = [line.name for line in self.lines]
        if len(set(names)) < len(names):
            raise ValueError(said("lines of different names"))
        return self


@dataclass(frozen=True)
class ContractVersion:
    """The contract as it stands from a day on. amended: way to a value -> clause of the amendment that last set it."""

    effective_from: date
    effective_to_exclusive: date | None
    terms: ContractDocument
    amended: Mapping[str, Clause]

    @property
    def has_days(self) -> bool:
        """Not where the contract ended before the amendment came."""
        return self.effective_to_exclusive is None or self.effective_from < self.effective_to_exclusive

    def clause_of(self, line: PriceLine) -> Clause:
        """The clause behind a line: of the amendment that last touched it, else its own."""
        touched = [clause for path, clause in self.amended.items() if overlap(f"lines.{line.name}", path)]
        return touched[-1] if touched else Clause(line.clause, line.text)


@dataclass(frozen=True)
class NetworkContract:
    """A checked contract: its versions, oldest first."""

    code: str
    name: str
    versions: tuple[ContractVersion, ...]


def load_network_contract(source: Path | str | bytes, file: str | None = None) -> NetworkContract:
    """The contract in a file, or in the bytes of one; `file` is the name that errors show.

    Raises DocumentError with every fault that is found, each with file, line, field, found and expected.
    """
    content = source if isinstance(source, bytes) else Path(source).read_bytes()
    name = file or ("network contract" if isinstance(source, bytes) else Path(source).name)
    document = read_document(content, name)
    first = document.check(ContractDocument)
    terms = terms_by_date(document, first)
    later = [*(own.effective_from for own in terms[1:]), None]
    versions = (
        ContractVersion(own.effective_from, _first(end, own.terms.ends), own.terms, own.amended)
        for own, end in zip(terms, later, strict=True)
    )
    return NetworkContract(first.code, first.name, tuple(version for version in versions if version.has_days))


def _first(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)
