"""Limits that another limit of the same benefits always stops before."""

from collections.abc import Iterator

from corridor.plan.benefit_terms import Limit
from corridor.plan.review.remarks import Remark, idle
from corridor.plan.schema import PlanDocument
from corridor.plan.terms_said import limit_said
from corridor.wording.said import said


def outrun_limits(terms: PlanDocument) -> Iterator[Remark]:
    """A limit at least as high as another one that counts the same and more."""
    named_by = {
        limit.name: {benefit.name for benefit in terms.benefits if limit.name in benefit.limits}
        for limit in terms.limits
    }
    for position, limit in enumerate(terms.limits):
        lower = [
            other
            for number, other in enumerate(terms.limits)
            if number != position
            and _counts_as_much(other, limit)
            and named_by[limit.name] <= named_by[other.name]
            and (other.amount < limit.amount or (other.amount == limit.amount and number < position))
        ]
        if lower:
            facts = {"limit": limit_said(limit), "other": lower[0].name, "lower": limit_said(lower[0])}
            found = said("{limit}, which {other} ({lower}) never lets it reach", **facts)
            yield idle("idle_limit", ("limits", position), found, said("a limit that can be reached"))


def _counts_as_much(one: Limit, other: Limit) -> bool:
    """Whether `one` counts whatever `other` counts, in the same way: a lifetime holds each plan year."""
    is_as_long = one.per == other.per or (one.per == "lifetime" and other.per == "plan_year")
    kinds = [(limit.unit, limit.of, limit.is_after_cost_share) for limit in (one, other)]
    return is_as_long and kinds[0] == kinds[1]
