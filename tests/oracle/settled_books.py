"""Generated books with the answer beside them: the kernel's arrays before and after, proved equal to the slow twin.

Mutation testing needs the kernel run hundreds of times in a second or two, without tables, files or threads: what is
slow is done once, and kept in a file beside this one.
"""

import pickle
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corridor.adjudication.arrays import Lines, Outcome, State
from corridor.plan.arrays import PlanArrays

KEPT = Path(__file__).with_suffix(".pickle")
FAMILIES, CLAIMS = 2, 6


@dataclass(frozen=True)
class SettledBook:
    """Lines of a few families under generated plans, the state they start from, and what becomes of both."""

    seed: int
    plan: PlanArrays
    lines: Lines
    before: State
    outcome: Outcome
    after: State


def settled_books(seeds: Iterable[int]) -> list[SettledBook]:
    """One book for each seed; those of the file, where there is one."""
    if KEPT.exists():
        kept: list[SettledBook] = pickle.loads(KEPT.read_bytes())
        return kept
    return [settle(seed) for seed in seeds]


def settle(seed: int) -> SettledBook:
    """Generate a book and decide it. Raises AssertionError where kernel and slow twin differ."""
    from corridor.adjudication.arrange import arrange
    from corridor.adjudication.decide import adjudicate
    from corridor.adjudication.door import admit
    from corridor.adjudication.run import live
    from corridor.records.decisions import ACCUMULATORS
    from corridor.records.ready import VISITS
    from tests.oracle.choices import SeededChoices
    from tests.oracle.comparison import differences
    from tests.oracle.generated_claims import generated_world, ready_frame, ready_rows

    choices = SeededChoices(seed)
    world = generated_world(choices)
    rows = ready_rows(choices, world, FAMILIES, CLAIMS)
    ready = ready_frame(rows)
    found = list(differences(adjudicate(ready, world.compiled, serial=True), world, rows))
    assert not found, (seed, found)
    arranged = arrange(ready, world.compiled, ACCUMULATORS.empty(), VISITS.empty())
    plan, lines, before, _ = admit(world.compiled.arrays, arranged.lines, arranged.state)
    return SettledBook(seed, plan, lines, before, *live(plan, lines, before))


def keep(path: Path, seeds: Iterable[int]) -> None:
    """Settle the books of the seeds, and write them to a file."""
    path.write_bytes(pickle.dumps([settle(seed) for seed in seeds]))
