"""The queue of jobs: procrastinate's own tables, in a schema of their own beside the sponsors'.

A row names a sponsor's code and a job's number, never a person. All of it can be made again from the jobs of the
sponsors, so tables of another version of procrastinate are thrown away, not changed
(docs/decisions/jobs-queue-in-a-schema-of-its-own.md).
"""

from importlib.metadata import version
from typing import Any

import psycopg
from procrastinate import PsycopgConnector
from procrastinate.schema import SchemaManager
from psycopg.sql import SQL, Identifier

from corridor.app.store.connect import Store, opened_store
from corridor.app.store.errors import StoreError
from corridor.app.store.server.cluster import APP, BOOTSTRAP, OWNER
from corridor.wording.said import said

QUEUE = "corridor_queue"
"""Schema of the queue."""

_LOCK = 20_260_104  # any number: one process at a time makes the queue's tables
_OPTIONS = f"-c search_path={QUEUE},pg_temp -c timezone=UTC -c client_min_messages=warning"


def queue_connector(store: Store | None = None) -> PsycopgConnector:
    """A connector of procrastinate to the queue, as the application's role; the queue is made where it is missing."""
    store = store or opened_store()
    address = {**store.application, "options": _OPTIONS}
    if _stored_version(address) != _version():
        _make(store)
    return PsycopgConnector(kwargs=address, min_size=1, max_size=4)


def _version() -> str:
    return version("procrastinate")


def _stored_version(address: dict[str, Any]) -> str | None:
    with psycopg.connect(**address, autocommit=True) as connection:
        try:
            row = connection.execute(f"select version from {QUEUE}.queue_state").fetchone()
        except (psycopg.errors.UndefinedTable, psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidSchemaName):
            return None
        return row[0] if row else None


def _make(store: Store) -> None:
    """Make the schema and the tables, as their owner. Raises StoreError where the owner's address is not known."""
    if store.owner is None:
        raise StoreError(said("queue of jobs: found no tables, expected those that the owner's role makes"))
    name = store.application.get("dbname", "")
    address = store.server.address(BOOTSTRAP, name) if store.server else store.owner
    with psycopg.connect(**address) as connection:
        connection.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
        found = connection.execute("select to_regclass(%s)", [f"{QUEUE}.queue_state"]).fetchone()
        is_made = found is not None and found[0] is not None
        state = connection.execute(f"select version from {QUEUE}.queue_state").fetchone() if is_made else None
        if state is None or state[0] != _version():
            _make_tables(connection)


def _make_tables(connection: psycopg.Connection) -> None:
    names = {"schema": Identifier(QUEUE), "owner": Identifier(OWNER), "app": Identifier(APP)}
    connection.execute(SQL("drop schema if exists {schema} cascade").format(**names))
    connection.execute(SQL("create schema {schema} authorization {owner}").format(**names))
    connection.execute(SQL("set local role {owner}").format(**names))
    connection.execute(SQL("set local search_path = {schema}").format(**names))
    connection.execute(SchemaManager.get_schema())
    connection.execute("create table queue_state (version text not null)")
    connection.execute("insert into queue_state (version) values (%s)", [_version()])
    for grant in (
        "grant usage on schema {schema} to {app}",
        "grant select, insert, update, delete on all tables in schema {schema} to {app}",
        "grant usage, select on all sequences in schema {schema} to {app}",
        "revoke insert, update, delete on {schema}.queue_state from {app}",
    ):
        connection.execute(SQL(grant).format(**names))
