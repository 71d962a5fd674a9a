"""Plans and claims written as an examiner would note them (dollars, names) -> plan documents and READY lines.

A case is a mapping:
  plan: deductible, out_of_pocket {person, family}; aggregate (nobody's own amounts count); out {the same two};
    cross {deductible, out_of_pocket: none | in_to_out | out_to_in | both}; carry_over; limits {name: terms};
    separate_deductibles, separate_maximums {name: {person, family}}; benefits {name: terms}; shared {deductible,
    out_of_pocket: code}; whatever else the document has, in its own words (coordination, health_reimbursement, ...)
  plans: instead of plan, {code: plan}; a line names its `plan`
  terms of a benefit: covered, deductible (applies, or the name of a separate one), maximum (name of a separate one),
    copay, per, order (before | after | instead | on_top), coinsurance (percent), counts (toward the maximum), visits,
    dollars (a limit of its own, or of the shared name `limit`), limits [names], out {terms that differ, or `no`};
    whatever else cost sharing has, in the document's words (copay_most, penalty, ...)
  before: [{owner, id, kind, tier, amount, unit, year}]; amounts in dollars, or visits
  lines: [{who, service, allowed, tier, day or date, provider, alone, reason, claim, recognised, allowable, other_paid,
    units, tooth, surfaces, stay, admitted, unauthorised, and what is expected: deductible, coinsurance, copay,
    over_limit, penalty, not_recognised, plan_pays, account, and result where it is not `paid`}]; `who` is
    family/person. What another plan paid is expected to be borne by it, unless `other_bears` says otherwise
  after: {"owner id kind tier": amount}, those that matter
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from corridor.plan.compiled import CompiledPlans
from corridor.records.decisions import ACCUMULATORS
from corridor.records.ready import READY
from tests.oracle.generated_claims import RowFinder, World, world_of
from tests.oracle.twin_books import Books

PLAN, YEAR = "PLAN", date(2026, 1, 1)
EXPECTED = (
    "deductible",
    "coinsurance",
    "copay",
    "over_limit",
    "penalty",
    "not_recognised",
    "other_bears",
    "plan_pays",
    "account",
)
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


def cents(dollars: Any) -> int:
    return int(Decimal(str(dollars)) * 100)


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
            "requires_authorization": "penalty" in terms,
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
    if "penalty" in share:
        share["penalty"] = _claused(share["penalty"])
    if is_out:
        share.pop("over_limit_discount", None)
    return share


def world_of_case(case: Notes) -> World:
    """The case's plans, in every form."""
    plans = case.get("plans") or {PLAN: case["plan"]}
    return world_of([plan_document(plan, code) for code, plan in plans.items()])


def compiled_plan(plan: Notes) -> CompiledPlans:
    """A plan as the kernel reads it."""
    return world_of([plan_document(plan)]).compiled


def ready_rows(case: Notes, compiled: CompiledPlans) -> list[Notes]:
    """The case's lines as READY rows."""
    finder = RowFinder(compiled)
    lines: dict[int, int] = {}
    rows = []
    for number, line in enumerate(case["lines"], start=1):
        claim = line.get("claim", number)
        lines[claim] = lines.get(claim, 0) + 1
        rows.append(_ready_row(finder, claim, lines[claim], line))
    return rows


def _ready_row(finder: RowFinder, claim: int, number: int, line: Notes) -> Notes:
    allowed, plan = cents(line["allowed"]), line.get("plan", PLAN)
    day = line.get("date") or YEAR + timedelta(days=line.get("day", 1))
    version, benefit = finder.rows(plan, day, line["service"])
    row = {
        "claim_number": claim,
        "line_number": number,
        "family_id": line["who"].split("/")[0],
        "member_id": line["who"],
        "plan_code": plan,
        "plan_year_start": YEAR.replace(year=day.year),
        "version_row": version,
        "benefit_row": benefit,
        "benefit": line["service"],
        "is_family_level": not line.get("alone", False),
        "tier": line.get("tier", "in"),
        "service_from": day,
        "admission_date": line.get("stay"),
        "billing_npi": line.get("provider"),
        "reason": line.get("reason"),
        "charge_cents": allowed,
        "allowed_cents": allowed,
        "is_admitted": line.get("admitted"),
        "is_unauthorised": line.get("unauthorised"),
    }
    row |= {name: line.get(name) for name in ("units", "tooth", "surfaces")}
    row |= {f"{name}_cents": cents(line[name]) for name in ("recognised", "allowable", "other_paid") if name in line}
    if "other_paid" in line:
        row.setdefault("allowable_cents", allowed)
    return row


def ready_frame(case: Notes, compiled: CompiledPlans) -> pl.DataFrame:
    """The case's lines as READY."""
    return READY.from_rows([{name: row.get(name) for name in READY.schema} for row in ready_rows(case, compiled)])


def opening_frame(case: Notes) -> pl.DataFrame:
    """Where the case's accumulators stand before its lines."""
    return ACCUMULATORS.from_rows(
        [
            {
                "plan_code": row.get("plan", PLAN),
                "plan_year_start": row.get("year", YEAR),
                "owner": row["owner"],
                "owner_id": row["id"],
                "kind": row["kind"],
                "tier": row.get("tier", "in"),
                "amount": row["amount"] if row.get("unit") == "visits" else cents(row["amount"]),
            }
            for row in case.get("before", [])
        ]
    )


def opening_books(case: Notes) -> Books:
    """The same for the slow twin."""
    books = Books()
    for row, noted in zip(opening_frame(case).iter_rows(named=True), case.get("before", []), strict=True):
        is_count = noted.get("unit") == "visits"
        key = tuple(row[name] for name in ACCUMULATORS.key)
        books.totals[key] = Decimal(row["amount"]) / (1 if is_count else 100)
    return books


def expected_of(line: Notes) -> Notes:
    """What a case's line expects, in cents; an amount that is not written is 0."""
    amounts = {name: cents(line.get(name, 0)) for name in EXPECTED}
    if "other_paid" in line and "other_bears" not in line and "result" not in line:
        amounts["other_bears"] = cents(line["other_paid"])
    return {"reason": line.get("result", "paid"), **amounts}
