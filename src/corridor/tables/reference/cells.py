"""Cells of a reference list -> typed columns; what does not fit is a fault with its row."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

import polars as pl

from corridor.codes.code_shapes import PROCEDURE_SHAPE
from corridor.tables.faults import SHOWN_FAULTS, TableFault, shown_value
from corridor.tables.reference.layouts import Cell
from corridor.wording.said import Said, listed, said

_NOTHING = ("", "*", "NA", "N/A", ".", "-")
_DAYS = ("%Y%m%d", "%Y-%m-%d", "%m/%d/%Y")
_MOST = 2**31 - 1
_CODE = r"^(?:[A-Z0-9]{3,5}|[0-9]{11})$"
"""A procedure, revenue code or group; an NDC."""


def typed(raw: pl.Series, cell: Cell) -> tuple[pl.Series, pl.Series, Said]:
    """Values, which cells do not fit (true), and what was expected of them. raw: text, null where empty."""
    return _READERS[cell.reads](raw, cell)


def faults_of(raw: pl.Series, wrong: pl.Series, expected: Said, where: tuple[str, str, int]) -> list[TableFault]:
    """The first faults of a column. where: file, heading, number of the first row."""
    file, heading, first_row = where
    rows = wrong.arg_true().head(SHOWN_FAULTS).to_list()
    return [
        TableFault(file, row + first_row, heading, shown_value(raw[row] or "", heading, is_code=True), expected)
        if raw[row] is not None
        else TableFault(file, row + first_row, heading, said("nothing"), expected)
        for row in rows
    ]


def stripped(raw: pl.Series) -> pl.Series:
    """Text without spaces around it, null where there is nothing."""
    text = raw.str.strip_chars()
    return text.set(text.str.to_uppercase().is_in(_NOTHING).fill_null(True), None)


def _codes(raw: pl.Series, cell: Cell) -> tuple[pl.Series, pl.Series, Said]:
    values = raw.str.to_uppercase()
    shape = PROCEDURE_SHAPE if cell.name.startswith("column") else _CODE
    return values, _misfits(values, shape), said("a code such as {example}", example="A1234")


def _modifiers(raw: pl.Series, cell: Cell) -> tuple[pl.Series, pl.Series, Said]:
    values = raw.str.to_uppercase()
    return values, _misfits(values, r"^[A-Z0-9]{2}$"), said("a modifier of two characters")


def _groups(raw: pl.Series, cell: Cell) -> tuple[pl.Series, pl.Series, Said]:
    return raw.str.zfill(3), _misfits(raw, r"^[0-9]{1,3}$"), said("a group of three digits")


def _localities(raw: pl.Series, cell: Cell) -> tuple[pl.Series, pl.Series, Said]:
    values = raw.str.to_uppercase().str.strip_chars("* ")
    padded = pl.select(pl.when(values.str.contains(r"^\d$")).then(values.str.zfill(2)).otherwise(values)).to_series()
    return padded, _misfits(values, r"^([A-Z]{2}-)?[0-9]{1,2}$"), said("a locality such as {example}", example="AL-00")


def _texts(raw: pl.Series, cell: Cell) -> tuple[pl.Series, pl.Series, Said]:
    return raw, raw.str.len_chars() > _LONGEST, said("a code of up to {count} characters", count=_LONGEST)


_LONGEST = 40
"""Longer texts are words, and the words of a code are not kept."""


def _choices(raw: pl.Series, cell: Cell) -> tuple[pl.Series, pl.Series, Said]:
    """The first word: published lists explain their codes in the cell itself."""
    values = raw.str.extract(r"^([A-Za-z0-9]+)")
    known = values.is_in(cell.values).fill_null(False)
    return values, raw.is_not_null() & ~known, said("one of {allowed}", allowed=listed(cell.values))


def _days(raw: pl.Series, cell: Cell) -> tuple[pl.Series, pl.Series, Said]:
    found = [raw.str.to_date(form, strict=False) for form in _DAYS]
    values = pl.select(pl.coalesce(*found)).to_series()
    values = values.set(((values.dt.year() < 1900) | (values.dt.year() > 2900)).fill_null(False), None)
    wrong = raw.is_not_null() & values.is_null() & ~raw.str.starts_with("9999").fill_null(False)
    return values, wrong, said("a date that exists, such as {example}", example="20260131")


def _last_days(raw: pl.Series, cell: Cell) -> tuple[pl.Series, pl.Series, Said]:
    values, wrong, expected = _days(raw, cell)
    return values.dt.offset_by("1d"), wrong, expected


def _numbers(raw: pl.Series, cell: Cell) -> tuple[pl.Series, pl.Series, Said]:
    """Each distinct text is read once: exactly, to the last unit of ours."""
    good: dict[str, int] = {}
    for text in raw.drop_nulls().unique().to_list():
        try:
            scaled = Decimal(text.replace("$", "").replace(",", "")) * cell.scale
        except InvalidOperation:
            continue
        if scaled == scaled.to_integral_value() and 0 <= scaled <= _MOST:
            good[text] = int(scaled)
    values = raw.replace_strict(list(good), list(good.values()), default=None, return_dtype=pl.Int64)
    wrong = raw.is_not_null() & values.is_null()
    if cell.empty is not None:
        values = values.set(raw.is_null(), cell.empty)
    places = len(str(cell.scale)) - 1
    return values, wrong, said("a number of 0 or more with at most {places} decimals", places=places)


def _misfits(values: pl.Series, shape: str) -> pl.Series:
    return ~values.str.contains(shape).fill_null(True)


_READERS: dict[str, Callable[[pl.Series, Cell], tuple[pl.Series, pl.Series, Said]]] = {
    "code": _codes,
    "modifier": _modifiers,
    "drg": _groups,
    "locality": _localities,
    "text": _texts,
    "choice": _choices,
    "day": _days,
    "last_day": _last_days,
    "number": _numbers,
}


def empty_column(cell: Cell, height: int) -> pl.Series:
    """A column that the file does not have."""
    dtype: Any = {"day": pl.Date, "last_day": pl.Date, "number": pl.Int64}.get(cell.reads, pl.String)
    return pl.Series(cell.name, [cell.empty] * height, dtype)
