"""Coordination by claim: the formula looks at the claim's totals, and what it gives is dealt to the lines."""

from corridor.adjudication.account import account_pays, covered_share
from corridor.adjudication.accumulate import left
from corridor.adjudication.arrays import PAID, SECONDARY, Lines, Outcome, State
from corridor.adjudication.compiled import compiled
from corridor.adjudication.coordination import after_other_plan, cut_to, from_reserve
from corridor.adjudication.rows import row_of
from corridor.plan.arrays import NO_COORDINATION, PlanArrays


def _pay_from_account(plan: PlanArrays, lines: Lines, state: State, outcome: Outcome, i: int) -> None:
    """Let the health reimbursement account pay what it covers of the shares that line `i` leaves the member."""
    bridge_paid, account_paid, accounts = state.account_bridge, state.account_paid, outcome.account_cents
    slot = lines.account_slot[i]
    if slot < 0:
        return
    v, level = row_of(lines.version[i]), lines.level[i]
    share = covered_share(
        outcome.deductible_cents[i], outcome.coinsurance_cents[i], outcome.copay_cents[i], plan.account_covers[v]
    )
    bridge, paid = account_pays(
        share,
        left(plan.account_bridge_cents[v, level], bridge_paid[slot]),
        left(plan.account_cents[v, level], account_paid[slot]),
    )
    bridge_paid[slot] += bridge
    account_paid[slot] += paid
    accounts[i] = paid


def _is_settled_by_claim(plan: PlanArrays, lines: Lines, outcome: Outcome, i: int) -> bool:
    """Whether line `i` is paid, after another plan, under a plan that coordinates whole claims."""
    if outcome.reason[i] != PAID or lines.flags[i] & SECONDARY == 0:
        return False
    v = row_of(lines.version[i])
    return bool(plan.coordination[v] != NO_COORDINATION and plan.coordinates_claims[v] != 0)


def _write_remainder(outcome: Outcome, i: int, allowable: int, other_paid: int, paid: int) -> None:
    """Write what coordination made of line `i`: the plans' payments, and the member's shares cut to what they leave."""
    alloweds, deductibles, coinsurances = outcome.allowed_cents, outcome.deductible_cents, outcome.coinsurance_cents
    copays, over_limits, penalties = outcome.copay_cents, outcome.over_limit_cents, outcome.penalty_cents
    not_recognised, other_paids, plan_paids = (
        outcome.not_recognised_cents,
        outcome.other_paid_cents,
        outcome.plan_paid_cents,
    )
    coinsurances[i], copays[i], deductibles[i], over_limits[i], not_recognised[i], penalties[i] = cut_to(
        allowable - other_paid - paid,
        coinsurances[i],
        copays[i],
        deductibles[i],
        over_limits[i],
        not_recognised[i],
        penalties[i],
    )
    alloweds[i] = allowable
    other_paids[i] = other_paid
    plan_paids[i] = paid


def _settle_claim(plan: PlanArrays, lines: Lines, state: State, outcome: Outcome, first: int, last: int) -> None:
    """Coordinate lines `first` to `last` (exclusive) of a claim, decided as if alone, and pay from accounts.

    Payment is dealt in line order up to what each line would get alone of its allowable amount, what the other plan
    paid up to what is left of that amount, then what the reserve adds.
    """
    reserve = state.reserve
    alone, alone_within, allowable, other_paid, settled = 0, 0, 0, 0, -1
    for line in range(first, last):
        i = row_of(line)
        if is_settled_by_claim(plan, lines, outcome, i):
            alone += outcome.plan_paid_cents[i]
            alone_within += min(outcome.plan_paid_cents[i], lines.allowable_cents[i])
            allowable += lines.allowable_cents[i]
            other_paid += lines.other_paid_cents[i]
            settled = i
    if settled < 0:
        return
    other_paid = min(other_paid, allowable)
    to_pay = after_other_plan(plan.coordination[lines.version[settled]], alone_within, allowable, other_paid)
    saved, drawn = 0, 0
    slot = lines.reserve_slot[settled]
    if slot >= 0:
        drawn = from_reserve(allowable - other_paid - to_pay, reserve[slot])
        saved = alone - to_pay
        reserve[slot] += saved - drawn
    for line in range(first, last):
        i = row_of(line)
        if not is_settled_by_claim(plan, lines, outcome, i):
            continue
        own_allowable = lines.allowable_cents[i]
        paid = min(outcome.plan_paid_cents[i], own_allowable, to_pay)
        to_pay -= paid
        own_other_paid = min(own_allowable - paid, other_paid)
        other_paid -= own_other_paid
        own_drawn = min(own_allowable - paid - own_other_paid, drawn)
        drawn -= own_drawn
        write_remainder(outcome, i, own_allowable, own_other_paid, paid + own_drawn)
        pay_from_account(plan, lines, state, outcome, i)


pay_from_account = compiled(_pay_from_account)
is_settled_by_claim = compiled(_is_settled_by_claim)
write_remainder = compiled(_write_remainder)
settle_claim = compiled(_settle_claim)
