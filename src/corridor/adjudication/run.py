"""How the kernel is entered: `live` for a family, `batch` for a book, `compile_kernels` at set-up."""

import os
import threading
import time
from types import FunctionType
from typing import Any

import numpy as np
from numba import typeof

from corridor.adjudication.arrays import Lines, Outcome, State
from corridor.adjudication.door import PLAN_FIELDS, STATE_FIELDS, admit, line_fields
from corridor.adjudication.kernel import batch_entry, live_entry
from corridor.plan.arrays import PlanArrays

_compiling = threading.Lock()
_in_parallel = threading.Lock()
_parallel_process: list[int] = []  # id of the process that entered the parallel kernel first, if any


def live(plan: PlanArrays, lines: Lines, state: State) -> tuple[Outcome, State]:
    """Decide lines one after another. Any number of threads may be in here at once.

    Returns what became of each line, and the state after; `state` itself is not written.
    Raises KernelInputError.
    """
    return _run(live_entry, plan, lines, state)


def batch(plan: PlanArrays, lines: Lines, state: State) -> tuple[Outcome, State]:
    """Decide lines, families side by side on all cores: the same answer as `live`.

    One thread at a time: where numba has only its own thread pool, two in a parallel region abort the process.
    In a process forked from one that has been in here GNU OpenMP aborts, so there the loop runs serially.
    """
    if not _parallel_process:
        _parallel_process.append(os.getpid())
    if _parallel_process[0] != os.getpid():
        return live(plan, lines, state)
    with _in_parallel:
        return _run(batch_entry, plan, lines, state)


def compile_kernels() -> float:
    """Compile both entries, or find them in the cache; seconds it took."""
    start = time.perf_counter()
    plan, lines, state = _of_nothing()
    live(plan, lines, state)
    batch(plan, lines, state)
    return time.perf_counter() - start


def _run(entry: Any, plan: PlanArrays, lines: Lines, state: State) -> tuple[Outcome, State]:
    fit_plan, fit_lines, fit_state, outcome = admit(plan, lines, state)
    _compile_once(entry, (fit_plan, fit_lines, fit_state, outcome))
    entry(fit_plan, fit_lines, fit_state, outcome)
    return outcome, fit_state


def _compile_once(entry: Any, arguments: tuple[Any, ...]) -> None:
    """Give the entry its one signature and refuse any other: a second type would mean the door leaks."""
    if isinstance(entry, FunctionType) or entry.signatures:  # a plain function: the compiler is off
        return
    with _compiling:
        if not entry.signatures:
            entry.compile(tuple(typeof(argument) for argument in arguments))  # type: ignore[no-untyped-call]
            entry.disable_compile()


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
