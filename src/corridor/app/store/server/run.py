"""Start, find and stop the embedded server of a home folder."""

import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corridor.app.store.errors import ServerError
from corridor.app.store.server import postmaster
from corridor.app.store.server.account import (
    Account,
    Layout,
    check_private,
    layout_of,
    make_private,
    own_home,
    server_account,
)
from corridor.app.store.server.binaries import MAJOR, binaries_for
from corridor.app.store.server.cluster import check_version, clean_environment, data_argument, ensure_cluster
from corridor.wording.said import said

PORT = 5432  # only names the socket file: the server listens to no network
PATIENCE_SECONDS = 60.0
LOG_BYTES_MAX = 10_000_000

SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "64",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",  # a batch's answers are small: starting a worker costs more than it saves
    "autovacuum_naptime": "15s",  # a loaded sponsor is soon known to the planner
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Neither statements nor the rows in error details reach the log: they are about people.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_statement": "none",
}


@dataclass(frozen=True)
class Server:
    """A running server: where its socket is, and its process."""

    socket_dir: Path
    port: int
    pid: int
    data: Path

    def address(self, role: str, database: str) -> dict[str, Any]:
        """How to connect as `role`, in libpq's words."""
        return {"host": str(self.socket_dir), "port": self.port, "user": role, "dbname": database}


@dataclass(frozen=True)
class Status:
    """What `corridor status` shows."""

    home: Path
    is_running: bool
    pid: int | None
    socket_dir: Path | None
    postgresql: int


def ensure_running(home: Path, settings: Mapping[str, str] | None = None) -> Server:
    """The running server of `home`, started if need be; it runs until `stop`.

    `settings` are added to ours when this call starts it. Raises ServerError, StoreTooNew.
    """
    layout = layout_of(home)
    if layout.data.exists() and (server := _running(layout)):
        return server
    own_home(layout)
    with _lock(layout):
        return _settled(layout) or _start(layout, {**SETTINGS, **(settings or {})})


def stop(home: Path) -> bool:
    """Stop the server of `home`, letting it finish cleanly; False when none was running."""
    layout = layout_of(home)
    if not layout.data.exists():
        return False
    with _lock(layout):
        found = postmaster.find(layout.data)
        if found is not None:
            _end(found.pid)
        shutil.rmtree(layout.socket_dir, ignore_errors=True)
        return found is not None


def status(home: Path) -> Status:
    """Is the server of `home` running? Starts nothing."""
    layout = layout_of(home)
    found = postmaster.find(layout.data) if layout.data.exists() else None
    return Status(
        home=layout.home,
        is_running=found is not None,
        pid=found.pid if found else None,
        socket_dir=found.socket_dir if found else None,
        postgresql=MAJOR,
    )


@contextmanager
def _lock(layout: Layout) -> Iterator[None]:
    """Only one process at a time starts or stops the server; the lock dies with its holder."""
    descriptor = os.open(layout.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _running(layout: Layout) -> Server | None:
    found = postmaster.find(layout.data)
    if found is None or found.state != postmaster.READY or found.socket_dir is None:
        return None
    check_version(layout)
    check_private(found.socket_dir, server_account(layout))
    return Server(found.socket_dir, PORT, found.pid, layout.data)


def _settled(layout: Layout) -> Server | None:
    """A server that is still starting or stopping is waited for; one whose pid file is damaged is ended."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while layout.data.exists() and (found := postmaster.find(layout.data)):
        if found.state == postmaster.READY:
            return _running(layout)
        if not found.state:
            _end(found.pid)
        if time.monotonic() > deadline:
            raise ServerError(
                said(
                    "{folder}: found the server {state} for {seconds:.0f} s, expected ready",
                    folder=layout.data,
                    state=found.state,
                    seconds=PATIENCE_SECONDS,
                )
            )
        time.sleep(0.02)
    return None


def _start(layout: Layout, settings: Mapping[str, str]) -> Server:
    account = server_account(layout)
    binaries = binaries_for(account)
    ensure_cluster(layout, account, binaries)
    _clear_leftovers(layout, account)
    pid = _launch(layout, account, binaries, settings)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (server := _running(layout)):
        if not postmaster.is_alive(pid):
            raise ServerError(
                said("{folder}: found that PostgreSQL ended at once: {log}", folder=layout.data, log=_log_tail(layout))
            )
        if time.monotonic() > deadline:
            raise ServerError(
                said(
                    "{folder}: found no ready server after {seconds:.0f} s; see {log}",
                    folder=layout.data,
                    seconds=PATIENCE_SECONDS,
                    log=layout.log,
                )
            )
        time.sleep(0.01)
    return server


def _clear_leftovers(layout: Layout, account: Account) -> None:
    """Nobody serves this folder (the caller made sure), so what a killed server left is only in the way."""
    (layout.data / "postmaster.pid").unlink(missing_ok=True)
    make_private(layout.socket_dir, account)
    for left in layout.socket_dir.iterdir():
        left.unlink()
    if layout.log.exists() and layout.log.stat().st_size > LOG_BYTES_MAX:
        layout.log.unlink()


def _launch(layout: Layout, account: Account, binaries: Path, settings: Mapping[str, str]) -> int:
    """Start the server in a session of its own, as nobody's child, and return its process id."""
    chosen = {**settings, "unix_socket_directories": str(layout.socket_dir)}
    options = [part for key, value in chosen.items() for part in ("-c", f"{key}={value}")]
    command = [str(binaries / "postgres"), "-D", data_argument(layout.data, account), *options]
    # The shell starts it in the background and ends: a server that dies later is not our zombie.
    detached = ["/bin/sh", "-c", 'exec "$@" </dev/null >&2 & echo $!', "sh", *command]
    descriptor = os.open(layout.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        done = subprocess.run(
            detached,
            cwd=layout.data,
            env=clean_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=descriptor,
            text=True,
            check=True,
            start_new_session=True,
            **account.identity(),
        )
    finally:
        os.close(descriptor)
    return int(done.stdout)


def _end(pid: int) -> None:
    """Fast shutdown (open transactions are rolled back), then immediate; both leave sound data."""
    for number, seconds in ((signal.SIGINT, PATIENCE_SECONDS), (signal.SIGQUIT, 10.0)):
        os.kill(pid, number)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not postmaster.is_alive(pid):
                return
            time.sleep(0.01)
    raise ServerError(
        said(
            "server process {pid}: found it running after {seconds:.0f} s, expected it to stop",
            pid=pid,
            seconds=PATIENCE_SECONDS,
        )
    )


def _log_tail(layout: Layout) -> str:
    lines = layout.log.read_text(errors="replace").splitlines() if layout.log.exists() else []
    return " / ".join(lines[-3:]) or said("its log is empty")
