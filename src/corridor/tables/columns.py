"""Our columns from theirs, as a column map says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import polars as pl

from corridor.records.table import Column
from corridor.tables.faults import SHOWN_FAULTS, TableError, TableFault, shown_value
from corridor.tables.map import DERIVED, ColumnMap, with_nearest
from corridor.tables.source import Source
from corridor.tables.values import ISO, Parsed, next_day, parse, without_open_ends
from corridor.wording.said import said

MOST_CODES = 12
"""A column with more distinct strange values holds something else than codes, perhaps names: they are not shown."""

Texts = str | Sequence[str]


@dataclass
class Findings:
    """Faults of one reading: all counted, of each column only the first kept."""

    source: Source
    faults: list[TableFault] = field(default_factory=list)
    total: int = 0

    def add_rows(self, rows: pl.Series, column: str, found: Texts, expected: Texts) -> None:
        """Note a fault for each row position (from 0); those of a column that two of ours are read from, once.

        found, expected: one text for all rows, or one for each of the first SHOWN_FAULTS.
        """
        faults = []
        for index, row in enumerate(rows.head(SHOWN_FAULTS).to_list()):
            texts = [text if isinstance(text, str) else text[index] for text in (found, expected)]
            faults.append(TableFault(self.source.file, row + self.source.first_row, column, *texts))
        if faults and faults[0] not in self.faults:
            self.total += len(rows)
            self.faults += faults

    def raise_any(self) -> None:
        """Raise TableError with the first faults by row, if there are any."""
        if self.faults:
            header = {name: place for place, name in enumerate(self.source.header)}
            in_reading_order = sorted(self.faults, key=lambda fault: (fault.row or 0, header.get(fault.column, 0)))
            raise TableError(in_reading_order, self.total)


def check_columns(column_map: ColumnMap, source: Source) -> None:
    """Raise TableError for every column that the map names and the file lacks, and every required one unmapped."""
    where, header = column_map.file, set(source.header)
    faults = [
        TableFault(
            where,
            None,
            f"columns.{ours}",
            repr(theirs),
            with_nearest(said("a column of {file}", file=source.file), theirs, header),
        )
        for ours, names in column_map.columns.items()
        for theirs in names
        if theirs not in header
    ]
    known = header | {column.name for column in column_map.table.columns}
    faults += [
        TableFault(
            where,
            None,
            f"defaults.{ours}",
            repr(name),
            said("a column of {file} or of {kind}", file=source.file, kind=column_map.kind),
        )
        for ours, name in column_map.defaults.items()
        if name not in known
    ]
    faults += [
        TableFault(
            where,
            None,
            f"columns.{column.name}",
            said("nothing"),
            said("a column, constant or default: {meaning}", meaning=column.explained),
        )
        for column in column_map.table.columns
        if not column.nullable and column.name not in column_map.our_columns | DERIVED | {"line_number"}
    ]
    if faults:
        raise TableError(faults)


def sources_of(column_map: ColumnMap, header: tuple[str, ...]) -> set[str]:
    """The columns of the file that the map reads."""
    mapped = {name for names in column_map.columns.values() for name in names}
    return mapped | {name for name in column_map.defaults.values() if name in header}


def our_columns(raw: pl.DataFrame, column_map: ColumnMap, findings: Findings) -> pl.DataFrame:
    """`raw`, the source columns, as our columns. Faults go to `findings`; their cells are null here."""
    series = {}
    for column in column_map.table.columns:
        if column.name in column_map.our_columns and column.name not in DERIVED:
            series[column.name] = _column(raw, column, column_map, findings)
    frame = pl.DataFrame(series) if series else pl.DataFrame()
    fallbacks = {ours: name for ours, name in column_map.defaults.items() if name not in raw.columns}
    for ours, fallback in fallbacks.items():
        if fallback in frame.columns:
            frame = frame.with_columns(pl.coalesce(ours, fallback))
    return frame.with_columns(_constants(frame, column_map))


def _column(raw: pl.DataFrame, column: Column, column_map: ColumnMap, findings: Findings) -> pl.Series:
    found = pl.Series(column.name, [None] * raw.height, column.dtype)
    for name, cells in _cells(raw, column, column_map):
        date_format = column_map.formats.get(name, column_map.formats.get("date", ISO))
        parsed = parse(cells, column, column_map.units.get(column.name, ""), date_format)
        _note_refused(findings, cells, name, parsed, column)
        values = parsed.values
        if column.name.endswith("_exclusive"):
            values = without_open_ends(values)
        if column.name in column_map.inclusive_end:
            values = next_day(values, date_format)
        found = values if found.null_count() == len(found) else found.zip_with(found.is_not_null(), values)
    return found.alias(column.name)


def _cells(raw: pl.DataFrame, column: Column, column_map: ColumnMap) -> Iterator[tuple[str, pl.Series]]:
    """Source column and its cells, translated: the mapped one first, then the one to fall back on."""
    names = column_map.columns.get(column.name, ())
    if len(names) > 1:
        joined = pl.concat_str([pl.col(name).cast(pl.String) for name in names], separator=":", ignore_nulls=True)
        yield names[0], raw.select(pl.when(joined != "").then(joined)).to_series()
    elif names:
        yield names[0], _translated(raw.get_column(names[0]), column, column_map)
    fallback = column_map.defaults.get(column.name)
    if fallback in raw.columns:
        yield fallback, _translated(raw.get_column(fallback), column, column_map)


def _translated(cells: pl.Series, column: Column, column_map: ColumnMap) -> pl.Series:
    characters, codes = column_map.characters.get(column.name), column_map.values.get(column.name)
    if characters:
        first, _, last = characters.partition("-")
        cells = cells.cast(pl.String).str.slice(int(first) - 1, int(last or first) - int(first) + 1)
    if codes:
        cells = cells.cast(pl.String).replace(list(codes), [code or None for code in codes.values()])
    return cells


def _note_refused(findings: Findings, cells: pl.Series, name: str, parsed: Parsed, column: Column) -> None:
    if not parsed.refused:
        return
    text = cells.cast(pl.String)
    rows = text.is_in(list(parsed.refused)).fill_null(False).arg_true()
    found = text.gather(rows.head(SHOWN_FAULTS)).to_list()
    is_personal = column.meaning.startswith("personal")
    is_code = bool(column.values) and len(parsed.refused) <= MOST_CODES
    shown = [shown_value(value, name, is_personal=is_personal, is_code=is_code) for value in found]
    findings.add_rows(rows, name, shown, [parsed.refused[value] for value in found])


def _constants(frame: pl.DataFrame, column_map: ColumnMap) -> list[pl.Series]:
    """Constants, where the column is not mapped or its cell is empty."""
    filled = []
    for column in column_map.table.columns:
        if column.name not in column_map.constants:
            continue
        text = column_map.constants[column.name]
        parsed = parse(pl.Series([text]), column, column_map.units.get(column.name, ""))
        if parsed.refused:
            fault = TableFault(column_map.file, None, f"constants.{column.name}", repr(text), parsed.refused[text])
            raise TableError([fault])
        filled.append(frame.get_column(column.name).fill_null(parsed.values[0]))
    return filled
