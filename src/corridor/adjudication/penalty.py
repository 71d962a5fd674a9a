"""The penalty for missing or late authorisation: what the plan pays less; it never counts toward a maximum."""

from corridor.adjudication.compiled import compiled
from corridor.adjudication.cost_share import share_of_cents


def _penalty_cents(
    recognised_cents: int, penalty_bp: int, penalty_amount_cents: int, most_cents: int, plan_share_cents: int
) -> int:
    """A share of the recognised amount and an amount besides, at most the most and what the plan would pay."""
    asked = share_of_cents(recognised_cents, penalty_bp) + penalty_amount_cents
    return min(asked, most_cents, plan_share_cents)


penalty_cents = compiled(_penalty_cents)
