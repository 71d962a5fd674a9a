"""Lines that were made as arrays reach the slow twin as the same lines: its answer is the kernel's."""

import pytest

from corridor.adjudication.arrange import arrange
from corridor.adjudication.run import live
from corridor.records.decisions import ACCUMULATORS
from corridor.records.ready import VISITS
from tests.oracle.adjudicate import adjudicate
from tests.oracle.choices import SeededChoices
from tests.oracle.generated_claims import generated_world, ready_frame, ready_rows
from tests.oracle.kernel_arrays import Named, line_dicts, outcome_dicts, without_fired


@pytest.mark.parametrize("seed", range(12))
def test_the_arrays_say_what_the_rows_said(seed: int) -> None:
    choices = SeededChoices(seed)
    world = generated_world(choices)
    rows = ready_rows(choices, world, families=5, claims=6)
    arranged = arrange(ready_frame(rows), world.compiled, ACCUMULATORS.empty(), VISITS.empty())
    ordered = [rows[row] for row in arranged.row_of_line]
    named = Named(
        world.compiled,
        person=[row["member_id"] for row in ordered],
        family=[row["family_id"] for row in ordered],
        claim=[row["claim_number"] for row in ordered],
        tooth=[row["tooth"] for row in ordered],
    )
    every_row = range(len(ordered))
    expected, _ = adjudicate(world.plans, line_dicts(arranged.lines, named, every_row))
    outcome, _ = live(world.compiled.arrays, arranged.lines, arranged.state)
    assert outcome_dicts(outcome, every_row) == without_fired(expected)
