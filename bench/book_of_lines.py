"""A generated book of lines for the kernel: two plan years of families, persons, visits; every rule has work to do."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.limits_of_lines import limit_uses
from bench.services import (
    HOUSEHOLD_WEIGHTS,
    HOUSEHOLDS,
    SECONDARY_SHARES,
    SERVICES,
    YEARS,
    compiled_plans,
    rows_of_services,
)
from corridor.adjudication.arrays import (
    ADMITTED,
    CARRIES_OVER,
    LAST_OF_CLAIM,
    NO_SLOT,
    PAID,
    SECONDARY,
    UNAUTHORISED,
    Lines,
    State,
    day_number,
)
from corridor.codes.reasons import REASON_INDEX
from corridor.plan.arrays import COUNTS_VISITS, NO_COORDINATION, NO_LIMIT, PlanArrays

LINES_PER_FAMILY = 60
DAYS = 730
POOLS = 2
"""Deductibles, and maxima, of a person or a family and a year: the plan's own and a separate one."""
OUT_SHARE, ALONE_SHARE = 0.2, 0.2
LINES_OF_VISIT = (1, 2, 2, 3, 3, 4)

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Book:
    """Lines, the state they start from, and what the slow twin wants to know of each line beside."""

    plan: PlanArrays
    lines: Lines
    state: State
    service: Ints  # (n,) row of SERVICES
    family: Ints  # (n,)
    person: Ints  # (n,)
    visit: Ints  # (n,) each visit is a claim, and an occasion
    day: Ints  # (n,) days from the first of YEARS
    tooth: Ints  # (n,)


@dataclass(frozen=True)
class Visits:
    """Visits in the order of families and, within a family, of days."""

    family: Ints
    person: Ints
    day: Ints
    service: Ints
    is_out: NDArray[np.bool_]
    is_secondary: NDArray[np.bool_]


def plan_arrays() -> PlanArrays:
    """The plans of the book, compiled."""
    return compiled_plans().arrays


def book_of_lines(n_lines: int, seed: int) -> tuple[Lines, State]:
    """Lines of a generated book, and the empty state they start from."""
    book = generated_book(n_lines, seed)
    return book.lines, book.state


def generated_book(n_lines: int, seed: int) -> Book:
    """`n_lines` lines of families of one to five."""
    rng = np.random.default_rng(seed)
    n_families = max(n_lines // LINES_PER_FAMILY, 1)
    size = np.where(rng.random(n_families) < ALONE_SHARE, 1, rng.integers(2, 6, n_families))
    household = rng.choice(len(HOUSEHOLDS), n_families, p=HOUSEHOLD_WEIGHTS)
    lengths = rng.choice(LINES_OF_VISIT, n_lines)
    n_visits = int(np.searchsorted(np.cumsum(lengths), n_lines)) + 1
    visits = _visits(rng, n_visits, size, household)
    visit = np.repeat(np.arange(n_visits), lengths[:n_visits])[:n_lines]
    return _book(rng, visits, visit, size)


def _visits(rng: np.random.Generator, n_visits: int, size: Ints, household: Ints) -> Visits:
    order = np.sort(rng.integers(0, len(size) * DAYS, n_visits))
    family, day = order // DAYS, order % DAYS
    first_person = np.concatenate([[0], np.cumsum(size)])
    eldest_uses_most = rng.random(n_visits) ** 2
    service = np.empty(n_visits, np.int64)
    for number, name in enumerate(HOUSEHOLDS):
        rows = [row for row, each in enumerate(SERVICES) if each.household == name]
        weights = np.array([SERVICES[row].weight for row in rows])
        of_household = np.flatnonzero(household[family] == number)
        service[of_household] = rng.choice(rows, len(of_household), p=weights / weights.sum())
    return Visits(
        family=family,
        person=first_person[family] + (eldest_uses_most * size[family]).astype(np.int64),
        day=day,
        service=service,
        is_out=rng.random(n_visits) < OUT_SHARE,
        is_secondary=rng.random(n_visits) < np.array(SECONDARY_SHARES)[household[family]],
    )


def _book(rng: np.random.Generator, visits: Visits, visit: Ints, size: Ints) -> Book:
    compiled = compiled_plans()
    plan, n = compiled.arrays, len(visit)
    family, person, service = visits.family[visit], visits.person[visit], visits.service[visit]
    year = (visits.day[visit] >= (YEARS[1] - YEARS[0]).days).astype(np.int64)
    version, benefit = np.moveaxis(np.array(rows_of_services())[service, year], -1, 0)
    reason = np.where(rng.random(n) < 0.02, REASON_INDEX["duplicate"], PAID).astype(np.uint8)
    tooth = rng.integers(0, np.maximum(_of_services("tooth_count"), 1)[service])
    amounts = _amounts(rng, service)
    flags = _flags(rng, visits, visit, service, benefit, version)
    is_secondary = flags & SECONDARY != 0
    owned = _slots(family, person, year, benefit)
    uses = limit_uses(compiled, benefit, reason == PAID, person, year, tooth, int(size.sum()))
    lines = Lines(
        version=version.astype(np.int32),
        benefit=benefit.astype(np.int32),
        level=(size[family] > 1).astype(np.uint8),
        tier=visits.is_out[visit].astype(np.uint8),
        reason=reason,
        flags=flags,
        **amounts,
        allowable_cents=amounts["allowed_cents"],
        other_paid_cents=np.where(is_secondary, amounts["allowed_cents"] * rng.integers(0, 90, n) // 100, 0),
        units=_choice_of(rng, service, "units").astype(np.int32),
        day=_day_numbers()[visits.day[visit]],
        **owned,
        occasion_slot=_occasion_slots(plan, benefit, visit),
        reserve_slot=np.where(plan.reserves_benefits[version] != 0, person * len(YEARS) + year, NO_SLOT).astype(
            np.int32
        ),
        account_slot=np.where(plan.account_cents[version, 0] > 0, family * len(YEARS) + year, NO_SLOT).astype(np.int32),
        limit_offsets=uses.offsets,
        limit_slot=uses.slots,
        limit_surfaces=np.full(len(uses.slots), -1, np.int32),
        family_offsets=np.searchsorted(family, np.arange(len(size) + 1)).astype(np.int64),
    )
    state = _empty_state(int(size.sum()), len(size), lines, uses.room)
    return Book(plan, lines, state, service, family, person, visit, visits.day[visit], tooth)


def _of_services(field: str) -> NDArray[Any]:
    return np.array([getattr(service, field) for service in SERVICES])


def _choice_of(rng: np.random.Generator, service: Ints, field: str) -> Ints:
    """Of each line one of the options that its service has under `field`."""
    options = [getattr(each, field) for each in SERVICES]
    table = np.array([[each[column % len(each)] for column in range(6)] for each in options])
    return table[service, rng.integers(0, 6, len(service))]


def _amounts(rng: np.random.Generator, service: Ints) -> dict[str, Ints]:
    spread = np.exp(rng.normal(0, 0.7, len(service)))
    allowed = (_of_services("median_cents")[service] * spread).astype(np.int64)
    return {
        "allowed_cents": allowed,
        "recognised_cents": allowed * _choice_of(rng, service, "recognised") // 100,
    }


def _flags(
    rng: np.random.Generator, visits: Visits, visit: Ints, service: Ints, benefit: Ints, version: Ints
) -> NDArray[np.uint8]:
    compiled = compiled_plans()
    coordinates = compiled.arrays.coordination[version] != NO_COORDINATION
    carries = compiled.benefits["carry_over_months"].to_numpy()[benefit]
    month = (_days() + visits.day[visit]).astype("datetime64[M]").astype(int) % 12 + 1
    chance = rng.random(len(visit))
    is_last = np.append(visit[1:] != visit[:-1], True)
    bits = {
        ADMITTED: chance < _of_services("is_admitted")[service],
        UNAUTHORISED: chance < _of_services("lacks_authorisation")[service],
        CARRIES_OVER: month > 12 - carries,
        SECONDARY: visits.is_secondary[visit] & coordinates,
        LAST_OF_CLAIM: is_last,
    }
    return sum(
        (is_set.astype(np.uint8) * np.uint8(bit) for bit, is_set in bits.items()), np.zeros(len(visit), np.uint8)
    )


def _days() -> np.datetime64:
    return np.datetime64(YEARS[0])


def _day_numbers() -> NDArray[np.int32]:
    days = [(_days() + day).item() for day in range(DAYS)]
    return np.array([day_number(day.year, day.month, day.day) for day in days], np.int32)


def _slots(family: Ints, person: Ints, year: Ints, benefit: Ints) -> dict[str, NDArray[np.int32]]:
    """Slots of deductibles and maxima, and those of the year before."""
    benefits = compiled_plans().benefits
    deductible = (benefits["deductible_kind"] != "deductible").to_numpy().astype(np.int64)[benefit]
    maximum = (benefits["maximum_kind"] != "out_of_pocket").to_numpy().astype(np.int64)[benefit]
    has_last_year = (benefits["carry_over_months"].to_numpy()[benefit] > 0) & (year > 0)
    slots = {}
    for owner, of in (("person", person), ("family", family)):
        first = of * len(YEARS) * POOLS
        slots[f"{owner}_deductible_slot"] = (first + year * POOLS + deductible).astype(np.int32)
        slots[f"{owner}_maximum_slot"] = (first + year * POOLS + maximum).astype(np.int32)
        slots[f"last_year_{owner}_slot"] = np.where(has_last_year, first + deductible, NO_SLOT).astype(np.int32)
    return slots


def _occasion_slots(plan: PlanArrays, benefit: Ints, visit: Ints) -> NDArray[np.int32]:
    """Dense slots for the visits that have a copay, or a most of copays, of their own, or count toward a limit."""
    has_copay = (plan.copay_cents > 0) & ((plan.copay_once != 0) | (plan.copay_most_cents < NO_LIMIT))
    counts = np.repeat(np.arange(len(plan.covered)), np.diff(plan.limit_offsets))[plan.limit_counts == COUNTS_VISITS]
    makes_occasions = has_copay.any(axis=1)
    makes_occasions[counts] = True
    wanted = makes_occasions[benefit]
    is_first = wanted & np.append(True, visit[1:] != visit[:-1])
    return np.where(wanted, np.cumsum(is_first) - 1, NO_SLOT).astype(np.int32)


def _empty_state(n_persons: int, n_families: int, lines: Lines, room: Ints) -> State:
    """Accumulators at zero. room: how many uses each limit slot may keep."""
    years = len(YEARS)

    def tiers(n: int) -> Ints:
        return np.zeros((n * years * POOLS, 2), np.int64)

    def zeros(n: int) -> Ints:
        return np.zeros(n, np.int64)

    occasions, uses = int(lines.occasion_slot.max()) + 1, int(room.sum())
    return State(
        person_deductible=tiers(n_persons),
        family_deductible=tiers(n_families),
        person_carried=tiers(n_persons),
        family_carried=tiers(n_families),
        person_out_of_pocket=tiers(n_persons),
        family_out_of_pocket=tiers(n_families),
        limit_used=zeros(len(room)),
        occasion_copay=zeros(occasions),
        occasion=np.zeros(occasions, np.uint8),
        reserve=zeros(n_persons * years),
        account_bridge=zeros(n_families * years),
        account_paid=zeros(n_families * years),
        use_offsets=np.concatenate([[0], np.cumsum(room)]).astype(np.int64),
        use_count=zeros(len(room)),
        use_day=np.zeros(uses, np.int32),
        use_surfaces=np.zeros(uses, np.int32),
        use_amount=zeros(uses),
    )
