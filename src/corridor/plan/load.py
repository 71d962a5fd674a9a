"""Reading a plan: YAML -> checked document -> versions -> consistency checks."""

from pathlib import Path

from corridor.plan.amendments import location_of, named_path
from corridor.plan.checks import check_version
from corridor.plan.document import Document, DocumentError, Fault, read_document
from corridor.plan.findings import Finding
from corridor.plan.schema import PlanDocument
from corridor.plan.versions import Plan, PlanVersion, versions_of


def load_plan(source: Path | str | bytes, file: str | None = None) -> Plan:
    """The plan in a file, or in the bytes of one; `file` is the name that errors show.

    Raises DocumentError with every fault that is found, each with file, line, field, found and expected.
    """
    content = source if isinstance(source, bytes) else Path(source).read_bytes()
    name = file or ("plan" if isinstance(source, bytes) else Path(source).name)
    document = read_document(content, name)
    first = document.check(PlanDocument)
    versions = versions_of(document, first)
    for number, version in enumerate(versions):
        if faults := _faults(document, first, version, number):
            raise DocumentError(faults)
    return Plan(first.code, first.name, first.product, versions)


def _faults(document: Document, first: PlanDocument, version: PlanVersion, number: int) -> list[Fault]:
    data = version.terms.model_dump(by_alias=True)
    in_force = first.amendments[:number]
    faults = []
    for finding in check_version(version):
        location = location_of(named_path(data, finding.location), finding.location, in_force)
        faults.append(document.fault(Finding(location, finding.found, finding.expected)))
    return faults
