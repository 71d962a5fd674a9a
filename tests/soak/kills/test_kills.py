"""Two hundred kills of the worker, the pages and the database, at any moment of a load and a payment run."""

import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import IO

import pytest

from tests.soak.kills.found import faults
from tests.soak.kills.installation import CORRIDOR, SPONSOR, Installation, claims_of_round, kill_tree

pytestmark = pytest.mark.soak

KILLS = int(os.environ.get("CORRIDOR_KILLS", "200"))
SEED = int(os.environ.get("CORRIDOR_KILLS_SEED", "20260105"))
BETWEEN = "file written"
WARM_UP = 4
STEPS = ("load", "load: rows", "prepare", "approve", "deposit", "release", BETWEEN)
"""Each of these is hit at least once."""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path / "home")
    try:
        made.begin()
        yield made
    finally:
        made.end()


def test_no_kill_loses_a_cent_or_pays_one_twice(place: Installation, tmp_path: Path) -> None:
    chance, hit, usual = random.Random(SEED), Counter[str](), list[float]()
    targets = Counter[str]()
    print(f"\nseed {SEED}: CORRIDOR_KILLS={KILLS} CORRIDOR_KILLS_SEED={SEED} pytest -m soak -s tests/soak/kills")
    with ThreadPoolExecutor(1) as sender:
        for number in range(WARM_UP + KILLS):
            day = date(2026, 2, 2) + timedelta(days=number)
            claims = tmp_path / f"round-{number}.csv"
            claims.write_text(claims_of_round(number))
            live = sender.submit(place.send_claim, number, time.monotonic() + 120)
            if number < WARM_UP:
                usual.append(_whole_round(place, claims, day))
            else:
                target = _target(number, chance)
                targets[target] += 1
                hit[_killed_round(place, claims, day, target, chance.uniform(0, min(usual)))] += 1
                _whole_round(place, claims, day)
            _answered(live)
            with place.connected() as connection:
                assert faults(connection, place.home / "outbox", is_done=False) == {}, (number, day)
    last = tmp_path / "last.csv"
    last.write_text(claims_of_round(WARM_UP + KILLS))
    _whole_round(place, last, date(2026, 2, 2) + timedelta(days=WARM_UP + KILLS))
    with place.connected() as connection:
        assert faults(connection, place.home / "outbox", is_done=True) == {}
    print("killed:", dict(targets.most_common()))
    for step, count in sorted(hit.items()):
        print(f"{step:<20} {count:>4} {'#' * count}")
    assert hit[BETWEEN] >= KILLS // 10
    assert KILLS < 200 or set(STEPS) <= set(hit), set(STEPS) - set(hit)
    assert "agreement, 0.00 difference" in place.run(CORRIDOR, "verify", "--sponsor", SPONSOR)


def _target(number: int, chance: random.Random) -> str:
    """Every tenth kill falls between a file that is written and its mark; the others where chance has it."""
    return BETWEEN if number % 10 == 9 else chance.choices(("worker", "database", "pages"), (6, 3, 1))[0]


def _killed_round(place: Installation, claims: Path, day: date, target: str, after: float) -> str:
    """Begin the round, kill the target; the step that the round had told last when the kill fell."""
    process = place.round(claims, day, "written" if target == BETWEEN else None)
    assert process.stdout is not None
    told, has_begun, is_there = list[str](), Event(), Event()

    def listen(output: IO[str]) -> None:
        for line in output:
            told.append(line.strip())
            has_begun.set()
            if told[-1] == BETWEEN:
                is_there.set()

    listener = Thread(target=listen, args=(process.stdout,))
    listener.start()
    (is_there if target == BETWEEN else has_begun).wait(120)
    if target != BETWEEN:
        time.sleep(after)
    step = told[-1]
    if target == "database":
        place.kill_database()
        time.sleep(0.2)
    if target == "pages":
        place.kill_pages()
    else:
        kill_tree(process.pid)
    listener.join(240)
    process.wait(240)
    return step


def _whole_round(place: Installation, claims: Path, day: date) -> float:
    """The round from wherever it stands to its end; seconds from its first step."""
    process = place.round(claims, day)
    assert process.stdout is not None
    process.stdout.readline()
    start = time.monotonic()
    told = process.stdout.read()
    assert process.wait(timeout=240) == 0, place.errors.read_text()[-2000:]
    assert told.strip().endswith("done")
    return time.monotonic() - start


def _answered(live: Future[int]) -> None:
    """The live claim of the round has its answer, however often it had to be sent."""
    assert live.result(timeout=150) >= 1
