"""Few lines, looked at one after another, are the same arrays and the same tables as frames make of them."""

from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

from corridor.adjudication import decide
from corridor.adjudication.arrange import arrange
from corridor.adjudication.decide import adjudicate
from corridor.adjudication.few_lines import FEW_LINES, few_lines
from corridor.adjudication.few_totals import few_state
from corridor.plan.compiled import CompiledPlans
from corridor.records.decisions import ACCUMULATORS
from corridor.records.ready import READY, VISITS
from tests.oracle.choices import SeededChoices
from tests.oracle.generated_claims import Row, generated_world, ready_frame, ready_rows
from tests.oracle.strategies import Book, drawn_books

few = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def same_arrays(ready: pl.DataFrame, compiled: CompiledPlans, accumulators: pl.DataFrame, visits: pl.DataFrame) -> bool:
    """Whether the lines were plain; raises AssertionError where an array is another."""
    found = few_lines(ready, compiled)
    if found is None:
        return False
    expected = arrange(ready, compiled, accumulators, visits)
    assert found.row_of_line.tolist() == expected.row_of_line.tolist()
    state = few_state(found.keys, accumulators, visits)
    for own, theirs in ((found.lines, expected.lines), (state, expected.state)):
        for name, mine, other in zip(own._fields, own, theirs, strict=True):
            assert mine.dtype == other.dtype, name
            assert np.array_equal(mine, other), name
    return True


def without_rolling(rows: list[Row], compiled: CompiledPlans) -> pl.DataFrame:
    """READY lines whose benefits have no limit with a rolling period."""
    rolling = compiled.limits.filter(pl.col("period") == "rolling").get_column("benefit_row").implode()
    return READY.conform(ready_frame(rows)).filter(~pl.col("benefit_row").is_in(rolling).fill_null(False))


def halves(ready: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The first half of the lines and the rest."""
    middle = ready.height // 2
    return ready.head(middle), ready.tail(ready.height - middle)


def by_frames(*arguments: Any) -> decide.Adjudicated:
    """As the frames say it, however few the lines are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decide, "few_lines", lambda *_: None)
        return adjudicate(*arguments, serial=True)


@pytest.mark.parametrize("seed", range(20))
def test_arrays_and_tables_are_the_same(seed: int) -> None:
    choices = SeededChoices(seed)
    world = generated_world(choices)
    early, late = halves(without_rolling(ready_rows(choices, world, families=3, claims=6), world.compiled))
    opening = by_frames(early, world.compiled)
    assert_same(early, world.compiled, ACCUMULATORS.empty(), VISITS.empty())
    assert_same(late, world.compiled, opening.accumulators, opening.visits)


def assert_same(
    ready: pl.DataFrame,
    compiled: CompiledPlans,
    accumulators: pl.DataFrame,
    visits: pl.DataFrame,
) -> None:
    """Arrays before the kernel, tables after it."""
    same_arrays(ready, compiled, accumulators, visits)
    found = adjudicate(ready, compiled, accumulators, visits, serial=True)
    expected = by_frames(ready, compiled, accumulators, visits)
    for name in ("outcomes", "accumulators", "visits"):
        assert getattr(found, name).equals(getattr(expected, name)), name


@few
@given(drawn_books())
def test_arrays_are_the_same_on_books_that_nobody_chose(book: Book) -> None:
    world, rows = book
    ready = without_rolling(rows, world.compiled)
    assert_same(ready, world.compiled, ACCUMULATORS.empty(), VISITS.empty())


def test_most_generated_books_are_plain() -> None:
    plain = 0
    for seed in range(20):
        choices = SeededChoices(seed)
        world = generated_world(choices)
        ready = without_rolling(ready_rows(choices, world, families=2, claims=4), world.compiled)
        plain += same_arrays(ready, world.compiled, ACCUMULATORS.empty(), VISITS.empty())
    assert plain > 15


def test_many_lines_are_left_to_frames() -> None:
    choices = SeededChoices(1)
    world = generated_world(choices)
    ready = READY.conform(ready_frame(ready_rows(choices, world, families=2, claims=4)))
    many = pl.concat([ready] * (FEW_LINES // ready.height + 1))
    assert few_lines(many, world.compiled) is None
