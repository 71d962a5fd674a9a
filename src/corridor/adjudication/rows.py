"""Numbers of rows as machine code likes them."""

import numpy as np

from corridor.adjudication.compiled import compiled


def _row_of(number: int) -> int:
    """`number`, 0 or more, as an index that is known not to be negative.

    An index that could be negative counts from the end in Python, so machine code looks at its sign, and at the length
    of the array, on every access: half the kernel's time.
    """
    return np.uint32(number)  # type: ignore[return-value]


row_of = compiled(_row_of)
