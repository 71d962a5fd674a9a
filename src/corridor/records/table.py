"""What a table of records is: a grain, and columns with type, unit and meaning."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from corridor.wording.said import Said, listed, said


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
            out = frame.select(_as_declared(c, schema) for c in self.columns)
        except pl.exceptions.PolarsError:
            raise RecordsError(self._other_type(frame)) from None  # what Polars says quotes the values
        self._check(out)
        return out

    def _check(self, frame: pl.DataFrame) -> None:
        """Nulls and codes of all columns in one pass; only a faulty column is looked at again, for the message."""
        found = frame.select(self._checks).row(0, named=True)
        for column in self.columns:
            if count := found.get(f"null {column.name}"):
                raise RecordsError(
                    said("{table}.{column}: {count} rows are empty", table=self.name, column=column.name, count=count)
                )
            if found.get(f"strange {column.name}"):
                values = frame.get_column(column.name).drop_nulls()
                value = values.filter(~values.is_in(column.values))[0]
                raise RecordsError(
                    said(
                        "{table}.{column}: found {value!r}, expected one of {allowed}",
                        table=self.name,
                        column=column.name,
                        value=value,
                        allowed=listed(column.values),
                    )
                )

    @cached_property
    def _polars_schema(self) -> pl.Schema:
        return pl.Schema(self.schema)

    @cached_property
    def _checks(self) -> list[pl.Expr]:
        """How many nulls are in each column that may hold none, and how many strange codes where they are closed."""
        nulls = [pl.col(c.name).null_count().alias(f"null {c.name}") for c in self.columns if not c.nullable]
        coded = (c for c in self.columns if c.values)
        return nulls + [(~pl.col(c.name).is_in(c.values)).sum().alias(f"strange {c.name}") for c in coded]

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


def _as_declared(column: Column, schema: pl.Schema) -> pl.Expr:
    found = schema.get(column.name)
    if found is None:
        return pl.lit(None, column.dtype).alias(column.name)
    return pl.col(column.name) if found == column.dtype else pl.col(column.name).cast(column.dtype)


def _loses_fractions(schema: pl.Schema, column: Column) -> bool:
    """Cents and counts are whole: a cast from floating point would cut them silently."""
    return bool(column.dtype.is_integer() and schema.get(column.name, pl.Null).is_float())


def _is_cast(frame: pl.DataFrame, column: Column) -> bool:
    try:
        frame.select(pl.col(column.name).cast(column.dtype) if column.name in frame.columns else pl.lit(None))
    except pl.exceptions.PolarsError:
        return False
    return True
