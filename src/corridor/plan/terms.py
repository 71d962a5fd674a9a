"""A document with amendments -> its terms, each in force from a day on, and which amendment set what."""

import copy
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Protocol, TypeVar, cast

from pydantic import BaseModel, ValidationError

from corridor.plan.amendments import ChangeError, apply_change, location_of, named_path
from corridor.plan.compiled import Clause
from corridor.plan.document import Document, DocumentError
from corridor.plan.findings import Finding, findings_of
from corridor.plan.sections import Amendment
from corridor.wording.said import said


class Amendable(Protocol):
    """What a document needs for amendments to be applied to it."""

    @property
    def effective(self) -> date: ...

    @property
    def amendments(self) -> tuple[Amendment, ...]: ...


D = TypeVar("D", bound=Amendable)


@dataclass(frozen=True)
class Terms(Generic[D]):
    """The document as it stands from a day on. amended: way to a value -> clause of the amendment that last set it."""

    effective_from: date
    terms: D
    amended: Mapping[str, Clause]


def terms_by_date(document: Document, first: D) -> list[Terms[D]]:
    """The terms of a document, oldest first; `first` is the checked document.

    Raises DocumentError for amendments out of order, changes that lead nowhere, and terms that no longer hold together.
    """
    starts = [first.effective, *(amendment.effective for amendment in first.amendments)]
    _check_order(document, starts)
    data = {key: value for key, value in document.data.items() if key != "amendments"}
    terms = [Terms(starts[0], _validated(first, data), {})]
    for position, amendment in enumerate(first.amendments):
        data = _changed(document, amendment, position, data)
        clause = Clause(amendment.clause, amendment.text)
        before = {path: c for path, c in terms[-1].amended.items() if path not in amendment.changes}
        amended = before | dict.fromkeys(amendment.changes, clause)
        terms.append(Terms(starts[position + 1], _checked(document, first, position, data), amended))
    return terms


def _validated(first: D, data: dict[str, Any]) -> D:
    return cast(D, cast(type[BaseModel], type(first)).model_validate(data))


def _check_order(document: Document, starts: list[date]) -> None:
    findings = [
        Finding(("amendments", position, "effective"), str(after), said("a day after {day}", day=before))
        for position, (before, after) in enumerate(itertools.pairwise(starts))
        if after <= before
    ]
    _raise_any(document, findings)


def _changed(document: Document, amendment: Amendment, position: int, before: dict[str, Any]) -> dict[str, Any]:
    data, findings = copy.deepcopy(before), []
    for path, value in amendment.changes.items():
        try:
            apply_change(data, path, value)
        except ChangeError as error:
            findings.append(Finding(("amendments", position, "changes", path), error.found, error.expected))
    _raise_any(document, findings)
    return data


def _checked(document: Document, first: D, position: int, data: dict[str, Any]) -> D:
    try:
        return _validated(first, data)
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
