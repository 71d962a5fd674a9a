"""A second home with a server of its own, into which backups are restored; and a backup of the demo."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from corridor.app.services.operating.backup import back_up
from corridor.app.services.operating.restore import Restored, restore
from corridor.app.store.server import ensure_running, stop
from corridor.app.store.server.cluster import BOOTSTRAP
from corridor.app.store.upkeep.access import access_to
from tests.app.conftest import Database
from tests.conftest import FAST

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with a running server and no store."""
    home = tmp_path_factory.mktemp("elsewhere") / "home"
    ensure_running(home, FAST)
    yield home
    stop(home)


@dataclass(frozen=True)
class Target:
    """A store to restore into: a database that is not there yet, on the server of `home`."""

    home: Path
    name: str

    @property
    def database(self) -> Database:
        return Database(self.home, self.name)

    def restore(self, archive: Path, **options: Any) -> Restored:
        return restore(archive, AT, home=self.home, database=self.name, **options)

    def look(self) -> tuple[list[str], list[str]]:
        """Databases of the server, and what lies in the home."""
        with psycopg.connect(**ensure_running(self.home).address(BOOTSTRAP, "postgres")) as connection:
            names = [name for (name,) in connection.execute("select datname from pg_database order by 1")]
        return names, sorted(path.name for path in self.home.iterdir())

    def forget(self) -> None:
        with psycopg.connect(**ensure_running(self.home).address(BOOTSTRAP, "postgres"), autocommit=True) as connection:
            for name in self.look()[0]:
                if name.startswith(self.name):
                    connection.execute(f'drop database "{name}"')
        for path in self.home.iterdir():
            if path.name not in ("data", "server.log", "server.lock"):
                shutil.rmtree(path) if path.is_dir() else path.unlink()


@pytest.fixture
def target(elsewhere: Path) -> Iterator[Target]:
    """A store to restore into; gone afterwards."""
    made = Target(elsewhere, "plans")
    yield made
    made.forget()


@pytest.fixture(scope="session")
def files_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose files are backed up: those that belong into a backup, and those that do not."""
    home = tmp_path_factory.mktemp("files")
    for name in ("notes/plan.yaml", "letters/head.png", "demo/full/a.834", "server.log", "secret_key", "old.backup"):
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"this is {name}")
    os.symlink(home / "server.log", home / "notes" / "link")
    return home


@pytest.fixture(scope="session")
def archive(demo_database: Database, files_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the demo."""
    return archived(demo_database, tmp_path_factory.mktemp("archive"), files_home)


def archived(database: Database, folder: Path, home: Path | None = None) -> Path:
    """A backup of a database, and of the files of `home` (default: none)."""
    access = access_to(database.home, database.name)
    return back_up(folder, AT, access, home=home or folder / "absent").path
