"""The slow twin of the kernel: the plan document's own words, dollars, dicts; none of Corridor's code.

Written from RULES part 3 and the order of steps. A line is a dict; its keys are FIELDS. Lines come in the order in
which they are decided, those of a claim together.
"""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP
from typing import Any

from tests.oracle.twin_books import Books, Line, Occasion
from tests.oracle.twin_coordination import close_claim, coordinate_line, cut_to_maximum
from tests.oracle.twin_cost_share import copay_due, penalty, share
from tests.oracle.twin_limits import admit, limit_payment, take_payment
from tests.oracle.twin_plan import CENT, UNLIMITED, ZERO, Benefit, Plan, Terms
from tests.oracle.twin_totals import (
    credit_deductible,
    credit_maximum,
    deductible_asked,
    maximum_asked,
    pay_from_account,
)

__all__ = ["AMOUNTS", "FIELDS", "Books", "Plan", "adjudicate"]

FIELDS = {
    "claim": "number of the claim",
    "plan": "code of the plan",
    "year": "first day of the plan year",
    "family": "id",
    "member": "id",
    "alone": "covered alone: no family limits",
    "benefit": "name",
    "tier": "in or out",
    "service_from": "day",
    "admission_date": "day or None",
    "provider": "id, empty where there is none",
    "reason": "given before, or None",
    "allowed": "dollars",
    "recognised": "dollars",
    "allowable": "dollars shared out between plans, where another plan paid before",
    "other_paid": "dollars; None: no other plan paid before",
    "units": "0: within what another line counts",
    "tooth": "text or None",
    "surfaces": "letters or None",
    "admitted": "truth",
    "unauthorised": "truth",
    "late": "truth",
}
AMOUNTS = (
    "allowed",
    "deductible",
    "coinsurance",
    "copay",
    "over_limit",
    "penalty",
    "not_recognised",
    "other_paid",
    "plan_paid",
    "account",
)
"""What an outcome says beside its reason and the names of the rules that `fired`, in dollars."""


def adjudicate(
    plans: Mapping[str, Plan], lines: Iterable[Line], books: Books | None = None
) -> tuple[list[dict[str, Any]], Books]:
    """Decide lines one after another; returns what became of each, and the books after."""
    books = books or Books()
    outcomes: list[dict[str, Any]] = []
    waiting: list[tuple[Line, dict[str, Any]]] = []
    claim = None
    for line in lines:
        if waiting and line["claim"] != claim:
            _close(plans, waiting, books)
            waiting = []
        claim = line["claim"]
        outcomes.append(_decide(plans, line, books))
        if outcomes[-1].pop("is_waiting", False):
            waiting.append((line, outcomes[-1]))
    if waiting:
        _close(plans, waiting, books)
    return outcomes, books


def _close(plans: Mapping[str, Plan], waiting: list[tuple[Line, dict[str, Any]]], books: Books) -> None:
    """The claim is complete: coordinate its totals, then let the account pay, line by line."""
    last, _ = waiting[-1]
    close_claim(plans[last["plan"]].on(last["service_from"]), waiting, books)
    for line, outcome in waiting:
        pay_from_account(plans[line["plan"]].on(line["service_from"]), line, books, outcome)


def _nothing(reason: str, rule: str) -> dict[str, Any]:
    return {"reason": reason, **dict.fromkeys(AMOUNTS, ZERO), "fired": {rule}}


def _decide(plans: Mapping[str, Plan], line: Line, books: Books) -> dict[str, Any]:
    if line["reason"] is not None:
        return _nothing(line["reason"], "decided before")
    plan = plans[line["plan"]]
    version = plan.on(line["service_from"])
    benefit = version.benefit(line["benefit"])
    terms = benefit.terms(line["tier"])
    if not terms.covered:
        return _nothing("not_covered", "not covered")
    occasion = _occasion_of(benefit, line, books)
    is_new_visit = not occasion.is_counted
    fired = _circumstances(terms, line)

    reason, within = admit(benefit, line, books, occasion, fired)  # step 2
    if reason:
        return _nothing(reason, reason.replace("_", " "))
    was_taken = occasion.is_taken
    due = copay_due(terms, line, occasion, fired)  # step 3
    asked = ZERO
    is_replaced = terms.copay_order == "instead_of_deductible" and (due > 0 or was_taken)
    if is_replaced:
        fired.add("copay instead of deductible")
    elif terms.deductible_applies:
        asked = deductible_asked(benefit.deductible, line, books, within, fired)
    shares = share(terms, within, due, asked, fired)  # step 4

    is_counted = terms.counts_toward_out_of_pocket
    is_secondary = line["other_paid"] is not None and version.coordination is not None
    is_cut_later = is_counted and is_secondary and version.coordinates("out_of_pocket_maximum", "what_remains")
    maximum = maximum_asked(plan, version, benefit.maximum, line, books, fired) if is_counted else UNLIMITED
    maximum_now = UNLIMITED if is_cut_later else maximum
    if shares.total > maximum_now:
        fired.add("out-of-pocket maximum")
    shares = shares.within(maximum_now)  # step 5

    plan_share = within - shares.total
    share_left, cut = limit_payment(benefit, line, books, is_new_visit, occasion, fired, plan_share)  # step 6
    discount = (cut * terms.over_limit_discount).quantize(CENT, ROUND_HALF_UP)
    withheld = penalty(terms, line, share_left)  # step 7
    fired |= {name for name, amount in (("allowance discount", discount), ("penalty", withheld)) if amount}
    outcome = {
        "reason": "paid",
        "allowed": line["allowed"] - discount,
        "deductible": shares.deductible,
        "coinsurance": shares.coinsurance,
        "copay": shares.copay,
        "over_limit": line["recognised"] - within + plan_share - share_left - discount,
        "penalty": withheld,
        "not_recognised": line["allowed"] - line["recognised"],
        "other_paid": ZERO,
        "plan_paid": share_left - withheld,
        "account": ZERO,
        "fired": fired,
    }
    take_payment(benefit, line, books, outcome["plan_paid"], fired)  # step 9, by what would be paid alone
    credit_deductible(version, benefit.deductible, line, books, shares.deductible, fired)
    if is_counted and not is_cut_later:
        credit_maximum(plan, version, benefit.maximum, line, books, shares.total, fired)
    if shares.copay > 0:
        occasion.is_taken = True
        occasion.copay += shares.copay

    if is_secondary and version.coordinates("level", "claim"):
        return outcome | {"is_waiting": True}
    if is_secondary:
        coordinate_line(version, terms, line, books, outcome, due, asked, maximum_now)  # step 8
    if is_cut_later:
        remaining = cut_to_maximum(outcome, maximum)
        credit_maximum(plan, version, benefit.maximum, line, books, remaining, fired)
    pay_from_account(version, line, books, outcome)  # step 10
    return outcome


def _occasion_of(benefit: Benefit, line: Line, books: Books) -> Occasion:
    """The visit or admission that the line belongs to; one of its own where the benefit knows none."""
    if not benefit.makes_occasions:
        return Occasion()
    stay = line["admission_date"] if benefit.is_per_admission else None
    key = (line["plan"], line["member"], benefit.name, stay or line["service_from"], line["provider"])
    return books.occasions[key]


def _circumstances(terms: Terms, line: Line) -> set[str]:
    """Rules that have a say whatever the amounts are."""
    facts = {
        "out of network": line["tier"] == "out",
        "alternate or generic": line["recognised"] < line["allowed"],
        "outside the maximum": not terms.counts_toward_out_of_pocket,
        "copay before deductible": terms.copay > 0 and terms.copay_order == "before_deductible",
        "copay after deductible": terms.copay > 0 and terms.copay_order == "after_deductible",
        "copay on top of deductible": terms.copay > 0 and terms.copay_order == "on_top_of_deductible",
        "covered alone": line["alone"],
    }
    return {name for name, is_so in facts.items() if is_so}
