"""A generated book of lines for the kernel: families, persons, visits; every rule of the kernel has work to do."""

import numpy as np
from numpy.typing import NDArray

from corridor.adjudication.arrays import NO_SLOT, PAID, Lines, State
from corridor.codes.reasons import REASON_INDEX
from corridor.plan.arrays import COPAY_AFTER_DEDUCTIBLE, NO_LIMIT, PlanArrays

LINES_PER_FAMILY = 40
LIMITS_PER_PERSON = 2

#            covered      deductible   copay $      per visit  after ded.   coinsurance %  counts     visits  dollars
BENEFITS = (
    ("office", (1, 1), (0, 1), (30, 50), (1, 1), (0, 0), (0, 40), (1, 1), None, None),
    ("specialist", (1, 1), (1, 1), (45, 60), (1, 1), (1, 1), (10, 40), (1, 1), None, None),
    ("preventive", (1, 1), (0, 1), (0, 0), (0, 0), (0, 0), (0, 40), (1, 1), None, None),
    ("laboratory", (1, 1), (1, 1), (0, 0), (0, 0), (0, 0), (20, 40), (1, 1), None, None),
    ("hospital", (1, 1), (1, 1), (0, 250), (0, 0), (0, 0), (20, 40), (1, 1), None, None),
    ("emergency", (1, 1), (1, 1), (150, 150), (1, 1), (0, 0), (10, 10), (1, 1), None, None),
    ("therapy", (1, 1), (0, 1), (25, 40), (1, 1), (0, 0), (0, 40), (1, 1), 2, None),
    ("chiropractic", (1, 1), (0, 1), (0, 0), (0, 0), (0, 0), (20, 50), (1, 1), None, 120),
    ("pharmacy", (1, 1), (0, 0), (15, 40), (0, 0), (0, 0), (0, 0), (1, 1), None, None),
    ("equipment", (1, 0), (1, 1), (0, 0), (0, 0), (0, 0), (30, 50), (0, 0), None, None),
    ("cosmetic", (0, 0), (0, 0), (0, 0), (0, 0), (0, 0), (0, 0), (0, 0), None, None),
)
WEIGHTS = (14, 10, 6, 14, 7, 5, 17, 10, 10, 4, 3)
MEDIAN_CENTS = (11_000, 16_000, 14_000, 6_000, 150_000, 60_000, 9_000, 7_000, 8_000, 20_000, 40_000)
#             person ded. in, out   family ded. in, out   person max. in, out   family max. in, out
VERSIONS = (
    ((500, 1_000), (1_000, 2_000), (3_000, 6_000), (6_000, 12_000), "none"),
    ((750, 1_500), (1_500, 3_000), (2_500, 5_000), (5_000, 10_000), "out_to_in"),
    ((None, None), (3_000, 6_000), (4_000, None), (8_000, None), "both"),
)
CROSS = {"none": ((1, 0), (0, 1)), "out_to_in": ((1, 0), (1, 1)), "both": ((1, 1), (1, 1))}


def plan_arrays() -> PlanArrays:
    """Three plans of eleven benefits each, between them with every switch that the kernel knows."""
    rows = BENEFITS * len(VERSIONS)

    def flags(column: int) -> NDArray[np.uint8]:
        return np.array([row[column] for row in rows], np.uint8)

    def whole(column: int, factor: int) -> NDArray[np.int64]:
        return np.array([row[column] for row in rows], np.int64) * factor

    def limits(column: int, factor: int) -> NDArray[np.int64]:
        return np.array([NO_LIMIT if row[column] is None else row[column] * factor for row in rows], np.int64)

    def amounts(family: int, alone: int) -> NDArray[np.int64]:
        return np.array([[_cents(version[alone]), _cents(version[family])] for version in VERSIONS], np.int64)

    cross = np.array([CROSS[version[4]] for version in VERSIONS], np.uint8)
    person_alone = amounts(0, 0)
    person_alone[2, 0] = (150_000, 300_000)  # covered alone, the aggregate plan has a deductible of its own
    no_family = amounts(1, 1)
    no_family[:, 0] = NO_LIMIT
    no_family_maximum = amounts(3, 3)
    no_family_maximum[:, 0] = NO_LIMIT
    return PlanArrays(
        covered=flags(1),
        deductible_applies=flags(2),
        copay_cents=whole(3, 100),
        copay_is_per_visit=flags(4),
        copay_order=flags(5) * np.uint8(COPAY_AFTER_DEDUCTIBLE),
        coinsurance_bp=whole(6, 100),
        counts_to_out_of_pocket=flags(7),
        visit_limit=limits(8, 1),
        dollar_limit_cents=limits(9, 100),
        person_deductible_cents=person_alone,
        family_deductible_cents=no_family,
        person_out_of_pocket_cents=amounts(2, 2),
        family_out_of_pocket_cents=no_family_maximum,
        deductible_counts=cross,
        out_of_pocket_counts=cross,
    )


def _cents(dollars: tuple[int | None, int | None]) -> list[int]:
    return [NO_LIMIT if amount is None else amount * 100 for amount in dollars]


def book_of_lines(n_lines: int, seed: int) -> tuple[Lines, State]:
    """`n_lines` lines of families of one to five, and the empty state they start from."""
    rng = np.random.default_rng(seed)
    n_families = max(n_lines // LINES_PER_FAMILY, 1)
    family_size = rng.integers(1, 6, n_families)
    first_person = np.concatenate([[0], np.cumsum(family_size)])
    family_version = rng.integers(0, len(VERSIONS), n_families)

    lines_of_visit = rng.integers(1, 4, n_lines)
    n_visits = int(np.searchsorted(np.cumsum(lines_of_visit), n_lines)) + 1
    lines_of_visit = lines_of_visit[:n_visits]
    visit_family = np.sort(rng.integers(0, n_families, n_visits))
    eldest_uses_most = rng.random(n_visits) ** 2
    visit_person = first_person[visit_family] + (eldest_uses_most * family_size[visit_family]).astype(np.int64)
    visit_kind = rng.choice(len(BENEFITS), n_visits, p=np.array(WEIGHTS) / sum(WEIGHTS))
    visit_tier = (rng.random(n_visits) < 0.2).astype(np.uint8)

    visit_of_line = np.repeat(np.arange(n_visits), lines_of_visit)[:n_lines]
    family, person = visit_family[visit_of_line], visit_person[visit_of_line]
    kind, version = visit_kind[visit_of_line], family_version[family]
    median = np.array(MEDIAN_CENTS)[kind]
    allowed = (median * np.exp(rng.normal(0, 0.7, n_lines))).astype(np.int64)
    reason = np.where(rng.random(n_lines) < 0.02, REASON_INDEX["duplicate"], PAID).astype(np.uint8)
    lines = Lines(
        version=version.astype(np.int32),
        benefit=(version * len(BENEFITS) + kind).astype(np.int32),
        level=(family_size[family] > 1).astype(np.uint8),
        tier=visit_tier[visit_of_line],
        reason=reason,
        allowed_cents=allowed,
        person_slot=person.astype(np.int32),
        family_slot=family.astype(np.int32),
        visit_slot=_visit_slots(visit_kind)[visit_of_line],
        visit_limit_slot=_limit_slots(person, kind, column=8, position=0),
        dollar_limit_slot=_limit_slots(person, kind, column=9, position=1),
        family_offsets=np.searchsorted(family, np.arange(n_families + 1)).astype(np.int64),
    )
    return lines, empty_state(int(first_person[-1]), n_families, int(lines.visit_slot.max()) + 1)


def _visit_slots(visit_kind: NDArray[np.int64]) -> NDArray[np.int32]:
    """Dense slots for the visits that have a copay of their own or count toward a limit."""
    needs_slot = np.array([any(row[4]) or row[8] is not None for row in BENEFITS])[visit_kind]
    return np.where(needs_slot, np.cumsum(needs_slot) - 1, NO_SLOT).astype(np.int32)


def _limit_slots(
    person: NDArray[np.int64], kind: NDArray[np.int64], *, column: int, position: int
) -> NDArray[np.int32]:
    is_limited = np.array([row[column] is not None for row in BENEFITS])[kind]
    return np.where(is_limited, person * LIMITS_PER_PERSON + position, NO_SLOT).astype(np.int32)


def empty_state(n_persons: int, n_families: int, n_visits: int) -> State:
    """Accumulators at zero."""

    def tiers(n: int) -> NDArray[np.int64]:
        return np.zeros((n, 2), np.int64)

    return State(
        person_deductible=tiers(n_persons),
        person_out_of_pocket=tiers(n_persons),
        family_deductible=tiers(n_families),
        family_out_of_pocket=tiers(n_families),
        limit_used=np.zeros(n_persons * LIMITS_PER_PERSON, np.int64),
        visit=np.zeros(n_visits, np.uint8),
    )
