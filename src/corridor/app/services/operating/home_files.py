"""The files that lie in the home beside the database: which of them a backup holds, and how they come back."""

import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath

from corridor.app.services.operating.archive import PIECE_BYTES, SUFFIX

LEFT_OUT = frozenset(
    ("data", "data.unfinished", "server.log", "server.lock", "demo", "secret_key", "restore.unfinished")
)
"""In the home: what the server keeps, what `corridor demo` makes again, the key of sessions that are to end."""
KEPT = "before_"
"""Beginning of the folders into which a restore moves files that were in its way."""


def kept_files(home: Path) -> list[PurePosixPath]:
    """Files of the home that belong into a backup, relative to it. Links are not followed."""
    found = []
    for folder, folders, files in os.walk(home):
        relative = PurePosixPath(Path(folder).relative_to(home).as_posix())
        folders[:] = sorted(name for name in folders if _belongs(relative / name))
        paths = (relative / name for name in sorted(files))
        found += [path for path in paths if _belongs(path) and _is_plain(home / path)]
    return found


def _belongs(path: PurePosixPath) -> bool:
    top = path.parts[0]
    return top not in LEFT_OUT and not top.startswith((KEPT, ".")) and path.suffix != SUFFIX


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def pieces_of(path: Path) -> Iterator[bytes]:
    """The bytes of a file, piece by piece."""
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            yield piece


def write_private(path: Path, pieces: Iterable[bytes]) -> None:
    """A new file, readable by its owner alone, in folders that are private too."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for piece in pieces:
            file.write(piece)


def put_in_place(waiting: Path, home: Path, paths: Iterable[PurePosixPath], at: datetime) -> Path | None:
    """Move files from `waiting` into the home; those in their way are moved aside first.

    Returns the folder that now holds the latter; None when there were none. A file with the same bytes stays.
    """
    aside = home / f"{KEPT}{at:%Y%m%d_%H%M%S}"
    for path in paths:
        target = home / path
        if os.path.lexists(target):
            if _is_plain(target) and target.read_bytes() == (waiting / path).read_bytes():
                continue
            (aside / path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            target.rename(aside / path)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        (waiting / path).rename(target)
    return aside if aside.exists() else None
