"""Running totals toward a limit: what is left, and what a line adds."""

from corridor.adjudication.compiled import compiled


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


left = compiled(_left)
left_of_both = compiled(_left_of_both)
credited = compiled(_credited)
