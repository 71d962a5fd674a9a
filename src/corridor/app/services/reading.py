"""A file that somebody hands in: recognised and read, whole or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from corridor.app.services.errors import ServiceError
from corridor.edi.bad_parts import BadParts
from corridor.edi.dispatch import read as read_x12
from corridor.edi.kinds import recognise
from corridor.edi.x12.errors import EdiError
from corridor.tables.census import census_statements
from corridor.tables.map import ColumnMap
from corridor.tables.read import read_table
from corridor.wording.said import Said, listed

ENROLLMENT, CLAIMS, PROVIDERS, DISABILITY = "enrollment", "claims", "providers", "disability"
OTHER_COVERAGE = "other_coverage"
CONTRIBUTIONS = "contributions"
AUTHORIZATIONS = "authorizations"
REPRICING = "repricing"
LOAD_GOOD, REFUSE_ALL = "load_good", "refuse_all"
"""What becomes of an X12 file with a bad transaction."""


class BadTransactions(ServiceError):
    """A file is refused for all that is wrong in its transactions, one fault a line."""

    def __init__(self, faults: Sequence[Said]):
        self.faults = tuple(faults)
        super().__init__(listed(self.faults, "\n"))


@dataclass(frozen=True)
class NamedFile:
    """A file by its name and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class InFile:
    """A file read. kind: what its rows are; form: what the file is (834, 837P, table); frame: records of that kind."""

    kind: str
    form: str
    frame: pl.DataFrame
    faults: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    """Transactions and claims that were left out because they are wrong; each has its fault."""


def read_in(
    content: bytes,
    name: str,
    *,
    column_map: ColumnMap | None = None,
    lenient: bool = False,
    on_bad: str | None = None,
) -> InFile:
    """Read an 834, an 837 or a table, whichever it is.

    on_bad: what a bad transaction or claim of an X12 file does: LOAD_GOOD leaves it out, REFUSE_ALL refuses the file
    with every fault, None with the first. Raises EdiError, TableError or BadTransactions: where, what, found, expected.
    """
    if column_map is None and _is_x12(content, name):
        return _read_x12(content, name, lenient, on_bad)
    table = read_table(content, name, column_map)
    if table.kind == "members":
        return InFile(ENROLLMENT, "census", census_statements(table.frame), (), table.warnings)
    return InFile(table.kind, "table", table.frame, (), table.warnings)


def _read_x12(content: bytes, name: str, lenient: bool, on_bad: str | None) -> InFile:
    bad = BadParts() if on_bad else None
    try:
        reading = read_x12(content, name, lenient=lenient, bad=bad)
    except EdiError:
        if bad is None or not bad.faults:
            raise
        raise _refused(bad) from None
    if bad and bad.faults and on_bad == REFUSE_ALL:
        raise _refused(bad)
    kind = ENROLLMENT if reading.kind == "834" else CLAIMS
    faults = [*reading.faults, *(bad.faults if bad else ())]
    left_out = bad.counts if bad and bad.faults else {}
    return InFile(
        kind, reading.kind, reading.frame, tuple(listed([fault]) for fault in faults), reading.warnings, left_out
    )


def _refused(bad: BadParts) -> BadTransactions:
    return BadTransactions([fault.text for fault in bad.faults])


def _is_x12(content: bytes, name: str) -> bool:
    return content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"ISA") or recognise(content, name) is not None
