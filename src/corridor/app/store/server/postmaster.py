"""Finding the running server of a data folder without ever mistaking another process for it.

A pid file outlives a killed server, and its number is given to somebody else: it is only a hint. A process is
ours when its program is `postgres`, its working folder is the data folder (PostgreSQL enters it and stays), it
is not a zombie, and it is not a child of such a process.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import psutil

READY = "ready"


@dataclass(frozen=True)
class Postmaster:
    """The running server of a data folder. `state`: starting, ready, stopping; empty where its file says nothing."""

    pid: int
    socket_dir: Path | None
    state: str


def find(data: Path) -> Postmaster | None:
    """The running server of `data`, or None. Every process is looked at only when the pid file is unreadable."""
    lines = _pid_file_lines(data)
    pid = int(lines[0]) if lines and lines[0].strip().isdigit() else None
    if pid is None:
        pid = _scan(data) if lines is not None else None
        return Postmaster(pid, None, "") if pid is not None else None
    if not is_postmaster(pid, data):
        other = _scan(data)
        return Postmaster(other, None, "") if other is not None else None
    return Postmaster(
        pid=pid,
        socket_dir=Path(lines[4].strip()) if lines and len(lines) > 4 and lines[4].strip() else None,
        state=lines[7].strip() if lines and len(lines) > 7 else "",
    )


def is_postmaster(pid: int, data: Path) -> bool:
    """Is `pid` the main process of the server of `data`?"""
    try:
        process = psutil.Process(pid)
        if not _serves(process, data):
            return False
        parent = process.parent()
        return parent is None or not _serves(parent, data)
    except psutil.Error:
        return False


def is_alive(pid: int) -> bool:
    """Is there a process `pid` that has not ended? (One that ended and was not waited for is a zombie.)"""
    try:
        return psutil.Process(pid).status() not in (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD)
    except psutil.Error:
        return False


def _serves(process: psutil.Process, data: Path) -> bool:
    try:
        if process.status() in (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD):
            return False
        program = Path(process.exe()).name.removesuffix(" (deleted)")
        return program == "postgres" and os.path.samefile(process.cwd(), data)
    except (psutil.Error, OSError):
        return False


def _scan(data: Path) -> int | None:
    return next((pid for pid in psutil.pids() if is_postmaster(pid, data)), None)


def _pid_file_lines(data: Path) -> list[str] | None:
    try:
        return (data / "postmaster.pid").read_text(errors="replace").splitlines()
    except FileNotFoundError:
        return None
