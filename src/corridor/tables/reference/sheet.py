"""A published file -> its headings and its rows of text: tab, comma or bar between cells, or an Excel sheet."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import polars as pl

from corridor.tables.faults import TableError, TableFault
from corridor.tables.reference.layouts import Cell, plain
from corridor.tables.reference.workbook import is_workbook, sheet_rows
from corridor.wording.said import listed, said

_SEARCHED_ROWS, _STACKED_ROWS = 40, 9
_SAMPLE = 200_000


@dataclass(frozen=True)
class Sheet:
    """headings: as written, stacked ones joined. rows: text cells c0, c1, …; first_row: number of the first of them."""

    file: str
    headings: tuple[str, ...]
    rows: pl.DataFrame
    first_row: int
    preamble: str


def open_sheet(content: bytes, file: str, cells: Iterable[Cell]) -> Sheet:
    """Find the headings of `cells` among the first rows, below titles and notices. Raises TableError."""
    needed = [cell for cell in cells if cell.is_required]
    if is_workbook(content):
        rows = sheet_rows(content, file)
        end, headings = _headings(rows[:_SEARCHED_ROWS], needed, file)
        width = len(headings)
        frame = pl.DataFrame(
            [[*row, *[""] * width][:width] for row in rows[end:]],
            schema={f"c{place}": pl.String for place in range(width)},
            orient="row",
        )
        return Sheet(file, headings, frame, end + 1, _text(rows[:end]))
    text = _decoded(content)
    delimiter = max("\t,|;", key=text[:_SAMPLE].count)
    top, lines = [], []
    reader = csv.reader(io.StringIO(text[:_SAMPLE], newline=""), delimiter=delimiter)
    for row in islice(_until_broken(reader), _SEARCHED_ROWS):
        top.append(row)
        lines.append(reader.line_num)
    end, headings = _headings(top, needed, file)
    skipped = lines[end - 1]
    return Sheet(file, headings, _rows(text, skipped, delimiter, len(headings)), skipped + 1, _text(top[:end]))


def _headings(rows: list[list[str]], needed: list[Cell], file: str) -> tuple[int, tuple[str, ...]]:
    """How many rows come before the data, and the headings: of one row, or of several that stand one on another."""
    for end in range(1, len(rows) + 1):
        for start in range(end - 1, max(end - 1 - _STACKED_ROWS, -1), -1):
            stacked = _stacked(rows[start:end])
            found = [plain(heading) for heading in stacked]
            if all(cell.place_in(found) is not None for cell in needed):
                return end, tuple(stacked)
    names = listed([cell.name for cell in needed])
    found_none = said("no headings of this list")
    raise TableError([TableFault(file, None, said("header"), found_none, said("columns {names}", names=names))])


def _stacked(rows: list[list[str]]) -> list[str]:
    width = max(map(len, rows), default=0)
    return [" ".join(" ".join(row[place] for row in rows if place < len(row)).split()) for place in range(width)]


def _text(rows: list[list[str]]) -> str:
    return plain(" ".join(cell for row in rows for cell in row))


def _until_broken(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error:
        return


def _decoded(content: bytes) -> str:
    """Published files are UTF-8 or, where a notice has a sign of its own, Windows text."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _rows(text: str, skipped: int, delimiter: str, width: int) -> pl.DataFrame:
    place = 0
    for _ in range(skipped):
        place = text.find("\n", place) + 1 or len(text)
    body = text[place:]
    schema = {f"c{column}": pl.String for column in range(width)}
    if not re.search(r"\S", body):
        return pl.DataFrame(schema=schema)
    # Quotes are closed within a cell or they are not quotes: a note in inches must not swallow the rows after it.
    quote = '"' if body.count('"') % 2 == 0 else None
    return pl.read_csv(
        io.StringIO(body),
        has_header=False,
        separator=delimiter,
        quote_char=quote,
        schema=schema,
        truncate_ragged_lines=True,
    )
