"""Cells -> typed values: money, dates, counts, quantities, codes. What does not fit is returned, never guessed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from corridor.money.cents import MAX_CENTS, MoneyError, parse_cents
from corridor.money.text import amount_said
from corridor.records.table import Column
from corridor.wording.said import Said, listed, said

ISO = "%Y-%m-%d"
EARLIEST_YEAR, OPEN_YEAR = 1900, 2900
"""A year before the first is a slip; from the second on (9999-12-31) an end date means that there is none."""

_WHOLE = re.compile(r"^([+-]?\d{1,18})(?:\.0*)?$")
_QUANTITY = re.compile(r"^([+-]?)(\d{1,12})(?:\.(\d*))?$")


class CellError(ValueError):
    """A cell that holds no value of its column, and what was `expected` of it."""

    def __init__(self, expected: Said):
        self.expected = expected
        super().__init__(expected)


@dataclass(frozen=True)
class Parsed:
    """Typed values, null where the cell is empty or refused; `refused`: the text of a cell -> what was expected."""

    values: pl.Series
    refused: Mapping[str, str] = field(default_factory=dict)


def parse(cells: pl.Series, column: Column, unit: str = "", date_format: str = ISO) -> Parsed:
    """Cells of one source column as values of `column`.

    unit: of the source, where it is not that of a person's writing (`cents`, `thousandths`).
    """
    if column.dtype == pl.Date:
        return _dates(cells, date_format)
    text = cells if cells.dtype == pl.String else cells.cast(pl.String)
    if column.dtype == pl.String:
        return _text(text, column)
    if column.dtype == pl.Boolean:
        return _numbers(text, _flag, column)
    return _numbers(text, _parser(column.unit, unit), column)


def _text(text: pl.Series, column: Column) -> Parsed:
    if column.name == "diagnosis_codes":
        text = text.str.replace_all(".", "", literal=True).str.to_uppercase()
    width = _WIDTHS.get(column.name)
    if width:
        text = text.str.zfill(width)
    if not column.values:
        return Parsed(text)
    strange = text.drop_nulls().unique()
    strange = strange.filter(~strange.is_in(column.values))
    return Parsed(text, dict.fromkeys(strange.to_list(), said("one of {allowed}", allowed=listed(column.values))))


_WIDTHS = {"revenue_code": 4, "place_of_service": 2}
"""Codes that spreadsheets strip of their leading zeros."""


def _numbers(text: pl.Series, parser: Callable[[str], int], column: Column) -> Parsed:
    """Each distinct text is read once: a column of a million cells holds few thousand amounts."""
    good: dict[str, int] = {}
    refused: dict[str, str] = {}
    for value in text.drop_nulls().unique().to_list():
        try:
            good[value] = parser(value)
        except (MoneyError, CellError) as error:
            refused[value] = error.expected
    values = text.replace_strict(list(good), list(good.values()), default=None, return_dtype=pl.Int64)
    return Parsed(values.cast(column.dtype), refused)


def _parser(our_unit: str, their_unit: str) -> Callable[[str], int]:
    if our_unit == "cents":
        return _whole_cents if their_unit == "cents" else parse_cents
    if our_unit == "thousandths" and their_unit != "thousandths":
        return _thousandths
    return _whole


_FLAGS = {"true": 1, "yes": 1, "y": 1, "1": 1, "false": 0, "no": 0, "n": 0, "0": 0}


def _flag(text: str) -> int:
    if text.casefold() not in _FLAGS:
        raise CellError(said("one of {allowed}", allowed=listed(("yes", "no"))))
    return _FLAGS[text.casefold()]


def _whole(text: str) -> int:
    match = _WHOLE.match(text)
    if not match or abs(int(match[1])) > 2**31 - 1:
        raise CellError(said("a whole number"))
    return int(match[1])


def _whole_cents(text: str) -> int:
    match = _WHOLE.match(text)
    if not match:
        raise CellError(said("whole cents"))
    if abs(int(match[1])) > MAX_CENTS:
        raise CellError(said("at most {limit}", limit=amount_said(MAX_CENTS)))
    return int(match[1])


def _thousandths(text: str) -> int:
    match = _QUANTITY.match(text)
    fraction = (match[3] or "").rstrip("0") if match else ""
    if not match or len(fraction) > 3:
        raise CellError(said("a quantity such as 1 or 0.125, three decimals at most"))
    thousandths = int(match[2]) * 1000 + int(fraction.ljust(3, "0") or 0)
    return -thousandths if match[1] == "-" else thousandths


def _dates(cells: pl.Series, date_format: str) -> Parsed:
    if cells.dtype == pl.Date:
        return Parsed(cells)
    if cells.dtype == pl.Datetime:
        return Parsed(cells.dt.date())
    text = cells.cast(pl.String)
    parts, suffix = _completed(date_format)
    values = (text + suffix if suffix else text).str.to_date(date_format + parts, strict=False)
    values = values.set((values.dt.year() < EARLIEST_YEAR).fill_null(False), None)
    refused = text.filter(text.is_not_null() & values.is_null()).unique().to_list()
    example = date(2026, 1, 31).strftime(date_format)
    return Parsed(values, dict.fromkeys(refused, said("a date that exists, such as {example}", example=example)))


def _completed(date_format: str) -> tuple[str, str]:
    """What a format of years or months lacks of a day: format and text to append (the first day is meant)."""
    lacking = [part for part in ("%m", "%d") if part not in date_format and "%j" not in date_format]
    if "%B" in date_format or "%b" in date_format:
        lacking = [part for part in lacking if part != "%m"]
    return "".join(f"-{part}" for part in lacking), "-01" * len(lacking)


def next_day(days: pl.Series, date_format: str) -> pl.Series:
    """The day after the last one meant: of a year or a month in `date_format`, the first day of the next."""
    parts, _ = _completed(date_format)
    return days.dt.offset_by({"": "1d", "-%d": "1mo"}.get(parts, "1y"))


def without_open_ends(days: pl.Series) -> pl.Series:
    """End dates, null where the source writes "no end" as a day in the year 9999 or so."""
    return days.set((days.dt.year() >= OPEN_YEAR).fill_null(False), None)
