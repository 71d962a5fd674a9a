"""Hypothesis strategies: a book is plans that nobody chose and READY lines of a few families under them."""

from hypothesis import strategies as st

from tests.oracle.choices import Choices, DrawnChoices, SeededChoices
from tests.oracle.generated_claims import Row, World, generated_world, ready_rows

Book = tuple[World, list[Row]]


def _book(choices: Choices, families: int, claims: int) -> Book:
    world = generated_world(choices)
    return world, ready_rows(choices, world, families, claims)


@st.composite
def drawn_books(draw: st.DrawFn, families: int = 2, claims: int = 3) -> Book:
    """Small books of which Hypothesis simplifies the one that fails a test; slow to draw."""
    return _book(DrawnChoices(draw), families, claims)


def books(families: int = 3, claims: int = 6) -> st.SearchStrategy[Book]:
    """Books by seed: quick to make, never simplified."""
    return st.integers(0, 2**32).map(lambda seed: _book(SeededChoices(seed), families, claims))
