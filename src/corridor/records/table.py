"""What a table of records is: a grain, and columns with type, unit and meaning."""

from dataclasses import dataclass
from typing import Any

import polars as pl


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
        missing = [c.name for c in self.columns if c.name not in frame.columns and not c.nullable]
        if missing:
            raise RecordsError(f"{self.name}: column {missing[0]} is missing")
        try:
            out = frame.select(
                pl.col(c.name).cast(c.dtype) if c.name in frame.columns else pl.lit(None, c.dtype).alias(c.name)
                for c in self.columns
            )
        except pl.exceptions.PolarsError as error:
            raise RecordsError(f"{self.name}: a column has another type than declared: {error}") from error
        for column in self.columns:
            values = out.get_column(column.name)
            if not column.nullable and values.null_count():
                raise RecordsError(f"{self.name}.{column.name}: {values.null_count()} rows are empty")
            if column.values:
                strange = values.drop_nulls().unique()
                strange = strange.filter(~strange.is_in(column.values))
                if len(strange):
                    raise RecordsError(
                        f"{self.name}.{column.name}: found {strange[0]!r}, expected one of {', '.join(column.values)}"
                    )
        return out
