"""What a table of records is: a grain, and columns with type, unit and meaning."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from corridor.wording.said import Said, listed, said

_FEW_ROWS = 256
"""Up to as many rows, codes are looked at one after another: a query costs more than it saves."""


class RecordsError(ValueError):
    """A frame that is not the table it was handed over as."""


@dataclass(frozen=True)
class Column:
    """One column. `unit` is empty for text, dates and codes; `values` lists the codes where they are closed."""

    name: str
    dtype: Any
    meaning: str
    unit: str = ""
    nullable: bool = False
    values: tuple[str, ...] = ()

    @property
    def explained(self) -> Said:
        """The meaning as an error may give it; required columns of tables that people send have it in Turkish too."""
        return Said(self.meaning, {})


@dataclass(frozen=True)
class Table:
    """A named table: its grain in one sentence, its key, its columns in order."""

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def schema(self) -> dict[str, Any]:
        """Column name -> Polars type, in order."""
        return {column.name: column.dtype for column in self.columns}

    def empty(self) -> pl.DataFrame:
        """The table with its columns and no row."""
        return pl.DataFrame(schema=self.schema)

    def from_rows(self, rows: list[dict[str, Any]]) -> pl.DataFrame:
        """Rows as dicts -> the table; a column that a row lacks is null."""
        return self.conform(pl.DataFrame(rows, schema=self.schema, orient="row"))

    def conform(self, frame: pl.DataFrame) -> pl.DataFrame:
        """`frame` with this table's columns, in order and cast; a nullable column that is absent becomes null.

        Raises RecordsError naming table and column when one is missing, has another type, holds a null or a
        code that it may not hold.
        """
        schema = frame.schema
        if schema == self._polars_schema and list(schema) == list(self._polars_schema):
            self._check(frame)
            return frame
        missing = [c.name for c in self.columns if c.name not in schema and not c.nullable]
        if missing:
            raise RecordsError(said("{table}: column {column} is missing", table=self.name, column=missing[0]))
        if any(_loses_fractions(schema, column) for column in self.columns):
            raise RecordsError(self._other_type(frame))
        try:
            out = pl.DataFrame([_as_declared(c, frame, schema) for c in self.columns])
        except pl.exceptions.PolarsError:
            raise RecordsError(self._other_type(frame)) from None  # what Polars says quotes the values
        self._check(out)
        return out

    def _check(self, frame: pl.DataFrame) -> None:
        """Nulls and codes of all columns; without a query of its own, as most frames are a few rows."""
        for column in self.columns:
            values = frame.get_column(column.name)
            if not column.nullable and (count := values.null_count()):
                raise RecordsError(
                    said("{table}.{column}: {count} rows are empty", table=self.name, column=column.name, count=count)
                )
            if column.values and (strange := _first_strange(values, column.values)) is not None:
                raise RecordsError(
                    said(
                        "{table}.{column}: found {value!r}, expected one of {allowed}",
                        table=self.name,
                        column=column.name,
                        value=strange,
                        allowed=listed(column.values),
                    )
                )

    @cached_property
    def _polars_schema(self) -> pl.Schema:
        return pl.Schema(self.schema)

    def _other_type(self, frame: pl.DataFrame) -> Said:
        """Names the first column whose values are of another type than declared."""
        column = next(c for c in self.columns if _loses_fractions(frame.schema, c) or not _is_cast(frame, c))
        found = frame.schema[column.name]
        return said(
            "{table}.{column}: found values of type {found}, expected {expected}",
            table=self.name,
            column=column.name,
            found=str(found),
            expected=str(column.dtype),
        )


def _as_declared(column: Column, frame: pl.DataFrame, schema: pl.Schema) -> pl.Series:
    found = schema.get(column.name)
    if found is None:
        return pl.Series(column.name, [], column.dtype).clear(frame.height)
    values = frame.get_column(column.name)
    return values if found == column.dtype else values.cast(column.dtype)


def _first_strange(values: pl.Series, allowed: tuple[str, ...]) -> str | None:
    """The first value that is none of those allowed."""
    if len(values) <= _FEW_ROWS:
        return next((value for value in values.to_list() if value is not None and value not in allowed), None)
    strange = values.filter(~values.is_in(allowed))
    return None if strange.is_empty() else str(strange[0])


def _loses_fractions(schema: pl.Schema, column: Column) -> bool:
    """Cents and counts are whole: a cast from floating point would cut them silently."""
    return bool(column.dtype.is_integer() and schema.get(column.name, pl.Null).is_float())


def _is_cast(frame: pl.DataFrame, column: Column) -> bool:
    try:
        frame.select(pl.col(column.name).cast(column.dtype) if column.name in frame.columns else pl.lit(None))
    except pl.exceptions.PolarsError:
        return False
    return True
