"""The kernel on generated books whose answer the slow twin has given: every line, every amount, every running total."""

import numpy as np
import pytest

from corridor.adjudication.arrays import Outcome, State
from corridor.adjudication.door import empty_outcome
from corridor.adjudication.kernel import lines_entry
from corridor.adjudication.run import compile_kernels
from tests.oracle.settled_books import SettledBook, settled_books

SEEDS = range(24)


@pytest.fixture(scope="module")
def books() -> list[SettledBook]:
    compile_kernels()
    return settled_books(SEEDS)


def same(one: Outcome | State, other: Outcome | State) -> bool:
    return all(np.array_equal(found, expected) for found, expected in zip(one, other, strict=True))


def test_the_kernel_gives_the_settled_answer(books: list[SettledBook]) -> None:
    for book in books:
        outcome, state = empty_outcome(len(book.lines.reason)), State(*(array.copy() for array in book.before))
        lines_entry(book.plan, book.lines, state, outcome, 0, len(book.lines.reason))
        assert same(outcome, book.outcome), book.seed
        assert same(state, book.after), book.seed
