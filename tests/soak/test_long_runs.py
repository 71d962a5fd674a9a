"""Long runs: the whole demo verified, many damaged files, many generated books against the slow twin."""

import os
import random
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from bench.book_of_lines import generated_book
from bench.kernel import check, sampled_rows
from corridor.adjudication.run import batch
from corridor.edi import EdiError, read

pytestmark = pytest.mark.soak
VISIT = Path(__file__).parents[1] / "edi" / "x837" / "visit.837"


def corridor(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CORRIDOR_HOME": str(home)}
    program = Path(sys.executable).with_name("corridor")
    return subprocess.run([program, *arguments], env=environment, capture_output=True, text=True, check=False)


def test_the_whole_demo_verifies_to_the_cent(tmp_path: Path) -> None:
    home = tmp_path / "home"
    try:
        made = corridor(home, "demo")
        assert made.returncode == 0, made.stderr
        verified = corridor(home, "verify")
        assert verified.returncode == 0, verified.stdout
        assert verified.stdout.count("agreement, 0.00 difference") == 2
    finally:
        corridor(home, "stop")


@pytest.mark.parametrize("seed", range(10))
def test_generated_books_agree_with_the_slow_twin(seed: int) -> None:
    book = generated_book(400_000, seed)
    outcome, _ = batch(book.plan, book.lines, book.state)
    check(book, outcome, sampled_rows(book.lines, 40_000))


@pytest.mark.parametrize("seed", range(20))
def test_damaged_files_are_refused_and_never_crash(seed: int) -> None:
    rng = random.Random(seed)
    content = VISIT.read_bytes()
    for _ in range(2_000):
        damaged = bytearray(content)
        for _ in range(rng.randint(1, 6)):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        for lenient in (False, True):
            # Whatever else is raised fails the test.
            with suppress(EdiError):
                assert read(bytes(damaged), "damaged.837", lenient=lenient).segments.total > 0
