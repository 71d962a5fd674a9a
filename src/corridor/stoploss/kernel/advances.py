"""Accommodation: what is advanced month by month on what the aggregate would owe so far (RULES 1.4 step 6)."""

import numpy as np
from numpy.typing import NDArray

from corridor.stoploss.kernel.compiled import compiled_entry


@compiled_entry
def accommodate(
    owed_to_date: NDArray[np.int64], least_advance: int, last_advance_month: int, is_repaid_monthly: bool
) -> NDArray[np.int64]:
    """Advance (positive) or repayment (negative) of each case and month, cents: (cases, months), as `owed_to_date`.

    An advance is made up to the month before `last_advance_month`, and when it reaches `least_advance`.
    """
    cases, months = owed_to_date.shape
    movements = np.zeros((cases, months), np.int64)
    for case in range(cases):
        outstanding = 0
        for month in range(months):
            movement = owed_to_date[case, month] - outstanding
            if movement > 0 and (month >= last_advance_month or movement < least_advance):
                movement = 0
            if movement < 0 and not is_repaid_monthly:
                movement = 0
            movements[case, month] = movement
            outstanding += movement
    return movements
