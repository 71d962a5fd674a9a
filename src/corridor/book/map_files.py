"""One task per file: on this machine in processes; whoever has a cluster hands over its own `mapping`."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")

_THREADS = ("POLARS_MAX_THREADS", "NUMBA_NUM_THREADS")
"""A process has one core: threads of its own would take it from the others."""


def map_files(files: Sequence[Path], task: Callable[[Path], Result], processes: int | None = None) -> Iterator[Result]:
    """What `task` makes of each file, in the order of `files`.

    A family never crosses a file, so no task needs to know of another. task: picklable. processes: by default one for
    each core; 1: in this process. An exception of a task is raised here.
    """
    wanted = min(processes or len(os.sched_getaffinity(0)), len(files))
    if wanted <= 1:
        yield from map(task, files)
        return
    with _one_thread_each(), ProcessPoolExecutor(wanted, mp_context=get_context("spawn")) as pool:
        yield from pool.map(task, files)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Spawned processes read these before they import anything."""
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ |= dict.fromkeys(_THREADS, "1")
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
