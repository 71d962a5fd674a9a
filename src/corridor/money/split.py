"""Splitting an amount without losing a cent."""

from collections.abc import Sequence

from corridor.wording.said import said


def split_cents(amount_cents: int, weights: Sequence[int]) -> list[int]:
    """Shares of `amount_cents` in proportion to `weights`, by largest remainder; they sum to the amount.

    Ties go to the earlier share. A negative amount is split as its mirror image.
    Raises ValueError when there is no positive weight, or a negative one.
    """
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise ValueError(said("weights: expected none negative and one positive"))
    sign = -1 if amount_cents < 0 else 1
    amount = abs(amount_cents)
    shares = [amount * weight // total for weight in weights]
    remainders = sorted(range(len(weights)), key=lambda i: (-(amount * weights[i] % total), i))
    for i in remainders[: amount - sum(shares)]:
        shares[i] += 1
    return [sign * share for share in shares]
