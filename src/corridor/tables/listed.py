"""Lists of those who may not be paid: a CSV or Parquet file as published -> LISTED, by a map of columns."""

from collections.abc import Mapping, Sequence

import polars as pl

from corridor.records.payment_life import LISTED
from corridor.tables.faults import TableError, TableFault
from corridor.tables.source import open_source, read_columns
from corridor.wording.said import listed, said

MAPPED = ("npi", "tin", "payee", "name")
_LENGTH = {"npi": 10, "tin": 9}


def read_listed(content: bytes, file: str, list_name: str, columns: Mapping[str, Sequence[str]]) -> pl.DataFrame:
    """LISTED with `name` in the place of name_key: the name as written, of several columns joined by blanks.

    columns: npi, tin, payee or name -> their columns; what is absent is taken from columns of our names. Numbers of
    zeros, which lists write for none, are none. Raises TableError; a row that names nobody is a fault.
    """
    source = open_source(content, file)
    mapped = {ours: tuple(theirs) for ours, theirs in columns.items()}
    mapped |= {ours: (ours,) for ours in MAPPED if ours not in mapped and ours in source.header}
    faults = [
        _fault(file, ours, said("a column of ours that is none"), listed(MAPPED))
        for ours in mapped
        if ours not in MAPPED
    ]
    faults += [
        _fault(file, ours, said("no column {column!r}", column=name), said("a column of the file"))
        for ours, names in mapped.items()
        for name in names
        if name not in source.header
    ]
    if not mapped:
        faults.append(_fault(file, said("header"), said("no column of ours"), said("npi, tin, payee or name")))
    if faults:
        raise TableError(faults)
    raw = read_columns(source, {name for names in mapped.values() for name in names})
    frame = raw.select(*(_joined(ours, names) for ours, names in mapped.items()))
    frame = frame.with_columns(*(pl.lit(None, pl.String).alias(ours) for ours in MAPPED if ours not in mapped))
    _refuse_empty(frame, file, source.first_row)
    numbered = frame.with_row_index("row_number", offset=1).with_columns(pl.lit(list_name).alias("list_name"))
    return numbered.select("list_name", pl.col("row_number").cast(LISTED.schema["row_number"]), *MAPPED)


def _joined(ours: str, names: Sequence[str]) -> pl.Expr:
    text = pl.concat_str([pl.col(name).cast(pl.String) for name in names], separator=" ", ignore_nulls=True)
    text = text.str.strip_chars()
    if ours in _LENGTH:
        digits = text.str.replace_all(r"[^0-9]", "")
        is_number = (digits.str.len_chars() == _LENGTH[ours]) & ~digits.str.contains(r"^0+$")
        return pl.when(is_number).then(digits).alias(ours)
    return pl.when(text != "").then(text).alias(ours)


def _refuse_empty(frame: pl.DataFrame, file: str, first_row: int) -> None:
    rows = frame.select(pl.all_horizontal(pl.col(MAPPED).is_null())).to_series().arg_true().to_list()
    if rows or frame.is_empty():
        number = rows[0] + first_row if rows else None
        fault = TableFault(file, number, said("row"), said("nobody"), said("a number or a name"))
        raise TableError([fault], max(1, len(rows)))


def _fault(file: str, column: str, found: str, expected: str) -> TableFault:
    return TableFault(file, None, column, found, expected)
