"""The one file of a backup: a ZIP of uncompressed members and their manifest.

It is written under another name and appears whole or not at all. Reading it, no member is used before all were checked.
"""

import errno
import hashlib
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from corridor.app.services.operating.manifest import BackupError, Manifest, Member, read_manifest
from corridor.wording.said import said

DATABASE_MEMBER = "database.dump"
FILES_FOLDER = "files"
MANIFEST_MEMBER = "manifest.json"
SUFFIX = ".backup"
PIECE_BYTES = 1 << 20
REASONS = {
    errno.ENOENT: said("no such file or folder"),
    errno.EISDIR: said("a folder"),
    errno.ENOTDIR: said("a file in the place of a folder"),
    errno.EACCES: said("no permission"),
    errno.EROFS: said("a file system for reading only"),
    errno.ENOSPC: said("a full disk"),
}
"""Number of an error of the operating system -> what it means."""
_MANIFEST_BYTES_MAX = 64 << 20


class NewArchive:
    """An archive that is being written."""

    def __init__(self, zipped: zipfile.ZipFile):
        self._zipped = zipped
        self.members: dict[str, Member] = {}

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write a member, piece by piece."""
        digest, size = hashlib.sha256(), 0
        with self._zipped.open(_entry(name), "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece)
                digest.update(piece)
                size += len(piece)
        self.members[name] = Member(size_bytes=size, sha256=digest.hexdigest())

    def close_with(self, manifest: Manifest) -> None:
        """Write the manifest; nothing is added after it."""
        self._zipped.writestr(_entry(MANIFEST_MEMBER), manifest.model_dump_json(indent=2))


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)  # of no date: the manifest says when
    entry.external_attr = 0o600 << 16
    return entry


@contextmanager
def new_archive(target: Path, *, force: bool) -> Iterator[NewArchive]:
    """An archive that stands at `target` once the block ends well; readable by its owner alone.

    force: replace what is there. Raises BackupError when something is there, or the folder cannot be written.
    """
    if not force and os.path.lexists(target):
        raise _taken(target)
    unfinished = target.with_name(f".{target.name}.unfinished-{os.getpid()}")
    try:
        descriptor = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(descriptor, "w+b") as file:
                with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as zipped:
                    yield NewArchive(zipped)
                file.flush()
                os.fsync(file.fileno())
            _put(unfinished, target, force)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise BackupError(
            said(
                "{file}: found {reason}, expected a file that can be written", file=str(target), reason=reason_of(error)
            )
        ) from error


def _put(unfinished: Path, target: Path, force: bool) -> None:
    if force:
        unfinished.replace(target)
    else:
        try:
            os.link(unfinished, target)  # unlike a rename it fails when somebody else was first
        except FileExistsError:
            raise _taken(target) from None
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def reason_of(error: OSError) -> str:
    """What an error of the operating system means."""
    return REASONS.get(error.errno or 0, error.strerror or said("an error"))


def _taken(target: Path) -> BackupError:
    return BackupError(said("{file}: found a file of that name, expected none (--force replaces it)", file=str(target)))


class Archive:
    """An archive that is being read."""

    def __init__(self, name: str, zipped: zipfile.ZipFile):
        self.name = name
        self._zipped = zipped
        names = zipped.namelist()
        if MANIFEST_MEMBER not in names:
            raise _foreign(name)
        if zipped.getinfo(MANIFEST_MEMBER).file_size > _MANIFEST_BYTES_MAX:
            raise self._other(MANIFEST_MEMBER)
        self.manifest = read_manifest(name, b"".join(self.pieces(MANIFEST_MEMBER)))
        self._check_names(names)

    def _check_names(self, names: list[str]) -> None:
        expected = {*self.manifest.members, MANIFEST_MEMBER}
        strange = [name for name in names if name not in expected or names.count(name) > 1]
        absent = sorted(expected.union([DATABASE_MEMBER]) - set(names))
        unsafe = [name for name in names if not _is_safe(name)]
        for member in (*strange, *absent, *unsafe):
            raise self._other(member)

    @property
    def size_bytes(self) -> int:
        """Of all members."""
        return sum(member.size_bytes for member in self.manifest.members.values())

    def check(self, advance: Callable[[int], None]) -> None:
        """Read every member and compare it with the manifest. Raises BackupError on the first that differs.

        advance: called with the bytes of each piece.
        """
        for name, member in self.manifest.members.items():
            digest, size = hashlib.sha256(), 0
            for piece in self.pieces(name):
                digest.update(piece)
                size += len(piece)
                advance(len(piece))
            if (size, digest.hexdigest()) != (member.size_bytes, member.sha256):
                raise self._other(name)

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of a member, piece by piece. Raises BackupError where they are damaged."""
        try:
            if self._zipped.getinfo(name).compress_type != zipfile.ZIP_STORED:
                raise self._other(name)
            with self._zipped.open(name) as member:
                while piece := member.read(PIECE_BYTES):
                    yield piece
        except (zipfile.BadZipFile, EOFError, RuntimeError) as error:
            raise self._other(name) from error

    def files(self) -> list[PurePosixPath]:
        """The files of the home that it holds, relative to the home."""
        return sorted(
            PurePosixPath(name).relative_to(FILES_FOLDER) for name in self.manifest.members if name != DATABASE_MEMBER
        )

    def _other(self, member: str) -> BackupError:
        return BackupError(
            said(
                "{file}, member {member}: found other bytes than the manifest says; the file is damaged or was "
                "changed, nothing was touched",
                file=self.name,
                member=member,
            )
        )


def _is_safe(name: str) -> bool:
    """Whether a member is one of ours, and a file of the home stays in the home."""
    if name in (MANIFEST_MEMBER, DATABASE_MEMBER):
        return True
    parts = name.split("/")
    return len(parts) > 1 and parts[0] == FILES_FOLDER and not {"", ".", ".."} & set(parts) and "\0" not in name


@contextmanager
def opened_archive(path: Path) -> Iterator[Archive]:
    """The archive at `path`. Raises BackupError when it is none, or was cut short."""
    with _opened(path) as file:
        try:
            zipped = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
            raise _foreign(path.name) from error
        with zipped:
            yield Archive(path.name, zipped)


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise BackupError(
            said("{file}: found {reason}, expected a backup to read", file=str(path), reason=reason_of(error))
        ) from error


def _foreign(name: str) -> BackupError:
    return BackupError(
        said(
            "{file}: found no whole backup of Corridor, expected a file that `corridor backup` made; nothing was "
            "touched",
            file=name,
        )
    )
