"""Tables out: CSV with exact money as decimal text, Parquet with typed columns."""

import io

import polars as pl

from corridor.records.table import Table


def csv_bytes(frame: pl.DataFrame, table: Table | None = None) -> bytes:
    """CSV with a header. Whole cents `x_cents` become decimal text `x`; `table` says which columns are thousandths."""
    columns = []
    for name, dtype in frame.schema.items():
        if name.endswith("_cents") and dtype.is_integer():
            columns.append(_decimal(name, 2).alias(name.removesuffix("_cents")))
        else:
            columns.append(_decimal(name, 3).alias(name) if name in _thousandths(table) else pl.col(name))
    return frame.select(columns).write_csv().encode()


def parquet_bytes(frame: pl.DataFrame, table: Table | None = None) -> bytes:
    """Parquet. Cents stay whole numbers; thousandths become decimals, so that the file reads back as written."""
    quantities = [
        (pl.col(name).cast(pl.Decimal(18, 3)) / 1000).cast(pl.Decimal(18, 3)).alias(name)
        for name in frame.columns
        if name in _thousandths(table)
    ]
    buffer = io.BytesIO()
    frame.with_columns(quantities).write_parquet(buffer)
    return buffer.getvalue()


def _thousandths(table: Table | None) -> set[str]:
    return {column.name for column in table.columns if column.unit == "thousandths"} if table else set()


def _decimal(name: str, places: int) -> pl.Expr:
    """Integer -> decimal text by its digits: no floating point on the way."""
    digits = pl.col(name).abs().cast(pl.String).str.zfill(places + 1)
    sign = pl.when(pl.col(name) < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    return pl.concat_str(sign, digits.str.head(-places), pl.lit("."), digits.str.tail(places))
