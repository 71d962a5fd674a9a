"""The review of a plan document: its faults, or what there is to remark on a plan without any."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from corridor.plan.amendments import location_of, named_path
from corridor.plan.document import Document, DocumentError, Fault, read_document
from corridor.plan.findings import Finding
from corridor.plan.load import load_plan
from corridor.plan.review.idle_benefits import idle_benefits
from corridor.plan.review.idle_coinsurance import idle_coinsurance
from corridor.plan.review.idle_limits import outrun_limits
from corridor.plan.review.idle_sections import idle_amendments, idle_sections, unusual_amounts
from corridor.plan.review.idle_shares import idle_shares
from corridor.plan.review.reach import idle_patterns, not_taken, overlaps, reach_of, unreachable
from corridor.plan.review.remarks import Kind, Remark, Severity
from corridor.plan.schema import PlanDocument
from corridor.plan.versions import Plan
from corridor.wording.said import Said, listed, said


@dataclass(frozen=True)
class Placed:
    """A remark with its place in the file. versions: first days of the versions that it is about."""

    severity: Severity
    kind: Kind
    file: str
    line: int
    field: str
    versions: tuple[date, ...]
    remark: Said
    data: dict[str, Any]

    @property
    def text(self) -> Said:
        """The remark as a sentence that says where."""
        facts = {"file": self.file, "line": self.line, "field": self.field}
        return said("{file} line {line}, {field}: {remark}", remark=self.remark, **facts)


@dataclass(frozen=True)
class Review:
    """plan: None where there are faults. faults and remarks: first in the file first, warnings before notes."""

    plan: Plan | None
    faults: tuple[Fault, ...]
    remarks: tuple[Placed, ...]

    @property
    def warnings(self) -> tuple[Placed, ...]:
        return tuple(remark for remark in self.remarks if remark.severity == "warning")

    @property
    def notes(self) -> tuple[Placed, ...]:
        return tuple(remark for remark in self.remarks if remark.severity == "note")


def review_plan(content: bytes, file: str) -> Review:
    """Check a plan document, and look at what a plan without faults says. `file` is the name that findings show."""
    try:
        plan = load_plan(content, file)
    except DocumentError as error:
        return Review(None, tuple(error.faults), ())
    document = read_document(content, file)
    return Review(plan, (), _placed(document, plan))


def _placed(document: Document, plan: Plan) -> tuple[Placed, ...]:
    first = document.check(PlanDocument)
    found: dict[tuple[str, str, str], Placed] = {}
    for number, version in enumerate(plan.versions):
        data = version.terms.model_dump(by_alias=True)
        for remark in remarks_on(version.terms):
            path = named_path(data, remark.location)
            location = location_of(path, remark.location, first.amendments[:number])
            _add(found, document.fault(Finding(location, "", "")), remark, path, version.effective_from)
    for remark in idle_amendments(plan.versions, first.amendments):
        day = first.amendments[int(remark.location[1])].effective
        path = ".".join(map(str, remark.location))
        _add(found, document.fault(Finding(remark.location, "", "")), remark, path, day)
    every = tuple(version.effective_from for version in plan.versions)
    placed = [_dated(one, every) for one in found.values()]
    return tuple(sorted(placed, key=lambda one: (one.severity == "note", one.line)))


def _add(found: dict[tuple[str, str, str], Placed], at: Fault, remark: Remark, path: str, day: date) -> None:
    """A remark that holds in several versions is one."""
    key = (remark.kind, path, remark.text)
    before = found.get(key)
    if before is not None:
        at, versions = Fault(at.file, before.line, before.field, "", ""), (*before.versions, day)
    else:
        versions = (day,)
    found[key] = Placed(
        remark.severity, remark.kind, at.file, at.line, at.field, versions, remark.text, dict(remark.data)
    )


def _dated(one: Placed, every: tuple[date, ...]) -> Placed:
    """Where a remark is not about all versions, it says from which days on it holds."""
    if one.versions == every or one.kind == "idle_amendment":
        return one
    days = listed(one.versions)
    text = said("{remark} (in force from {days})", remark=one.remark, days=days)
    return Placed(one.severity, one.kind, one.file, one.line, one.field, one.versions, text, one.data)


def remarks_on(terms: PlanDocument) -> Iterator[Remark]:
    """All remarks on one version, in no order."""
    reaches, left = reach_of(terms)
    yield from unreachable(reaches)
    yield from idle_patterns(reaches, terms.product)
    yield from idle_shares(terms)
    yield from idle_benefits(terms, reaches)
    yield from idle_coinsurance(terms)
    yield from outrun_limits(terms)
    yield from idle_sections(terms)
    yield from unusual_amounts(terms)
    yield from overlaps(reaches)
    yield from _by_hand(terms)
    yield from not_taken(left, terms.product)


def _by_hand(terms: PlanDocument) -> Iterator[Remark]:
    for position, benefit in enumerate(terms.benefits):
        if benefit.handled == "by hand":
            facts = {"benefit": benefit.name, "clause": benefit.clause, "text": benefit.text}
            text = said("{benefit} is left to people, clause {clause}: {text}", **facts)
            yield Remark("note", "handled_by_hand", ("benefits", position), text, facts)
