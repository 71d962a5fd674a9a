"""Coordination of benefits: what the plan pays after another plan paid.

alone: what the plan would pay alone, after its own limits. allowable: what the plans share out between them.
other_paid: paid by the plans before, at most the allowable amount. Source: RULES 3.6, NAIC model 120.
"""

from corridor.adjudication.compiled import compiled
from corridor.adjudication.cost_share import coinsurance, cost_share
from corridor.plan.arrays import MAINTENANCE_DEDUCTIBLE_FIRST, STANDARD


def _after_other_plan(method: int, alone_cents: int, allowable_cents: int, other_paid_cents: int) -> int:
    """Standard: min(alone, allowable - paid). Non-duplication: alone less what was paid, if anything is left.

    Of an allowable amount below what the plan would pay alone (the lower of two), neither pays more than is left.
    """
    left = allowable_cents - other_paid_cents
    if method == STANDARD:
        return min(alone_cents, left)
    return min(max(alone_cents - other_paid_cents, 0), left)


def _maintained(
    method: int,
    remainder_cents: int,
    copay_due_cents: int,
    copay_order: int,
    deductible_left_cents: int,
    coinsurance_bp: int,
    least_cents: int,
    most_cents: int,
    out_of_pocket_left_cents: int,
) -> int:
    """Maintenance of benefits: the plan's terms applied to what the other plan left (allowable - paid).

    Deductible first: percent x (remainder - deductible). Deductible last: percent x remainder - deductible.
    """
    if method == MAINTENANCE_DEDUCTIBLE_FIRST:
        deductible, share, copay = cost_share(
            remainder_cents,
            copay_due_cents,
            copay_order,
            deductible_left_cents,
            coinsurance_bp,
            least_cents,
            most_cents,
        )
    else:
        share = coinsurance(remainder_cents, coinsurance_bp, least_cents, most_cents)
        deductible = min(deductible_left_cents, remainder_cents - share)
        copay = min(copay_due_cents, remainder_cents - share - deductible)
    return remainder_cents - min(deductible + share + copay, out_of_pocket_left_cents)


def _from_reserve(still_owed_cents: int, reserve_cents: int) -> int:
    """What earlier savings of the person's year pay of what the member would still owe."""
    return min(still_owed_cents, reserve_cents)


def _cut_to(
    remainder_cents: int,
    coinsurance_cents: int,
    copay_cents: int,
    deductible_cents: int,
    over_limit_cents: int,
    not_recognised_cents: int,
    penalty_cents: int,
) -> tuple[int, int, int, int, int, int]:
    """The member's shares cut so that they sum to what coordination leaves, in the order in which they stand here.

    Where more is left than the shares (the other plan allowed more), the rest is not recognised by this plan.
    """
    cut = (
        coinsurance_cents
        + copay_cents
        + deductible_cents
        + over_limit_cents
        + not_recognised_cents
        + penalty_cents
        - remainder_cents
    )
    if cut < 0:
        return (
            coinsurance_cents,
            copay_cents,
            deductible_cents,
            over_limit_cents,
            not_recognised_cents - cut,
            penalty_cents,
        )
    off_coinsurance = min(cut, coinsurance_cents)
    cut -= off_coinsurance
    off_copay = min(cut, copay_cents)
    cut -= off_copay
    off_deductible = min(cut, deductible_cents)
    cut -= off_deductible
    off_over_limit = min(cut, over_limit_cents)
    cut -= off_over_limit
    off_not_recognised = min(cut, not_recognised_cents)
    cut -= off_not_recognised
    return (
        coinsurance_cents - off_coinsurance,
        copay_cents - off_copay,
        deductible_cents - off_deductible,
        over_limit_cents - off_over_limit,
        not_recognised_cents - off_not_recognised,
        penalty_cents - cut,
    )


after_other_plan = compiled(_after_other_plan)
maintained = compiled(_maintained)
from_reserve = compiled(_from_reserve)
cut_to = compiled(_cut_to)
