"""What the kernel reads of the plans: all versions of all plans of a sponsor, stacked into one set of arrays."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

NO_LIMIT = 2**60
"""Stands for "unlimited" in cents and counts: larger than any sum of amounts, and still adds without wrapping."""

TIERS = ("in", "out")
COPAY_BEFORE_DEDUCTIBLE, COPAY_AFTER_DEDUCTIBLE, COPAY_ON_TOP, COPAY_INSTEAD = 0, 1, 2, 3
COUNTS_VISITS, COUNTS_UNITS, COUNTS_DOLLARS = 0, 1, 2
NO_CARRY_OVER, CARRY_OVER_ALWAYS, CARRY_OVER_IF_UNMET = 0, 1, 2
NO_COORDINATION, STANDARD, NON_DUPLICATION, MAINTENANCE_DEDUCTIBLE_FIRST, MAINTENANCE_DEDUCTIBLE_LAST = 0, 1, 2, 3, 4
COVERS_DEDUCTIBLE, COVERS_COINSURANCE, COVERS_COPAY = 1, 2, 4
"""Bits of what a health reimbursement account pays."""

Int64 = NDArray[np.int64]
Int32 = NDArray[np.int32]
UInt8 = NDArray[np.uint8]


class PlanArrays(NamedTuple):
    """Benefits, limits and amounts of every plan version.

    b: benefit row, t: tier (0 in, 1 out), v: version row, d: deductible row, m: row of an out-of-pocket maximum,
    l: row of a benefit's limit, level: 0 covered alone, 1 with family. Every version has a deductible row and a
    maximum row of its own, and one more for each separate one.

    An aggregate (non-embedded) family amount is one whose person limit is NO_LIMIT at family level, so the kernel
    needs no branch for it.
    """

    covered: UInt8  # (b, t) 0: not covered in this tier
    deductible_applies: UInt8  # (b, t)
    copay_cents: Int64  # (b, t) 0: none
    copay_once: UInt8  # (b, t) once an occasion (visit or admission), else on every line
    copay_step: Int64  # (b, t) 0: one copay; n: one for every n units begun (days, days' supply)
    copay_most_cents: Int64  # (b, t) of an occasion
    copay_order: UInt8  # (b, t) COPAY_BEFORE_DEDUCTIBLE, ...
    copay_waived_if_admitted: UInt8  # (b, t)
    coinsurance_bp: Int64  # (b, t) the member's share of what is left, basis points
    coinsurance_least_cents: Int64  # (b, t) of a line
    coinsurance_most_cents: Int64  # (b, t) of a line
    counts_to_out_of_pocket: UInt8  # (b, t) the member's shares count toward, and stop at, the maximum
    penalty_bp: Int64  # (b, t) of the recognised amount, where authorisation is missing
    penalty_cents: Int64  # (b, t) added to it
    penalty_most_cents: Int64  # (b, t)
    late_penalty_bp: Int64  # (b, t) the same where it was asked for late
    late_penalty_cents: Int64  # (b, t)
    late_penalty_most_cents: Int64  # (b, t)
    over_limit_discount_bp: Int64  # (b, t) what a provider takes off the part beyond a dollar limit
    deductible_row: Int32  # (b,)
    maximum_row: Int32  # (b,)
    limit_offsets: Int32  # (b + 1,) first limit row of each benefit, and their number
    limit_counts: UInt8  # (l,) COUNTS_VISITS, COUNTS_UNITS or COUNTS_DOLLARS
    limit_amount: Int64  # (l,) visits, units or cents
    limit_months: Int32  # (l,) length of a rolling period; 0: the slot's own period
    limit_is_after: UInt8  # (l,) takes from what the plan would pay, not from the allowed amount
    person_deductible_cents: Int64  # (d, level, t)
    family_deductible_cents: Int64  # (d, level, t)
    deductible_counts: UInt8  # (d, from tier, to tier) cross-accumulation; identity: none
    carry_over: UInt8  # (d,) NO_CARRY_OVER, ...
    person_out_of_pocket_cents: Int64  # (m, level, t)
    family_out_of_pocket_cents: Int64  # (m, level, t)
    out_of_pocket_counts: UInt8  # (m, from tier, to tier)
    coordination: UInt8  # (v,) NO_COORDINATION, STANDARD, ...
    coordinates_claims: UInt8  # (v,) by claim, else by line
    maximum_on_remainder: UInt8  # (v,) the maximum looks at what coordination leaves the member
    reserves_benefits: UInt8  # (v,) what coordination saves is kept for the person's year
    account_cents: Int64  # (v, level) health reimbursement account of a plan year; 0: none
    account_bridge_cents: Int64  # (v, level) what members pay before it
    account_covers: UInt8  # (v,) bits COVERS_DEDUCTIBLE, ...
