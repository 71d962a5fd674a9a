"""Steps after the plan's own: coordination with the plans that paid before, benefit reserve, reimbursement account."""

from dataclasses import dataclass

from corridor.adjudication.account import account_pays, covered_share
from corridor.adjudication.accumulate import left
from corridor.adjudication.coordination import after_other_plan, cut_to, from_reserve, maintained
from corridor.adjudication.cost_share import coinsurance as coinsurance_of
from corridor.adjudication.cost_share import cost_share
from corridor.adjudication.explaining.shares import cut_to_maximum, is_cut_later
from corridor.adjudication.explaining.step import Walk
from corridor.plan.arrays import MAINTENANCE_DEDUCTIBLE_FIRST, NO_LIMIT, NON_DUPLICATION, STANDARD


@dataclass(frozen=True)
class Dealt:
    """What coordination by claim deals to one line. alone, allowable, other_paid, to_pay: of the whole claim.

    alone: of each line no more than what is allowable of it.
    own_*: the line's part. reserve: where it stood before the line was settled. saved: what the claim adds to the
    reserve, at its last line.
    """

    alone: int
    allowable: int
    other_paid: int
    to_pay: int
    own_paid: int
    own_other_paid: int
    own_drawn: int
    reserve: int
    saved: int


_BY_LINE = {STANDARD: "standard", NON_DUPLICATION: "non_duplication"}


def coordinate_line(walk: Walk) -> None:
    """What the plan pays of a line after the plans before it; walk.cents hold what it would pay alone."""
    at, alone = walk.at, walk.cents["plan_paid"]
    allowable = at.of_line("allowable_cents")
    other_paid = min(at.of_line("other_paid_cents"), allowable)
    walk.say("plan_alone", alone)
    method = at.of_version("coordination")
    if method in _BY_LINE:
        paid = int(after_other_plan(method, alone, allowable, other_paid))
        facts = {"alone_cents": alone, "allowable_cents": allowable, "other_paid_cents": other_paid}
        walk.say(_BY_LINE[method], paid, at.plan_clause("coordination"), **facts)
    else:
        paid = _maintained(walk, method, alone, allowable, other_paid)
    drawn, saved = 0, 0
    reserve = at.held("reserve", "reserve_slot")
    if at.of_line("reserve_slot") >= 0:
        drawn, saved = int(from_reserve(allowable - other_paid - paid, reserve)), alone - paid
    reserved(walk, reserve, drawn, saved)
    remainder(walk, allowable, other_paid, paid + drawn)
    if is_cut_later(walk):
        walk.cents["plan_paid"] += cut_to_maximum(walk, "maximum_on_remainder")


def coordinate_claim(walk: Walk, dealt: Dealt) -> None:
    """What falls to a line of what the plan pays of its claim after the plans before it."""
    at = walk.at
    walk.say("plan_alone", walk.cents["plan_paid"])
    facts = {
        "alone_cents": dealt.alone,
        "allowable_cents": dealt.allowable,
        "other_paid_cents": dealt.other_paid,
        "to_pay_cents": dealt.to_pay,
    }
    rule = f"{_BY_LINE[at.of_version('coordination')]}_by_claim"
    walk.say(rule, dealt.own_paid, at.plan_clause("coordination"), **facts)
    reserved(walk, dealt.reserve, dealt.own_drawn, dealt.saved)
    remainder(walk, at.of_line("allowable_cents"), dealt.own_other_paid, dealt.own_paid + dealt.own_drawn)


def _maintained(walk: Walk, method: int, alone: int, allowable: int, other_paid: int) -> int:
    at, base = walk.at, allowable - other_paid
    bounds = (at.of_benefit("coinsurance_least_cents"), at.of_benefit("coinsurance_most_cents"))
    rate, order = at.of_benefit("coinsurance_bp"), at.of_benefit("copay_order")
    maximum = NO_LIMIT if is_cut_later(walk) else walk.maximum
    terms = (walk.copay_due, order, walk.asked, rate, *bounds)
    of_remainder = int(maintained(method, base, *terms, maximum))
    if method == MAINTENANCE_DEDUCTIBLE_FIRST:
        deductible, share, copay = map(int, cost_share(base, *terms))
    else:
        share = int(coinsurance_of(base, rate, *bounds))
        deductible = min(walk.asked, base - share)
        copay = min(walk.copay_due, base - share - deductible)
    facts = {
        "allowable_cents": allowable,
        "other_paid_cents": other_paid,
        "base_cents": base,
        "deductible_cents": deductible,
        "copay_cents": copay,
        "coinsurance_cents": share,
        "of_remainder_cents": of_remainder,
        "alone_cents": alone,
    }
    if deductible + share + copay > maximum:
        walk.say("maintained_maximum", deductible + share + copay - maximum, at.clause("out_of_pocket"), **facts)
    rule = "maintained_deductible_first" if method == MAINTENANCE_DEDUCTIBLE_FIRST else "maintained_deductible_last"
    walk.say(rule, min(alone, of_remainder), at.plan_clause("coordination"), **facts)
    return min(alone, of_remainder)


def reserved(walk: Walk, reserve: int, drawn: int, saved: int) -> None:
    """Say what the benefit reserve pays, and what is added to it."""
    clause = walk.at.plan_clause("coordination")
    walk.moved["benefit_reserve"] = (reserve, reserve - drawn + saved)
    if drawn > 0:
        walk.say("reserve_used", drawn, clause, reserve_cents=reserve)
    if saved > 0:
        walk.say("reserve_saved", saved, clause, reserve_cents=reserve - drawn + saved)


def remainder(walk: Walk, allowable: int, other_paid: int, paid: int) -> None:
    """Cut the member's shares to what the plans leave."""
    owed, cents = allowable - other_paid - paid, walk.cents
    names = ("coinsurance", "copay", "deductible", "over_limit", "not_recognised", "penalty")
    cents |= zip(names, map(int, cut_to(owed, *(cents[name] for name in names))), strict=True)
    cents |= {"other_paid": other_paid, "plan_paid": paid}
    facts = {"allowable_cents": allowable, "other_paid_cents": other_paid, "paid_cents": paid}
    walk.say("member_remainder", owed, None, **facts)


def pay_from_account(walk: Walk, used: tuple[int, int] | None) -> None:
    """What the health reimbursement account pays of the shares that are left.

    used: (bridge, account) before, where they are not those of the line's state.
    """
    at = walk.at
    if at.of_line("account_slot") < 0:
        return
    share = int(covered_share(*walk.share, at.of_version("account_covers")))
    before = (at.held("account_bridge", "account_slot"), at.held("account_paid", "account_slot"))
    bridge_used, account_used = used or before
    bridge_left = int(left(at.of_account("account_bridge_cents"), bridge_used))
    account_left = int(left(at.of_account("account_cents"), account_used))
    bridge, paid = map(int, account_pays(share, bridge_left, account_left))
    walk.cents["account"] = paid
    walk.moved["account_bridge"] = (bridge_used, bridge_used + bridge)
    walk.moved["account_paid"] = (account_used, account_used + paid)
    clause = at.plan_clause("health_reimbursement")
    if bridge > 0:
        walk.say("account_bridge", bridge, clause, left_cents=bridge_left, base_cents=share)
    if share > bridge:
        facts = {"left_cents": account_left, "base_cents": share - bridge}
        walk.say("account_pays" if paid > 0 else "account_empty", paid, clause, **facts)
