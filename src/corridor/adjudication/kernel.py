"""The kernel: one loop over lines, entered once for a few families (`live`) or by several threads at once (`batch`).

Order of steps of a line (RULES 3.1, steps 12 to 18; docs/explanation/order-of-steps.md says more):

  1 what is recognised of the allowed amount: all, or what an alternate service or a generic costs
  2 limits before cost sharing: visits, days, services, dollars
  3 the copay that is due
  4 copay, deductible and coinsurance, in the benefit's order
  5 out-of-pocket maximum
  6 limits on the plan's payment; a provider's discount on what is beyond an allowance
  7 penalty for missing or late authorisation
  8 coordination with the plans that paid before, by line or, at the end of a claim, by claim
  9 accumulators: by what the plan would have paid alone
 10 health reimbursement account
"""

from typing import Any

from numba import njit

from corridor.adjudication.arrays import (
    ADMITTED,
    COPAY_TAKEN,
    COUNTED,
    LAST_OF_CLAIM,
    LATE,
    NO_SLOT,
    NOT_COVERED,
    PAID,
    SECONDARY,
    UNAUTHORISED,
    Lines,
    Outcome,
    State,
)
from corridor.adjudication.claim_settlement import pay_from_account, settle_claim, write_remainder
from corridor.adjudication.compiled import compiled
from corridor.adjudication.coordination import after_other_plan, from_reserve, maintained
from corridor.adjudication.cost_share import copay_due_cents, cost_share, is_deductible_replaced, share_of_cents
from corridor.adjudication.limit_use import after_cost_share, before_cost_share, use_dollars
from corridor.adjudication.limits import is_new_visit
from corridor.adjudication.out_of_pocket import within_out_of_pocket
from corridor.adjudication.penalty import penalty_cents
from corridor.adjudication.rows import row_of
from corridor.adjudication.standing import credit_deductible, credit_maximum, deductible_left, maximum_left
from corridor.plan.arrays import NO_COORDINATION, NO_LIMIT, NON_DUPLICATION, STANDARD, PlanArrays


def _decide_line(plan: PlanArrays, lines: Lines, state: State, outcome: Outcome, i: int) -> None:
    """Decide line `i`, which no earlier step gave a reason, writing `outcome` (zeros on entry) and `state`."""
    reasons, alloweds, deductibles, coinsurances, copays, over_limits, penalties, unrecognised, _, plan_paids, _ = (
        outcome
    )
    occasion_copay, occasions = state.occasion_copay, state.occasion
    v, b, t = row_of(lines.version[i]), row_of(lines.benefit[i]), lines.tier[i]
    flags = lines.flags[i]
    if plan.covered[b, t] == 0:
        reasons[i] = NOT_COVERED
        return

    allowed, recognised = lines.allowed_cents[i], lines.recognised_cents[i]
    occasion = lines.occasion_slot[i]
    occasion_flags, copay_before = 0, 0
    if occasion != NO_SLOT:
        occasion_flags, copay_before = occasions[occasion], occasion_copay[occasion]
    is_limited = lines.limit_offsets[i + 1] > lines.limit_offsets[i]
    is_visit = is_new_visit(allowed, occasion_flags & COUNTED != 0)
    within = recognised
    if is_limited:
        reason, within = before_cost_share(plan, lines, state, i, recognised, is_visit)
        if reason != PAID:
            reasons[i] = reason
            return

    is_taken = occasion_flags & COPAY_TAKEN != 0
    order = plan.copay_order[b, t]
    copay_due = copay_due_cents(
        plan.copay_cents[b, t],
        plan.copay_step[b, t],
        lines.units[i],
        plan.copay_once[b, t] != 0,
        is_taken,
        max(plan.copay_most_cents[b, t] - copay_before, 0),
        plan.copay_waived_if_admitted[b, t] != 0 and flags & ADMITTED != 0,
    )
    asked = 0
    if plan.deductible_applies[b, t] != 0 and not is_deductible_replaced(order, copay_due, is_taken):
        asked = deductible_left(plan, lines, state, i, t)
    rate, least, most = (
        plan.coinsurance_bp[b, t],
        plan.coinsurance_least_cents[b, t],
        plan.coinsurance_most_cents[b, t],
    )
    deductible, coinsurance, copay = cost_share(within, copay_due, order, asked, rate, least, most)

    is_secondary = flags & SECONDARY != 0 and plan.coordination[v] != NO_COORDINATION
    counts = plan.counts_to_out_of_pocket[b, t] != 0
    is_cut_later = counts and is_secondary and plan.maximum_on_remainder[v] != 0
    maximum = maximum_left(plan, lines, state, i, t) if counts else NO_LIMIT
    maximum_now = NO_LIMIT if is_cut_later else maximum
    deductible, coinsurance, copay = within_out_of_pocket(deductible, coinsurance, copay, maximum_now)

    member = deductible + coinsurance + copay
    share, cut_by_dollars = within - member, 0
    if is_limited:
        share, cut_by_dollars = after_cost_share(plan, lines, state, i, share, is_visit)
    discount = share_of_cents(cut_by_dollars, plan.over_limit_discount_bp[b, t])
    penalty = penalty_of(plan, b, t, flags, recognised, share)
    alone = share - penalty

    alloweds[i] = allowed - discount
    deductibles[i] = deductible
    coinsurances[i] = coinsurance
    copays[i] = copay
    over_limits[i] = recognised - member - share - discount
    penalties[i] = penalty
    unrecognised[i] = allowed - recognised
    plan_paids[i] = alone

    if is_limited:
        use_dollars(plan, lines, state, i, alone)
    if deductible > 0:
        credit_deductible(plan, lines, state, i, deductible)
    if counts and not is_cut_later and member > 0:
        credit_maximum(plan, lines, state, i, member)
    if occasion != NO_SLOT:
        if copay > 0:
            occasions[occasion] |= COPAY_TAKEN
        occasion_copay[occasion] = copay_before + copay

    if is_secondary and plan.coordinates_claims[v] != 0:
        return
    if is_secondary:
        coordinate_line(plan, lines, state, outcome, i, copay_due, asked, maximum_now)
        if is_cut_later:
            cut_remainder(plan, lines, state, outcome, i, maximum)
    pay_from_account(plan, lines, state, outcome, i)


def _penalty_of(plan: PlanArrays, b: int, t: int, flags: int, recognised: int, share: int) -> int:
    """What the plan pays less because required authorisation is missing, or was asked for late."""
    if flags & UNAUTHORISED != 0:
        return penalty_cents(
            recognised, plan.penalty_bp[b, t], plan.penalty_cents[b, t], plan.penalty_most_cents[b, t], share
        )
    if flags & LATE != 0:
        return penalty_cents(
            recognised,
            plan.late_penalty_bp[b, t],
            plan.late_penalty_cents[b, t],
            plan.late_penalty_most_cents[b, t],
            share,
        )
    return 0


def _coordinate_line(
    plan: PlanArrays,
    lines: Lines,
    state: State,
    outcome: Outcome,
    i: int,
    copay_due: int,
    deductible_asked: int,
    out_of_pocket_left: int,
) -> None:
    """Coordinate line `i`, decided as if alone, with what the plans before paid for it."""
    reserve = state.reserve
    v, b, t = row_of(lines.version[i]), row_of(lines.benefit[i]), lines.tier[i]
    allowable, alone = lines.allowable_cents[i], outcome.plan_paid_cents[i]
    other_paid = min(lines.other_paid_cents[i], allowable)
    method = plan.coordination[v]
    if method in (STANDARD, NON_DUPLICATION):
        paid = after_other_plan(method, alone, allowable, other_paid)
    else:
        of_remainder = maintained(
            method,
            allowable - other_paid,
            copay_due,
            plan.copay_order[b, t],
            deductible_asked,
            plan.coinsurance_bp[b, t],
            plan.coinsurance_least_cents[b, t],
            plan.coinsurance_most_cents[b, t],
            out_of_pocket_left,
        )
        paid = min(alone, of_remainder)
    slot = lines.reserve_slot[i]
    if slot != NO_SLOT:
        drawn = from_reserve(allowable - other_paid - paid, reserve[slot])
        reserve[slot] += alone - paid - drawn
        paid += drawn
    write_remainder(outcome, i, allowable, other_paid, paid)


def _cut_remainder(
    plan: PlanArrays, lines: Lines, state: State, outcome: Outcome, i: int, out_of_pocket_left: int
) -> None:
    """Hold what coordination leaves of the member's shares of line `i` to the maximum; the plan pays what is cut."""
    deductibles, coinsurances, copays = outcome.deductible_cents, outcome.coinsurance_cents, outcome.copay_cents
    plan_paids = outcome.plan_paid_cents
    before = deductibles[i] + coinsurances[i] + copays[i]
    deductibles[i], coinsurances[i], copays[i] = within_out_of_pocket(
        deductibles[i], coinsurances[i], copays[i], out_of_pocket_left
    )
    member = deductibles[i] + coinsurances[i] + copays[i]
    plan_paids[i] += before - member
    if member > 0:
        credit_maximum(plan, lines, state, i, member)


def _decide_lines(plan: PlanArrays, lines: Lines, state: State, outcome: Outcome, first: int, last: int) -> None:
    """Decide lines `first` to `last` (exclusive) in order; claims lie in them whole."""
    reasons = outcome.reason
    claim_first = first
    for i in range(first, last):
        reasons[i] = lines.reason[i]
        if lines.reason[i] == PAID:
            decide_line(plan, lines, state, outcome, row_of(i))
        if lines.flags[i] & LAST_OF_CLAIM != 0:
            settle_claim(plan, lines, state, outcome, claim_first, i + 1)
            claim_first = i + 1


penalty_of = compiled(_penalty_of)
coordinate_line = compiled(_coordinate_line)
cut_remainder = compiled(_cut_remainder)
decide_line = compiled(_decide_line)
decide_lines = compiled(_decide_lines)


def _entry(plan: PlanArrays, lines: Lines, state: State, outcome: Outcome, first: int, last: int) -> None:
    decide_lines(plan, lines, state, outcome, first, last)


lines_entry: Any = njit(_entry, cache=True, nogil=True)
