"""Files leave: written whole into the outbox, then marked sent. A restart in between writes nothing twice."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from corridor.app.services.errors import ServiceError
from corridor.app.services.payments.doing import Doer, Doing, Done
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.records.payment_life import SENT
from corridor.wording.said import said

OUTBOX_FOLDER = "outbox"


@dataclass(frozen=True)
class MarkSent:
    """A file that stands in the outbox has left."""

    who: str
    file_name: str


def unsent(tx: Tx) -> pl.DataFrame:
    """file_name, kind, run_number, sha256 of the files that have not left, in the order in which they were made."""
    return tx.read(
        "select file_name, kind, run_number, sha256 from outbox_file o where not exists"
        " (select from sent_file s where (s.tenant_id, s.file_name) = (o.tenant_id, o.file_name)) order by o.id"
    )


def place(folder: Path, name: str, content: bytes) -> bool:
    """Put a file under its name, whole or not at all; False where it stands there already with the same bytes.

    Raises ServiceError when other bytes stand under the name.
    """
    target = folder / name
    if target.exists():
        if target.read_bytes() != content:
            raise ServiceError(
                said("{file}: found other bytes in the outbox, expected those that were issued", file=name)
            )
        return False
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = folder / f".{name}.unfinished"
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(target)
    _sync_folder(folder)
    return True


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def content_of(tx: Tx, sha256: str) -> bytes:
    """The bytes of a file that was made."""
    return bytes(tx.scalar("select content from stored_file where (sha256, direction) = (%s, 'out')", [sha256]))


def next_to_send(sponsor: str, *, alias: str = "default") -> tuple[str, bytes] | None:
    """The first file that has not left, with its bytes; None where all have."""
    with tenant_transaction(sponsor, alias) as tx:
        waiting = unsent(tx)
        if waiting.is_empty():
            return None
        first = waiting.row(0, named=True)
        return first["file_name"], content_of(tx, first["sha256"])


def send(
    sponsor: str,
    folder: Path,
    as_of: date,
    who: str,
    do: Callable[..., object],
    *,
    told: Callable[[str, str], None] = lambda step, name: None,
    alias: str = "default",
) -> list[str]:
    """Write every file that has not left into `folder`, and mark each sent when it stands there; returns the names.

    do: `steps.do_step`. told: hears `written` and `sent` with the name of a file. After a kill between the two, the
    same call finds the file with its bytes and only marks it.
    """
    names = []
    while (waiting := next_to_send(sponsor, alias=alias)) is not None:
        name, content = waiting
        place(folder, name, content)
        told("written", name)
        do(sponsor, MarkSent(who, name), as_of, alias=alias)
        told("sent", name)
        names.append(name)
    return names


def _mark_sent(doing: Doing, step: MarkSent) -> Done:
    if step.file_name not in unsent(doing.tx).get_column("file_name"):
        raise ServiceError(
            said("{file}: found no file of that name that waits, expected one to send", file=step.file_name)
        )
    row = {"file_name": step.file_name, "sent_on": doing.day, "sent_by": step.who}
    doing.insert("sent_file", SENT.from_rows([row]))
    return step.file_name, {"file_name": step.file_name}


DO: dict[type, Doer] = {MarkSent: _mark_sent}
