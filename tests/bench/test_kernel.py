"""The kernel's measurement, run tiny: it checks its own answer and refuses to be fast at being wrong."""

import json

import numpy as np
import pytest

from bench.__main__ import main
from bench.book_of_lines import book_of_lines, generated_book
from bench.kernel import SAMPLE_LINES, WrongAnswer, check, sampled_rows
from bench.registry import BENCHES, load
from corridor.adjudication.run import live
from tests.oracle.families import FAMILIES

TINY = ["kernel", "--lines", "4000", "--repeat", "1"]


def test_the_list_names_every_measurement(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    listed = capsys.readouterr().out
    assert all(f"{name} " in listed and what in listed for name, what in BENCHES.items())


def test_json_says_all_that_a_figure_needs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*TINY, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {
        "name", "figure", "unit", "yardstick", "yardstick_figure", "ratio", "rows_checked", "settings", "machine",
    }  # fmt: skip
    assert found["rows_checked"] == 4_000
    assert found["figure"] > 0
    assert found["settings"]["lines"] == 4_000


def test_the_table_shows_figure_and_ratio(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(TINY) == 0
    assert "lines/s" in capsys.readouterr().out


def test_a_name_that_does_not_exist_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kernal"]) == 2
    assert capsys.readouterr().err.startswith("bench: found kernal, expected one of ")
    with pytest.raises(KeyError):
        load("kernal")


def test_every_rule_is_at_work_in_the_book() -> None:
    book = generated_book(SAMPLE_LINES, seed=2026)
    outcome, _ = live(book.plan, book.lines, book.state)
    shares = check(book, outcome, np.arange(SAMPLE_LINES))
    assert all(shares[rule] >= 0.02 for rule in FAMILIES)


def test_one_wrong_cent_is_found() -> None:
    book = generated_book(4_000, seed=1)
    outcome, _ = live(book.plan, book.lines, book.state)
    outcome.copay_cents[17] += 1
    with pytest.raises(WrongAnswer, match=r"^line 17: found "):
        check(book, outcome, np.arange(4_000))


def test_the_sample_is_of_whole_families_spread_over_the_book() -> None:
    lines, _ = book_of_lines(200_000, seed=3)
    rows = sampled_rows(lines, SAMPLE_LINES)
    assert SAMPLE_LINES <= len(rows) < 100_000
    families = np.unique(np.searchsorted(lines.family_offsets, rows, side="right") - 1)
    assert families[-1] > 0.9 * (len(lines.family_offsets) - 1)
    assert len(rows) == np.diff(lines.family_offsets)[families].sum()
