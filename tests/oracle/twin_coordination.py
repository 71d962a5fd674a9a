"""What the plan pays after another plan, and what is left to the member, for the slow twin (order of step 8).

N: what the plan would pay alone; A: the allowable amount; P: what the plans before paid. RULES 3.6.
"""

from decimal import Decimal
from typing import Any

from tests.oracle.twin_books import Books, Line, owner_key
from tests.oracle.twin_cost_share import Shares, percentage_first, share
from tests.oracle.twin_plan import ZERO, Terms, Version

Outcome = dict[str, Any]
CUT_FIRST = ("coinsurance", "copay", "deductible", "over_limit", "not_recognised", "penalty")


def coordinate_line(
    version: Version,
    terms: Terms,
    line: Line,
    books: Books,
    outcome: Outcome,
    due: Decimal,
    deductible_left: Decimal,
    maximum_left: Decimal,
) -> None:
    """Coordinate one line that was decided as if the plan were alone."""
    coordination = version.coordination
    assert coordination is not None
    alone, allowable = outcome["plan_paid"], line["allowable"]
    other = min(line["other_paid"], allowable)
    name = coordination["method"]
    if name == "maintenance_of_benefits":
        base = allowable - other
        if coordination["deductible"] == "before_percentage":
            name += ", deductible first"
            shares = share(terms, base, due, deductible_left, set())
        else:
            name += ", deductible last"
            shares = percentage_first(terms, base, due, deductible_left)
        paid = min(alone, base - shares.within(maximum_left).total)
    else:
        paid = by_formula(name, alone, allowable, other)
    outcome["fired"].add(f"coordination: {name}")
    saved = alone - paid
    drawn = draw_reserve(version, line, books, saved, allowable - other - paid, outcome["fired"])
    settle(outcome, allowable, other, paid + drawn)


def by_formula(method: str, alone: Decimal, allowable: Decimal, other: Decimal) -> Decimal:
    """Standard and non-duplication; what is shared out between the plans is all that either can pay of."""
    if method == "standard":
        return min(alone, allowable - other)
    return min(max(ZERO, alone - other), allowable - other)


def draw_reserve(version: Version, line: Line, books: Books, saved: Decimal, owed: Decimal, fired: set[str]) -> Decimal:
    """What earlier savings of the year pay of what the member still owes; what is saved now is kept for later lines."""
    coordination = version.coordination
    if not coordination or not coordination.get("benefit_reserve", False):
        return ZERO
    key = owner_key(line["plan"], line, "person", "benefit_reserve", "all")
    drawn = min(owed, books.totals[key])
    books.totals[key] += saved - drawn
    if drawn > 0:
        fired |= {"benefit reserve", "benefit reserve drawn"}
    if saved > 0:
        fired |= {"benefit reserve", "benefit reserve saved"}
    return drawn


def settle(outcome: Outcome, allowable: Decimal, other: Decimal, paid: Decimal) -> None:
    """Cut the member's shares to what both plans leave; what is left beyond them this plan does not recognise."""
    cut = sum(outcome[name] for name in CUT_FIRST) - (allowable - other - paid)
    outcome["not_recognised"] += max(ZERO, -cut)
    for name in CUT_FIRST:
        off = min(max(ZERO, cut), outcome[name])
        outcome[name] -= off
        cut -= off
    outcome |= {"allowed": allowable, "other_paid": other, "plan_paid": paid}


def close_claim(version: Version, waiting: list[tuple[Line, Outcome]], books: Books) -> None:
    """Coordinate the lines of a claim by its totals: payment, the other plans' and the reserve's are dealt in order.

    A line is dealt no more than it would get alone, nor more than its allowable amount.
    """
    coordination = version.coordination
    assert coordination is not None
    most = [min(outcome["plan_paid"], line["allowable"]) for line, outcome in waiting]
    alone = sum((outcome["plan_paid"] for _, outcome in waiting), ZERO)
    allowable = sum((line["allowable"] for line, _ in waiting), ZERO)
    other = min(sum((line["other_paid"] for line, _ in waiting), ZERO), allowable)
    paid = by_formula(coordination["method"], sum(most, ZERO), allowable, other)
    last, outcome = waiting[-1]
    drawn = draw_reserve(version, last, books, alone - paid, allowable - other - paid, outcome["fired"])
    for (line, outcome), own_most in zip(waiting, most, strict=True):
        own_paid = min(own_most, paid)
        own_other = min(line["allowable"] - own_paid, other)
        own_drawn = min(line["allowable"] - own_paid - own_other, drawn)
        paid, other, drawn = paid - own_paid, other - own_other, drawn - own_drawn
        outcome["fired"] |= {f"coordination: {coordination['method']}", "coordination by claim"}
        settle(outcome, line["allowable"], own_other, own_paid + own_drawn)


def cut_to_maximum(outcome: Outcome, maximum_left: Decimal) -> Decimal:
    """Hold what coordination left of the shares to the maximum, the plan paying the rest; what counts toward it."""
    shares = Shares(outcome["deductible"], outcome["coinsurance"], outcome["copay"])
    kept = shares.within(maximum_left)
    outcome["fired"].add("maximum on what remains")
    if kept.total < shares.total:
        outcome["fired"].add("out-of-pocket maximum")
    outcome |= {"deductible": kept.deductible, "coinsurance": kept.coinsurance, "copay": kept.copay}
    outcome["plan_paid"] += shares.total - kept.total
    return kept.total
