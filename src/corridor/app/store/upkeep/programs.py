"""pg_dump and pg_restore of the wheel, as streams: no dump is ever whole in memory, or on disk beside its archive."""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from psycopg.conninfo import make_conninfo

from corridor.app.store.errors import UpkeepError
from corridor.app.store.server.account import Account, os_user
from corridor.app.store.server.binaries import binaries_for
from corridor.app.store.server.cluster import clean_environment
from corridor.wording.said import said

PIECE_BYTES = 1 << 20
COMPRESSION = "gzip:6"  # the wheel's build has neither zstd nor lz4

_MAY_BE_REPEATED = (
    r'role "[^"]*" does not exist',
    r"connection to server .*",
    r'unrecognized configuration parameter "[^"]*"',
    r"permission denied (?:for|to) .*",
    r"server version mismatch",
    r"input file (?:is too short|does not appear to be a valid).*",
    r"(?:could not|unable to) .*: No space left on device",
)
"""What may be told of a program's complaint; all else could quote a row, and rows are about people."""


def dumped(address: Mapping[str, Any], snapshot: str, schemas: Sequence[str]) -> Iterator[bytes]:
    """The schemas as seen through `snapshot`, in pg_dump's custom format, piece by piece. Raises UpkeepError."""
    options = ["--format=custom", f"--compress={COMPRESSION}", "--no-password", f"--snapshot={snapshot}"]
    options += [f'--schema="{name}"' for name in schemas]
    with tempfile.TemporaryFile() as heard:
        process = _started("pg_dump", options, address, heard, stdout=subprocess.PIPE)
        try:
            assert process.stdout is not None
            while piece := process.stdout.read(PIECE_BYTES):
                yield piece
            _expect_success(process, "pg_dump", heard)
        finally:
            _end(process)


def load(address: Mapping[str, Any], pieces: Iterable[bytes]) -> None:
    """Load a dump into an empty database; what it makes belongs to the role of `address`. Raises UpkeepError.

    Stops at the first fault: the database is then only good for being dropped.
    """
    options = ["--exit-on-error", "--no-owner", "--no-password"]
    with tempfile.TemporaryFile() as heard:
        process = _started("pg_restore", options, address, heard, stdin=subprocess.PIPE)
        try:
            assert process.stdin is not None
            with suppress(BrokenPipeError):  # it stopped reading: its exit code says why
                for piece in pieces:
                    process.stdin.write(piece)
                process.stdin.close()
            _expect_success(process, "pg_restore", heard)
        finally:
            _end(process)


def _started(
    program: str, options: Sequence[str], address: Mapping[str, Any], heard: IO[bytes], **pipes: int
) -> subprocess.Popen[bytes]:
    """The program at work. A password goes by the environment: command lines can be read by everybody."""
    spoken = {key: value for key, value in address.items() if key != "password"}
    secret = {"PGPASSWORD": str(address["password"])} if address.get("password") else {}
    command = [str(_binaries() / program), *options, f"--dbname={make_conninfo(**spoken)}"]
    return subprocess.Popen(command, stderr=heard, env=_libpq() | clean_environment() | secret, **pipes)


def _libpq() -> dict[str, str]:
    """Where a real server's passwords and certificates are; nothing that would redirect a connection."""
    return {name: value for name, value in os.environ.items() if name in ("PGPASSFILE", "PGSSLROOTCERT", "PGSSLCERT")}


def _binaries() -> Path:
    return binaries_for(Account(os_user(), os.geteuid(), os.getegid(), is_other=False))


def _expect_success(process: subprocess.Popen[bytes], program: str, heard: IO[bytes]) -> None:
    if code := process.wait():
        raise UpkeepError(
            said("{program}: found exit code {code} ({reason})", program=program, code=code, reason=_reason(heard))
        )


def _reason(heard: IO[bytes]) -> str:
    heard.seek(0)
    text = heard.read(PIECE_BYTES).decode(errors="replace")
    for pattern in _MAY_BE_REPEATED:
        if match := re.search(pattern, text):
            return match.group()
    return said("PostgreSQL refused a statement")


def _end(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()
    if process.poll() is None:
        process.kill()
        process.wait()
