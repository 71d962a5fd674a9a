"""What PostgreSQL says of itself: read as any role, nothing written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg

from corridor.app.store.connect import SCHEMA
from corridor.app.store.server.cluster import APP, OWNER

_IN_SCHEMA = f"c.relnamespace = '{SCHEMA}'::regnamespace"

_ROLES = """
    select r.rolname::text, r.rolsuper, r.rolbypassrls, r.rolcreaterole or r.rolcreatedb or r.rolreplication,
           exists (select from pg_class c where {in_schema} and c.relkind in ('r', 'p', 'v', 'm')
                   and pg_has_role(r.oid, c.relowner, 'member'))
    from pg_roles r where r.rolname = any(%s) order by 1
"""

_UNISOLATED = f"""
    select c.relname::text from pg_class c
    where {_IN_SCHEMA} and c.relkind in ('r', 'p')
      and (c.relname = 'tenant' or exists (select from pg_attribute a
           where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped))
      and not (c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid))
    order by 1
"""

_VIEWS = f"""
    select c.relname::text from pg_class c
    where {_IN_SCHEMA} and c.relkind in ('v', 'm') and not coalesce(c.reloptions, '{{}}') @> '{{security_invoker=true}}'
    order by 1
"""

_GRANTS = f"""
    select c.relname::text, lower(held.privilege_type), coalesce(r.rolname::text, 'public')
    from pg_class c, aclexplode(c.relacl) held left join pg_roles r on r.oid = held.grantee
    where {_IN_SCHEMA} and c.relkind in ('r', 'p', 'v')
      and (held.grantee = 0
           or r.rolname = %(app)s and held.privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
           or r.rolname = %(app)s and held.privilege_type in ('UPDATE', 'DELETE')
              and exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = c.relname || '_append_only'))
    order by 1, 2, 3
"""

_TRIGGERS = f"""
    select c.relname || '.' || t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where {_IN_SCHEMA} and t.tgenabled in ('D', 'R') order by 1
"""


@dataclass(frozen=True)
class RoleFacts:
    """A role and its powers. makes: roles, databases or replicas; owns: tables of Corridor, or their owner's rights."""

    name: str
    is_super: bool
    bypasses: bool
    makes: bool
    owns: bool


@dataclass(frozen=True)
class Grant:
    """A privilege on a table that somebody holds."""

    table: str
    privilege: str
    holder: str


def settings(connection: psycopg.Connection[Any], names: Sequence[str]) -> dict[str, str]:
    """Settings of the server, as they hold for this connection."""
    rows = connection.execute("select name, setting from pg_settings where name = any(%s)", [list(names)])
    return dict(rows.fetchall())


def roles(connection: psycopg.Connection[Any]) -> list[RoleFacts]:
    """The application's role and the owner, those that exist."""
    rows = connection.execute(_ROLES.format(in_schema=_IN_SCHEMA), [[APP, OWNER]])
    return [RoleFacts(*row) for row in rows]


def unisolated_tables(connection: psycopg.Connection[Any]) -> list[str]:
    """Tables with sponsors' rows that lack a policy, row-level security, or FORCE of it."""
    return _names(connection, _UNISOLATED)


def views_of_the_owner(connection: psycopg.Connection[Any]) -> list[str]:
    """Views that read with their owner's rights instead of the reader's."""
    return _names(connection, _VIEWS)


def excess_grants(connection: psycopg.Connection[Any]) -> list[Grant]:
    """Privileges beyond those that the migrations give: to everybody, or to the application."""
    return [Grant(*row) for row in connection.execute(_GRANTS, {"app": APP})]


def disabled_triggers(connection: psycopg.Connection[Any]) -> list[str]:
    """Triggers that are switched off, as table.trigger."""
    return _names(connection, _TRIGGERS)


def applied_migrations(connection: psycopg.Connection[Any]) -> list[str]:
    """Names of the store's migrations that the tables have seen; for the owner."""
    return _names(connection, f"select name from {SCHEMA}.django_migrations where app = 'store' order by id")


def stored_digest(connection: psycopg.Connection[Any]) -> str | None:
    """Digest of the program that made the tables; None where no table is there, or the role may not look."""
    try:
        row = connection.execute(f"select digest from {SCHEMA}.schema_state").fetchone()
    except (psycopg.errors.UndefinedTable, psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidSchemaName):
        return None
    return row[0] if row else None


def server_facts(connection: psycopg.Connection[Any]) -> tuple[str, int, datetime]:
    """The server's version, the size of the database in bytes, and the server's clock."""
    row = connection.execute(
        "select split_part(current_setting('server_version'), ' ', 1), pg_database_size(current_database()),"
        " clock_timestamp()"
    ).fetchone()
    assert row is not None
    return row


def _names(connection: psycopg.Connection[Any], query: str) -> list[str]:
    return [name for (name,) in connection.execute(query)]
