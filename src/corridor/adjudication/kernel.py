"""The kernel: one loop over the lines of a family, entered serially (`live`) or for all families at once (`batch`).

Order of steps: covered, visit limit, copay and deductible (the benefit says which first), coinsurance, out-of-pocket
maximum, dollar limit on the plan's payment, accumulators. Source: CMS coverage examples calculator, order of steps.
"""

from typing import Any

from numba import njit, prange

from corridor.adjudication.accumulate import credited, left, left_of_both
from corridor.adjudication.arrays import (
    BENEFIT_MAXIMUM,
    COPAY_TAKEN,
    COUNTED,
    NOT_COVERED,
    PAID,
    Lines,
    Outcome,
    State,
)
from corridor.adjudication.compiled import compiled
from corridor.adjudication.cost_share import copay_due_cents, cost_share
from corridor.adjudication.limits import is_new_visit, within_dollar_limit
from corridor.adjudication.out_of_pocket import within_out_of_pocket
from corridor.plan.arrays import TIERS, PlanArrays

N_TIERS = len(TIERS)


def _decide_lines(plan: PlanArrays, lines: Lines, state: State, outcome: Outcome, first: int, last: int) -> None:
    """Decide lines `first` to `last` (exclusive) in order, writing `outcome` (zeros on entry) and `state`."""
    person_deductible, person_out_of_pocket, family_deductible, family_out_of_pocket, limit_used, visits = state
    reasons, deductibles, coinsurances, copays, over_limits, plan_paids = outcome
    for i in range(first, last):
        reasons[i] = lines.reason[i]
        if lines.reason[i] != PAID:
            continue
        v, b, level, t = lines.version[i], lines.benefit[i], lines.level[i], lines.tier[i]
        if plan.covered[b, t] == 0:
            reasons[i] = NOT_COVERED
            continue

        allowed = lines.allowed_cents[i]
        visit, visit_limit = lines.visit_slot[i], lines.visit_limit_slot[i]
        flags = visits[visit] if visit >= 0 else 0
        if visit_limit >= 0 and is_new_visit(allowed, flags & COUNTED != 0):
            if left(plan.visit_limit[b], limit_used[visit_limit]) == 0:
                reasons[i] = BENEFIT_MAXIMUM
                continue
            limit_used[visit_limit] += 1
            flags |= COUNTED

        p, f = lines.person_slot[i], lines.family_slot[i]
        deductible_left = 0
        if plan.deductible_applies[b, t] != 0:
            deductible_left = left_of_both(
                plan.person_deductible_cents[v, level, t],
                person_deductible[p, t],
                plan.family_deductible_cents[v, level, t],
                family_deductible[f, t],
            )
        is_per_visit = plan.copay_is_per_visit[b, t] != 0
        copay_due = copay_due_cents(plan.copay_cents[b, t], is_per_visit, flags & COPAY_TAKEN != 0)
        deductible, coinsurance, copay = cost_share(
            allowed, copay_due, plan.copay_order[b, t], deductible_left, plan.coinsurance_bp[b, t]
        )
        if is_per_visit and copay > 0:
            flags |= COPAY_TAKEN
        if visit >= 0:
            visits[visit] = flags

        counts = plan.counts_to_out_of_pocket[b, t] != 0
        if counts:
            out_of_pocket_left = left_of_both(
                plan.person_out_of_pocket_cents[v, level, t],
                person_out_of_pocket[p, t],
                plan.family_out_of_pocket_cents[v, level, t],
                family_out_of_pocket[f, t],
            )
            deductible, coinsurance, copay = within_out_of_pocket(deductible, coinsurance, copay, out_of_pocket_left)

        member = deductible + coinsurance + copay
        paid, over_limit = allowed - member, 0
        dollar_limit = lines.dollar_limit_slot[i]
        if dollar_limit >= 0:
            paid, over_limit = within_dollar_limit(paid, left(plan.dollar_limit_cents[b], limit_used[dollar_limit]))
            limit_used[dollar_limit] += paid

        for u in range(N_TIERS):
            if deductible > 0:
                credit = credited(
                    deductible,
                    plan.deductible_counts[v, t, u],
                    left_of_both(
                        plan.person_deductible_cents[v, level, u],
                        person_deductible[p, u],
                        plan.family_deductible_cents[v, level, u],
                        family_deductible[f, u],
                    ),
                )
                person_deductible[p, u] += credit
                family_deductible[f, u] += credit
            if counts and member > 0:
                credit = credited(
                    member,
                    plan.out_of_pocket_counts[v, t, u],
                    left_of_both(
                        plan.person_out_of_pocket_cents[v, level, u],
                        person_out_of_pocket[p, u],
                        plan.family_out_of_pocket_cents[v, level, u],
                        family_out_of_pocket[f, u],
                    ),
                )
                person_out_of_pocket[p, u] += credit
                family_out_of_pocket[f, u] += credit

        deductibles[i] = deductible
        coinsurances[i] = coinsurance
        copays[i] = copay
        over_limits[i] = over_limit
        plan_paids[i] = paid


decide_lines = compiled(_decide_lines)


def _live(plan: PlanArrays, lines: Lines, state: State, outcome: Outcome) -> None:
    decide_lines(plan, lines, state, outcome, 0, len(lines.reason))


def _batch(plan: PlanArrays, lines: Lines, state: State, outcome: Outcome) -> None:
    # The body stores nothing itself: a store through a tuple's field in a parallel loop is dropped silently.
    offsets = lines.family_offsets
    for family in prange(len(offsets) - 1):
        decide_lines(plan, lines, state, outcome, offsets[family], offsets[family + 1])


live_entry: Any = njit(_live, cache=True, nogil=True)
batch_entry: Any = njit(_batch, cache=True, nogil=True, parallel=True)
