"""Frames to and from PostgreSQL's COPY text: CSV in which a quoted empty string is not a null."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from corridor.app.store.errors import FrameError
from corridor.wording.said import said

READ_AS: dict[int, Any] = {
    16: pl.Boolean,
    17: pl.Binary,
    20: pl.Int64,
    21: pl.Int32,
    23: pl.Int32,
    25: pl.String,
    1043: pl.String,
    1082: pl.Date,
    1184: pl.Datetime("us", "UTC"),
    1700: pl.Int64,  # a sum of bigint is numeric: whole, or refused
    3802: pl.String,
}
"""PostgreSQL type number -> the frame's type, whatever the rows hold, so that an empty answer is typed too."""

WRITABLE = (pl.String, pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.UInt32, pl.Date, pl.Boolean, pl.Binary, pl.Null)

_AS_TEXT = (pl.Boolean, pl.Binary, pl.Datetime)


@dataclass(frozen=True)
class Field:
    """One column of a result: its name and its type in a frame."""

    name: str
    dtype: Any


def refuse_unwritable(table: str, frame: pl.DataFrame) -> None:
    """Raises FrameError for a column of a type that no table has (a float, a list)."""
    for name, dtype in frame.schema.items():
        if dtype not in WRITABLE:
            raise FrameError(
                said(
                    "{table}.{column}: found type {type}, expected text, a whole number, a date or a flag",
                    table=table,
                    column=name,
                    type=dtype,
                )
            )


def to_csv(table: str, frame: pl.DataFrame) -> bytes:
    """`frame` as COPY CSV without a header. Raises FrameError as `refuse_unwritable` does."""
    refuse_unwritable(table, frame)
    binary = [name for name, dtype in frame.schema.items() if dtype == pl.Binary]
    hexed = frame.with_columns(pl.lit("\\x") + pl.col(name).bin.encode("hex") for name in binary)
    return hexed.write_csv(include_header=False, quote_style="non_numeric").encode()


def result_fields(description: Sequence[Any]) -> list[Field]:
    """Columns of a result, by the cursor's description. Raises FrameError for one without a type in frames."""
    for column in description:
        if column.type_code not in READ_AS:
            raise FrameError(
                said(
                    "result column {column}: found type number {number}, expected a cast",
                    column=column.name,
                    number=column.type_code,
                )
            )
    return [Field(column.name, READ_AS[column.type_code]) for column in description]


def from_csv(fields: list[Field], content: bytes) -> pl.DataFrame:
    """COPY CSV -> a frame of exactly these columns."""
    raw = {field.name: pl.String if field.dtype in _AS_TEXT else field.dtype for field in fields}
    if not content:
        return pl.DataFrame(schema={field.name: field.dtype for field in fields})
    frame = pl.read_csv(io.BytesIO(content), has_header=False, schema=raw)
    if any(field.dtype in _AS_TEXT for field in fields):
        return frame.select(_typed(field) for field in fields)
    return frame


def _typed(field: Field) -> pl.Expr:
    column = pl.col(field.name)
    if field.dtype == pl.Boolean:
        return column == "t"
    if field.dtype == pl.Binary:
        return column.str.strip_prefix("\\x").str.decode("hex")
    if field.dtype == pl.Datetime:
        return (column + ":00").str.to_datetime("%Y-%m-%d %H:%M:%S%.f%:z", time_unit="us")
    return column
