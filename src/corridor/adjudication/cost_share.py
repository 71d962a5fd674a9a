"""Copay, deductible and coinsurance of one line: how an allowed amount is shared before any maximum."""

from corridor.adjudication.compiled import compiled
from corridor.money import rounding
from corridor.plan.arrays import COPAY_BEFORE_DEDUCTIBLE

share_of_cents = compiled(rounding.share_of_cents)


def _copay_due_cents(copay_cents: int, is_per_visit: bool, is_taken: bool) -> int:
    """The copay that this line may be charged: none where the visit's copay has been taken by an earlier line."""
    if is_per_visit and is_taken:
        return 0
    return copay_cents


def _cost_share(
    allowed_cents: int, copay_due_cents: int, copay_order: int, deductible_left_cents: int, coinsurance_bp: int
) -> tuple[int, int, int]:
    """What the member owes of a line: (deductible, coinsurance, copay) in cents.

    Each step takes at most what the steps before it left. deductible_left_cents: of person and family, whichever is
    less; 0 where the deductible does not apply. Coinsurance is a share of what copay and deductible left.
    """
    left = allowed_cents
    copay = 0
    if copay_order == COPAY_BEFORE_DEDUCTIBLE:
        copay = min(copay_due_cents, left)
        left -= copay
    deductible = min(deductible_left_cents, left)
    left -= deductible
    if copay_order != COPAY_BEFORE_DEDUCTIBLE:
        copay = min(copay_due_cents, left)
        left -= copay
    return deductible, share_of_cents(left, coinsurance_bp), copay


copay_due_cents = compiled(_copay_due_cents)
cost_share = compiled(_cost_share)
