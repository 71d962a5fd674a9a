"""The three roles: made on the embedded server, checked on every connection that serves."""

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from corridor.app.store.errors import WrongRole
from corridor.app.store.server import Server
from corridor.app.store.server.cluster import APP, BOOTSTRAP, OWNER
from corridor.wording.said import listed, said

OWNER_ALIAS = "owner"
"""Beginning of the connection aliases that migrate: the only ones that are not the application's role."""

_LOCK = 20_260_101  # any number: one process at a time makes roles and databases

_FACTS = """
    select current_user, session_user, r.rolsuper, r.rolbypassrls,
           exists (select from pg_class c where c.relnamespace = current_schema()::regnamespace
                   and c.relkind in ('r', 'p', 'v') and pg_has_role(r.oid, c.relowner, 'member'))
    from pg_roles r where r.rolname = current_user
"""


def prepare(server: Server, database: str, schema: str) -> None:
    """Make the owner, the application's role, the database and its schema where they are missing."""
    with psycopg.connect(**server.address(BOOTSTRAP, "postgres"), autocommit=True) as connection:
        make_roles(connection)
        if not _exists(connection, "pg_database", "datname", database):
            create_database(connection, database)
        with psycopg.connect(**server.address(BOOTSTRAP, database), autocommit=True) as inside:
            make_schema(inside, schema)


def make_roles(connection: psycopg.Connection) -> None:
    """Make the owner and the application's role where they are missing, while nobody else makes any."""
    connection.execute("select pg_advisory_lock(%s)", [_LOCK])
    for role in (OWNER, APP):
        if not _exists(connection, "pg_roles", "rolname", role):
            connection.execute(sql.SQL("create role {} login").format(sql.Identifier(role)))


def _exists(connection: psycopg.Connection, catalog: str, column: str, name: str) -> bool:
    query = sql.SQL("select 1 from {} where {} = %s").format(sql.Identifier(catalog), sql.Identifier(column))
    return connection.execute(query, [name]).fetchone() is not None


def create_database(connection: psycopg.Connection, database: str) -> None:
    """An empty database of the owner's, open to the application and to nobody else."""
    name, owner, app = map(sql.Identifier, (database, OWNER, APP))
    connection.execute(sql.SQL("create database {} owner {}").format(name, owner))
    connection.execute(sql.SQL("revoke all on database {} from public").format(name))
    connection.execute(sql.SQL("grant connect, temporary on database {} to {}").format(name, app))


def make_schema(connection: psycopg.Connection, schema: str) -> None:
    """An empty schema of the owner's, in which the application may use what it is granted."""
    name, owner, app = map(sql.Identifier, (schema, OWNER, APP))
    connection.execute(sql.SQL("create schema if not exists {} authorization {}").format(name, owner))
    connection.execute(sql.SQL("grant usage on schema {} to {}").format(name, app))


def check_role(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Receiver of Django's `connection_created`: refuse to serve as any role but the application's.

    Superusers, roles with BYPASSRLS and owners of tables pass row-level security, or could switch it off, silently.
    Raises WrongRole and closes the connection.
    """
    if connection.alias.startswith(OWNER_ALIAS):
        return
    with connection.cursor() as cursor:
        cursor.execute(_FACTS)
        current, session, is_super, bypasses, owns = cursor.fetchone()
    faults = {
        said("role {role}, expected {expected}", role=current, expected=APP): current != APP or session != APP,
        said("a superuser"): is_super,
        said("a role that bypasses row-level security"): bypasses,
        said("a role that owns tables"): owns,
    }
    if found := [fault for fault, is_so in faults.items() if is_so]:
        connection.close()
        raise WrongRole(
            said(
                "database connection: found {found}; Corridor serves only as {role}, without such powers",
                found=listed(found, "; "),
                role=APP,
            )
        )
