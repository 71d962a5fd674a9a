"""A file that somebody hands in: recognised and read, whole or not at all."""

from dataclasses import dataclass

import polars as pl

from corridor.edi.dispatch import read as read_x12
from corridor.edi.kinds import recognise
from corridor.tables.census import census_statements
from corridor.tables.map import ColumnMap
from corridor.tables.read import read_table
from corridor.wording.said import listed

ENROLLMENT, CLAIMS, PROVIDERS, DISABILITY = "enrollment", "claims", "providers", "disability"
OTHER_COVERAGE = "other_coverage"
CONTRIBUTIONS = "contributions"
AUTHORIZATIONS = "authorizations"
REPRICING = "repricing"


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


def read_in(content: bytes, name: str, *, column_map: ColumnMap | None = None, lenient: bool = False) -> InFile:
    """Read an 834, an 837 or a table, whichever it is.

    Raises EdiError or TableError: where, what, found, expected.
    """
    if column_map is None and _is_x12(content, name):
        reading = read_x12(content, name, lenient=lenient)
        kind = ENROLLMENT if reading.kind == "834" else CLAIMS
        return InFile(
            kind, reading.kind, reading.frame, tuple(listed([fault]) for fault in reading.faults), reading.warnings
        )
    table = read_table(content, name, column_map)
    if table.kind == "members":
        return InFile(ENROLLMENT, "census", census_statements(table.frame), (), table.warnings)
    return InFile(table.kind, "table", table.frame, (), table.warnings)


def _is_x12(content: bytes, name: str) -> bool:
    return content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"ISA") or recognise(content, name) is not None
