"""A plan as an examiner would note it -> the document that it stands for. The notes are described in plain_plans."""

from datetime import date
from typing import Any

PLAN = "PLAN"
_CROSS = {"in_to_out": "in_counts_toward_out", "out_to_in": "out_counts_toward_in"}
_SHORT_OF_PLAN = ("deductible", "out_of_pocket", "aggregate", "out", "cross", "carry_over", "benefits", "shared")
_SHORT_OF_TERMS = (
    "covered",
    "deductible",
    "maximum",
    "copay",
    "per",
    "order",
    "coinsurance",
    "counts",
    "visits",
    "dollars",
    "limit",
    "limits",
    "requires_authorization",
    "out",
)
Notes = dict[str, Any]


def plan_document(plan: Notes, code: str = PLAN) -> Notes:
    """The notes of a plan as a document; a medical plan beyond the ACA's limits, unless it says otherwise."""
    limits = {**_own_limits(plan), **plan.get("limits", {})}
    document = {
        "code": code,
        "name": "A plan",
        "product": "medical",
        "grandfathered": "product" not in plan,
        "effective": date(2020, 1, 1),
        "plan_year_start": "01-01",
        "deductible": _deductible(plan),
        "out_of_pocket_maximum": _maximum(plan),
        "out_of_network": _claused({"allowed": "70%"}),
        "timely_filing": _claused({"days": 365}),
        "auto_adjudication": _claused({"limit": "unlimited"}),
        **{name: value for name, value in plan.items() if name not in _SHORT_OF_PLAN},
        "separate_deductibles": [
            {"name": name, **_deductible({"deductible": amounts})}
            for name, amounts in plan.get("separate_deductibles", {}).items()
        ],
        "separate_maximums": [
            {"name": name, **_maximum({"out_of_pocket": amounts})}
            for name, amounts in plan.get("separate_maximums", {}).items()
        ],
        "limits": [_claused({"name": name, **limit}) for name, limit in limits.items()],
        "benefits": [_benefit(name, n, terms) for n, (name, terms) in enumerate(plan["benefits"].items(), start=1)],
    }
    for field in ("coordination", "health_reimbursement"):
        if field in document:
            document[field] = _claused(document[field])
    document["amendments"] = [_claused(amendment) for amendment in plan.get("amendments", ())]
    return document


def _claused(section: Notes) -> Notes:
    return {"clause": "1", "text": "As noted.", **section}


def _deductible(plan: Notes) -> Notes:
    section = _section(plan, "deductible", absent=0)
    if "carry_over" in plan:
        section["carry_over"] = _claused(plan["carry_over"])
    return section


def _maximum(plan: Notes) -> Notes:
    return _section(plan, "out_of_pocket", absent="unlimited")


def _section(plan: Notes, field: str, absent: Any) -> Notes:
    tiers = [{**plan, **(plan.get("out", {}) if tier == "out" else {})}.get(field, {}) for tier in ("in", "out")]
    cross = plan.get("cross", {}).get(field, "none")
    section = _claused(
        {"embedded": not plan.get("aggregate", False), "cross_accumulation": _CROSS.get(cross, cross)}
        | {tier: _amounts(amounts, absent) for tier, amounts in zip(("in", "out"), tiers, strict=True)}
    )
    shared = plan.get("shared", {}).get(field)
    return section | ({"shared_with": shared} if shared else {})


def _amounts(amounts: Notes, absent: Any) -> Notes:
    """A person's amount that is not noted is nothing (or the family's, of a maximum); a family's is the person's."""
    person = amounts.get("person", amounts.get("family", absent) if absent == "unlimited" else absent)
    return {"individual": person, "family": amounts.get("family", person)}


def _own_limits(plan: Notes) -> Notes:
    limits: Notes = {}
    for name, terms in plan["benefits"].items():
        for unit in ("visits", "dollars"):
            if unit in terms:
                limits[terms.get("limit", f"{name}_{unit}")] = {unit: terms[unit]}
    return limits


def _benefit(name: str, number: int, terms: Notes) -> Notes:
    own = [terms.get("limit", f"{name}_{unit}") for unit in ("visits", "dollars") if unit in terms]
    out = terms.get("out", {})
    benefit = _claused(
        {
            "name": name,
            "match": {"procedure_code": [f"{number}0000-{number}9999"]},
            "in": _cost_share(terms),
            "out": "not covered" if out is False else _cost_share(terms | out, is_out=True),
            "limits": [*own, *terms.get("limits", ())],
            "requires_authorization": "penalty" in terms or "late_penalty" in terms,
        }
    )
    benefit["clause"] = f"5.{number}"
    if isinstance(terms.get("deductible"), str):
        benefit["deductible"] = terms["deductible"]
    return benefit | ({"out_of_pocket_maximum": terms["maximum"]} if "maximum" in terms else {})


def _cost_share(terms: Notes, *, is_out: bool = False) -> Any:
    if not terms.get("covered", True):
        return "not covered"
    share = {
        "deductible_applies": bool(terms.get("deductible", True)),
        "coinsurance": f"{terms.get('coinsurance', 0)}%",
        "counts_toward_out_of_pocket": terms.get("counts", True),
        **{name: value for name, value in terms.items() if name not in _SHORT_OF_TERMS},
    }
    if terms.get("copay"):
        share |= {"copay": terms["copay"], "copay_per": terms.get("per", "visit")}
        share["copay_order"] = f"{terms.get('order', 'before')}_deductible".replace("instead_", "instead_of_")
        share["copay_order"] = share["copay_order"].replace("on_top_", "on_top_of_")
    share |= {name: _claused(share[name]) for name in ("penalty", "late_penalty") if name in share}
    if is_out:
        share.pop("over_limit_discount", None)
    return share
