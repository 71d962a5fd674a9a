"""A backup put in the place of what serves, which is kept: nothing is lost, and nothing happens by halves."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from psycopg import Connection

from corridor.app.config import environment
from corridor.app.services.operating.archive import (
    DATABASE_MEMBER,
    FILES_FOLDER,
    Archive,
    opened_archive,
)
from corridor.app.services.operating.home_files import put_in_place, write_private
from corridor.app.services.operating.manifest import BackupError, Manifest, refuse_newer
from corridor.app.store.connect import DATABASE
from corridor.app.store.upkeep import databases
from corridor.app.store.upkeep.access import Access, access_to, connected, on
from corridor.app.store.upkeep.loaded import bring_up, chain_faults, make_ready
from corridor.app.store.upkeep.programs import load
from corridor.app.store.upkeep.snapshot import has_tables, heads_of
from corridor.wording.said import listed, said

WAITING = "restore.unfinished"
"""In the home: where files wait until the database is in place."""


Progress = Callable[[int, int], None]
"""Called with bytes read and bytes in all."""


class _Read:
    """Counts the bytes that were read, and tells."""

    def __init__(self, total: int, progress: Progress | None):
        self._done, self._total, self._progress = 0, total, progress

    def __call__(self, count: int) -> None:
        self._done += count
        if self._progress:
            self._progress(self._done, self._total)

    def over(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The pieces, each told when it is asked for."""
        for piece in pieces:
            self(len(piece))
            yield piece


@dataclass(frozen=True)
class Restored:
    """What came back. kept_database, kept_files: where that is now which stood in its place; None: nothing did.

    faults: of the chains, as they were when the backup was taken.
    """

    manifest: Manifest
    files: int
    ended_sessions: int
    faults: tuple[str, ...]
    kept_database: str | None
    kept_files: Path | None


def restore(
    path: Path,
    at: datetime,
    *,
    home: Path | None = None,
    database: str = DATABASE,
    replace: bool = False,
    progress: Progress | None = None,
) -> Restored:
    """Restore the archive at `path` into the store of `home` (default: the environment's).

    replace: also where sponsors are; their database is kept under another name. Raises BackupError, UpkeepError,
    ServerError; then all is as it was.
    """
    folder = home or environment.home_folder()
    with opened_archive(path) as archive:
        refuse_newer(archive.name, archive.manifest)
        advance = _Read(2 * archive.size_bytes, progress)  # once to check it, once to load it
        archive.check(advance)
        access = access_to(home, database)
        access.to_make()
        with databases.maintained(access) as connection, _waiting(folder) as waiting:
            _refuse_occupied(connection, access, replace)
            _refuse_small_disk(access, archive.manifest, folder)
            return _restored(archive, connection, access, folder, waiting, at, advance)


def _restored(
    archive: Archive,
    connection: Connection[Any],
    access: Access,
    folder: Path,
    waiting: Path,
    at: datetime,
    advance: _Read,
) -> Restored:
    files = archive.files()
    for file in files:
        write_private(waiting / file, advance.over(archive.pieces(f"{FILES_FOLDER}/{file}")))
    name = databases.make_unfinished(connection, access)
    try:
        load(on(access.to_make(), name), advance.over(archive.pieces(DATABASE_MEMBER)))
        ended = make_ready(on(access.to_make(), name))
        bring_up(access, name)
        _compare_heads(archive, access, name)
        faults = chain_faults(access, name)
        kept = databases.switch(connection, access.database, at)
    except BaseException:
        databases.drop(connection, name)
        raise
    aside = put_in_place(waiting, folder, files, at)
    return Restored(archive.manifest, len(files), ended, tuple(faults), kept, aside)


@contextmanager
def _waiting(home: Path) -> Iterator[Path]:
    """A folder in the home that is gone afterwards."""
    folder = home / WAITING
    shutil.rmtree(folder, ignore_errors=True)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _refuse_occupied(connection: Connection[Any], access: Access, replace: bool) -> None:
    if not databases.exists(connection, access.database):
        return
    with connected(access.to_read_all()) as inside:
        codes = [head.code for head in heads_of(inside)] if has_tables(inside) else []
    if codes and not replace:
        raise BackupError(
            said(
                "database {database}: found sponsors {codes}, expected none (--replace keeps them in a database of "
                "another name)",
                database=access.database,
                codes=listed(codes),
            )
        )
    databases.refuse_others(connection, access.database)


def _refuse_small_disk(access: Access, manifest: Manifest, folder: Path) -> None:
    """A server elsewhere has a disk of its own, which we do not see."""
    free = shutil.disk_usage(folder).free
    if access.server is not None and free < manifest.size_bytes * 1.2:
        raise BackupError(
            said(
                "home {home}: found {free} MB free, expected {needed} MB",
                home=str(folder),
                free=free // 1_000_000,
                needed=int(manifest.size_bytes * 1.2) // 1_000_000 + 1,
            )
        )


def _compare_heads(archive: Archive, access: Access, database: str) -> None:
    with connected(access.to_read_all(database)) as inside:
        found = {head.code: (head.batches, head.chain_hash) for head in heads_of(inside)}
    expected = {head.code: (head.batches, head.chain_hash) for head in archive.manifest.sponsors}
    for code in sorted(found.keys() | expected.keys()):
        if found.get(code) != expected.get(code):
            raise BackupError(
                said(
                    "{file}, sponsor {code}: found another end of the chain than the manifest says; nothing was "
                    "changed",
                    file=archive.name,
                    code=code,
                )
            )
