"""The arrays that the kernel reads and writes.

n: lines; x: uses of limits by lines; d, g: slots of persons' and families' deductibles (owner, plan year and
deductible); m, f: slots of their out-of-pocket maxima; k: limit slots (person, period, limit and what it counts
apart); u: uses kept for rolling periods; s: occasions (visits, admissions); r: benefit reserves; h: health
reimbursement accounts; t: tier (0 in, 1 out).
"""

from typing import NamedTuple

import numpy as np

from corridor.codes.reasons import REASON_INDEX
from corridor.plan.arrays import Int32, Int64, UInt8

PAID = REASON_INDEX["paid"]
NOT_COVERED = REASON_INDEX["not_covered"]
BENEFIT_MAXIMUM = REASON_INDEX["benefit_maximum"]
FREQUENCY_REACHED = REASON_INDEX["frequency_reached"]

NO_SLOT = -1
ADMITTED, UNAUTHORISED, CARRIES_OVER, SECONDARY, LAST_OF_CLAIM, LATE = 1, 2, 4, 8, 16, 32
"""Bits of a line: the patient was admitted; required authorisation is missing; its deductible carries over; another
plan paid first; no line of its claim follows; required authorisation was asked for late."""
ALL_FLAGS = 63
COPAY_TAKEN, COUNTED = 1, 2
"""Bits of an occasion: its copay was charged; it was counted toward a visit limit."""


class Lines(NamedTuple):
    """What is to be decided: lines sorted by family, within it in the order of decision, the lines of a claim together.

    The slots of a family lie after those of the families before it: families share no state, so they may be
    decided side by side, and their state is read in the order of memory.
    """

    version: Int32  # (n,) row of the plan version
    benefit: Int32  # (n,) row of the benefit
    level: UInt8  # (n,) 0: covered alone, 1: with family
    tier: UInt8  # (n,) 0 in, 1 out
    reason: UInt8  # (n,) reason given before the kernel; PAID: the kernel decides
    flags: UInt8  # (n,) bits ADMITTED, ...
    allowed_cents: Int64  # (n,) 0 or more where the kernel decides
    recognised_cents: Int64  # (n,) 0 to allowed: what benefits are computed on (alternate benefit, generic price)
    allowable_cents: Int64  # (n,) what coordination shares out; equal to allowed where no other plan paid
    other_paid_cents: Int64  # (n,) paid by the plans before this one
    units: Int32  # (n,) days of a stay, days' supply of a drug, services; 0: it is within what another line counts
    day: Int32  # (n,) first day of the service, as day_number()
    person_deductible_slot: Int32  # (n,)
    family_deductible_slot: Int32  # (n,)
    person_maximum_slot: Int32  # (n,)
    family_maximum_slot: Int32  # (n,)
    last_year_person_slot: Int32  # (n,) deductible slot of the plan year before; NO_SLOT: nothing carries over
    last_year_family_slot: Int32  # (n,)
    occasion_slot: Int32  # (n,) NO_SLOT: the line is a visit of its own
    reserve_slot: Int32  # (n,) NO_SLOT: none
    account_slot: Int32  # (n,) NO_SLOT: none
    limit_offsets: Int64  # (n + 1,) first use of a limit by each line, and x; none where the line has a reason
    limit_slot: Int32  # (x,) in the order of the benefit's limit rows
    limit_surfaces: Int32  # (x,) bits of tooth surfaces; -1: all, as where the limit does not count them apart
    family_offsets: Int64  # (families + 1,) first line of each family, and n


_OF_USES = ("limit_offsets", "limit_slot", "limit_surfaces", "family_offsets")


def lines_between(lines: Lines, first: int, last: int) -> Lines:
    """Lines `first` to `last` (exclusive) as a family of their own; their slots stay as they are."""
    uses = slice(lines.limit_offsets[first], lines.limit_offsets[last])
    facts = {name: getattr(lines, name)[first:last] for name in Lines._fields if name not in _OF_USES}
    return Lines(
        **facts,
        limit_offsets=lines.limit_offsets[first : last + 1] - lines.limit_offsets[first],
        limit_slot=lines.limit_slot[uses],
        limit_surfaces=lines.limit_surfaces[uses],
        family_offsets=np.array([0, last - first], np.int64),
    )


class State(NamedTuple):
    """Where the accumulators stand."""

    person_deductible: Int64  # (d, t) cents
    family_deductible: Int64  # (g, t) cents
    person_carried: Int64  # (d, t) cents applied in the year's last months, for the next year
    family_carried: Int64  # (g, t) cents
    person_out_of_pocket: Int64  # (m, t) cents
    family_out_of_pocket: Int64  # (f, t) cents
    limit_used: Int64  # (k,) visits, units or cents, of limits whose period does not roll
    occasion_copay: Int64  # (s,) cents of copay charged
    occasion: UInt8  # (s,) bits COPAY_TAKEN, COUNTED
    reserve: Int64  # (r,) cents saved by coordination and not used yet
    account_bridge: Int64  # (h,) cents paid by members before the account pays
    account_paid: Int64  # (h,) cents
    use_offsets: Int64  # (k + 1,) room for the uses of each rolling limit: read, never written
    use_count: Int64  # (k,) how many of them there are
    use_day: Int32  # (u,) day_number()
    use_surfaces: Int32  # (u,)
    use_amount: Int64  # (u,) visits, units or cents


class Outcome(NamedTuple):
    """What became of each line. Of a paid line the amounts after `allowed_cents` sum to it, up to plan_paid_cents;

    account_cents is part of the member's shares. Of another line all are 0.
    """

    reason: UInt8  # (n,)
    allowed_cents: Int64  # (n,) less what the provider takes off; of a coordinated line the allowable amount
    deductible_cents: Int64  # (n,)
    coinsurance_cents: Int64  # (n,)
    copay_cents: Int64  # (n,)
    over_limit_cents: Int64  # (n,) the member's: beyond a limit
    penalty_cents: Int64  # (n,) the member's: authorisation is missing
    not_recognised_cents: Int64  # (n,) the member's: above the alternate or generic
    other_paid_cents: Int64  # (n,) borne by the plans before this one
    plan_paid_cents: Int64  # (n,)
    account_cents: Int64  # (n,) of the member's shares, what the health reimbursement account pays


DAYS_OF_MONTH, MONTHS_OF_YEAR = 32, 12


def day_number(year: int, month: int, day: int) -> int:
    """A day as a number in which a month is always 32: so `n` months before is the same day of that month."""
    return (year * MONTHS_OF_YEAR + month) * DAYS_OF_MONTH + day
