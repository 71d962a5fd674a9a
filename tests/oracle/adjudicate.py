"""The slow twin of the kernel: the same rules in dollars, dicts and plain words, sharing none of its code.

A line is a dict: version, benefit, level, tier (0 in, 1 out), reason (given before, or None), allowed (Decimal
dollars) and the keys of what it draws on: person, family, visit, visit_limit, dollar_limit (any hashable, or None).
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

CENT = Decimal("0.01")
ZERO = Decimal(0)


@dataclass
class Books:
    """Everything that earlier lines left behind."""

    person: dict[Any, Decimal] = field(default_factory=lambda: defaultdict(Decimal))  # (kind, person, tier) -> $
    family: dict[Any, Decimal] = field(default_factory=lambda: defaultdict(Decimal))  # (kind, family, tier) -> $
    visits_used: dict[Any, int] = field(default_factory=lambda: defaultdict(int))
    dollars_used: dict[Any, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    copay_taken: set[Any] = field(default_factory=set)
    counted: set[Any] = field(default_factory=set)


def adjudicate(
    plan: Any, lines: list[dict[str, Any]], books: Books | None = None
) -> tuple[list[dict[str, Any]], Books]:
    """Decide the lines one after another; returns what became of each, and the books after.

    An outcome is a dict: reason, deductible, coinsurance, copay, over_limit, plan_paid (Decimal dollars), and
    fired: names of the rules that had a say, for counting.
    """
    books = books or Books()
    return [_decide(plan, line, books) for line in lines], books


def _decide(plan: Any, line: dict[str, Any], books: Books) -> dict[str, Any]:
    terms = terms_of(plan, line)
    if line["reason"] is not None:
        return _nothing(line["reason"], "decided before")
    if not terms["covered"]:
        return _nothing("not_covered", "not covered")
    fired: set[str] = {"out of network"} if line["tier"] == 1 else set()
    if not _admit_visit(terms, line, books, fired):
        return _nothing("benefit_maximum", "visit limit")
    deductible, coinsurance, copay = _member_share(terms, line, books, fired)
    deductible, coinsurance, copay = _respect_maximum(terms, line, books, fired, deductible, coinsurance, copay)
    plan_share = line["allowed"] - deductible - coinsurance - copay
    plan_paid = _respect_dollar_limit(terms, line, books, fired, plan_share)
    _credit(terms, line, books, fired, "deductible", deductible)
    if terms["counts_to_out_of_pocket"]:
        _credit(terms, line, books, fired, "out_of_pocket", deductible + coinsurance + copay)
    return {
        "reason": "paid",
        "deductible": deductible,
        "coinsurance": coinsurance,
        "copay": copay,
        "over_limit": plan_share - plan_paid,
        "plan_paid": plan_paid,
        "fired": fired,
    }


def terms_of(plan: Any, line: dict[str, Any]) -> dict[str, Any]:
    """What the plan arrays say about one line, in dollars and truth values."""
    b, t, v, level = line["benefit"], line["tier"], line["version"], line["level"]
    if line["reason"] is not None:
        return {}
    return {
        "covered": bool(plan.covered[b, t]),
        "deductible_applies": bool(plan.deductible_applies[b, t]),
        "copay": _dollars(plan.copay_cents[b, t]),
        "copay_once_per_visit": bool(plan.copay_is_per_visit[b, t]),
        "copay_comes_last": int(plan.copay_order[b, t]) == 1,
        "coinsurance": Decimal(int(plan.coinsurance_bp[b, t])) / 10000,
        "counts_to_out_of_pocket": bool(plan.counts_to_out_of_pocket[b, t]),
        "visit_limit": int(plan.visit_limit[b]),
        "dollar_limit": _dollars(plan.dollar_limit_cents[b]),
        "person_limit": {
            "deductible": [_dollars(plan.person_deductible_cents[v, level, u]) for u in (0, 1)],
            "out_of_pocket": [_dollars(plan.person_out_of_pocket_cents[v, level, u]) for u in (0, 1)],
        },
        "family_limit": {
            "deductible": [_dollars(plan.family_deductible_cents[v, level, u]) for u in (0, 1)],
            "out_of_pocket": [_dollars(plan.family_out_of_pocket_cents[v, level, u]) for u in (0, 1)],
        },
        "counts_in_tier": {
            "deductible": [bool(plan.deductible_counts[v, t, u]) for u in (0, 1)],
            "out_of_pocket": [bool(plan.out_of_pocket_counts[v, t, u]) for u in (0, 1)],
        },
    }


def _dollars(cents: Any) -> Decimal:
    return Decimal(int(cents)) / 100


def _nothing(reason: str, rule: str) -> dict[str, Any]:
    amounts = dict.fromkeys(("deductible", "coinsurance", "copay", "over_limit", "plan_paid"), ZERO)
    return {"reason": reason, **amounts, "fired": {rule}}


def _admit_visit(terms: dict[str, Any], line: dict[str, Any], books: Books, fired: set[str]) -> bool:
    """Count the visit that the line belongs to, once; False when none is left."""
    limit, visit = line["visit_limit"], line["visit"]
    if limit is None or line["allowed"] == 0 or (visit is not None and visit in books.counted):
        return True
    if books.visits_used[limit] >= terms["visit_limit"]:
        return False
    books.visits_used[limit] += 1
    if visit is not None:
        books.counted.add(visit)
    fired.add("visit counted")
    return True


def _still_open(terms: dict[str, Any], line: dict[str, Any], books: Books, kind: str, tier: int) -> Decimal:
    """What person and family may still be asked for under `kind` in `tier`."""
    person = terms["person_limit"][kind][tier] - books.person[kind, line["person"], tier]
    family = terms["family_limit"][kind][tier] - books.family[kind, line["family"], tier]
    return max(ZERO, min(person, family))


def _member_share(
    terms: dict[str, Any], line: dict[str, Any], books: Books, fired: set[str]
) -> tuple[Decimal, Decimal, Decimal]:
    left, shares = line["allowed"], {"copay": ZERO, "deductible": ZERO}
    for step in ("deductible", "copay") if terms["copay_comes_last"] else ("copay", "deductible"):
        ask = _copay(terms, line, books, fired) if step == "copay" else _deductible(terms, line, books, fired, left)
        shares[step] = min(ask, left)
        left -= shares[step]
    if terms["copay_once_per_visit"] and shares["copay"] > 0 and line["visit"] is not None:
        books.copay_taken.add(line["visit"])
    if shares["copay"] > 0:
        fired.add("copay per visit" if terms["copay_once_per_visit"] else "copay per line")
        if terms["copay_comes_last"]:
            fired.add("copay after deductible")
    coinsurance = (left * terms["coinsurance"]).quantize(CENT, ROUND_HALF_UP)
    if coinsurance > 0:
        fired.add("coinsurance")
    return shares["deductible"], coinsurance, shares["copay"]


def _copay(terms: dict[str, Any], line: dict[str, Any], books: Books, fired: set[str]) -> Decimal:
    if terms["copay_once_per_visit"] and line["visit"] is not None and line["visit"] in books.copay_taken:
        fired.add("copay taken before")
        return ZERO
    return terms["copay"]


def _deductible(terms: dict[str, Any], line: dict[str, Any], books: Books, fired: set[str], left: Decimal) -> Decimal:
    if not terms["deductible_applies"]:
        return ZERO
    person = terms["person_limit"]["deductible"][line["tier"]]
    person -= books.person["deductible", line["person"], line["tier"]]
    family = terms["family_limit"]["deductible"][line["tier"]]
    family -= books.family["deductible", line["family"], line["tier"]]
    still = max(ZERO, min(person, family))
    fired.add("deductible")
    if still < left:
        fired.add("person deductible met" if person <= family else "family deductible met")
    return still


def _respect_maximum(
    terms: dict[str, Any],
    line: dict[str, Any],
    books: Books,
    fired: set[str],
    deductible: Decimal,
    coinsurance: Decimal,
    copay: Decimal,
) -> tuple[Decimal, Decimal, Decimal]:
    if not terms["counts_to_out_of_pocket"]:
        return deductible, coinsurance, copay
    still = _still_open(terms, line, books, "out_of_pocket", line["tier"])
    if deductible + coinsurance + copay > still:
        fired.add("out-of-pocket maximum")
        # whoever comes first in this order keeps what there is room for
        deductible = min(deductible, still)
        copay = min(copay, still - deductible)
        coinsurance = min(coinsurance, still - deductible - copay)
    return deductible, coinsurance, copay


def _respect_dollar_limit(
    terms: dict[str, Any], line: dict[str, Any], books: Books, fired: set[str], plan_share: Decimal
) -> Decimal:
    limit = line["dollar_limit"]
    if limit is None:
        return plan_share
    paid = min(plan_share, max(ZERO, terms["dollar_limit"] - books.dollars_used[limit]))
    if paid < plan_share:
        fired.add("dollar limit")
    books.dollars_used[limit] += paid
    return paid


def _credit(
    terms: dict[str, Any], line: dict[str, Any], books: Books, fired: set[str], kind: str, amount: Decimal
) -> None:
    for tier in (0, 1):
        if not terms["counts_in_tier"][kind][tier]:
            continue
        credit = min(amount, _still_open(terms, line, books, kind, tier))
        books.person[kind, line["person"], tier] += credit
        books.family[kind, line["family"], tier] += credit
        if credit > 0 and tier != line["tier"]:
            fired.add("cross-accumulation")
