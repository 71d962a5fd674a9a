"""With which addresses a store is looked after."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from corridor.app.config import environment
from corridor.app.store.connect import DATABASE, locate_store
from corridor.app.store.errors import UpkeepError
from corridor.app.store.server import Server
from corridor.app.store.server.cluster import BOOTSTRAP
from corridor.wording.said import said

MAINTENANCE = "postgres"
"""The database from which others are made and renamed."""


@dataclass(frozen=True)
class Access:
    """Addresses of one store, in libpq's words. server: None for a database that is not ours to start.

    owner, admin: None where a server of one's own was named without them. admin passes row-level security.
    """

    server: Server | None
    database: str
    application: Mapping[str, Any]
    owner: Mapping[str, Any] | None
    admin: Mapping[str, Any] | None

    def to_read_all(self, database: str | None = None) -> Mapping[str, Any]:
        """The admin's address of `database` (default: the store's).

        Raises UpkeepError where none was given, or its role stops at row-level security.
        """
        if self.admin is None:
            raise UpkeepError(
                said(
                    "{variable}: found nothing, expected the address of the database as a role that passes row-level "
                    "security (a superuser, or BYPASSRLS and pg_read_all_data)",
                    variable=environment.ADMIN_DATABASE_URL,
                )
            )
        address = on(self.admin, database or self.database)
        with connected(address) as connection:
            role, passes = connection.execute(
                "select rolname, rolsuper or (rolbypassrls and pg_has_role(oid, 'pg_read_all_data', 'usage'))"
                " from pg_roles where rolname = current_user"
            ).fetchone() or ("", False)
        if not passes:
            raise UpkeepError(
                said(
                    "{variable}: found role {role}, which stops at row-level security, expected a superuser or a role "
                    "with BYPASSRLS and pg_read_all_data",
                    variable=environment.ADMIN_DATABASE_URL,
                    role=role,
                )
            )
        return address

    def to_make(self) -> Mapping[str, Any]:
        """The owner's address, with which tables are made. Raises UpkeepError where none was given."""
        if self.owner is None:
            raise UpkeepError(
                said(
                    "{variable}: found nothing, expected the address of the database as its owner",
                    variable=environment.OWNER_DATABASE_URL,
                )
            )
        return self.owner


def access_to(home: Path | None = None, database: str = DATABASE) -> Access:
    """Access to the store of `home` (default: the environment's); starts the embedded server, makes nothing in it.

    Raises ServerError, StoreTooNew.
    """
    store = locate_store(home, database)
    if store.server is not None:
        admin: Mapping[str, Any] | None = store.server.address(BOOTSTRAP, database)
        return Access(store.server, database, store.application, store.owner, admin)
    url = environment.admin_database_url()
    name = store.application.get("dbname") or store.application.get("user") or database
    return Access(None, name, store.application, store.owner, conninfo_to_dict(url) if url else None)


def on(address: Mapping[str, Any], database: str) -> dict[str, Any]:
    """The same server and role, another database."""
    return {**address, "dbname": database}


def connected(address: Mapping[str, Any]) -> psycopg.Connection[Any]:
    """A connection, committing each statement. Raises UpkeepError where none is to be had."""
    try:
        return psycopg.connect(**address, autocommit=True)
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[-1]
        raise UpkeepError(
            said(
                "database {database}, role {role}: found no connection ({reason}), expected one",
                database=address.get("dbname", ""),
                role=address.get("user", ""),
                reason=reason,
            )
        ) from None
