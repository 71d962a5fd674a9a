"""What a table of other coverage needs beyond its columns: days that exist, Medicare with its first month."""

from collections.abc import Iterator

import polars as pl

from corridor.tables.columns import Findings
from corridor.tables.faults import SHOWN_FAULTS, shown_value
from corridor.wording.said import Said, said

_LEAP_YEAR = "2000-"
"""A year in which every day of the year exists."""


def check_other_coverage(frame: pl.DataFrame, findings: Findings) -> None:
    """Faults of the rows of records.OTHER_COVERAGE, as far as read, go to `findings`."""
    for column, is_wrong, expected in _checks(frame):
        rows = frame.select(is_wrong.fill_null(False)).to_series().arg_true()
        cells = frame[rows.head(SHOWN_FAULTS)].get_column(column).cast(pl.String)
        found = [said("nothing") if cell is None else shown_value(cell, column) for cell in cells]
        findings.add_rows(rows, column, found, [expected] * len(found))


def _checks(frame: pl.DataFrame) -> Iterator[tuple[str, pl.Expr, Said]]:
    """Column, when its cell is wrong, and what was expected; only columns that the frame has."""
    has, is_medicare = frame.columns, pl.col("kind") == "medicare"
    if "birthday" in has:
        day = (pl.lit(_LEAP_YEAR) + pl.col("birthday")).str.to_date("%Y-%m-%d", strict=False)
        is_wrong = pl.col("birthday").is_not_null() & (day.is_null() | (pl.col("birthday").str.len_chars() != 5))
        yield "birthday", is_wrong, said("month and day such as 01-01")
    for column in ("medicare_entitlement", "medicare_from"):
        if column in has:
            yield column, is_medicare & pl.col(column).is_null(), said("a value, as the kind is medicare")
            yield column, ~is_medicare & pl.col(column).is_not_null(), said("nothing, as the kind is not medicare")
        elif "kind" in has:
            yield "kind", is_medicare, said("a table with a column {column} beside medicare", column=column)
    if "covered_since" in has and "coverage_start" in has:
        is_later = pl.col("covered_since") > pl.col("coverage_start")
        yield "covered_since", is_later, said("{day} or an earlier day", day="coverage_start")
    if "employees" in has:
        yield "employees", pl.col("employees") < 1, said("a number of 1 or more")
