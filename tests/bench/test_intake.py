"""The measurement of the intake, run tiny, and what makes it refuse its own answer. No time is asserted."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from bench.book_of_claims import COVERED_FROM, TAKEN_IN_ON, BookOfClaims, book_of_claims
from bench.claims_check import RULES, check, check_sums
from bench.registry import WrongAnswer
from corridor.app.services.demo.documents import MERIDIAN, sources
from corridor.app.services.documents import ARRANGEMENT, SourceDocument
from corridor.app.services.intake import NamedFile, take_in
from corridor.app.services.sponsors import add_sponsor
from corridor.app.store.server.postmaster import is_alive
from corridor.app.store.tenancy import tenant_transaction
from corridor.edi.dispatch import read
from corridor.eligibility.spans import coverage_from

ROOT = Path(__file__).parents[2]
PLANS = ROOT / "plans"
TINY_CLAIMS = 300


@pytest.fixture(scope="module")
def book() -> BookOfClaims:
    return book_of_claims(TINY_CLAIMS, n_files=2, seed=7)


def test_the_command_prints_all_that_a_figure_needs() -> None:
    command = [sys.executable, "-m", "bench", "intake", "--claims", str(TINY_CLAIMS), "--repeat", "2", "--json"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=os.environ.copy())
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert found["unit"] == "claims/s"
    assert found["figure"] > 0
    assert found["rows_checked"] > 2 * TINY_CLAIMS
    settings = found["settings"]
    assert [settings[name] for name in ("fsync", "synchronous_commit", "full_page_writes")] == ["on"] * 3
    assert len(settings["claims/s of each file"]) == 2
    assert set(settings["rules at work, share of checked lines"]) == set(RULES)


def test_the_same_seed_gives_the_same_files(book: BookOfClaims) -> None:
    assert book_of_claims(TINY_CLAIMS, n_files=2, seed=7) == book
    assert book_of_claims(TINY_CLAIMS, n_files=2, seed=8).files != book.files


def test_the_files_hold_as_many_claims_as_asked_for_each_of_families_of_its_own(book: BookOfClaims) -> None:
    frames = [read(file.content, file.name).frame for file in book.files]
    assert [frame["claim_index"].n_unique() for frame in frames] == [TINY_CLAIMS, TINY_CLAIMS]
    members = coverage_from(
        read(book.enrollment, "members.834").frame.with_columns(pl.lit(1, pl.Int64).alias("batch_seq")), {}
    ).coverage
    employees = set(members["subscriber_id"])
    ours, theirs = (set(frame["subscriber_id"]) & employees for frame in frames)
    assert ours.isdisjoint(theirs)
    assert members["member_id"].n_unique() == book.people
    first = read(book.first.content, book.first.name).frame
    assert ours | theirs <= set(first["subscriber_id"]) <= employees


@pytest.fixture(scope="module")
def sponsor(store: object, book: BookOfClaims) -> str:
    """A sponsor whose first file is in."""
    code = "BENCH"
    arrangement = (PLANS / "meridian" / "arrangement.yaml").read_text().replace("code: MERIDIAN", f"code: {code}")
    documents = [document for document in sources(MERIDIAN) if document.kind != ARRANGEMENT]
    add_sponsor((*documents, SourceDocument(ARRANGEMENT, "a.yaml", arrangement.encode())), COVERED_FROM)
    for name, content, day in (
        ("providers.csv", book.providers, COVERED_FROM),
        ("members.834", book.enrollment, COVERED_FROM),
        (book.first.name, book.first.content, TAKEN_IN_ON),
        (book.files[0].name, book.files[0].content, TAKEN_IN_ON),
    ):
        take_in(code, NamedFile(name, content), day)
    return code


@pytest.fixture
def taken(sponsor: str) -> Iterator[Any]:
    """A transaction of the sponsor."""
    with tenant_transaction(sponsor) as tx:
        yield tx


class OneCentOff:
    """A transaction that reads one amount of one table a cent too high, or by `cents`."""

    def __init__(self, tx: Any, table: str, column: str, cents: int = 1):
        self._tx, self._table, self._column, self._cents = tx, table, column, cents

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tx, name)

    def read(self, query: str, params: Any = None) -> pl.DataFrame:
        frame = self._tx.read(query, params)
        if f"from {self._table}" not in query or self._column not in frame.columns:
            return frame
        wanted = pl.col(self._column) > 0
        if "coinsurance_cents" in frame.columns:  # the same line, whichever of its amounts is moved
            wanted = (pl.col("coinsurance_cents") > 1) & (pl.col("deductible_cents") > 1)
        is_first = pl.int_range(pl.len()) == pl.arg_where(wanted).first()
        return frame.with_columns(pl.col(self._column) + pl.when(is_first).then(self._cents).otherwise(0))


PLANTED = (
    ("decision", "deductible_cents", r"^lines whose parts are not their charge: found 1, expected 0$"),
    ("decision", "not_covered_cents", r"^lines whose parts are not their charge: found 1, expected 0$"),
    ("posting_row", "amount_cents", r"^entries that do not balance: found 1, expected 0$"),
    ("accumulator", "amount", r"^accumulators of the family of claim \d+: found others than the slow twin's$"),
)


def test_all_lines_of_a_small_book_are_checked_and_one_wrong_cent_is_found(taken: Any) -> None:
    assert check(taken).lines == taken.scalar("select count(*) from claim_line")
    for table, column, message in PLANTED:
        with pytest.raises(WrongAnswer, match=message):
            check(OneCentOff(taken, table, column))
    check_sums(taken)


def test_two_wrong_cents_that_hide_each_other_are_found(taken: Any) -> None:
    moved = OneCentOff(OneCentOff(taken, "decision", "coinsurance_cents", -1), "decision", "deductible_cents")
    with pytest.raises(WrongAnswer, match=r"^claim \d+, line \d+, \w+_cents: found \d+, expected \d+$"):
        check(moved)


def test_an_error_leaves_neither_server_nor_folder() -> None:
    script = (
        "from bench.intake import temporary_store\n"
        "with temporary_store() as store:\n"
        "    print(store.server.pid, store.server.data.parent, flush=True)\n"
        "    raise RuntimeError('in the middle')\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.stderr.endswith("RuntimeError: in the middle\n")
    pid, home = ran.stdout.split(maxsplit=1)
    assert not is_alive(int(pid))
    assert not Path(home.strip()).exists()
