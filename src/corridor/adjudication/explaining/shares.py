"""Steps of the member's shares: what is recognised, copay, deductible, coinsurance, maximum, penalty."""

from corridor.adjudication.accumulate import carried_in
from corridor.adjudication.arrays import ADMITTED, COPAY_TAKEN, LATE, NO_SLOT, SECONDARY, UNAUTHORISED
from corridor.adjudication.cost_share import copay_due_cents, cost_share, is_deductible_replaced, share_of_cents
from corridor.adjudication.explaining.step import Walk
from corridor.adjudication.out_of_pocket import within_out_of_pocket
from corridor.adjudication.penalty import penalty_cents
from corridor.plan.arrays import (
    COPAY_AFTER_DEDUCTIBLE,
    COPAY_INSTEAD,
    COPAY_ON_TOP,
    NO_LIMIT,
)
from corridor.plan.compiled import BenefitValue


def recognised(walk: Walk) -> int:
    """What of the allowed amount benefits are computed on."""
    at, allowed = walk.at, walk.at.of_line("allowed_cents")
    amount = at.of_line("recognised_cents")
    walk.cents["not_recognised"] = allowed - amount
    if amount < allowed:
        brand = at.clause("dispense_as_written")
        rule, clause = ("generic_recognised", brand) if brand else ("alternate_recognised", at.clause("alternates"))
        walk.say(rule, allowed - amount, clause, allowed_cents=allowed, recognised_cents=amount)
    return amount


def cost_shares(walk: Walk, within: int) -> None:
    """Copay, deductible and coinsurance of what the limits let through, in the order in which they are taken."""
    at, order = walk.at, walk.at.of_benefit("copay_order")
    is_taken = at.occasion & COPAY_TAKEN != 0
    walk.copay_due = _copay_due(walk, is_taken)
    is_replaced = bool(is_deductible_replaced(order, walk.copay_due, is_taken))
    applies = at.of_benefit("deductible_applies") != 0
    walk.asked = at.deductible_left() if applies and not is_replaced else 0
    bounds = (at.of_benefit("coinsurance_least_cents"), at.of_benefit("coinsurance_most_cents"))
    rate = at.of_benefit("coinsurance_bp")
    walk.share = cost_share(within, walk.copay_due, order, walk.asked, rate, *bounds)
    deductible, coinsurance, copay = walk.share
    on_copay, on_deductible, on_coinsurance = (
        (within - deductible - coinsurance, within, within - deductible)
        if order == COPAY_ON_TOP
        else (within, within - copay, within - deductible - copay)
    )
    if order == COPAY_AFTER_DEDUCTIBLE:
        on_copay, on_deductible = within - deductible, within
    steps = {
        "copay": lambda: _copay(walk, copay, on_copay, is_taken),
        "deductible": lambda: _deductible(walk, deductible, on_deductible, applies, is_replaced),
        "coinsurance": lambda: _coinsurance(walk, coinsurance, on_coinsurance, rate, bounds),
    }
    for name in _ORDERS.get(order, ("copay", "deductible", "coinsurance")):
        steps[name]()


_ORDERS = {
    COPAY_AFTER_DEDUCTIBLE: ("deductible", "copay", "coinsurance"),
    COPAY_ON_TOP: ("deductible", "coinsurance", "copay"),
    COPAY_INSTEAD: ("copay", "deductible", "coinsurance"),
}


def _copay_due(walk: Walk, is_taken: bool) -> int:
    at = walk.at
    return int(
        copay_due_cents(
            at.of_benefit("copay_cents"),
            at.of_benefit("copay_step"),
            at.of_line("units"),
            at.of_benefit("copay_once") != 0,
            is_taken,
            _copay_left(walk),
            _is_waived(walk),
        )
    )


def _copay_left(walk: Walk) -> int:
    """What is left of the most that copays of the occasion come to."""
    return max(walk.at.of_benefit("copay_most_cents") - walk.at.held("occasion_copay", "occasion_slot"), 0)


def _is_waived(walk: Walk) -> bool:
    return walk.at.of_benefit("copay_waived_if_admitted") != 0 and walk.at.has(ADMITTED)


def _copay(walk: Walk, copay: int, base: int, is_taken: bool) -> None:
    at, stated, step = walk.at, walk.at.of_benefit("copay_cents"), walk.at.of_benefit("copay_step")
    clause = at.clause("copay")
    if stated == 0:
        return
    if _is_waived(walk):
        walk.say("copay_waived", 0, clause, copay_cents=stated)
        return
    if at.of_benefit("copay_once") and is_taken:
        walk.say("copay_taken_before", 0, clause, copay_cents=stated)
        return
    times = -(-at.of_line("units") // step) if step else 1
    if walk.copay_due < stated * times:
        facts = {"most_cents": at.of_benefit("copay_most_cents"), "left_cents": _copay_left(walk)}
        walk.say("copay_most", 0, clause, **facts)
    if at.of_benefit("copay_order") == COPAY_ON_TOP:
        walk.say("copay_on_top", 0, clause)
    facts = {"copay_cents": stated, "due_cents": walk.copay_due, "base_cents": base}
    walk.say(_copay_rule(walk, step), copay, clause, times=times, step=step, **facts)


def _copay_rule(walk: Walk, step: int) -> str:
    at = walk.at
    if step:
        return "copay_per_day" if step == 1 else "copay_per_supply"
    if not at.of_benefit("copay_once"):
        return "copay_per_line"
    per_admission = at.compiled.benefits.filter(row=at.benefit).get_column("is_per_admission").to_list()
    return "copay_per_admission" if any(per_admission) else "copay_per_visit"


def _deductible(walk: Walk, deductible: int, base: int, applies: bool, is_replaced: bool) -> None:
    at = walk.at
    if not applies:
        walk.say("deductible_waived", 0, at.clause("covered"))
        return
    if is_replaced:
        walk.say("deductible_replaced", 0, at.clause("copay"))
        return
    _carried_in(walk)
    clause, name = at.clause("deductible"), at.named("deductible_kind", "deductible")
    if walk.asked == 0:
        walk.say("deductible_met", 0, clause, name=name)
        return
    walk.say("deductible", deductible, clause, name=name, left_cents=walk.asked, base_cents=base)


def _carried_in(walk: Walk) -> None:
    """Say what of last year's deductible counts in this year's."""
    at = walk.at
    if at.of_line("last_year_person_slot") == NO_SLOT:
        return
    person, family = (at.held(f"{who}_carried", f"last_year_{who}_slot", at.tier) for who in ("person", "family"))
    carried = int(carried_in(person, family))
    if carried > 0:
        walk.say("deductible_carried_in", carried, at.plan_clause("carry_over"))


def _coinsurance(walk: Walk, coinsurance: int, base: int, rate: int, bounds: tuple[int, int]) -> None:
    least, most = bounds
    if rate == 0 and least == 0:
        return
    share = int(share_of_cents(base, rate))
    facts = {"base_cents": base, "rate_bp": rate, "share_cents": share}
    clause = walk.at.clause("coinsurance")
    if share < least:
        walk.say("coinsurance_least", coinsurance, clause, least_cents=least, **facts)
    elif share > most:
        walk.say("coinsurance_most", coinsurance, clause, most_cents=most, **facts)
    else:
        walk.say("coinsurance", coinsurance, clause, **facts)


def out_of_pocket(walk: Walk) -> None:
    """Hold the shares to the out-of-pocket maximum, unless coordination is to come before it."""
    at = walk.at
    if not at.of_benefit("counts_to_out_of_pocket"):
        walk.maximum = NO_LIMIT
        if sum(walk.share) > 0:
            walk.say("not_counted_to_out_of_pocket", 0, at.clause("covered"))
        return
    walk.maximum = at.maximum_left()
    if not is_cut_later(walk):
        cut_to_maximum(walk, "out_of_pocket_maximum")


def is_cut_later(walk: Walk) -> bool:
    """Whether the maximum looks at what coordination leaves the member."""
    at = walk.at
    counts = at.of_benefit("counts_to_out_of_pocket") != 0
    return counts and at.has(SECONDARY) and at.is_coordinated and at.of_version("maximum_on_remainder") != 0


def cut_to_maximum(walk: Walk, rule: str) -> int:
    """Cut the shares to what is left of the maximum; what the plan takes over."""
    asked = sum(walk.share)
    walk.share = within_out_of_pocket(*walk.share, walk.maximum)
    over = asked - sum(walk.share)
    if over > 0:
        facts = {"left_cents": walk.maximum, "asked_cents": asked}
        name = walk.at.named("maximum_kind", "out_of_pocket")
        walk.say(rule, over, walk.at.clause("out_of_pocket"), name=name, **facts)
    return over


def discount(walk: Walk, cut_by_dollars: int) -> int:
    """What the provider takes off the part beyond an allowance."""
    rate = walk.at.of_benefit("over_limit_discount_bp")
    amount = int(share_of_cents(cut_by_dollars, rate))
    if amount > 0:
        walk.say("discount", amount, walk.at.clause("discount"), base_cents=cut_by_dollars, rate_bp=rate)
    return amount


def penalty(walk: Walk, recognised_cents: int, share: int) -> int:
    """What the plan pays less because required authorisation is missing or late."""
    at = walk.at
    if not at.has(UNAUTHORISED) and not at.has(LATE):
        return 0
    value: BenefitValue = "penalty" if at.has(UNAUTHORISED) else "late_penalty"
    rate, fixed, most = (at.of_benefit(f"{value}_{name}") for name in ("bp", "cents", "most_cents"))
    amount = int(penalty_cents(recognised_cents, rate, fixed, most, share))
    asked = int(share_of_cents(recognised_cents, rate)) + fixed
    if asked > 0:
        facts = {"base_cents": recognised_cents, "rate_bp": rate, "fixed_cents": fixed, "asked_cents": asked}
        rule = value if amount == asked else f"{value}_bounded"
        walk.say(rule, amount, at.clause(value), bound_cents=min(most, share), **facts)
    return amount
