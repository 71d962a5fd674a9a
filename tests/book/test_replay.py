"""A settled book decided again: under its own plan nothing moves; under another, what deciding its claims anew says."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings

from corridor.adjudication.slots import first_of_key, slots_of
from corridor.book.decide import decide
from corridor.book.map_files import map_files
from corridor.book.replay.files import BookError, contents_of, files_of, read_file, write_contents, write_file
from corridor.book.replay.numbering import slots_by_family
from corridor.book.replay.run import Asked, lines_now, replay_file
from corridor.book.replay.settle import contents_for, settled
from corridor.book.summary import member_owes
from corridor.claims.known import Known
from corridor.codes.reasons import REASONS
from corridor.plan.compile import compile_plans
from corridor.plan.compiled import CompiledPlans
from corridor.plan.load import load_plan
from tests.book.test_split import DAYS, DECIDED_ON, books

Build = Callable[..., pl.DataFrame]
moderately = settings(max_examples=40, deadline=None)
_KEY = ("claim_number", "line_number")


@pytest.fixture(scope="module")
def other(plan_file: Path) -> CompiledPlans:
    """The same plan with other amounts."""
    text = plan_file.read_text("utf-8")
    changed = text.replace("coinsurance: 20%", "coinsurance: 35%").replace("individual: 500", "individual: 900")
    assert changed != text
    return compile_plans([load_plan(changed.encode(), "other.yaml")])


def now_of(
    claims: pl.DataFrame, coverage: pl.DataFrame, compiled: CompiledPlans, known: Known, under: CompiledPlans
) -> pl.DataFrame:
    """Claim, line, reason, plan and member cents of the replayed lines, by claim and line."""
    decided = decide(claims, coverage, compiled, DECIDED_ON, known=known).decisions
    contents = contents_for(compiled)
    parts = []
    for file in settled(
        claims, coverage, compiled, decided, contents, decided_on=DECIDED_ON, known=known, lines_of_file=4
    ):
        now = lines_now(file, contents, under, {code: code for code in contents.plans})
        names = np.array([reason.name for reason in REASONS])
        parts.append(
            file.lines.select(*_KEY).with_columns(
                pl.Series("reason", names[now.reason].tolist()),
                pl.Series("plan_cents", now.plan_cents),
                pl.Series("member_cents", now.member_cents),
            )
        )
    return pl.concat(parts).sort(_KEY)


def told(decisions: pl.DataFrame) -> pl.DataFrame:
    return decisions.select(
        *_KEY,
        "reason",
        (pl.col("plan_paid_cents") + pl.col("account_cents")).alias("plan_cents"),
        member_owes().alias("member_cents"),
    ).sort(_KEY)


@moderately
@given(book=books())
def test_the_same_plan_moves_nothing(
    book: list[Any], numbered: Build, people: Build, compiled: CompiledPlans, known: Known
) -> None:
    claims, coverage = numbered(*book), people({"BOB": DAYS[1]})
    decided = decide(claims, coverage, compiled, DECIDED_ON, known=known).decisions
    assert now_of(claims, coverage, compiled, known, compiled).to_dicts() == told(decided).to_dicts()


@moderately
@given(book=books())
def test_another_plan_decides_as_it_would_have_then(
    book: list[Any], numbered: Build, people: Build, compiled: CompiledPlans, known: Known, other: CompiledPlans
) -> None:
    claims, coverage = numbered(*book), people({"BOB": DAYS[1]})
    expected = decide(claims, coverage, other, DECIDED_ON, known=known).decisions
    assert now_of(claims, coverage, compiled, known, other).to_dicts() == told(expected).to_dicts()


def test_a_book_on_disk_adds_up_and_its_files_are_tasks(
    tmp_path: Path, numbered: Build, people: Build, compiled: CompiledPlans, known: Known
) -> None:
    claims = numbered(*([{"member_id": who}] for who in ("ANN", "BOB", "CEM", "ANN", "DEE")))
    decided = decide(claims, people(), compiled, DECIDED_ON, known=known).decisions
    contents = contents_for(compiled)
    write_contents(tmp_path, contents)
    for number, file in enumerate(
        settled(claims, people(), compiled, decided, contents, decided_on=DECIDED_ON, known=known, lines_of_file=1)
    ):
        write_file(tmp_path, number, file)
    assert contents_of(tmp_path) == contents
    files = files_of(tmp_path)
    assert len(files) > 1
    asked = Asked({code: code for code in contents.plans})
    found = list(map_files(files, lambda path: replay_file(read_file(path), contents, compiled, asked), processes=1))
    assert sum(part.lines for part in found) == claims.height
    people_sums = pl.concat(part.people for part in found)
    expected = told(decided).filter(pl.col("reason") != "unknown_member")
    assert people_sums["plan_cents"].sum() == people_sums["was_plan_cents"].sum() == expected["plan_cents"].sum()
    with pytest.raises(BookError, match="found a book, expected an empty folder"):
        write_contents(tmp_path, contents)


def test_a_family_planted_across_files_is_not_possible(
    numbered: Build, people: Build, compiled: CompiledPlans, known: Known
) -> None:
    claims = numbered(*([{"member_id": "ANN"}] for _ in range(9)))
    decided = decide(claims, people(), compiled, DECIDED_ON, known=known).decisions
    files = list(settled(claims, people(), compiled, decided, contents_for(compiled), known=known, lines_of_file=2))
    assert [file.lines.height for file in files] == [9]


def test_lines_of_another_period_count_to_totals_and_are_not_added_up(
    numbered: Build, people: Build, compiled: CompiledPlans, known: Known
) -> None:
    claims = numbered(*([{"member_id": "ANN", "service_from": day}] for day in sorted(DAYS)))
    decided = decide(claims, people(), compiled, DECIDED_ON, known=known).decisions
    contents = contents_for(compiled)
    file = next(iter(settled(claims, people(), compiled, decided, contents, decided_on=DECIDED_ON, known=known)))
    asked = Asked({code: code for code in contents.plans}, first=date(2025, 1, 3), last=date(2025, 1, 3))
    found = replay_file(file, contents, compiled, asked)
    assert found.lines == 1
    wanted = decided.filter(pl.col("service_from") == date(2025, 1, 3))
    assert found.people["plan_cents"].sum() == wanted["plan_paid_cents"].sum()


def test_lines_of_a_plan_that_nobody_replaces_stay(
    numbered: Build, people: Build, compiled: CompiledPlans, known: Known, other: CompiledPlans
) -> None:
    claims = numbered([{"member_id": "ANN"}], [{"member_id": "ANN"}])
    decided = decide(claims, people(), compiled, DECIDED_ON, known=known).decisions
    contents = contents_for(compiled)
    file = next(iter(settled(claims, people(), compiled, decided, contents, decided_on=DECIDED_ON, known=known)))
    found = replay_file(file, contents, other, Asked({}))
    assert found.people["plan_cents"].to_list() == found.people["was_plan_cents"].to_list()


@given(rows=books())
@settings(max_examples=10, deadline=None)
def test_slots_are_those_of_the_general_way(rows: list[Any]) -> None:
    rng = np.random.default_rng(len(rows))
    n = 200
    family = np.sort(rng.integers(0, 20, n))
    key, wanted = rng.integers(0, 5, n), rng.random(n) < 0.8
    offsets = np.append(np.flatnonzero(np.append(True, family[1:] != family[:-1])), n).astype(np.int64)
    slots, count = slots_by_family(key * 1_000_000, key, wanted, offsets)
    frame = pl.DataFrame({"family": family, "key": key, "wanted": wanted}).with_row_index("position")
    first = frame.select(first_of_key(("family", "key"), pl.col("wanted"))).to_series()
    expected, firsts = slots_of(first)
    assert slots.tolist() == expected.tolist()
    assert count == len(firsts)
