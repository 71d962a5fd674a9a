"""One moment of the database: what a dump holds, and what a manifest says of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

from corridor.app.store.connect import SCHEMA
from corridor.app.store.errors import UpkeepError
from corridor.app.store.scratch import PREFIX
from corridor.app.store.server.cluster import OWNER
from corridor.app.store.upkeep.access import connected
from corridor.wording.said import said

_SCHEMAS = """
    select nspname::text from pg_namespace
    where pg_get_userbyid(nspowner) = %s and not starts_with(nspname, %s) order by 1
"""
_HEADS = """
    select t.code, count(b.id), coalesce(encode((array_agg(b.chain_hash order by b.seq desc))[1], 'hex'), '')
    from {schema}.tenant t left join {schema}.batch b on b.tenant_id = t.id group by t.id, t.code order by t.id
"""


@dataclass(frozen=True)
class Head:
    """Where a sponsor's chain ends. chain_hash: hexadecimal, empty before the first batch."""

    code: str
    batches: int
    chain_hash: str


@dataclass(frozen=True)
class Moment:
    """A snapshot that others can look through while it is held, and what is seen in it."""

    snapshot: str
    postgresql: str
    size_bytes: int
    schemas: tuple[str, ...]
    digest: str
    migrations: tuple[str, ...]
    heads: tuple[Head, ...]


@contextmanager
def moment_of(address: Mapping[str, Any]) -> Iterator[Moment]:
    """The database as it is now, for as long as the block lasts. `address`: of a role that passes row-level security.

    Writers are not held up. Raises UpkeepError where Corridor's tables are missing.
    """
    with connected(address) as connection, connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        yield _seen(connection)


def _seen(connection: psycopg.Connection[Any]) -> Moment:
    if not has_tables(connection):
        raise UpkeepError(
            said(
                "database {database}: found no tables of Corridor, expected a store that was opened once",
                database=connection.info.dbname,
            )
        )
    tables = {"schema": Identifier(SCHEMA)}
    digest = connection.execute(SQL("select digest from {schema}.schema_state").format(**tables)).fetchone()
    applied = connection.execute(
        SQL("select app || '.' || name from {schema}.django_migrations order by id").format(**tables)
    )
    return Moment(
        snapshot=_one(connection, "select pg_export_snapshot()"),
        postgresql=_one(connection, "select split_part(current_setting('server_version'), ' ', 1)"),
        size_bytes=_one(connection, "select pg_database_size(current_database())"),
        schemas=tuple(name for (name,) in connection.execute(_SCHEMAS, [OWNER, PREFIX])),
        digest=digest[0] if digest else "",
        migrations=tuple(name for (name,) in applied),
        heads=heads_of(connection),
    )


def has_tables(connection: psycopg.Connection[Any]) -> bool:
    """Whether the database holds tables of Corridor that were made to the end."""
    return bool(_one(connection, f"select to_regclass('{SCHEMA}.schema_state') is not null"))


def heads_of(connection: psycopg.Connection[Any]) -> tuple[Head, ...]:
    """Every sponsor with the end of its chain, oldest first; for a role that passes row-level security."""
    rows = connection.execute(SQL(_HEADS).format(schema=Identifier(SCHEMA)))
    return tuple(Head(*row) for row in rows)


def _one(connection: psycopg.Connection[Any], query: str) -> Any:
    row = connection.execute(query).fetchone()
    return row[0] if row else None
