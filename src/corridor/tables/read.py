"""Tables in: a CSV or Parquet file -> claims, coverage or providers, whole or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from corridor.records.table import Table
from corridor.tables.columns import Findings, check_columns, our_columns, sources_of
from corridor.tables.faults import TableError, TableFault
from corridor.tables.finish import finish
from corridor.tables.map import ColumnMap, Kind
from corridor.tables.own import own_map
from corridor.tables.source import open_source, read_columns
from corridor.wording.said import said


@dataclass(frozen=True)
class TableReading:
    """A table as read. frame: records.CLAIMS, COVERAGE or PROVIDERS. rows: data rows of the file."""

    kind: Kind
    name: str
    frame: pl.DataFrame
    rows: int
    warnings: tuple[str, ...]


def read_table(
    content: bytes | Path,
    file: str = "",
    column_map: ColumnMap | None = None,
    *,
    kind: Kind | None = None,
    given: Mapping[str, str] | None = None,
) -> TableReading:
    """Read a table. Without a map, its header must be in our column names (tables/own.py).

    file: the name that errors show; of a path, its own name unless given. kind: what it must be, where the caller
    knows. given: our column -> text, where file and map say nothing. Raises TableError with the first faults and their
    number; nothing is half read.
    """
    given = given or {}
    if isinstance(content, Path):
        file = file or content.name
        content = content.read_bytes()
    source = open_source(content, file)
    warnings: list[str] = []
    if column_map is None:
        column_map, warnings = own_map(source.header, file, kind, given)
    if kind is not None and column_map.kind != kind:
        raise TableError([TableFault(column_map.file, None, "kind", repr(column_map.kind), repr(kind))])
    column_map = _with_built_ins(column_map.model_copy(update={"constants": {**given, **column_map.constants}}))
    check_columns(column_map, source)
    raw = read_columns(source, sources_of(column_map, source.header))
    findings = Findings(source)
    frame = our_columns(raw, column_map, findings)
    _require(frame, column_map, findings)
    findings.raise_any()
    finished = finish(frame, column_map, findings)
    findings.raise_any()
    return TableReading(column_map.kind, column_map.name, finished, raw.height, tuple(warnings))


def _with_built_ins(column_map: ColumnMap) -> ColumnMap:
    """What most files leave out: of claims a service of one day, one unit, an original claim; a first certification."""
    if column_map.kind == "disability":
        return column_map.model_copy(update={"defaults": {"certified_from": "disability_from", **column_map.defaults}})
    if column_map.kind == "large_claims":
        return column_map.model_copy(update={"defaults": {"service_to": "service_from", **column_map.defaults}})
    if column_map.kind == "run_in":
        return column_map.model_copy(
            update={
                "constants": {"units": "1", **column_map.constants},
                "defaults": {"service_to": "service_from", **column_map.defaults},
            }
        )
    if column_map.kind != "claims":
        return column_map
    added = {
        "constants": {"frequency": "1", "units": "1", **column_map.constants},
        "defaults": {"service_to": "service_from", **column_map.defaults},
    }
    return column_map.model_copy(update=added)


def _require(frame: pl.DataFrame, column_map: ColumnMap, findings: Findings) -> None:
    """Note every empty cell of a required column that is not refused already."""
    refused = {(fault.row, fault.column) for fault in findings.faults}
    for column in _required(column_map.table):
        if column not in frame.columns:
            continue
        shown = column_map.columns.get(column, (column,))[0]
        if any(name in (shown, column_map.defaults.get(column)) for _, name in refused):
            continue
        findings.add_rows(frame.get_column(column).is_null().arg_true(), shown, said("nothing"), said("a value"))


def _required(table: Table) -> list[str]:
    return [column.name for column in table.columns if not column.nullable]
