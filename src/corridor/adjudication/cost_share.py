"""Copay, deductible and coinsurance of one line: how an amount is shared before any maximum."""

from corridor.adjudication.compiled import compiled
from corridor.money import rounding
from corridor.plan.arrays import COPAY_AFTER_DEDUCTIBLE, COPAY_BEFORE_DEDUCTIBLE, COPAY_INSTEAD, COPAY_ON_TOP

share_of_cents = compiled(rounding.share_of_cents)


def _copay_due_cents(
    copay_cents: int, step: int, units: int, is_once: bool, is_taken: bool, most_left_cents: int, is_waived: bool
) -> int:
    """The copay that a line may be charged: one, or one for every `step` units begun; at most what is left of the most.

    None where it is waived, or where the occasion's copay has been taken by an earlier line.
    """
    if is_waived or (is_once and is_taken):
        return 0
    times = 1 if step == 0 else (units + step - 1) // step
    return min(copay_cents * times, most_left_cents)


def _is_deductible_replaced(copay_order: int, copay_due_cents: int, is_taken: bool) -> bool:
    """Whether a copay stands in the deductible's place: one is due, or was taken on the occasion before."""
    return copay_order == COPAY_INSTEAD and (copay_due_cents > 0 or is_taken)


def _coinsurance(base_cents: int, coinsurance_bp: int, least_cents: int, most_cents: int) -> int:
    """The member's share of `base_cents`, within the least and the most of a line, never more than the base."""
    return min(max(share_of_cents(base_cents, coinsurance_bp), least_cents), most_cents, base_cents)


def _cost_share(
    amount_cents: int,
    copay_due_cents: int,
    copay_order: int,
    deductible_left_cents: int,
    coinsurance_bp: int,
    coinsurance_least_cents: int,
    coinsurance_most_cents: int,
) -> tuple[int, int, int]:
    """What the member owes of an amount: (deductible, coinsurance, copay) in cents.

    Each step takes at most what the steps before it left. A copay on top does not lessen what deductible and
    coinsurance look at; any other does. deductible_left_cents: 0 where the deductible does not apply.
    """
    left = amount_cents
    copay = 0
    if copay_order in (COPAY_BEFORE_DEDUCTIBLE, COPAY_INSTEAD):
        copay = min(copay_due_cents, left)
        left -= copay
    deductible = min(deductible_left_cents, left)
    left -= deductible
    if copay_order == COPAY_AFTER_DEDUCTIBLE:
        copay = min(copay_due_cents, left)
        left -= copay
    share = coinsurance(left, coinsurance_bp, coinsurance_least_cents, coinsurance_most_cents)
    if copay_order == COPAY_ON_TOP:
        copay = min(copay_due_cents, left - share)
    return deductible, share, copay


copay_due_cents = compiled(_copay_due_cents)
is_deductible_replaced = compiled(_is_deductible_replaced)
coinsurance = compiled(_coinsurance)
cost_share = compiled(_cost_share)
