"""From a plain Python rule to machine code."""

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

Rule = TypeVar("Rule", bound=Callable[..., object])


def compiled(rule: Rule) -> Rule:
    """`rule` compiled where it is first called; the rule itself under NUMBA_DISABLE_JIT=1.

    For leaves: functions of plain integers, compiled into the kernel that calls them.
    """
    return cast(Rule, njit(rule))


def compiled_entry(check: Rule) -> Rule:
    """`check` compiled and kept on disk: for functions of arrays that Python itself calls, once for each type."""
    return cast(Rule, njit(check, cache=True))
