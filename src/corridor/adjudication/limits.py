"""Visit limits and dollar limits of a benefit."""

from corridor.adjudication.compiled import compiled


def _is_new_visit(allowed_cents: int, is_counted: bool) -> bool:
    """Whether a line uses up a visit: its visit is not counted yet, and there is something to pay for."""
    return allowed_cents > 0 and not is_counted


def _within_dollar_limit(plan_share_cents: int, left_cents: int) -> tuple[int, int]:
    """(plan paid, over the limit) in cents: the plan's share of a line cut to what its dollar limit still holds."""
    paid = min(plan_share_cents, left_cents)
    return paid, plan_share_cents - paid


is_new_visit = compiled(_is_new_visit)
within_dollar_limit = compiled(_within_dollar_limit)
