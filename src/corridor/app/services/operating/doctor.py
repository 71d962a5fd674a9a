"""An examination of the installation. It changes nothing; it may start the server."""

from datetime import datetime
from pathlib import Path
from typing import Any

from psycopg import Connection

from corridor.app.config import environment
from corridor.app.services.operating import machine, served, sponsors_seen
from corridor.app.services.operating.finding import AREAS, Finding
from corridor.app.services.operating.machine import DiskLimits
from corridor.app.store.connect import DATABASE
from corridor.app.store.errors import StoreError
from corridor.app.store.server import status
from corridor.app.store.server.account import layout_of
from corridor.app.store.upkeep import catalog
from corridor.app.store.upkeep.access import Access, access_to, connected
from corridor.app.store.upkeep.databases import kept_databases
from corridor.app.store.upkeep.loaded import set_up_django
from corridor.wording.said import listed, said


def examine(
    now: datetime,
    *,
    home: Path | None = None,
    database: str = DATABASE,
    limits: DiskLimits | None = None,
    with_browser: bool = False,
) -> list[Finding]:
    """Examine machine and store (of `home`; default: the environment's), in the order of AREAS. No person is named.

    now: with its time zone. The embedded server is started where there is a store and none runs.
    """
    folder = home or environment.home_folder()
    findings = [*machine.versions(), machine.disk(folder, limits or DiskLimits()), machine.home_folder(folder)]
    findings.append(machine.kernels())
    if with_browser:
        findings.append(machine.browser())
    findings += _store(now, home, folder, database)
    areas = list(AREAS)
    return sorted(findings, key=lambda finding: areas.index(finding.area))


def _store(now: datetime, home: Path | None, folder: Path, database: str) -> list[Finding]:
    is_ours = home is not None or not environment.database_url()
    place = Finding("settings", "home", "ok", said("home: {folder}", folder=str(folder)))
    if is_ours and not layout_of(folder).data.exists():
        return [place, _nothing_yet()]
    try:
        was_running = not is_ours or status(folder).is_running
        access = access_to(home, database)
        with connected(access.application) as connection:
            return [place, _where(access), _server(was_running), *_database(connection, access, now)]
    except StoreError as error:
        remedy = said(
            "mend what it says, then run `corridor doctor` again; messages of the server: {log}", log="server.log"
        )
        return [place, Finding("checks", "server", "fault", error.args[0], remedy)]


def _nothing_yet() -> Finding:
    return Finding(
        "checks",
        "server",
        "warning",
        said("no store yet"),
        said("`corridor demo` or `corridor sponsor add` makes one, `corridor restore` brings one back"),
    )


def _where(access: Access) -> Finding:
    kind = said("embedded") if access.server is not None else said("a server of one's own")
    found = said("database: {database} ({kind})", database=access.database, kind=kind)
    return Finding("settings", "database", "ok", found)


def _server(was_running: bool) -> Finding:
    found = said("the server runs") if was_running else said("the server was started and runs until `corridor stop`")
    return Finding("checks", "server", "ok", found)


def _database(connection: Connection[Any], access: Access, now: datetime) -> list[Finding]:
    version, size, server_now = catalog.server_facts(connection)
    findings = [
        Finding("versions", "postgresql", "ok", f"PostgreSQL {version}"),
        *served.durability(connection),
        Finding("disk", "store", "ok", said("the store takes {size} MB", size=size // 1_000_000)),
        *_put_aside(connection, access),
        sponsors_seen.clock(server_now, now),
    ]
    digest = catalog.stored_digest(connection)
    if digest is None:
        return [*findings, _nothing_yet()]
    set_up_django(access)
    applied = _applied(access)
    findings += [*served.roles(connection), *served.isolation(connection), served.migrations(digest, applied)]
    # Where tables are missing, looking into them says no more.
    return findings + ([] if served.missing_migrations(applied) else sponsors_seen.sponsors(access, now))


def _applied(access: Access) -> list[str] | None:
    if access.owner is None:
        return None
    with connected(access.owner) as owner:
        return catalog.applied_migrations(owner)


def _put_aside(connection: Connection[Any], access: Access) -> list[Finding]:
    """Databases that restores have put aside: they hold health data too, and take room."""
    names = kept_databases(connection, access.database)
    if not names:
        return []
    return [
        Finding(
            "disk",
            "kept",
            "warning",
            said("databases put aside by `corridor restore`: {names}", names=listed(names)),
            said("once they are not needed: `corridor forget {name}`", name=names[0]),
        )
    ]
