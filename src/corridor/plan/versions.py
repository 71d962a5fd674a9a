"""A plan document -> the plan's versions, in force by date."""

import copy
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from corridor.periods.spans import Span, plan_year_of
from corridor.plan.amendments import ChangeError, apply_change, location_of, named_path, overlap
from corridor.plan.compiled import Clause
from corridor.plan.document import Document, DocumentError
from corridor.plan.findings import Finding, findings_of
from corridor.plan.schema import PlanDocument
from corridor.wording.said import said


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
    starts = [first.effective, *(amendment.effective for amendment in first.amendments)]
    _check_order(document, starts)
    ends = [*starts[1:], None]
    data = {key: value for key, value in document.data.items() if key != "amendments"}
    versions = [PlanVersion(starts[0], ends[0], PlanDocument.model_validate(data), {})]
    for position, amendment in enumerate(first.amendments):
        data = _amended(document, first, position, data)
        terms = _checked(document, first, position, data)
        clause = Clause(amendment.clause, amendment.text)
        before = {path: c for path, c in versions[-1].amended.items() if path not in amendment.changes}
        amended = before | dict.fromkeys(amendment.changes, clause)
        versions.append(PlanVersion(starts[position + 1], ends[position + 1], terms, amended))
    return tuple(versions)


def _check_order(document: Document, starts: list[date]) -> None:
    faults = [
        document.fault(
            Finding(("amendments", position, "effective"), str(after), said("a day after {day}", day=before))
        )
        for position, (before, after) in enumerate(itertools.pairwise(starts))
        if after <= before
    ]
    if faults:
        raise DocumentError(faults)


def _amended(document: Document, first: PlanDocument, position: int, before: dict[str, Any]) -> dict[str, Any]:
    data, faults = copy.deepcopy(before), []
    for path, value in first.amendments[position].changes.items():
        try:
            apply_change(data, path, value)
        except ChangeError as error:
            location = ("amendments", position, "changes", path)
            faults.append(document.fault(Finding(location, error.found, error.expected)))
    if faults:
        raise DocumentError(faults)
    return data


def _checked(document: Document, first: PlanDocument, position: int, data: dict[str, Any]) -> PlanDocument:
    try:
        return PlanDocument.model_validate(data)
    except ValidationError as error:
        in_force = first.amendments[: position + 1]
        faults = [
            Finding(location_of(named_path(data, f.location), f.location, in_force), f.found, f.expected)
            for f in findings_of(error)
        ]
        raise DocumentError([document.fault(finding) for finding in faults]) from error
