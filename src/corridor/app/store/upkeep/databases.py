"""Databases of a server: a new one beside the one that serves, put in its place in one step, the former one kept."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

from corridor.app.store.errors import UpkeepError
from corridor.app.store.roles import create_database, make_roles
from corridor.app.store.upkeep.access import MAINTENANCE, Access, connected
from corridor.wording.said import said

_LOCK = 20_260_104  # any number: one process at a time restores
_UNFINISHED, _BEFORE = "_unfinished", "_before_"
OLDEST = 17
"""PostgreSQL of a server that a dump is loaded into: pg_restore sets what earlier ones do not know."""

PATIENCE_SECONDS = 3.0
_OTHERS = """
    select count(*) from pg_stat_activity
    where datname = %s and pid <> pg_backend_pid() and backend_type = 'client backend'
"""


@contextmanager
def maintained(access: Access) -> Iterator[psycopg.Connection[Any]]:
    """A connection that makes and renames databases, while nobody else restores. Raises UpkeepError."""
    with connected(access.to_read_all(MAINTENANCE)) as connection:
        if not _one(connection, "select pg_try_advisory_lock(%s)", _LOCK):
            raise UpkeepError(said("restore: found another one at work on this server, expected to be alone"))
        major = connection.info.server_version // 10_000
        if major < OLDEST:
            raise UpkeepError(
                said("restore: found PostgreSQL {found}, expected {expected} or newer", found=major, expected=OLDEST)
            )
        yield connection


def exists(connection: psycopg.Connection[Any], database: str) -> bool:
    """Whether the server has a database of that name."""
    return bool(_one(connection, "select exists (select from pg_database where datname = %s)", database))


def unfinished(database: str) -> str:
    """Name of the database in which a restore works."""
    return f"{database}{_UNFINISHED}"


def make_unfinished(connection: psycopg.Connection[Any], access: Access) -> str:
    """An empty database for a restore to work in; what a crash left of an earlier one goes. Returns its name."""
    name = unfinished(access.database)
    drop(connection, name)
    if access.server is not None:
        make_roles(connection)
    create_database(connection, name)
    return name


def drop(connection: psycopg.Connection[Any], database: str) -> None:
    """Drop a database if there is one of that name."""
    connection.execute(SQL("drop database if exists {}").format(Identifier(database)))


def refuse_others(connection: psycopg.Connection[Any], database: str) -> None:
    """Raises UpkeepError while anybody is connected to `database`: a database in use cannot be put aside."""
    deadline = time.monotonic() + PATIENCE_SECONDS  # a connection that was closed just now may still be counted
    while others := _one(connection, _OTHERS, database):
        if time.monotonic() > deadline:
            raise _in_use(database, others)
        time.sleep(0.05)


def _in_use(database: str, others: int) -> UpkeepError:
    return UpkeepError(
        said(
            "database {database}: found connections ({count}), expected none: end `corridor serve` and other "
            "commands first",
            database=database,
            count=others,
        )
    )


def switch(connection: psycopg.Connection[Any], database: str, at: datetime) -> str | None:
    """Put the unfinished database in the place of `database`, in one step; returns the former one's new name."""
    kept = f"{database}{_BEFORE}{at:%Y%m%d_%H%M%S}" if exists(connection, database) else None
    rename = SQL("alter database {} rename to {}")
    try:
        with connection.transaction():
            if kept is not None:
                connection.execute(rename.format(Identifier(database), Identifier(kept)))
            connection.execute(rename.format(Identifier(unfinished(database)), Identifier(database)))
    except psycopg.errors.ObjectInUse:
        raise _in_use(database, _one(connection, _OTHERS, database)) from None
    return kept


def kept_databases(connection: psycopg.Connection[Any], database: str) -> list[str]:
    """Names of the databases that restores have put aside, oldest first, and of one that was left unfinished."""
    rows = connection.execute(
        "select datname::text from pg_database where starts_with(datname, %s) or datname = %s order by 1",
        [f"{database}{_BEFORE}", unfinished(database)],
    )
    return [name for (name,) in rows]


def _one(connection: psycopg.Connection[Any], query: str, value: object) -> Any:
    row = connection.execute(query, [value]).fetchone()
    return row[0] if row else None
