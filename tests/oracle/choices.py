"""Where generated plans and claims get their choices from: a seed for volume, Hypothesis for small counterexamples."""

import random
from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


class Choices(Protocol):
    """Choices that a generator makes; the first option, the least number and `no` are the simplest."""

    def pick(self, options: Sequence[T]) -> T: ...

    def number(self, least: int, most: int) -> int: ...

    def chance(self, percent: int) -> bool: ...


class SeededChoices:
    """Choices from a seed."""

    def __init__(self, seed: int | str):
        self._random = random.Random(seed)

    def pick(self, options: Sequence[T]) -> T:
        return options[int(self._random.random() * len(options))]

    def number(self, least: int, most: int) -> int:
        return least + int(self._random.random() * (most - least + 1))

    def chance(self, percent: int) -> bool:
        return self._random.random() * 100 < percent


class DrawnChoices:
    """Choices that Hypothesis draws, and simplifies where a test fails."""

    def __init__(self, draw: Any):
        self._draw = draw

    def pick(self, options: Sequence[T]) -> T:
        return options[self.number(0, len(options) - 1)]

    def number(self, least: int, most: int) -> int:
        return int(self._draw(st.integers(least, most)))

    def chance(self, percent: int) -> bool:
        return self.number(0, 99) >= 100 - percent
