"""Bringing the tables up to the program, and refusing tables that are ahead of it."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from corridor.app.store.errors import StoreTooNew
from corridor.wording.said import said

STORE = "store"
"""Django's label of the store."""

_LOCK = 20_260_102  # any number: one process at a time migrates a database


@cache
def program_digest() -> str:
    """SHA-256 over the migrations and their SQL: equal to the stored one, there is nothing to do."""
    folder = Path(__file__).parent
    sources = sorted([*folder.glob("migrations/*.py"), *folder.glob("sql/*.py")])
    return hashlib.sha256(b"\0".join(path.name.encode() + b"\0" + path.read_bytes() for path in sources)).hexdigest()


def migrate(alias: str) -> None:
    """Apply what is missing in the schema of `alias`. Raises StoreTooNew, having touched nothing, when it is ahead."""
    connection = connections[alias]
    with alone(connection):
        apply_missing(connection, {STORE})
        with connection.cursor() as cursor:
            cursor.execute("delete from schema_state")
            cursor.execute("insert into schema_state (digest) values (%s)", [program_digest()])


def apply_missing(connection: BaseDatabaseWrapper, apps: set[str]) -> None:
    """Apply the migrations of these Django applications that the connection's schema lacks. Raises StoreTooNew."""
    executor = MigrationExecutor(connection)
    unknown = sorted(set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations))
    if unknown:
        app, name = unknown[0]
        raise StoreTooNew(
            said(
                "database {database}: found migration {migration}, expected only those that this program knows: a newer"
                " Corridor wrote it; nothing was touched",
                database=connection.settings_dict["NAME"],
                migration=f"{app}.{name}",
            )
        )
    executor.migrate([node for node in executor.loader.graph.leaf_nodes() if node[0] in apps])


@contextmanager
def alone(connection: BaseDatabaseWrapper) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [_LOCK])
        try:
            yield
        finally:
            cursor.execute("select pg_advisory_unlock(%s)", [_LOCK])
