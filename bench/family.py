"""One family: through the kernel, and through the whole path without a store, from claims to decisions."""

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import yaml

from bench.book_of_lines import generated_book
from bench.kernel import check
from bench.registry import Measurement, WrongAnswer
from corridor.adjudication.arrays import State
from corridor.adjudication.door import admit, empty_outcome
from corridor.adjudication.kernel import lines_entry
from corridor.adjudication.run import compile_kernels
from corridor.book.decide import Decided, decide
from corridor.book.library import claims_from, members_from, plans_from
from corridor.book.numbering import number_claims
from tests.oracle.adjudicate import Plan, adjudicate
from tests.oracle.comparison import twin_outcomes
from tests.oracle.generated_claims import twin_line

ROOT = Path(__file__).parents[1]
PLAN, EXAMPLES = ROOT / "plans" / "ppo.yaml", ROOT / "docs" / "examples"
SUBSCRIBER, DECIDED_ON = "E100", date(2026, 3, 1)
AMOUNTS = ("deductible_cents", "coinsurance_cents", "copay_cents", "plan_paid_cents")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of this measurement."""
    parser.add_argument("--lines", type=int, default=60, help="lines of the family in the kernel")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--repeat", type=int, default=2_000, help="the median of so many runs counts")


def measure(options: argparse.Namespace) -> Measurement:
    """Time a family of the measured book in the kernel, and a family of the documentation on the whole path."""
    compile_kernels()
    book = generated_book(options.lines, options.seed)
    plan, lines, state, outcome = admit(book.plan, book.lines, book.state)
    lines_entry(plan, lines, state, outcome, 0, options.lines)
    check(book, outcome, np.arange(options.lines))
    fresh = iter(
        [
            (State(*(array.copy() for array in book.state)), empty_outcome(options.lines))
            for _ in range(options.repeat + 1)
        ]
    )

    def through_the_kernel() -> None:
        fresh_state, fresh_outcome = next(fresh)
        lines_entry(plan, lines, fresh_state, fresh_outcome, 0, options.lines)

    path, lines_of_path = the_whole_path()
    n_bytes = sum(array.nbytes for array in (*lines, *state, *state, *outcome))
    source, target = np.ones(n_bytes, np.uint8), np.zeros(n_bytes, np.uint8)
    seconds = _median(through_the_kernel, options.repeat)
    copying = _median(lambda: np.copyto(target, source), options.repeat)
    path_repeat = max(options.repeat // 20, 1)
    return Measurement(
        name="family",
        figure=seconds * 1e6,
        unit="µs for a family in the kernel",
        yardstick=f"memory copy of the same {n_bytes:,} bytes, in µs",
        yardstick_figure=copying * 1e6,
        rows_checked=options.lines + lines_of_path,
        settings={
            "lines": options.lines,
            "seed": options.seed,
            "median of": options.repeat,
            "whole path without the store, milliseconds": round(_median(path, path_repeat) * 1e3, 2),
            "lines on the whole path": lines_of_path,
            "whole path, median of": path_repeat,
        },
    )


def the_whole_path() -> tuple[Callable[[], Decided], int]:
    """Matching, classifying, editing, pricing and deciding the claims of a family; and how many lines were checked.

    Plan, coverage and claims are in memory, as when a claim comes in live. Raises WrongAnswer.
    """
    compiled = plans_from(PLAN)
    coverage = members_from(EXAMPLES / "members.csv", None, compiled, lenient=False).frame
    claims = claims_from(EXAMPLES / "claims.csv", EXAMPLES / "claims.toml", lenient=False).frame
    family = coverage.filter(pl.col("subscriber_id") == SUBSCRIBER)
    numbered = number_claims(claims.filter(pl.col("member_id").is_in(family["member_id"].to_list())))

    def path() -> Decided:
        return decide(numbered, family, compiled, DECIDED_ON)

    decided = path()
    check_path(decided)
    return path, decided.decisions.height


def check_path(decided: Decided) -> None:
    """Raises WrongAnswer where the slow twin, given the lines as the kernel gets them, decides otherwise."""
    rows: list[dict[str, Any]] = decided.ready.sort("claim_number", "line_number").to_dicts()
    document = yaml.safe_load(PLAN.read_text("utf-8"))
    outcomes, _ = adjudicate({document["code"]: Plan(document)}, [twin_line(row) for row in rows])
    found = decided.decisions.sort("claim_number", "line_number").select("reason", *AMOUNTS).to_dicts()
    expected = [{name: outcome[name] for name in ("reason", *AMOUNTS)} for outcome in twin_outcomes(outcomes)]
    if found != expected:
        raise WrongAnswer(f"the whole path: found {found}, expected {expected}")


def _median(act: Callable[[], Any], repeat: int) -> float:
    act()
    seconds = []
    for _ in range(repeat):
        start = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)
