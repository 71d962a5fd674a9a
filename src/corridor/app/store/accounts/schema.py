"""Opening the store for people: the same database, with the accounts' schema beside the sponsors'."""

import hashlib
from importlib.metadata import version
from pathlib import Path

import psycopg
from django.apps import apps
from django.db import connections
from django.db.utils import Error as DatabaseError
from psycopg.sql import SQL, Identifier

from corridor.app.config.settings import database_entry, drop_alias, set_alias
from corridor.app.store.connect import SCHEMA, Store, open_store
from corridor.app.store.migrate import STORE, alone, apply_missing
from corridor.app.store.server.cluster import APP, BOOTSTRAP, OWNER

ACCOUNTS = "corridor_accounts"
"""Schema of the accounts, sessions and the back office's own tables."""

OWNER_OF_ACCOUNTS = "owner-of-accounts"
_LIBRARIES = ("django", "django-allauth")


def open_for_people(home: Path | None = None, *, database: str = "corridor", is_pooled: bool = False) -> Store:
    """The store as `open_store` opens it, with the accounts in reach of connection `default`.

    is_pooled: connections are shared among threads, as a server of pages needs. Raises what `open_store` raises.
    """
    store = open_store(home, database=database)
    entry = database_entry(f"{SCHEMA},{ACCOUNTS}", **store.application)
    if is_pooled:
        entry["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8}
        entry["CONN_MAX_AGE"] = 0
    set_alias("default", entry)
    if _stored_digest() != program_digest():
        _bring_up(store)
        connections["default"].close()
    return store


def program_digest() -> str:
    """SHA-256 over our migrations of accounts and the versions of the libraries that bring their own."""
    sources = sorted((Path(__file__).parent / "migrations").glob("*.py"))
    parts = [path.read_bytes() for path in sources] + [version(name).encode() for name in _LIBRARIES]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _stored_digest() -> str | None:
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute(f"select digest from {ACCOUNTS}.accounts_state")
            row = cursor.fetchone()
            return row[0] if row else None
    except DatabaseError:
        connections["default"].close()
        return None


def _bring_up(store: Store) -> None:
    address = store.owner
    if store.server is not None:
        name = connections["default"].settings_dict["NAME"]
        address = store.server.address(OWNER, name)
        with psycopg.connect(**store.server.address(BOOTSTRAP, name), autocommit=True) as connection:
            _make_schema(connection)
    elif address is not None:
        with psycopg.connect(**address, autocommit=True) as connection:
            _make_schema(connection)
    set_alias(OWNER_OF_ACCOUNTS, database_entry(ACCOUNTS, **address or {}))
    try:
        _migrate()
    finally:
        drop_alias(OWNER_OF_ACCOUNTS)


def _make_schema(connection: psycopg.Connection) -> None:
    """The schema, in which the application may use every table that the owner makes."""
    names = {"schema": Identifier(ACCOUNTS), "owner": Identifier(OWNER), "app": Identifier(APP)}
    for statement in (
        "create schema if not exists {schema} authorization {owner}",
        "grant usage on schema {schema} to {app}",
        "alter default privileges for role {owner} in schema {schema}"
        " grant select, insert, update, delete on tables to {app}",
        "alter default privileges for role {owner} in schema {schema} grant usage, select on sequences to {app}",
    ):
        connection.execute(SQL(statement).format(**names))


def _migrate() -> None:
    connection = connections[OWNER_OF_ACCOUNTS]
    with alone(connection):
        apply_missing(connection, {application.label for application in apps.get_app_configs()} - {STORE})
        with connection.cursor() as cursor:
            cursor.execute("create table if not exists accounts_state (digest text not null)")
            cursor.execute("delete from accounts_state")
            cursor.execute("insert into accounts_state (digest) values (%s)", [program_digest()])
