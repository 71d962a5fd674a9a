"""A million member-years from Parquet, decided again under their plan documents: all of it, beside reading alone."""

import argparse
import os
import resource
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

from bench.book_of_lines import generated_book
from bench.kernel import SAMPLE_LINES, check, sampled_rows
from bench.registry import Measurement, WrongAnswer
from bench.services import PLANS, compiled_plans
from bench.settled_book import as_file, write_book
from corridor.adjudication.run import live
from corridor.book.map_files import map_files
from corridor.book.replay.arrange import arrange_book
from corridor.book.replay.files import contents_of, files_of, read_file
from corridor.book.replay.folder import replay_folder
from corridor.book.replay.numbering import slots_by_family
from corridor.book.replay.run import Asked, Replayed
from corridor.book.replay.settle import contents_for
from corridor.book.replay.under_plan import under_plans
from tests.oracle.families import FAMILIES

YEARS_OF_BOOK = 2
CHECKED_BOOK = 10_000_000
"""Lines from which the sample for the slow twin is drawn."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of this measurement."""
    parser.add_argument("--lines", type=int, default=20_000_000, help="lines of the book")
    parser.add_argument("--lines-of-file", type=int, default=500_000)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--repeat", type=int, default=3, help="the best of so many runs counts")


def measure(options: argparse.Namespace) -> Measurement:
    """Write the book, replay it, and read it: processes started, Parquet read, everything decided and added up."""
    plans = tuple((path.name, path.read_bytes()) for path in sorted(PLANS.glob("*.yaml")))
    slots_by_family(*(np.zeros(1, np.int64),) * 2, np.zeros(1, np.bool_), np.array([0, 1]))  # compiled, on disk
    with tempfile.TemporaryDirectory(prefix="corridor-book-") as name:
        folder = Path(name)
        write_book(folder, options.lines, options.lines_of_file, options.seed)
        asked = Asked({code: code for code in contents_of(folder).plans})
        seconds, reading = [], []
        for _ in range(options.repeat):
            start = time.perf_counter()
            found = replay_folder(folder, plans, asked)
            seconds.append(time.perf_counter() - start)
            _check_sums(found, options.lines)
            start = time.perf_counter()
            sum(map_files(files_of(folder), _read_only))
            reading.append(time.perf_counter() - start)
        memory = _most_memory()  # before the check, which holds a larger book at once
        size = sum(path.stat().st_size for path in folder.iterdir())
    shares = _check_way(options)
    return Measurement(
        name="replay",
        figure=min(seconds),
        unit="seconds for the book, from starting the processes to the sums",
        yardstick="reading the same files in the same way, in seconds",
        yardstick_figure=min(reading),
        rows_checked=options.lines,
        settings={
            "lines": options.lines,
            "members": found.people.height,
            "member-years": found.people.height * YEARS_OF_BOOK,
            "megabytes of Parquet": round(size / 1e6),
            "seconds of each run": [round(each, 2) for each in seconds],
            "gigabytes at most, all processes": round(memory / 1e9, 2),
            "rules at work, share of checked lines": {rule: round(shares[rule], 4) for rule in FAMILIES},
        },
    )


def _check_way(options: argparse.Namespace) -> dict[str, float]:
    """Lines through the whole way, a sample of them beside the slow twin. Raises WrongAnswer."""
    book = generated_book(min(options.lines, CHECKED_BOOK), options.seed)
    file, contents = as_file(book, contents_for(compiled_plans())), contents_for(compiled_plans())
    lines, state = arrange_book(
        file, under_plans(file, compiled_plans(), contents.plans, contents.reasons), compiled_plans()
    )
    outcome, _ = live(book.plan, lines, state)
    return dict(check(book, outcome, sampled_rows(lines, SAMPLE_LINES)))


def _check_sums(found: Replayed, lines: int) -> None:
    """Under its own plans a book stays what it was: every person's sums. Raises WrongAnswer."""
    moved = found.people.filter(
        (pl.col("plan_cents") != pl.col("was_plan_cents")) | (pl.col("member_cents") != pl.col("was_member_cents"))
    )
    if moved.height or found.lines != lines:
        raise WrongAnswer(f"found {moved.height} people whose sums moved and {found.lines} lines, expected 0, {lines}")


def _read_only(path: Path) -> int:
    file = read_file(path)
    return int(file.lines.select(pl.all().null_count().sum()).sum_horizontal().item()) + file.lines.height


def _most_memory() -> int:
    """Bytes: the largest of the other processes twice, for there are as many as cores, and this one."""
    own, children = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return 1024 * (own + children * len(os.sched_getaffinity(0)))
