"""Opening the store: find or start the server, migrate, connect as the application."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from django.db import connections
from django.db.backends.signals import connection_created
from django.db.utils import Error as DatabaseError
from psycopg.conninfo import conninfo_to_dict

from corridor.app.config import environment
from corridor.app.config.settings import configure, database_entry, drop_alias, set_alias
from corridor.app.store.errors import StoreError
from corridor.app.store.migrate import migrate, program_digest
from corridor.app.store.roles import OWNER_ALIAS, check_role, prepare
from corridor.app.store.server import Server, ensure_running
from corridor.app.store.server.cluster import APP, OWNER
from corridor.wording.said import said

DATABASE = "corridor"
SCHEMA = "corridor"


@dataclass(frozen=True)
class Store:
    """An opened store. `server` is None for a database that is not ours to start; `owner` None: not ours to migrate."""

    server: Server | None
    application: Mapping[str, Any]
    owner: Mapping[str, Any] | None


_opened: list[Store] = []
_owner_number = count(1)


def open_store(
    home: Path | None = None, *, database: str = DATABASE, server_settings: Mapping[str, str] | None = None
) -> Store:
    """The store of `home` (default: the environment's), its server running, its tables migrated, ready to serve.

    Connection `default` is then the application's. `server_settings` are added when this call starts the server.
    Raises ServerError, StoreTooNew, WrongRole, StoreError.
    """
    store = locate_store(home, database, server_settings)
    connection_created.connect(check_role, dispatch_uid="corridor-role")
    configure({"default": database_entry(SCHEMA, **store.application)})
    if _stored_digest() != program_digest():
        _bring_up(store, database)
    _opened[:] = [store]
    return store


def opened_store() -> Store:
    """The store that `open_store` opened last. Raises StoreError when there is none."""
    if not _opened:
        raise StoreError(said("store: found none open, expected open_store first"))
    return _opened[0]


@contextmanager
def as_owner(store: Store, schema: str = SCHEMA) -> Iterator[str]:
    """Connection alias of the owner in `schema`, closed afterwards."""
    if store.owner is None:
        raise StoreError(
            said(
                "{variable}: found nothing, expected the address of the database as {role}: tables are to be made",
                variable=environment.OWNER_DATABASE_URL,
                role=OWNER,
            )
        )
    alias = f"{OWNER_ALIAS}-{next(_owner_number)}"
    set_alias(alias, database_entry(schema, **store.owner))
    try:
        yield alias
    finally:
        drop_alias(alias)


def locate_store(
    home: Path | None = None, database: str = DATABASE, server_settings: Mapping[str, str] | None = None
) -> Store:
    """Where the store is, its server started if it is ours; no table is looked at, none is made."""
    url = environment.database_url()
    if url and home is None:
        owner_url = environment.owner_database_url()
        return Store(None, conninfo_to_dict(url), conninfo_to_dict(owner_url) if owner_url else None)
    server = ensure_running(home or environment.home_folder(), server_settings)
    return Store(server, server.address(APP, database), server.address(OWNER, database))


def _stored_digest() -> str | None:
    """Digest of the migrations that the tables have seen; None when role, database or table is still missing."""
    connection = connections["default"]
    try:
        with connection.cursor() as cursor:
            cursor.execute("select digest from schema_state")
            row = cursor.fetchone()
            return row[0] if row else None
    except DatabaseError:
        connection.close()
        return None


def _bring_up(store: Store, database: str) -> None:
    if store.server is not None:
        prepare(store.server, database, SCHEMA)
    with as_owner(store) as alias:
        migrate(alias)
