"""The database as the doctor sees it: settings, roles, isolation, tables."""

from collections.abc import Iterable
from typing import Any

from django.db.migrations.loader import MigrationLoader
from psycopg import Connection

from corridor.app.services.operating.finding import Finding
from corridor.app.store.migrate import STORE, program_digest
from corridor.app.store.server.cluster import APP, OWNER
from corridor.app.store.upkeep import catalog
from corridor.app.store.upkeep.catalog import RoleFacts
from corridor.wording.said import listed, said

DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


def durability(connection: Connection[Any]) -> list[Finding]:
    """Settings without which a committed batch can be lost, as the server reports them."""
    found = catalog.settings(connection, DURABLE)
    return [_setting(name, found[name]) for name in DURABLE]


def _setting(name: str, value: str) -> Finding:
    is_off = value == "off"
    return Finding(
        "settings",
        name,
        "fault" if is_off else "ok",
        f"{name} = {value}",
        said("switch {setting} on: what was committed could be lost", setting=name) if is_off else "",
    )


def roles(connection: Connection[Any]) -> list[Finding]:
    """Neither of the roles passes row-level security, and the application can make nothing."""
    found = {role.name: role for role in catalog.roles(connection)}
    return [_role(name, found.get(name)) for name in (APP, OWNER)]


def _role(name: str, role: RoleFacts | None) -> Finding:
    if role is None:
        return Finding(
            "roles",
            name,
            "fault",
            said("role {role}: found none", role=name),
            said("see docs/howto/run-a-real-server.md"),
        )
    powers = [
        word
        for word, has in (
            (said("is a superuser"), role.is_super),
            (said("bypasses row-level security"), role.bypasses),
            (said("may make roles or databases"), role.makes and name == APP),
            (said("owns tables"), role.owns and name == APP),
        )
        if has
    ]
    if not powers:
        return Finding("roles", name, "ok", said("role {role}: no power beyond its task", role=name))
    return Finding(
        "roles",
        name,
        "fault",
        said("role {role}: {powers}", role=name, powers=listed(powers)),
        said("take it away with `alter role {role} nosuperuser nobypassrls nocreaterole nocreatedb`", role=name),
    )


def isolation(connection: Connection[Any]) -> list[Finding]:
    """Sponsors are closed to each other, and what only grows cannot be changed."""
    return [_tables_apart(connection), _views(connection), _grants(connection), _triggers(connection)]


def _tables_apart(connection: Connection[Any]) -> Finding:
    names = catalog.unisolated_tables(connection)
    well = said("every table of sponsors has row-level security, forced")
    found = said("tables without forced row-level security: {names}", names=listed(names))
    return _none_of("isolation", names, well, found, said("stop serving, and restore a backup"))


def _views(connection: Connection[Any]) -> Finding:
    names = catalog.views_of_the_owner(connection)
    well = said("views read with the reader's rights")
    found = said("views that read with their owner's rights: {names}", names=listed(names))
    return _none_of("views", names, well, found, said("set security_invoker on them"))


def _grants(connection: Connection[Any]) -> Finding:
    names = [f"{grant.table} {grant.privilege} ({grant.holder})" for grant in catalog.excess_grants(connection)]
    well = said("grants are as the migrations gave them")
    found = said("grants beyond those of the migrations: {names}", names=listed(names))
    return _none_of("grants", names, well, found, said("revoke them"))


def _triggers(connection: Connection[Any]) -> Finding:
    names = catalog.disabled_triggers(connection)
    well = said("all triggers are on")
    found = said("triggers that are switched off: {names}", names=listed(names))
    return _none_of("triggers", names, well, found, said("switch them on, then run `corridor verify`"))


def _none_of(check: str, names: list[str], well: str, found: str, remedy: str) -> Finding:
    if names:
        return Finding("roles", check, "fault", found, remedy)
    return Finding("roles", check, "ok", well)


def missing_migrations(applied: Iterable[str] | None) -> list[str]:
    """Migrations of the store that the tables have not seen. applied: None where nobody could look."""
    return [] if applied is None else sorted(_known() - set(applied))


def _known() -> set[str]:
    return {name for app, name in MigrationLoader(None).disk_migrations if app == STORE}


def migrations(digest: str, applied: Iterable[str] | None) -> Finding:
    """Whether the tables are those of this program. applied: None where the owner's address is not known."""
    if ahead := sorted(set(applied or ()) - _known()):
        return _tables(
            "fault",
            said("tables are ahead of this program: {names}", names=listed(ahead)),
            said("install the newer Corridor that wrote them"),
        )
    is_same, missing = digest == program_digest(), missing_migrations(applied)
    if is_same and not missing:
        return _tables("ok", said("tables are those of this program"), "")
    found = said("migrations missing: {names}", names=listed(missing)) if missing else said("tables of another program")
    if is_same or applied is None:
        return _tables("fault", found, said("restore a backup, or name the owner's address and run any command"))
    return _tables("warning", found, said("back up; the next command brings the tables up"))


def _tables(state: Any, found: str, remedy: str) -> Finding:
    return Finding("checks", "migrations", state, found, remedy)
