"""Reading a disability plan: YAML -> checked document -> its versions by date, each value with its clause."""

import copy
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from corridor.disability.schema import DisabilityDocument
from corridor.periods.spans import Span, plan_year_of
from corridor.plan.amendments import ChangeError, apply_change, location_of, named_path, overlap
from corridor.plan.compiled import Clause
from corridor.plan.document import Document, DocumentError, read_document
from corridor.plan.findings import Finding, findings_of
from corridor.plan.schema import Section
from corridor.wording.said import said


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
    return DisabilityPlan(first.code, first.name, tuple(_versions(document, first)))


def _versions(document: Document, first: DisabilityDocument) -> list[DisabilityVersion]:
    _check_order(document, first)
    data = {key: value for key, value in document.data.items() if key != "amendments"}
    versions = [DisabilityVersion(first.effective, DisabilityDocument.model_validate(data), {})]
    for position, amendment in enumerate(first.amendments):
        data = _amended(document, first, position, data)
        terms = _checked(document, first, position, data)
        clause = Clause(amendment.clause, amendment.text)
        before = {path: c for path, c in versions[-1].amended.items() if path not in amendment.changes}
        amended = before | dict.fromkeys(amendment.changes, clause)
        versions.append(DisabilityVersion(amendment.effective, terms, amended))
    return versions


def _check_order(document: Document, first: DisabilityDocument) -> None:
    starts = [first.effective, *(amendment.effective for amendment in first.amendments)]
    findings = [
        Finding(("amendments", position, "effective"), str(after), said("a day after {day}", day=before))
        for position, (before, after) in enumerate(itertools.pairwise(starts))
        if after <= before
    ]
    _raise_any(document, findings)


def _amended(document: Document, first: DisabilityDocument, position: int, before: dict[str, Any]) -> dict[str, Any]:
    data, findings = copy.deepcopy(before), []
    for path, value in first.amendments[position].changes.items():
        try:
            apply_change(data, path, value)
        except ChangeError as error:
            findings.append(Finding(("amendments", position, "changes", path), error.found, error.expected))
    _raise_any(document, findings)
    return data


def _checked(document: Document, first: DisabilityDocument, position: int, data: dict[str, Any]) -> DisabilityDocument:
    try:
        return DisabilityDocument.model_validate(data)
    except ValidationError as error:
        in_force = first.amendments[: position + 1]
        findings = [
            Finding(location_of(named_path(data, f.location), f.location, in_force), f.found, f.expected)
            for f in findings_of(error)
        ]
        raise DocumentError([document.fault(finding) for finding in findings]) from error


def _raise_any(document: Document, findings: list[Finding]) -> None:
    if findings:
        raise DocumentError([document.fault(finding) for finding in findings])
