"""A column map of a reference list: under which headings somebody else's file has our columns."""

import re
import tomllib
from dataclasses import replace

from corridor.tables.faults import TableError, TableFault
from corridor.tables.map import with_nearest
from corridor.tables.reference.layouts import Cell, plain
from corridor.wording.said import said


def mapped(cells: tuple[Cell, ...], content: bytes, file: str) -> tuple[Cell, ...]:
    """`cells` under the headings that a map names: TOML with a table `columns`, our column = their heading.

    Raises TableError.
    """
    try:
        columns = tomllib.loads(content.decode("utf-8")).get("columns")
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise TableError([TableFault(file, None, "TOML", said("no TOML"), said("valid TOML"))]) from None
    if not isinstance(columns, dict) or not columns:
        raise TableError([TableFault(file, None, "columns", said("nothing"), said("our columns and their headings"))])
    names = {cell.name for cell in cells}
    faults = [
        TableFault(file, None, "columns", repr(name), with_nearest(said("a column of this list"), name, names))
        for name in columns
        if name not in names
    ]
    faults += [
        TableFault(file, None, f"columns.{name}", repr(heading)[:60], said("a heading of the file"))
        for name, heading in columns.items()
        if not isinstance(heading, str) or not plain(heading)
    ]
    if faults:
        raise TableError(faults)
    return tuple(
        replace(cell, headings=(f"^{re.escape(plain(columns[cell.name]))}$",), is_mapped=True)
        if cell.name in columns
        else cell
        for cell in cells
    )
