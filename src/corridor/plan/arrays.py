"""What the kernel reads of the plans: all versions of all plans of a sponsor, stacked into one set of arrays."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

NO_LIMIT = 2**60
"""Stands for "unlimited" in cents and visits: larger than any sum of amounts, and still adds without wrapping."""

TIERS = ("in", "out")
COPAY_BEFORE_DEDUCTIBLE, COPAY_AFTER_DEDUCTIBLE = 0, 1

Int64 = NDArray[np.int64]
Int32 = NDArray[np.int32]
UInt8 = NDArray[np.uint8]


class PlanArrays(NamedTuple):
    """Benefits and limits of every plan version. b: benefit row, t: tier (0 in, 1 out), v: version row.

    A copay instead of the deductible is a benefit to which the deductible does not apply; an aggregate
    (non-embedded) family deductible is one whose person limit is NO_LIMIT at family level. So the kernel needs no
    branch for either.
    """

    covered: UInt8  # (b, t) 0: not covered in this tier
    deductible_applies: UInt8  # (b, t)
    copay_cents: Int64  # (b, t) 0: none
    copay_is_per_visit: UInt8  # (b, t) else per line
    copay_order: UInt8  # (b, t) COPAY_BEFORE_DEDUCTIBLE or COPAY_AFTER_DEDUCTIBLE
    coinsurance_bp: Int64  # (b, t) the member's share of what is left, basis points
    counts_to_out_of_pocket: UInt8  # (b, t) the member's shares count toward, and stop at, the maximum
    visit_limit: Int64  # (b,) visits in a plan year; NO_LIMIT: none
    dollar_limit_cents: Int64  # (b,) plan payment in a plan year; NO_LIMIT: none
    person_deductible_cents: Int64  # (v, level, t) level 0: covered alone, 1: with family
    family_deductible_cents: Int64  # (v, level, t)
    person_out_of_pocket_cents: Int64  # (v, level, t)
    family_out_of_pocket_cents: Int64  # (v, level, t)
    deductible_counts: UInt8  # (v, from tier, to tier) cross-accumulation; identity: none
    out_of_pocket_counts: UInt8  # (v, from tier, to tier)
