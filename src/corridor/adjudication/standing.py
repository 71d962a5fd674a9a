"""Where a line's person and family stand: what deductible and maximum still ask, and what the line adds to them."""

from corridor.adjudication.accumulate import carried_in, credited, kept_for_next_year, left, left_of_both
from corridor.adjudication.arrays import CARRIES_OVER, Lines, State
from corridor.adjudication.compiled import compiled
from corridor.adjudication.rows import row_of
from corridor.plan.arrays import NO_CARRY_OVER, TIERS, PlanArrays

N_TIERS = len(TIERS)


def _person_deductible_left(plan: PlanArrays, lines: Lines, state: State, i: int, tier: int) -> int:
    """What remains of the person's deductible of a tier, what last year carried over counted as used."""
    used = state.person_deductible[row_of(lines.person_deductible_slot[i]), tier]
    last_person, last_family = lines.last_year_person_slot[i], lines.last_year_family_slot[i]
    if last_person >= 0:
        used += carried_in(state.person_carried[last_person, tier], state.family_carried[last_family, tier])
    row = row_of(plan.deductible_row[row_of(lines.benefit[i])])
    return left(plan.person_deductible_cents[row, lines.level[i], tier], used)


def _family_deductible_left(plan: PlanArrays, lines: Lines, state: State, i: int, tier: int) -> int:
    """What remains of the family's deductible of a tier, what last year carried over counted as used."""
    used = state.family_deductible[row_of(lines.family_deductible_slot[i]), tier]
    last_family = lines.last_year_family_slot[i]
    if last_family >= 0:
        used += state.family_carried[last_family, tier]
    row = row_of(plan.deductible_row[row_of(lines.benefit[i])])
    return left(plan.family_deductible_cents[row, lines.level[i], tier], used)


def _deductible_left(plan: PlanArrays, lines: Lines, state: State, i: int, tier: int) -> int:
    """What line `i` may be asked for toward the deductible of a tier: the person's or the family's, the lesser."""
    return min(person_deductible_left(plan, lines, state, i, tier), family_deductible_left(plan, lines, state, i, tier))


def _maximum_left(plan: PlanArrays, lines: Lines, state: State, i: int, tier: int) -> int:
    """What line `i` may still add to the out-of-pocket maximum of a tier."""
    row, level = row_of(plan.maximum_row[row_of(lines.benefit[i])]), lines.level[i]
    return left_of_both(
        plan.person_out_of_pocket_cents[row, level, tier],
        state.person_out_of_pocket[row_of(lines.person_maximum_slot[i]), tier],
        plan.family_out_of_pocket_cents[row, level, tier],
        state.family_out_of_pocket[row_of(lines.family_maximum_slot[i]), tier],
    )


def _credit_deductible(plan: PlanArrays, lines: Lines, state: State, i: int, amount: int) -> None:
    """Add what line `i` was asked for to the deductible of every tier in which it counts, and to what carries over."""
    person, family = state.person_deductible, state.family_deductible
    row, t = row_of(plan.deductible_row[row_of(lines.benefit[i])]), lines.tier[i]
    p, f = row_of(lines.person_deductible_slot[i]), row_of(lines.family_deductible_slot[i])
    for u in range(N_TIERS):
        credit = credited(amount, plan.deductible_counts[row, t, u], deductible_left(plan, lines, state, i, u))
        if credit == 0:
            continue
        person[p, u] += credit
        family[f, u] += credit
        if plan.carry_over[row] != NO_CARRY_OVER:
            carry_over(plan, lines, state, i, u, credit)


def _carry_over(plan: PlanArrays, lines: Lines, state: State, i: int, tier: int, credit: int) -> None:
    """Keep what is applied in the last months of the year, or give it up where the deductible was met."""
    person_carried, family_carried = state.person_carried, state.family_carried
    p, f = row_of(lines.person_deductible_slot[i]), row_of(lines.family_deductible_slot[i])
    if lines.flags[i] & CARRIES_OVER != 0:
        person_carried[p, tier] += credit
        family_carried[f, tier] += credit
    person_carried[p, tier], family_carried[f, tier] = kept_for_next_year(
        plan.carry_over[row_of(plan.deductible_row[row_of(lines.benefit[i])])],
        person_carried[p, tier],
        family_carried[f, tier],
        person_deductible_left(plan, lines, state, i, tier),
        family_deductible_left(plan, lines, state, i, tier),
    )


def _credit_maximum(plan: PlanArrays, lines: Lines, state: State, i: int, amount: int) -> None:
    """Add the member's share of line `i` to the out-of-pocket totals of every tier in which it counts."""
    person, family = state.person_out_of_pocket, state.family_out_of_pocket
    row, t = row_of(plan.maximum_row[row_of(lines.benefit[i])]), lines.tier[i]
    p, f = row_of(lines.person_maximum_slot[i]), row_of(lines.family_maximum_slot[i])
    for u in range(N_TIERS):
        credit = credited(amount, plan.out_of_pocket_counts[row, t, u], maximum_left(plan, lines, state, i, u))
        person[p, u] += credit
        family[f, u] += credit


person_deductible_left = compiled(_person_deductible_left)
family_deductible_left = compiled(_family_deductible_left)
deductible_left = compiled(_deductible_left)
maximum_left = compiled(_maximum_left)
carry_over = compiled(_carry_over)
credit_deductible = compiled(_credit_deductible)
credit_maximum = compiled(_credit_maximum)
