"""A reference list in: read whole, or refused with the faults of its rows. Words of codes are never taken."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from corridor.records.reference import REFERENCE_TABLES, SETTINGS
from corridor.records.table import Table
from corridor.tables.faults import TableError, TableFault
from corridor.tables.reference.cells import empty_column, faults_of, stripped, typed
from corridor.tables.reference.column_map import mapped
from corridor.tables.reference.layouts import FACILITY, LAYOUTS, PRACTITIONER, SUBJECT, Cell, plain
from corridor.tables.reference.sheet import Sheet, open_sheet
from corridor.wording.said import listed, said


@dataclass(frozen=True)
class ReferenceReading:
    """frame: the records of the list. names: under which its tables stand side by side. notes: rows without a code."""

    frame: pl.DataFrame
    names: tuple[str, ...]
    notes: int


def read_reference(
    content: bytes,
    file: str,
    name: str,
    effective: date,
    *,
    subject: str | None = None,
    column_map: tuple[bytes, str] | None = None,
) -> ReferenceReading:
    """Read a list as it is published, or under our headings.

    name: of REFERENCE_TABLES. effective: the first day of rows that do not say one. subject: of SUBJECT, where the file
    does not say it: practitioner or facility, the schedule, the network. column_map: bytes and name of a map
    (column_map.py). Raises TableError with file, row and column.
    """
    cells = mapped(LAYOUTS[name], *column_map) if column_map else LAYOUTS[name]
    sheet = open_sheet(content, file, cells)
    places = _places(sheet, cells)
    key = cells[0] if cells[0].is_required else next(cell for cell in cells if cell.is_required)
    raw = {cell: stripped(sheet.rows[f"c{place}"]) for cell, place in places.items()}
    numbered = pl.DataFrame({cell.name: text for cell, text in raw.items()}).with_row_index("_row")
    kept = _data_rows(numbered, key, [cell.name for cell in places if cell.is_required])
    frame, faults, total = _typed(kept, sheet, places, cells)
    if faults:
        raise TableError(faults, total)
    named = _named(frame, name, sheet, subject)
    table = REFERENCE_TABLES[name]
    rows = _dated(_localised(named, file) if name == "gpci" else named, effective)
    found = table.conform(rows.select(column.name for column in table.columns))
    _refuse_repeats(found, table, kept, sheet)
    names = found.get_column(SUBJECT[name]).unique().sort().to_list() if name in SUBJECT else [subject or name]
    return ReferenceReading(found, tuple(names), numbered.height - kept.height)


def _places(sheet: Sheet, cells: tuple[Cell, ...]) -> dict[Cell, int]:
    headings = [plain(heading) for heading in sheet.headings]
    found = {cell: cell.place_in(headings) for cell in cells}
    return {cell: place for cell, place in found.items() if place is not None}


def _data_rows(rows: pl.DataFrame, key: Cell, required: list[str]) -> pl.DataFrame:
    """Rows that say something of a code: notes above and below have words in one cell and nothing in the others."""
    others = [pl.col(name).is_not_null() for name in required if name != key.name]
    said_something = pl.any_horizontal(others) if others else pl.col(key.name).is_not_null()
    # What is left of stacked headings stands above the first row whose key has a digit.
    begun = pl.col(key.name).str.contains(r"\d").fill_null(False).cum_max()
    return rows.filter(said_something, begun)


def _typed(
    kept: pl.DataFrame, sheet: Sheet, places: Mapping[Cell, int], cells: tuple[Cell, ...]
) -> tuple[pl.DataFrame, list[TableFault], int]:
    """The cells as our columns; the faults found and how many there are."""
    columns, faults, total = [], [], 0
    rows = kept.get_column("_row").to_list()
    for cell in cells:
        if cell not in places:
            columns.append(empty_column(cell, kept.height))
            continue
        raw = kept.get_column(cell.name)
        values, wrong, expected = typed(raw, cell)
        if cell.is_required and cell.empty is None:
            wrong = wrong | raw.is_null()
        if wrong.any():
            total += int(wrong.sum())
            heading = sheet.headings[places[cell]]
            found = faults_of(raw, wrong, expected, (sheet.file, heading, 0))
            faults += [_at(fault, rows[fault.row or 0] + sheet.first_row) for fault in found]
        columns.append(values.alias(cell.name))
    return pl.DataFrame(columns), sorted(faults, key=lambda fault: fault.row or 0), total


def _at(fault: TableFault, row: int) -> TableFault:
    return TableFault(fault.file, row, fault.column, fault.found, fault.expected)


def _named(frame: pl.DataFrame, name: str, sheet: Sheet, subject: str | None) -> pl.DataFrame:
    """`frame` with the column of SUBJECT: as its rows say, as was given, as headings or the file's name tell."""
    column = SUBJECT.get(name)
    if column is None:
        return frame
    if column == "setting":
        return frame.with_columns(pl.lit(_setting(sheet, subject)).alias(column))
    filled = frame.with_columns(pl.col(column).fill_null(pl.lit(subject, pl.String)))
    if filled.get_column(column).null_count():
        fault = TableFault(sheet.file, None, column, said("nothing"), said("a column of it, or its name given"))
        raise TableError([fault])
    return filled


def _setting(sheet: Sheet, given: str | None) -> str:
    if given in SETTINGS:
        return given
    for text in (plain(" ".join(sheet.headings)), plain(sheet.file.replace("_", " ")), sheet.preamble):
        is_practitioner, is_facility = re.search(PRACTITIONER, text), re.search(FACILITY, text)
        if given is None and bool(is_practitioner) != bool(is_facility):
            return SETTINGS[0] if is_practitioner else SETTINGS[1]
    found = repr(given) if given else said("nothing that tells it")
    fault = TableFault(sheet.file, None, "setting", found, said("one of {allowed}", allowed=listed(SETTINGS)))
    raise TableError([fault])


def _localised(frame: pl.DataFrame, file: str) -> pl.DataFrame:
    """State and number as one; numbers alone are not unique in the country."""
    number = pl.col("locality")
    whole = pl.when(number.str.contains("-")).then(number).otherwise(pl.col("state").str.to_uppercase() + "-" + number)
    joined = frame.with_columns(whole.alias("locality"))
    if joined.get_column("locality").null_count():
        found, expected = said("a number alone"), said("a state with it, such as {example}", example="AL-00")
        raise TableError([TableFault(file, None, "locality", found, expected)])
    return joined


def _dated(frame: pl.DataFrame, effective: date) -> pl.DataFrame:
    return frame.with_columns(pl.col("effective_from").fill_null(pl.lit(effective)))


def _refuse_repeats(found: pl.DataFrame, table: Table, kept: pl.DataFrame, sheet: Sheet) -> None:
    """Two rows of one key would leave open which of them counts."""
    again = found.select(~pl.struct(table.key).is_first_distinct()).to_series()
    if again.any():
        rows = kept.get_column("_row").filter(again)
        key, expected = listed(table.key), said("a row of the same key again")
        faults = [
            TableFault(sheet.file, row + sheet.first_row, table.key[0], expected, said("each {key} once", key=key))
            for row in rows.head(20).to_list()
        ]
        raise TableError(faults, int(again.sum()))
