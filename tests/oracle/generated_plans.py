"""Plan documents that nobody chose: every field of the schema that has a say in money, in every combination.

A document is what yaml.safe_load gives; `to_yaml` writes it as a file would stand on disk.
"""

from datetime import date, timedelta
from typing import Any

import yaml

from tests.oracle.choices import Choices

Document = dict[str, Any]
MAIN, OTHER = "MAIN", "DRUGS"
"""The other plan may add to the main plan's deductible and maximum."""
WHO = ("individual", "family")
BENEFITS = ("office", "therapy", "hospital", "dental", "drugs")
CROSSES = ("none", "in_counts_toward_out", "out_counts_toward_in", "both")
YEAR_STARTS = {"01-01": date(2026, 1, 1), "07-01": date(2025, 7, 1)}
_CLAUSE = {"clause": "1.1", "text": "As written."}


def plan_documents(choices: Choices) -> list[Document]:
    """One plan, or two that share totals."""
    year = choices.pick(tuple(YEAR_STARTS))
    documents = [_document(choices, MAIN, year)]
    if choices.chance(50):
        other = _document(choices, OTHER, year)
        for section in ("deductible", "out_of_pocket_maximum"):
            if choices.chance(75):
                other[section]["shared_with"] = MAIN
        for section in (*other["separate_deductibles"], *other["separate_maximums"]):
            if choices.chance(30):
                section["shared_with"] = MAIN
        documents.append(other)
    return documents


def to_yaml(document: Document) -> bytes:
    """The document as the bytes of a file."""
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False).encode()


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _document(choices: Choices, code: str, year: str) -> Document:
    product = choices.pick(("medical", "dental", "medical") if code == MAIN else ("pharmacy", "dental"))
    limits = [_limit(choices, name, product) for name in ("visits", "units", "dollars", "more")]
    apart = {"deductible": 40 * choices.chance(90), "out_of_pocket_maximum": 50 * choices.chance(70)}
    benefits = [_benefit(choices, name, number, limits, product, apart) for number, name in enumerate(BENEFITS)]
    names = {field: {benefit.get(field) for benefit in benefits} for field in ("deductible", "out_of_pocket_maximum")}
    deductible, separate = _deductible(choices), {"name": "apart", **_deductible(choices)}
    least = {tier: {who: max(deductible[tier][who], separate[tier][who]) for who in WHO} for tier in ("in", "out")}
    has_one_maximum = "apart" not in names["out_of_pocket_maximum"]
    document = {
        "code": code,
        "name": "A plan that nobody chose",
        "product": product,
        "grandfathered": choices.chance(10),
        "effective": date(2020, 1, 1),
        "plan_year_start": year,
        "deductible": deductible,
        "separate_deductibles": [separate] if "apart" in names["deductible"] else [],
        "out_of_pocket_maximum": _maximum(choices, least, may_be_high=has_one_maximum),
        "separate_maximums": [] if has_one_maximum else [{"name": "apart", **_maximum(choices, least)}],
        "out_of_network": {**_CLAUSE, "allowed": "70%"},
        "timely_filing": {**_CLAUSE, "days": 365},
        "auto_adjudication": {**_CLAUSE, "limit": "unlimited"},
        "limits": [limit for limit in limits if any(limit["name"] in benefit["limits"] for benefit in benefits)],
        "benefits": benefits,
    }
    if choices.chance(60):
        document["health_reimbursement"] = _account(choices)
    if choices.chance(85):
        document["coordination"] = _coordination(choices)
    if choices.chance(25):
        document["amendments"] = [_amendment(choices, document)]
    return document


def _amounts(choices: Choices, individual: tuple[Any, ...], least: Document | None = None) -> Document:
    """Amounts for a person and for a family, not below `least`."""
    person = choices.pick(individual)
    if person == "unlimited":
        return {"individual": person, "family": person}
    person = max(person, least["individual"] if least else 0)
    family = choices.pick((person, person * 3 // 2, person * 2))
    return {"individual": person, "family": max(family, least["family"] if least else 0)}


def _deductible(choices: Choices) -> Document:
    amounts = (250, 100, 400, 0)
    section = {
        **_CLAUSE,
        "embedded": choices.chance(50),
        "in": _amounts(choices, amounts),
        "out": _amounts(choices, amounts),
        "cross_accumulation": choices.pick(CROSSES),
    }
    if choices.chance(60):
        when = choices.pick(("always", "deductible_unmet"))
        section["carry_over"] = {**_CLAUSE, "last_months": choices.pick((3, 1, 6)), "when": when}
    return section


def _maximum(choices: Choices, least: Document, *, may_be_high: bool = False) -> Document:
    """An out-of-pocket maximum; a high one is beyond what statute lets one person bear."""
    amounts = (400, 250, 600, 1_200)
    section = {
        **_CLAUSE,
        "embedded": choices.chance(50),
        "in": _amounts(choices, amounts, least["in"]),
        "out": _amounts(choices, (*amounts, "unlimited"), least["out"]),
        "cross_accumulation": choices.pick(CROSSES),
    }
    if may_be_high and not section["embedded"] and choices.chance(40):
        section["in"]["family"] = 15_000
    return section


def _account(choices: Choices) -> Document:
    covers = [share for share in ("deductible", "coinsurance", "copay") if choices.chance(65)]
    account: Document = {**_CLAUSE, **_amounts(choices, (400, 200, 1_000)), "pays": "first"}
    if choices.chance(75):
        account |= {"pays": "after_bridge", "bridge": _amounts(choices, (30, 100, 200))}
    return account | ({"covers": covers} if covers else {})


def _coordination(choices: Choices) -> Document:
    section: Document = {**_CLAUSE, "allowable": choices.pick(("own", "higher", "lower"))}
    section["method"] = choices.pick(("standard", "standard", "non_duplication", "maintenance_of_benefits"))
    if section["method"] == "maintenance_of_benefits":
        section["deductible"] = choices.pick(("before_percentage", "after_percentage"))
    elif choices.chance(50):
        section["level"] = "claim"
    if section.get("level") != "claim" and choices.chance(50):
        section["out_of_pocket_maximum"] = "what_remains"
    if section["method"] == "standard" and choices.chance(85):
        section["benefit_reserve"] = True
    return section


def _limit(choices: Choices, name: str, product: str) -> Document:
    unit = {"visits": "visits", "units": choices.pick(("days", "services")), "dollars": "dollars"}.get(name)
    unit = unit or choices.pick(("dollars", "services"))
    amount = {"visits": (4, 2, 8, 1), "dollars": (500, 200, 1_000, 99.99)}.get(unit, (40, 12, 100, 3))
    limit: Document = {"name": name, **_CLAUSE, unit: choices.pick(amount)}
    limit["per"] = choices.pick(("plan_year", "lifetime", "12_months", "3_months", "24_months"))
    if product == "dental" and choices.chance(70):
        of = ("tooth", "quadrant", "tooth_surface") if limit["per"].endswith("months") else ("tooth", "quadrant")
        limit["of"] = choices.pick(of)
    if choices.chance(40):
        limit["applied"] = choices.pick(("before_cost_share", "after_cost_share"))
    return limit


def _benefit(
    choices: Choices, name: str, number: int, limits: list[Document], product: str, apart: dict[str, int]
) -> Document:
    """apart: chances in a hundred of a deductible and a maximum that stand apart."""
    named = [limit for limit in limits if choices.chance(45)]
    has_allowance = any("dollars" in each and each.get("applied") != "before_cost_share" for each in named)
    copays = ("admission", "day") if choices.chance(40) else ("visit", "line", "day", "supply")
    copays = tuple(per for per in copays if per != "supply" or product != "dental")
    benefit: Document = {
        "name": name,
        **_CLAUSE,
        "match": {"procedure_code": [f"{number + 1}0000-{number + 1}9999"]},
        "in": _cost_share(choices, copays),
        "out": _cost_share(choices, copays),
        "limits": [limit["name"] for limit in named],
        "requires_authorization": True,
    }
    if has_allowance and benefit["in"] != "not covered" and choices.chance(80):
        benefit["in"]["over_limit_discount"] = choices.pick(("20%", "12.5%"))
    for field, percent in apart.items():
        if choices.chance(percent):
            benefit[field] = "apart"
    return benefit


def _cost_share(choices: Choices, copays: tuple[str, ...]) -> Any:
    """copays: what a copay may be charged by; of stays or of visits, never a mix."""
    if choices.chance(3):
        return "not covered"
    share: Document = {
        "deductible_applies": choices.chance(85),
        "coinsurance": choices.pick(("20%", "50%", "33.33%", "10%", "0%", "100%")),
        "counts_toward_out_of_pocket": not choices.chance(25),
    }
    if choices.chance(80):
        share |= _copay(choices, copays, share["deductible_applies"])
    if choices.chance(45):
        share["coinsurance_least"] = choices.pick((20, 45.55))
    if choices.chance(45):
        share["coinsurance_most"] = choices.pick((50, 80.5))
    if choices.chance(65):
        percent, amount = choices.pick((("20%", 0), ("0%", 25), ("10%", 10.01)))
        share["penalty"] = {**_CLAUSE, "percent": percent, "amount": amount}
        if choices.chance(30):
            share["penalty"]["most"] = 40
    if choices.chance(40):
        share["late_penalty"] = {**_CLAUSE, "percent": choices.pick(("5%", "0%")), "amount": 12.5, "most": 30}
    return share


def _copay(choices: Choices, copays: tuple[str, ...], deductible_applies: bool) -> Document:
    per = choices.pick(copays)
    orders = ["before_deductible", "after_deductible", "on_top_of_deductible"]
    if deductible_applies:
        orders.insert(1, "instead_of_deductible")
    copay: Document = {"copay": choices.pick((20, 7.55, 50)), "copay_per": per, "copay_order": choices.pick(orders)}
    if per == "supply":
        copay["supply_days"] = choices.pick((30, 2))
    if per == "day" and "admission" in copays:
        copay["copay_most"] = choices.pick((30, 15, 120))
    if choices.chance(60):
        copay["copay_waived_if_admitted"] = True
    return copay


def _amendment(choices: Choices, document: Document) -> Document:
    """Within the plan year: other shares and limits, from a day on."""
    start = YEAR_STARTS[document["plan_year_start"]]
    changes: Document = {}
    for benefit in document["benefits"]:
        for tier in ("in", "out"):
            if benefit[tier] != "not covered" and choices.chance(30):
                changes[f"benefits.{benefit['name']}.{tier}.coinsurance"] = choices.pick(("25%", "5%"))
    for limit in document["limits"]:
        unit = next(unit for unit in ("visits", "days", "services", "dollars") if unit in limit)
        if choices.chance(40):
            changes[f"limits.{limit['name']}.{unit}"] = choices.pick((3, 300))
    changes |= {"deductible.in.individual": document["deductible"]["in"]["individual"] // 2}
    return {**_CLAUSE, "effective": start + timedelta(days=choices.number(20, 300)), "changes": changes}
