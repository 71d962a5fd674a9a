"""Work that needs no store, done ahead in a second process while the first one decides and stores."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context

from corridor.app.services.reading import InFile, NamedFile, read_in
from corridor.tables.map import load_map

_FILES_AHEAD = 4


@dataclass(frozen=True)
class ToRead:
    """A file, and how it is to be read."""

    file: NamedFile
    column_map: NamedFile | None = None
    lenient: bool = False
    on_bad: str | None = None


@contextmanager
def second_process() -> Iterator[Executor]:
    """One other process, spawned: a fork of a process with threads may find their locks taken."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        try:
            yield executor
        finally:
            executor.shutdown(wait=False, cancel_futures=True)


def read_ahead(executor: Executor, files: Sequence[ToRead]) -> Iterator[InFile | None]:
    """The files as read, in order; None for one that cannot be read, which whoever takes it in will find as well."""
    waiting: list[Future[InFile | None]] = [executor.submit(read_or_none, one) for one in files[:_FILES_AHEAD]]
    for place in range(len(files)):
        if place + _FILES_AHEAD < len(files):
            waiting.append(executor.submit(read_or_none, files[place + _FILES_AHEAD]))
        yield waiting.pop(0).result()


def read_or_none(one: ToRead) -> InFile | None:
    """Read a file; None for whatever is wrong with it."""
    try:
        return read(one)
    except ValueError:
        return None


def read(one: ToRead) -> InFile:
    """Read a file. Raises EdiError or TableError."""
    read_map = load_map(one.column_map.content, one.column_map.name) if one.column_map else None
    return read_in(one.file.content, one.file.name, column_map=read_map, lenient=one.lenient, on_bad=one.on_bad)
