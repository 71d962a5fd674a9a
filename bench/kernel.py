"""Lines a second through the kernel, door included, on a generated book in which every rule has work to do."""

import argparse
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.book_of_lines import Book, generated_book
from bench.lines_in_words import line_dicts, outcome_dicts, twin_plans, without_fired
from bench.registry import Measurement, WrongAnswer
from corridor.adjudication.arrays import Lines, Outcome
from corridor.adjudication.run import batch, compile_kernels
from tests.oracle.adjudicate import adjudicate
from tests.oracle.families import FAMILIES

SAMPLE_LINES = 20_000
LEAST_SHARE = 0.02


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of this measurement."""
    parser.add_argument("--lines", type=int, default=10_000_000, help="how many lines to generate")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--repeat", type=int, default=5, help="the best of so many runs counts")


def measure(options: argparse.Namespace) -> Measurement:
    """Time the kernel and a memory copy in turn; check a sample of whole families against the slow twin."""
    book = generated_book(options.lines, options.seed)
    plan, lines, state = book.plan, book.lines, book.state
    compile_kernels()
    outcome, _ = batch(plan, lines, state)  # warm: threads started, memory mapped once
    n_bytes = sum(array.nbytes for array in (*lines, *state, *state, *outcome))
    seconds, copy_seconds = best_in_turn(lambda: batch(plan, lines, state), _copier(n_bytes), options.repeat)
    rows = sampled_rows(lines, SAMPLE_LINES)
    shares = check(book, outcome, rows)
    return Measurement(
        name="kernel",
        figure=options.lines / seconds,
        unit="lines/s",
        yardstick=f"memory copy of the same {n_bytes / 1e6:,.0f} MB, as lines/s",
        yardstick_figure=options.lines / copy_seconds,
        rows_checked=len(rows),
        settings={
            "lines": options.lines,
            "families": len(lines.family_offsets) - 1,
            "persons": int(book.person[-1]) + 1,
            "seed": options.seed,
            "best of": options.repeat,
            "seconds": round(seconds, 4),
            "rules at work, share of checked lines": {rule: round(shares[rule], 4) for rule in FAMILIES},
        },
    )


def sampled_rows(lines: Lines, at_least: int) -> NDArray[np.int64]:
    """Rows of whole families, evenly spread over the book: `at_least` of them, or all there are."""
    offsets = lines.family_offsets
    n_families, n_lines = len(offsets) - 1, int(offsets[-1])
    step = max(n_lines // at_least - 1, 1)
    chosen = range(0, n_families, step)
    rows = np.concatenate([np.arange(offsets[family], offsets[family + 1]) for family in chosen])
    return rows if len(rows) >= min(at_least, n_lines) else np.arange(n_lines)


def check(book: Book, outcome: Outcome, rows: NDArray[np.int64]) -> Counter[str]:
    """Compare the rows with the slow twin's answer; the share of them on which each rule had a say.

    Raises WrongAnswer naming the first row that differs, or a rule that fired too seldom to be measured.
    """
    expected, _ = adjudicate(twin_plans(), line_dicts(book, rows))
    found = outcome_dicts(outcome, rows)
    for row, one, other in zip(rows, found, without_fired(expected), strict=True):
        if one != other:
            raise WrongAnswer(f"line {row}: found {one}, expected {other}")
    fired = Counter(dict.fromkeys(FAMILIES, 0))
    fired.update(rule for one in expected for rule in one["fired"])
    shares = Counter({rule: count / len(rows) for rule, count in fired.items()})
    idle = [rule for rule in FAMILIES if shares[rule] < LEAST_SHARE]
    if idle and len(rows) >= SAMPLE_LINES:
        raise WrongAnswer(f"rules at work on fewer than {LEAST_SHARE:.0%} of lines: {', '.join(idle)}")
    return shares


def best_in_turn(one: Callable[[], Any], other: Callable[[], Any], repeat: int) -> tuple[float, float]:
    """Least seconds of each, run turn by turn so that both meet the same disturbances."""
    times = [(_seconds(one), _seconds(other)) for _ in range(repeat)]
    return min(first for first, _ in times), min(second for _, second in times)


def _seconds(act: Callable[[], Any]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _copier(n_bytes: int) -> Callable[[], None]:
    source, target = np.ones(n_bytes, np.uint8), np.zeros(n_bytes, np.uint8)
    return lambda: np.copyto(target, source)
