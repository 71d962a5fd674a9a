"""The state machine, run for so many steps from a seed."""

from collections import Counter

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.app.conftest import Database
from tests.soak.money.machine import Money

LONG = 100
"""Steps of one sponsor's life."""


def run_steps(database: Database, steps: int, first_seed: int, long: int = LONG) -> Counter[str]:
    """So many steps or more; how many of each kind, of which refused."""
    done = Counter[str]()
    here = type("Here", (Money,), {"database": database, "done": done})
    number = first_seed
    while done["steps"] < steps:
        left = steps - done["steps"]
        asked = settings(
            max_examples=max(1, left // long),
            stateful_step_count=long,
            deadline=None,
            database=None,
            print_blob=False,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        run_state_machine_as_test(seed(number)(here), settings=asked)
        number += 1
    return done
