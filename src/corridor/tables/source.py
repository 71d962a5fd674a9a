"""A file's bytes -> a frame of text columns (CSV) or typed columns (Parquet), nothing interpreted."""

import csv
import gzip
import io
import zlib
from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from corridor.tables.faults import TableError, TableFault
from corridor.wording.said import said

DELIMITERS = ",;\t|"
_GZIP, _PARQUET, _BYTE_ORDER_MARK = b"\x1f\x8b", b"PAR1", b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Source:
    """An opened file. `delimiter` is empty for Parquet; `first_row` is the number of its first data row."""

    file: str
    content: bytes
    header: tuple[str, ...]
    delimiter: str
    first_row: int


def open_source(content: bytes, file: str) -> Source:
    """Recognise CSV (also gzipped) and Parquet by their bytes. Raises TableError."""
    if content[:2] == _GZIP:
        try:
            content = gzip.decompress(content)
        except (OSError, EOFError, zlib.error) as error:
            raise _refusal(file, None, "gzip", said("broken compression"), said("a whole .gz file")) from error
    source = _open_parquet(content, file) if content[:4] == _PARQUET else _open_csv(content, file)
    doubled = [name for index, name in enumerate(source.header) if name in source.header[:index]]
    if doubled:
        found = said("{column!r} twice", column=doubled[0])
        raise _refusal(file, None, said("header"), found, said("each column once"))
    return source


def read_columns(source: Source, names: Collection[str]) -> pl.DataFrame:
    """The named columns of all rows; CSV as trimmed text, empty as null. Raises TableError."""
    wanted = [name for name in source.header if name in names]
    if not source.delimiter:
        return pl.read_parquet(io.BytesIO(source.content), columns=wanted)
    _check_shape(source)
    frame = _read_csv(source, columns=wanted, separator=source.delimiter)
    text = pl.all().str.strip_chars()
    return frame.select(pl.when(text != "").then(text).name.keep())


def _read_csv(source: Source, **options: object) -> pl.DataFrame:
    try:
        return pl.read_csv(source.content, infer_schema=False, **options)  # type: ignore[arg-type]
    except pl.exceptions.PolarsError as error:
        raise _unreadable(source) from error


def _unreadable(source: Source) -> TableError:
    try:
        source.content.decode("utf-8")
    except UnicodeDecodeError as error:
        row = source.content.count(b"\n", 0, error.start) + 1
        found = said("byte {byte:#04x}", byte=source.content[error.start])
        return _refusal(source.file, row, said("encoding"), found, said("UTF-8 text"))
    return _refusal(source.file, None, said("table"), said("quotes that do not close"), "CSV")


def _check_shape(source: Source) -> None:
    """Every row has as many fields as the header: a cut or shifted row is never padded."""
    width = len(source.header)
    if b'"' in source.content:
        found = _misshapen_among_quotes(source)
    else:
        lines = _read_csv(source, separator="\x01", quote_char=None, has_header=False, new_columns=["line"])
        fields = lines.select(pl.col("line").fill_null("").str.count_matches(source.delimiter, literal=True) + 1)
        wrong = fields.with_row_index("row", offset=1).filter(pl.col("line") != width).head(1).rows()
        found = wrong[0] if wrong else None
    if found:
        row, count = found
        expected = said("{count}, as in the header", count=width)
        raise _refusal(source.file, row, said("row"), said("{count} fields", count=count), expected)


def _misshapen_among_quotes(source: Source) -> tuple[int, int] | None:
    """Row and its number of fields, of the first row that is not as wide as the header."""
    text = io.StringIO(source.content.decode("utf-8", "replace"), newline="")
    rows = csv.reader(text, delimiter=source.delimiter)
    try:
        wrong = ((row, len(cells)) for row, cells in enumerate(rows, start=1) if len(cells) != len(source.header))
        return next(wrong, None)
    except csv.Error as error:
        found = said("quotes or line ends out of place")
        raise _refusal(source.file, rows.line_num, said("row"), found, "CSV") from error


def _open_parquet(content: bytes, file: str) -> Source:
    try:
        names = tuple(pl.read_parquet_schema(io.BytesIO(content)))
    except pl.exceptions.PolarsError as error:
        raise _refusal(file, None, "Parquet", said("broken content"), said("a whole Parquet file")) from error
    return Source(file, content, names, "", 1)


def _open_csv(content: bytes, file: str) -> Source:
    content = content.removeprefix(_BYTE_ORDER_MARK).rstrip(b"\r\n")
    line = content.partition(b"\n")[0].rstrip(b"\r")
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        found = said("byte {byte:#04x}", byte=line[error.start])
        raise _refusal(file, 1, said("header"), found, said("UTF-8 text")) from error
    if not text.strip():
        raise _refusal(file, 1, said("header"), said("nothing"), said("a line of column names"))
    delimiter = max(DELIMITERS, key=text.count)
    try:
        header = tuple(next(csv.reader([text], delimiter=delimiter)))
    except csv.Error as error:
        raise _refusal(file, 1, said("header"), said("quotes or line ends out of place"), "CSV") from error
    return Source(file, content, header, delimiter, 2)


def _refusal(file: str, row: int | None, column: str, found: str, expected: str) -> TableError:
    return TableError([TableFault(file, row, column, found, expected)])
