"""Small answers and small inserts: statements prepared once a connection, values beside them, never in their text.

COPY carries many rows faster; of a few rows, planning the statement costs more than running it.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import polars as pl
import psycopg

from corridor.app.store.frames import Field, result_fields

_PREPARED_AFTER = 2
_FROM_ROWS = (pl.String, pl.Int32, pl.Int64, pl.Date, pl.Boolean)
_NOT_FROM_ROWS = (1700, 3802)
"""numeric and jsonb: their values are other things in Python than in a frame."""

_fields_of: dict[str, list[Field] | None] = {}


def cursor_of(connection: psycopg.Connection[Any]) -> psycopg.Cursor[Any]:
    """A cursor that prepares what it runs again and again."""
    connection.prepare_threshold = _PREPARED_AFTER
    return psycopg.Cursor(connection)


def read_few(
    connection: psycopg.Connection[Any], query: str, params: Sequence[Any] | Mapping[str, Any] | None
) -> pl.DataFrame | None:
    """The answer of a SELECT as a frame; None where it has a column that only `Tx.read` can carry."""
    if _fields_of.get(query, ()) is None:
        return None
    with cursor_of(connection) as cursor:
        cursor.execute(query, params)
        rows = cursor.fetchall()
        fields = _known_fields(query, cursor)
    if fields is None:
        return None
    return pl.DataFrame(rows, schema={field.name: field.dtype for field in fields}, orient="row")


def _known_fields(query: str, cursor: psycopg.Cursor[Any]) -> list[Field] | None:
    if query not in _fields_of:
        fields = result_fields(cursor.description)
        is_plain = all(field.dtype in _FROM_ROWS for field in fields)
        is_whole = all(column.type_code not in _NOT_FROM_ROWS for column in cursor.description or ())
        _fields_of[query] = fields if is_plain and is_whole else None
    return _fields_of[query]


def insert_few(
    connection: psycopg.Connection[Any],
    table: str,
    frame: pl.DataFrame,
    types: Mapping[str, str],
    fixed: Mapping[str, Any],
    *,
    skip_known: bool,
) -> int:
    """Insert the rows of `frame`, each with the values `fixed`; types: of the columns of both. Returns how many."""
    statement = _insert(table, tuple((n, types[n]) for n in fixed), tuple((n, types[n]) for n in frame.columns))
    values = [*fixed.values(), *(frame.get_column(name).to_list() for name in frame.columns)]
    with cursor_of(connection) as cursor:
        cursor.execute(statement + " on conflict do nothing" if skip_known else statement, values)
        return cursor.rowcount


@lru_cache(maxsize=256)
def _insert(table: str, fixed: tuple[tuple[str, str], ...], columns: tuple[tuple[str, str], ...]) -> str:
    names = ", ".join(f'"{name}"' for name, _ in (*fixed, *columns))
    own = ", ".join(f'"{name}"' for name, _ in columns)
    constants = "".join(f"%s::{kind}, " for _, kind in fixed)
    arrays = ", ".join(f"%s::{kind}[]" for _, kind in columns)
    return f'insert into "{table}" ({names}) select {constants}{own} from unnest({arrays}) as u ({own})'
