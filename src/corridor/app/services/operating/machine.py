"""The machine as the doctor sees it: versions, disk, the home, compiled kernels, a browser."""

import os
import platform
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from corridor.adjudication.cache import cache_folder
from corridor.app.services.operating.finding import Finding
from corridor.wording.said import said

PACKAGES = ("corridor", "numba", "polars", "Django", "psycopg")
OLDEST_PYTHON = (3, 11)
KERNELS = ("kernel._live", "kernel._batch")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_OTHERS = 0o077


@dataclass(frozen=True)
class DiskLimits:
    """Under either of them free space is worth a warning."""

    free_bytes: int = 1 << 30
    free_percent: int = 10


def versions() -> list[Finding]:
    """Python and the packages on which figures depend."""
    is_old = sys.version_info < OLDEST_PYTHON
    python = Finding(
        "versions",
        "python",
        "fault" if is_old else "ok",
        f"Python {platform.python_version()}",
        said("install Python {version} or newer", version="3.11") if is_old else "",
    )
    return [python, *(_package(name) for name in PACKAGES)]


def _package(name: str) -> Finding:
    try:
        return Finding("versions", name.lower(), "ok", f"{name} {version(name)}")
    except PackageNotFoundError:
        return Finding(
            "versions",
            name.lower(),
            "fault",
            said("{package}: found none, expected it installed", package=name),
            said("run `make setup`"),
        )


def disk(home: Path, limits: DiskLimits) -> Finding:
    """Free space where the home is, or will be."""
    there = next(folder for folder in (home, *home.absolute().parents) if folder.exists())
    usage = shutil.disk_usage(there)
    is_low = usage.free < limits.free_bytes or usage.free * 100 < usage.total * limits.free_percent
    return Finding(
        "disk",
        "free",
        "warning" if is_low else "ok",
        said(
            "{free} MB of {total} MB free at {folder}",
            free=usage.free // 1_000_000,
            total=usage.total // 1_000_000,
            folder=str(home),
        ),
        said("make room, or move the home: PostgreSQL stops when its disk is full") if is_low else "",
    )


def home_folder(home: Path) -> Finding:
    """The home: ours, and closed to everybody else."""
    if not home.exists():
        return Finding("checks", "home", "ok", said("home {folder}: not made yet", folder=str(home)))
    found = home.stat()
    if found.st_uid != os.geteuid():
        return Finding(
            "checks",
            "home",
            "fault",
            said(
                "home {folder}: belongs to uid {found}, not to {ours}",
                folder=home,
                found=found.st_uid,
                ours=os.geteuid(),
            ),
            said("run Corridor as the owner of the home"),
        )
    if found.st_mode & _OTHERS:
        return Finding(
            "checks",
            "home",
            "fault",
            said("home {folder}: open to others (mode {mode})", folder=str(home), mode=f"{found.st_mode & 0o777:o}"),
            said("run `chmod 700 {folder}`", folder=str(home)),
        )
    return Finding("checks", "home", "ok", said("home {folder}: private", folder=str(home)))


def kernels(folder: Path | None = None) -> Finding:
    """Whether the kernels are compiled, so that the first decision does not wait. folder: of the cache."""
    names = {path.name for path in (folder or cache_folder()).rglob("*.nbi")}
    if os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0"):
        return Finding(
            "checks",
            "kernels",
            "warning",
            said("the compiler is off: decisions are slow"),
            said("unset {variable}", variable="NUMBA_DISABLE_JIT"),
        )
    if all(any(name.startswith(kernel) for name in names) for kernel in KERNELS):
        return Finding("checks", "kernels", "ok", said("kernels compiled"))
    return Finding(
        "checks",
        "kernels",
        "warning",
        said("kernels not compiled: the first decision waits for it"),
        said("run `corridor setup`"),
    )


def browser(names: Iterable[str] = BROWSERS) -> Finding:
    """A browser for the tests of pages."""
    if found := next((path for name in names if (path := shutil.which(name))), None):
        return Finding("checks", "browser", "ok", said("browser {path}", path=found))
    return Finding("checks", "browser", "warning", said("no browser found"), said("run `make setup-browser`"))
