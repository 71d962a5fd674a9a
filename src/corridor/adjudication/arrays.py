"""The arrays that the kernel reads and writes.

n: lines; p: person slots (person and plan year of a plan); f: family slots; k: limit slots (person, plan year and
limit); s: visit slots (person, benefit, day and provider); t: tier (0 in, 1 out).
"""

from typing import NamedTuple

import numpy as np

from corridor.codes.reasons import REASON_INDEX
from corridor.plan.arrays import Int32, Int64, UInt8

PAID = REASON_INDEX["paid"]
NOT_COVERED = REASON_INDEX["not_covered"]
BENEFIT_MAXIMUM = REASON_INDEX["benefit_maximum"]

NO_SLOT = -1
COPAY_TAKEN, COUNTED = 1, 2
"""Bits of a visit: its copay was charged; it was counted toward a visit limit."""


class Lines(NamedTuple):
    """What is to be decided: lines sorted by family, within it in the order of decision.

    The slots of a family lie after those of the families before it: families share no state, so they may be
    decided side by side, and their state is read in the order of memory.
    """

    version: Int32  # (n,) row of the plan version
    benefit: Int32  # (n,) row of the benefit
    level: UInt8  # (n,) 0: covered alone, 1: with family
    tier: UInt8  # (n,) 0 in, 1 out
    reason: UInt8  # (n,) reason given before the kernel; PAID: the kernel decides
    allowed_cents: Int64  # (n,) 0 or more where the kernel decides
    person_slot: Int32  # (n,)
    family_slot: Int32  # (n,)
    visit_slot: Int32  # (n,) NO_SLOT: the line is a visit of its own
    visit_limit_slot: Int32  # (n,) NO_SLOT: none
    dollar_limit_slot: Int32  # (n,) NO_SLOT: none
    family_offsets: Int64  # (families + 1,) first line of each family, and n


def line_alone(lines: Lines, row: int) -> Lines:
    """One of the lines, as a family of its own; its slots stay as they are."""
    alone = [array[row : row + 1] for array in lines[:-1]]
    return Lines._make([*alone, np.array([0, 1], np.int64)])


class State(NamedTuple):
    """Where the accumulators stand."""

    person_deductible: Int64  # (p, t) cents
    person_out_of_pocket: Int64  # (p, t) cents
    family_deductible: Int64  # (f, t) cents
    family_out_of_pocket: Int64  # (f, t) cents
    limit_used: Int64  # (k,) visits, or cents of plan payment
    visit: UInt8  # (s,) bits COPAY_TAKEN, COUNTED


class Outcome(NamedTuple):
    """What became of each line. Of a paid line the five amounts sum to the allowed amount, else all are 0."""

    reason: UInt8  # (n,)
    deductible_cents: Int64  # (n,)
    coinsurance_cents: Int64  # (n,)
    copay_cents: Int64  # (n,)
    over_limit_cents: Int64  # (n,)
    plan_paid_cents: Int64  # (n,)
