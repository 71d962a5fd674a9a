"""Some operations, right and wrong, on the employer's money in any order; `make soak` has fifty thousand."""

from tests.app.conftest import Database
from tests.soak.money.running import run_steps


def test_nothing_that_people_do_breaks_the_books(database: Database, store: object) -> None:
    done = run_steps(database, 240, 7, long=60)
    assert done["steps"] >= 240
    assert done["refused"]
