"""Persons a second under a plan of four formulas, beside OpenFisca-Core on the same plan, in the same run.

Both go from arrays to arrays: OpenFisca through a simulation made of the allowed amounts, the kernel through its door.
OpenFisca computes in float32 and adds nothing up from line to line, so each person has one line, and its answer is
compared within the error of its numbers; the kernel keeps accumulators all the same, and writes all that it writes.
"""

import argparse
import importlib.metadata
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from bench.kernel import best_in_turn
from bench.openfisca_plan import calculated, simulation_of, system_of
from bench.registry import Measurement, WrongAnswer
from corridor.adjudication.arrays import LAST_OF_CLAIM, NO_SLOT, PAID, Lines, Outcome, State, day_number
from corridor.adjudication.run import batch, compile_kernels
from corridor.plan.compile import compile_plans
from corridor.plan.load import load_plan

DOCUMENT = Path(__file__).parent / "four_formulas.yaml"
MEDIAN_CENTS = 60_000
FLOAT32_ERROR = 4e-7
HALF_A_CENT = 0.005


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of this measurement."""
    parser.add_argument("--persons", type=int, default=2_000_000, help="how many persons, of one line each")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--repeat", type=int, default=5, help="the best of so many runs counts")


def measure(options: argparse.Namespace) -> Measurement:
    """Time both in turn, each warmed, and compare what every person bears."""
    plan = compile_plans([load_plan(DOCUMENT.read_bytes(), DOCUMENT.name)]).arrays
    allowed = _allowed(options.persons, options.seed)
    lines, state = lines_of_persons(allowed)
    system = system_of(yaml.safe_load(DOCUMENT.read_text("utf-8")))
    compile_kernels()
    outcome, _ = batch(plan, lines, state)
    theirs = calculated(simulation_of(system, allowed))
    compare(outcome, theirs)

    def through_openfisca() -> None:
        calculated(simulation_of(system, allowed))

    seconds, their_seconds = best_in_turn(lambda: batch(plan, lines, state), through_openfisca, options.repeat)
    version = importlib.metadata.version("openfisca-core")
    return Measurement(
        name="openfisca",
        figure=options.persons / seconds,
        unit="persons/s",
        yardstick=f"OpenFisca-Core {version} on the same plan, persons/s",
        yardstick_figure=options.persons / their_seconds,
        rows_checked=options.persons,
        settings={
            "persons": options.persons,
            "seed": options.seed,
            "best of": options.repeat,
            "OpenFisca": "float32, four formulas, nothing added up from line to line",
            "largest difference, dollars": round(largest_difference(outcome, theirs), 4),
        },
    )


def _allowed(persons: int, seed: int) -> NDArray[np.int64]:
    spread = np.exp(np.random.default_rng(seed).normal(0, 1.2, persons))
    return (MEDIAN_CENTS * spread).astype(np.int64)


def lines_of_persons(allowed: NDArray[np.int64]) -> tuple[Lines, State]:
    """One line for each person, who is a family of its own, and accumulators at zero."""
    n = len(allowed)

    def everywhere(value: int, dtype: Any) -> NDArray[Any]:
        return np.full(n, value, dtype)

    own, none = np.arange(n, dtype=np.int32), everywhere(NO_SLOT, np.int32)
    lines = Lines(
        version=everywhere(0, np.int32),
        benefit=everywhere(0, np.int32),
        level=everywhere(0, np.uint8),
        tier=everywhere(0, np.uint8),
        reason=everywhere(PAID, np.uint8),
        flags=everywhere(LAST_OF_CLAIM, np.uint8),
        allowed_cents=allowed,
        recognised_cents=allowed,
        allowable_cents=allowed,
        other_paid_cents=everywhere(0, np.int64),
        units=everywhere(1, np.int32),
        day=everywhere(day_number(2026, 6, 1), np.int32),
        person_deductible_slot=own,
        family_deductible_slot=own,
        person_maximum_slot=own,
        family_maximum_slot=own,
        last_year_person_slot=none,
        last_year_family_slot=none,
        occasion_slot=none,
        reserve_slot=none,
        account_slot=none,
        limit_offsets=np.zeros(n + 1, np.int64),
        limit_slot=np.zeros(0, np.int32),
        limit_surfaces=np.zeros(0, np.int32),
        family_offsets=np.arange(n + 1, dtype=np.int64),
    )
    totals = {name: np.zeros((n, 2), np.int64) for name in State._fields if name.startswith(("person_", "family_"))}
    nothing = {name: np.zeros(0, np.int64) for name in State._fields if name not in totals}
    bytes_ = {"occasion": np.zeros(0, np.uint8)}
    days = {name: np.zeros(0, np.int32) for name in ("use_day", "use_surfaces")}
    return lines, State(**(totals | nothing | bytes_ | days | {"use_offsets": np.zeros(1, np.int64)}))


def member_dollars(outcome: Outcome) -> NDArray[np.float64]:
    """What each person bears."""
    return (outcome.deductible_cents + outcome.coinsurance_cents + outcome.copay_cents) / 100


def largest_difference(outcome: Outcome, theirs: NDArray[np.float32]) -> float:
    """In dollars, between what a person bears by either."""
    return float(np.abs(member_dollars(outcome) - theirs).max(initial=0.0))


def compare(outcome: Outcome, theirs: NDArray[np.float32]) -> None:
    """Raises WrongAnswer naming the first person for whom the two differ by more than rounding explains."""
    ours = member_dollars(outcome)
    total = (outcome.allowed_cents / 100).astype(np.float64)
    differs = np.abs(ours - theirs) > HALF_A_CENT + total * FLOAT32_ERROR
    if differs.any():
        row = int(np.flatnonzero(differs)[0])
        raise WrongAnswer(f"person {row}: the kernel found {ours[row]}, OpenFisca-Core {theirs[row]}")
