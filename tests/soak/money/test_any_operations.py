"""Fifty thousand operations, right and wrong, on the employer's money."""

import os

import pytest

from tests.app.conftest import Database
from tests.soak.money.running import run_steps

pytestmark = pytest.mark.soak

STEPS = int(os.environ.get("CORRIDOR_MONEY_STEPS", "50000"))
SEED = int(os.environ.get("CORRIDOR_MONEY_SEED", "20260127"))


def test_nothing_that_people_do_breaks_the_books(database: Database) -> None:
    again = f"CORRIDOR_MONEY_STEPS={STEPS} CORRIDOR_MONEY_SEED={SEED}"
    print(f"\nseed {SEED}: {again} pytest -m soak -s tests/soak/money/test_any_operations.py")
    done = run_steps(database, STEPS, SEED)
    for what, count in done.most_common():
        print(f"{what:<20}{count:>8}")
    assert done["steps"] >= STEPS
    assert done["refused"] > done["steps"] // 10
