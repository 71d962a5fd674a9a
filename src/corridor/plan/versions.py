"""A plan document -> the plan's versions, in force by date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from corridor.periods.spans import Span, plan_year_of
from corridor.plan.amendments import overlap
from corridor.plan.compiled import Clause
from corridor.plan.document import Document
from corridor.plan.schema import PlanDocument
from corridor.plan.terms import terms_by_date


@dataclass(frozen=True)
class PlanVersion:
    """The plan as it stands on the days of one span.

    effective_to_exclusive: None while open. amended: way to a value -> clause of the amendment that last changed it.
    """

    effective_from: date
    effective_to_exclusive: date | None
    terms: PlanDocument
    amended: Mapping[str, Clause]

    def plan_year_of(self, day: date) -> Span:
        """The plan year that holds `day`."""
        month, _, start = self.terms.plan_year_start.partition("-")
        return plan_year_of(day, int(month), int(start))

    def plan_years(self, end_exclusive: date) -> list[date]:
        """First days of the plan years that the version touches before `end_exclusive`, at least one."""
        end = min(end_exclusive, self.effective_to_exclusive or end_exclusive)
        years = [self.plan_year_of(self.effective_from)]
        while years[-1].end_exclusive < end:
            years.append(self.plan_year_of(years[-1].end_exclusive))
        return [year.start for year in years]

    def clause_of(self, path: str, base: Clause) -> Clause:
        """The clause behind the value at `path`: of the amendment that last touched it, else `base`."""
        touched = [clause for change, clause in self.amended.items() if overlap(path, change)]
        return touched[-1] if touched else base


@dataclass(frozen=True)
class Plan:
    """A checked plan: its versions, oldest first, without a gap."""

    code: str
    name: str
    product: str
    versions: tuple[PlanVersion, ...]

    def version_on(self, day: date) -> PlanVersion | None:
        """The version in force on `day`; None before the plan."""
        begun = [version for version in self.versions if version.effective_from <= day]
        return begun[-1] if begun else None


def versions_of(document: Document, first: PlanDocument) -> tuple[PlanVersion, ...]:
    """The versions of a document, oldest first; `first` is the checked document. Raises DocumentError."""
    terms = terms_by_date(document, first)
    ends = [*(later.effective_from for later in terms[1:]), None]
    return tuple(
        PlanVersion(own.effective_from, end, own.terms, own.amended) for own, end in zip(terms, ends, strict=True)
    )
