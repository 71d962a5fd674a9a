"""The one place where an amount of money is rounded.

Plain integer arithmetic, so that the kernel compiles the very same functions (`njit(share_of_cents)`) and the
compiled and the interpreted result cannot differ.
"""

BASIS_POINTS = 10_000


def share_of_cents(amount_cents: int, share_bp: int) -> int:
    """`share_bp` basis points of a non-negative amount, half a cent rounded up.

    amount_cents: cents, 0 or more. share_bp: basis points, 0 or more (10,000 is the whole).
    """
    return (amount_cents * share_bp + 5_000) // 10_000


def prorate_cents(amount_cents: int, part: int, whole: int) -> int:
    """`part / whole` of a non-negative amount, half a cent rounded up. `whole` is positive."""
    return (2 * amount_cents * part + whole) // (2 * whole)
