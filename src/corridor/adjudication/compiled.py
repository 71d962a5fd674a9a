"""From a plain Python rule to machine code."""

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

Rule = TypeVar("Rule", bound=Callable[..., object])


def compiled(rule: Rule) -> Rule:
    """`rule` compiled where it is first called, and kept on disk; the rule itself under NUMBA_DISABLE_JIT=1.

    For leaves: functions of integers, and of the kernel's arrays, compiled into the kernel that calls them. They make
    no arrays, so they count no references to any: counting takes turns between threads, and cost nine tenths of the
    time. Without being inlined by force, handing over the tuples of arrays cost three quarters of what was left.
    """
    return cast(Rule, njit(rule, forceinline=True, _nrt=False, cache=True))  # type: ignore[call-overload]


def compiled_entry(check: Rule) -> Rule:
    """`check` compiled and kept on disk: for functions of arrays that Python itself calls, once for each type."""
    return cast(Rule, njit(check, cache=True, nogil=True))
