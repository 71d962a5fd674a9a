"""Frames into tables, set by set: INSERT … SELECT from arrays, or from a temporary table that COPY has filled.

COPY straight into a table is refused under row-level security; through the temporary table it costs a tenth more.
Making that table costs more than a small frame, which therefore goes as arrays in the statement itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import polars as pl
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from corridor.app.store.errors import FrameError
from corridor.app.store.few import insert_few
from corridor.app.store.frames import refuse_unwritable, to_csv
from corridor.wording.said import listed, said

_staging_number = count()
_SMALL_ROWS = 150

_SAME = "t.{0} = s.{0}"
# A hash join needs "=", and nulls need more: the first half finds the few rows on which the second is asked.
_SAME_OR_BOTH_NULL = "(coalesce(t.{0}::text, '') = coalesce(s.{0}::text, '') and t.{0} is not distinct from s.{0})"


@dataclass(frozen=True)
class TableColumn:
    """A column in the catalog."""

    type: str
    is_nullable: bool


_catalog: dict[str, dict[str, TableColumn]] = {}


def table_columns(cursor: CursorWrapper, table: str) -> dict[str, TableColumn]:
    """Columns of `table` by name, as the catalog has them. Raises FrameError when there is no such table."""
    if table not in _catalog:
        cursor.execute(
            "select attname, format_type(atttypid, atttypmod), not attnotnull from pg_attribute"
            " where attrelid = to_regclass(%s) and attnum > 0 and not attisdropped",
            [table],
        )
        columns = {name: TableColumn(kind, is_nullable) for name, kind, is_nullable in cursor.fetchall()}
        if not columns:
            raise FrameError(said("table {table}: found none of that name", table=table))
        _catalog[table] = columns
    return _catalog[table]


def insert(
    cursor: CursorWrapper,
    tenant_id: int,
    table: str,
    frame: pl.DataFrame,
    constants: Mapping[str, Any],
    *,
    skip_known: bool = False,
) -> int:
    """Insert the rows of `frame`, each with `constants`; skip_known: leave out rows whose key is there already.

    Returns how many rows were inserted. Raises FrameError for a column that the table lacks.
    """
    if frame.is_empty():
        return 0
    fixed = {"tenant_id": tenant_id, **constants}
    known = _check_columns(cursor, table, [*fixed, *frame.columns])
    if _is_few(frame):
        refuse_unwritable(table, frame)
        types = {name: column.type for name, column in known.items()}
        return insert_few(cursor.connection, table, frame, types, fixed, skip_known=skip_known)
    statement = sql.SQL("insert into {} ({}) select {} from {} as s").format(
        sql.Identifier(table),
        _names([*fixed, *frame.columns]),
        sql.SQL(", ").join([*(sql.Literal(value) for value in fixed.values()), *map(sql.Identifier, frame.columns)]),
        source_of(cursor, table, frame),
    )
    cursor.execute(statement + sql.SQL(" on conflict do nothing") if skip_known else statement)
    return cursor.rowcount


def source_of(cursor: CursorWrapper, table: str, frame: pl.DataFrame) -> sql.Composable:
    """What to select the rows of `frame` from, typed as in `table`: arrays where there are few, else a `stage`."""
    columns = _check_columns(cursor, table, frame.columns)
    if not _is_few(frame):
        return stage(cursor, table, frame)
    refuse_unwritable(table, frame)
    arrays = [
        sql.SQL("{}::{}[]").format(sql.Literal(frame.get_column(name).to_list()), sql.SQL(columns[name].type))
        for name in frame.columns
    ]
    return sql.SQL("(select * from unnest({}) as u ({}))").format(sql.SQL(", ").join(arrays), _names(frame.columns))


def _is_few(frame: pl.DataFrame) -> bool:
    return frame.height <= _SMALL_ROWS and pl.Binary not in frame.dtypes


def stage(cursor: CursorWrapper, table: str, frame: pl.DataFrame) -> sql.Identifier:
    """A temporary table with the rows of `frame`, typed as in `table`; it goes when the transaction ends."""
    columns = _check_columns(cursor, table, frame.columns)
    name = sql.Identifier("pg_temp", f"staging_{next(_staging_number)}")
    types = [sql.SQL("{} {}").format(sql.Identifier(c), sql.SQL(columns[c].type)) for c in frame.columns]
    cursor.execute(sql.SQL("create temporary table {} ({}) on commit drop").format(name, sql.SQL(", ").join(types)))
    with cursor.copy(sql.SQL("copy {} from stdin (format csv)").format(name)) as copy:
        copy.write(to_csv(table, frame))
    return name


def delete_matching(cursor: CursorWrapper, tenant_id: int, table: str, keys: pl.DataFrame) -> int:
    """Delete the rows whose columns of the same names hold a row of `keys`; returns how many went."""
    if keys.is_empty():
        return 0
    columns = _check_columns(cursor, table, keys.columns)
    source = source_of(cursor, table, keys.unique())
    conditions = [
        sql.SQL(_SAME_OR_BOTH_NULL if columns[name].is_nullable else _SAME).format(sql.Identifier(name))
        for name in keys.columns
    ]
    statement = sql.SQL("delete from {} t using {} as s where t.tenant_id = {} and {}").format(
        sql.Identifier(table), source, sql.Literal(tenant_id), sql.SQL(" and ").join(conditions)
    )
    cursor.execute(statement)
    return cursor.rowcount


def _check_columns(
    cursor: CursorWrapper, table: str, names: Sequence[str] | Mapping[str, Any]
) -> dict[str, TableColumn]:
    columns = table_columns(cursor, table)
    if unknown := [name for name in names if name not in columns]:
        raise FrameError(
            said(
                "table {table}: found column {column}, expected one of {allowed}",
                table=table,
                column=unknown[0],
                allowed=listed(columns),
            )
        )
    return columns


def _names(names: Sequence[str]) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Identifier, names))
