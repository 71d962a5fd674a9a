"""How the kernel is entered: `live` for a family, `batch` for a book, `compile_kernels` at set-up."""

import itertools
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from types import FunctionType
from typing import Any

import numpy as np
from numba import typeof

from corridor.adjudication.arrays import Lines, Outcome, State
from corridor.adjudication.door import PLAN_FIELDS, STATE_FIELDS, admit, line_fields
from corridor.adjudication.kernel import lines_entry
from corridor.plan.arrays import Int64, PlanArrays

_compiling = threading.Lock()
_SHARES_OF_A_THREAD = 4
"""Families differ in size: a thread that is done with a share takes the next."""


def live(plan: PlanArrays, lines: Lines, state: State) -> tuple[Outcome, State]:
    """Decide lines one after another, on the calling thread. Any number of threads may be in here at once.

    Returns what became of each line, and the state after; `state` itself is not written.
    Raises KernelInputError.
    """
    fit = _fit(plan, lines, state)
    lines_entry(*fit, 0, len(lines.reason))
    return fit[3], fit[2]


def batch(plan: PlanArrays, lines: Lines, state: State) -> tuple[Outcome, State]:
    """Decide lines, families side by side on all cores: the same answer as `live`.

    The threads are Python's own: machine code runs without the interpreter's lock, and families share nothing.
    """
    fit = _fit(plan, lines, state)
    threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    bounds = _bounds(fit[1].family_offsets, threads * _SHARES_OF_A_THREAD)
    with ThreadPoolExecutor(threads) as pool:
        shares: list[tuple[Any, ...]] = [(*fit, first, last) for first, last in itertools.pairwise(bounds)]
        for done in [pool.submit(lines_entry, *share) for share in shares]:
            done.result()
    return fit[3], fit[2]


def _bounds(family_offsets: Int64, shares: int) -> list[int]:
    """First lines of shares of about as many lines each, and the number of lines; a family lies in one share."""
    wanted = np.linspace(0, int(family_offsets[-1]), shares + 1)
    return [int(bound) for bound in np.unique(family_offsets[np.searchsorted(family_offsets, wanted)])]


def compile_kernels() -> float:
    """Compile the kernel, or find it in the cache; seconds it took."""
    start = time.perf_counter()
    plan, lines, state = _of_nothing()
    live(plan, lines, state)
    return time.perf_counter() - start


def _fit(plan: PlanArrays, lines: Lines, state: State) -> tuple[PlanArrays, Lines, State, Outcome]:
    fit = admit(plan, lines, state)
    _compile_once((*fit, 0, 0))
    return fit


def _compile_once(arguments: tuple[Any, ...]) -> None:
    """Give the entry its one signature and refuse any other: a second type would mean the door leaks."""
    if isinstance(lines_entry, FunctionType) or lines_entry.signatures:  # a plain function: the compiler is off
        return
    with _compiling:
        if not lines_entry.signatures:
            lines_entry.compile(tuple(typeof(argument) for argument in arguments))  # type: ignore[no-untyped-call]
            lines_entry.disable_compile()


def _of_nothing() -> tuple[PlanArrays, Lines, State]:
    """A plan, lines and state of length 0."""

    def empty(field: Any) -> Any:
        return np.zeros([0 if isinstance(axis, str) else axis for axis in field.shape], field.dtype)

    axes = {axis for field in (*PLAN_FIELDS.values(), *STATE_FIELDS.values()) for axis in field.shape}
    fields = line_fields({str(axis): 0 for axis in axes} | {"n": 0, "x": 0})
    lines = Lines(**{name: empty(field) for name, field in fields.items()})
    none = np.zeros(1, np.int64)
    return (
        PlanArrays(**{name: empty(field) for name, field in PLAN_FIELDS.items()})._replace(
            limit_offsets=np.zeros(1, np.int32)
        ),
        lines._replace(family_offsets=none, limit_offsets=none),
        State(**{name: empty(field) for name, field in STATE_FIELDS.items()})._replace(use_offsets=none),
    )
