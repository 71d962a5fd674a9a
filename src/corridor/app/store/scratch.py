"""An empty copy of the tables beside the real ones, for replaying what was taken in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.sql import SQL, Identifier

from corridor.app.config.settings import database_entry, drop_alias, set_alias
from corridor.app.store.connect import Store, as_owner, opened_store
from corridor.app.store.migrate import migrate
from corridor.app.store.roles import make_schema

PREFIX = "scratch_"

_LOCK = 20_260_103  # any number: with a schema's own number it says that somebody uses the schema
_CHANGES_NOTHING = ("select", "savepoint", "release")

_made_by: list[str] = []
"""The statements by which this process made its first scratch schema. Nothing in them names a schema."""


@contextmanager
def scratch_schema(store: Store | None = None) -> Iterator[str]:
    """A fresh schema with all tables and no rows; yields the alias of the application's connection to it.

    It is dropped afterwards, and so is what a crash left. Nothing in it reaches a row of the real tables.
    """
    store = store or opened_store()
    with as_owner(store) as owner_alias:
        owner = connections[owner_alias]
        schema = _reserve(owner)
        try:
            make_schema(owner.connection, schema)
            _execute(owner, SQL("set search_path = {}, pg_temp").format(Identifier(schema)))
            _make_tables(owner)
            set_alias(schema, database_entry(schema, **store.application))
            yield schema
        finally:
            drop_alias(schema)
            _drop(owner, schema)


def _make_tables(owner: BaseDatabaseWrapper) -> None:
    """All tables in the empty schema of the connection: by migrations, and from then on by what they ran.

    The statements alone take a tenth of the time: Django works out the state of all models after each migration.
    """
    if _made_by:
        with owner.cursor() as cursor:
            cursor.execute(";\n".join(_made_by))
        return
    ran: list[str] = []

    def listen(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        text = str(sql) if params is None else context["cursor"].mogrify(str(sql), params)
        if not text.lstrip().lower().startswith(_CHANGES_NOTHING):
            ran.append(text)
        return execute(sql, params, many, context)

    with owner.execute_wrapper(listen):
        migrate(owner.alias)
    _made_by.extend(ran)


def _reserve(owner: BaseDatabaseWrapper) -> str:
    """The first scratch schema that nobody uses, empty: the lock lasts as long as the owner's connection."""
    for number in count(1):
        with owner.cursor() as cursor:
            cursor.execute("select pg_try_advisory_lock(%s, %s)", [_LOCK, number])
            if cursor.fetchone()[0]:
                _drop(owner, f"{PREFIX}{number}")
                return f"{PREFIX}{number}"
    raise AssertionError("numbers do not end")


def _drop(owner: BaseDatabaseWrapper, schema: str) -> None:
    _execute(owner, SQL("drop schema if exists {} cascade").format(Identifier(schema)))


def _execute(owner: BaseDatabaseWrapper, statement: SQL) -> None:
    with owner.cursor() as cursor:
        cursor.execute(statement)
