"""What is done to a database after it was loaded and before it serves."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.backends.signals import connection_created
from psycopg.sql import SQL, Identifier

from corridor.app.config.settings import configure, database_entry, drop_alias, set_alias
from corridor.app.store.chain import verify_chain
from corridor.app.store.connect import SCHEMA, Store, as_owner
from corridor.app.store.migrate import migrate, program_digest
from corridor.app.store.roles import check_role
from corridor.app.store.tenancy import tenant_codes, tenant_transaction
from corridor.app.store.upkeep.access import Access, connected, on
from corridor.app.store.upkeep.catalog import stored_digest

_SESSIONS = "select schemaname::text from pg_tables where tablename = 'django_session'"
_ALIAS = "loaded"


def make_ready(owner: Mapping[str, Any]) -> int:
    """End every session of a person, and tell the planner what the tables hold; returns how many sessions ended."""
    ended = 0
    with connected(owner) as connection:
        for (schema,) in connection.execute(_SESSIONS).fetchall():
            ended += connection.execute(SQL("delete from {}.django_session").format(Identifier(schema))).rowcount
        connection.execute("analyze")
    return ended


def set_up_django(access: Access) -> None:
    """Django set up and roles checked; a connection `default` that is set up already stays where it points."""
    connection_created.connect(check_role, dispatch_uid="corridor-role")
    if not settings.configured:
        configure({"default": database_entry(SCHEMA, **access.application)})


def bring_up(access: Access, database: str) -> None:
    """Make the tables of a database what this program expects. Raises StoreTooNew when they are ahead of it."""
    store = Store(access.server, on(access.application, database), on(access.to_make(), database))
    set_up_django(access)
    with connected(store.application) as connection:
        if stored_digest(connection) == program_digest():
            return
    with as_owner(store) as alias:
        migrate(alias)


def chain_faults(access: Access, database: str) -> list[str]:
    """Walk all chains of a database as the application: what is not as it was committed, sponsor by sponsor."""
    set_alias(_ALIAS, database_entry(SCHEMA, **on(access.application, database)))
    faults = []
    try:
        for code in tenant_codes(_ALIAS):
            with tenant_transaction(code, _ALIAS) as tx, tx.cursor() as cursor:
                faults += [f"{code}, {fault}" for fault in verify_chain(cursor)]
    finally:
        drop_alias(_ALIAS)
    return faults
