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
