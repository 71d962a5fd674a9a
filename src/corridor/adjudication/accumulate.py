"""Running totals toward a limit: what is left, what a line adds, what carries over into the next year."""

from corridor.adjudication.compiled import compiled
from corridor.plan.arrays import CARRY_OVER_IF_UNMET


def _left(limit: int, used: int) -> int:
    """What remains of a limit; 0 where an amendment lowered it below what was used already."""
    return max(limit - used, 0)


def _left_of_both(person_limit: int, person_used: int, family_limit: int, family_used: int) -> int:
    """What remains for a person before the person's or the family's limit is reached, whichever comes first."""
    return min(max(person_limit - person_used, 0), max(family_limit - family_used, 0))


def _credited(amount: int, counts: int, left_cents: int) -> int:
    """What an amount adds to a tier's totals: nothing where it does not count there, never past that tier's limit.

    The stop matters where one tier counts toward another with lower limits: without it a single member could fill
    the family's limit of that tier, and nobody may contribute more than the individual amount.
    """
    if counts == 0:
        return 0
    return min(amount, left_cents)


def _kept_for_next_year(
    carry_over: int, person_carried: int, family_carried: int, person_left: int, family_left: int
) -> tuple[int, int]:
    """(person's, family's) carried amounts after a line: none of a deductible that was met,
    where only an unmet one carries over. person_left, family_left: what remains of the year's deductible of each.
    """
    if carry_over != CARRY_OVER_IF_UNMET:
        return person_carried, family_carried
    if person_left == 0:
        family_carried = max(family_carried - person_carried, 0)
        person_carried = 0
    if family_left == 0:
        family_carried = 0
    return person_carried, family_carried


def _carried_in(person_carried: int, family_carried: int) -> int:
    """What a person's last year adds to this year's deductible: nothing more where the family's was met."""
    return min(person_carried, family_carried)


left = compiled(_left)
left_of_both = compiled(_left_of_both)
credited = compiled(_credited)
kept_for_next_year = compiled(_kept_for_next_year)
carried_in = compiled(_carried_in)
