"""Reading a disability plan: YAML -> checked document -> its versions by date, each value with its clause."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corridor.disability.schema import DisabilityDocument
from corridor.periods.spans import Span, plan_year_of
from corridor.plan.amendments import overlap
from corridor.plan.compiled import Clause
from corridor.plan.document import read_document
from corridor.plan.sections import Section
from corridor.plan.terms import terms_by_date


@dataclass(frozen=True)
class DisabilityVersion:
    """The plan as it stands from a day on. amended: way to a value -> clause of the amendment that last changed it."""

    effective_from: date
    terms: DisabilityDocument
    amended: Mapping[str, Clause]

    def clause_of(self, section: str) -> Clause:
        """The clause behind a section's values: of the amendment that last touched it, else its own."""
        touched = [clause for path, clause in self.amended.items() if overlap(section, path)]
        stated: Section = getattr(self.terms, section)
        return touched[-1] if touched else Clause(stated.clause, stated.text)

    def plan_year_of(self, day: date) -> Span:
        """The plan year that holds `day`."""
        month, _, first = self.terms.plan_year_start.partition("-")
        return plan_year_of(day, int(month), int(first))


@dataclass(frozen=True)
class DisabilityPlan:
    """A checked disability plan: its versions, oldest first."""

    code: str
    name: str
    versions: tuple[DisabilityVersion, ...]

    def version_on(self, day: date) -> DisabilityVersion | None:
        """The version in force on `day`; None before the plan."""
        begun = [version for version in self.versions if version.effective_from <= day]
        return begun[-1] if begun else None


def load_disability_plan(source: Path | str | bytes, file: str | None = None) -> DisabilityPlan:
    """The plan in a file, or in the bytes of one; `file` is the name that errors show.

    Raises DocumentError with every fault that is found, each with file, line, field, found and expected.
    """
    content = source if isinstance(source, bytes) else Path(source).read_bytes()
    name = file or ("disability plan" if isinstance(source, bytes) else Path(source).name)
    document = read_document(content, name)
    first = document.check(DisabilityDocument)
    versions = (DisabilityVersion(own.effective_from, own.terms, own.amended) for own in terms_by_date(document, first))
    return DisabilityPlan(first.code, first.name, tuple(versions))
