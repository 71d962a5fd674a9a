"""Plans and claims written as an examiner would note them (dollars, names) -> compiled plans and READY lines.

A case is a mapping:
  plan: deductible, out_of_pocket {person, family}; aggregate (nobody's own deductible counts); out {the same two};
    cross {deductible, out_of_pocket: none | in_to_out | out_to_in | both}; benefits {name: terms}
  terms: covered, deductible (applies), copay, per (visit | line), order (before | after), coinsurance (percent),
    counts (toward the maximum), visits, dollars, limit (shared name), out {terms that differ, or `no`}
  before: [{owner, id, kind, tier, amount}]; amounts in dollars, or visits
  lines: [{who, service, allowed, tier, day, provider, alone, reason, and what is expected: deductible, coinsurance,
    copay, over_limit, plan_pays, and result where it is not `paid`}]; `who` is family/person
  after: {"owner id kind tier": amount}, those that matter
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl

from corridor.plan.arrays import NO_LIMIT, PlanArrays
from corridor.plan.compiled import BENEFITS_SCHEMA, VERSIONS_SCHEMA, Clause, CompiledPlans
from corridor.records.decisions import ACCUMULATORS
from corridor.records.ready import READY

PLAN, YEAR = "PLAN", date(2026, 1, 1)
EXPECTED = ("deductible", "coinsurance", "copay", "over_limit", "plan_pays")
_CROSS = {
    "none": [[1, 0], [0, 1]],
    "in_to_out": [[1, 1], [0, 1]],
    "out_to_in": [[1, 0], [1, 1]],
    "both": [[1, 1], [1, 1]],
}
_CLAUSED = ("covered", "deductible", "copay", "coinsurance", "out_of_pocket", "visit_limit", "dollar_limit")


def cents(dollars: Any) -> int:
    return NO_LIMIT if dollars is None else int(Decimal(str(dollars)) * 100)


def compiled_plan(plan: dict[str, Any]) -> CompiledPlans:
    benefits = plan["benefits"]
    names = list(benefits)
    rows = [
        {
            "row": row,
            "version_row": 0,
            "name": name,
            "clause": f"5.{row + 1}",
            "is_by_hand": False,
            "visit_limit_id": terms.get("limit", f"{name} visits") if "visits" in terms else None,
            "dollar_limit_id": terms.get("limit", f"{name} dollars") if "dollars" in terms else None,
        }
        for row, (name, terms) in enumerate(benefits.items())
    ]
    clauses = [
        {(value, tier): Clause(f"5.{row + 1}", name) for value in _CLAUSED for tier in ("in", "out")}
        for row, name in enumerate(names)
    ]
    versions = [{"row": 0, "plan_code": PLAN, "effective_from": date(2020, 1, 1)}]
    return CompiledPlans(
        arrays=_arrays(plan),
        versions=pl.DataFrame(versions, schema=VERSIONS_SCHEMA),
        benefits=pl.DataFrame(rows, schema=BENEFITS_SCHEMA),
        matches=(),
        benefit_clauses=tuple(clauses),
        version_clauses=({},),
    )


def _arrays(plan: dict[str, Any]) -> PlanArrays:
    tiers = [[_in_tier(terms, tier) for tier in ("in", "out")] for terms in plan["benefits"].values()]

    def of(read: Any, dtype: Any) -> Any:
        return np.array([[read(terms) for terms in pair] for pair in tiers], dtype)

    return PlanArrays(
        covered=of(lambda t: t.get("covered", True), np.uint8),
        deductible_applies=of(lambda t: t.get("deductible", True), np.uint8),
        copay_cents=of(lambda t: cents(t.get("copay", 0)), np.int64),
        copay_is_per_visit=of(lambda t: t.get("per", "visit") == "visit", np.uint8),
        copay_order=of(lambda t: t.get("order", "before") == "after", np.uint8),
        coinsurance_bp=of(lambda t: t.get("coinsurance", 0) * 100, np.int64),
        counts_to_out_of_pocket=of(lambda t: t.get("counts", True), np.uint8),
        visit_limit=np.array([t.get("visits", NO_LIMIT) for t in plan["benefits"].values()], np.int64),
        dollar_limit_cents=np.array([cents(t.get("dollars")) for t in plan["benefits"].values()], np.int64),
        person_deductible_cents=_limits(plan, "deductible", "person", 0),
        family_deductible_cents=_limits(plan, "deductible", "family", 0),
        person_out_of_pocket_cents=_limits(plan, "out_of_pocket", "person", None),
        family_out_of_pocket_cents=_limits(plan, "out_of_pocket", "family", None),
        deductible_counts=np.array([_CROSS[plan.get("cross", {}).get("deductible", "none")]], np.uint8),
        out_of_pocket_counts=np.array([_CROSS[plan.get("cross", {}).get("out_of_pocket", "none")]], np.uint8),
    )


def _in_tier(terms: dict[str, Any], tier: str) -> dict[str, Any]:
    if tier == "in":
        return terms
    out = terms.get("out", {})
    return terms | ({"covered": False} if out is False else out)


def _limits(plan: dict[str, Any], kind: str, owner: str, absent: int | None) -> Any:
    """(v, level, t): covered alone there is no family limit; an aggregate plan has no person limit in a family."""
    per_tier = [{**plan, **(plan.get("out", {}) if tier else {})}.get(kind, {}) for tier in (0, 1)]
    own = [cents(limits.get(owner, absent)) for limits in per_tier]
    if owner == "family":
        return np.array([[[NO_LIMIT, NO_LIMIT], own]], np.int64)
    return np.array([[own, [NO_LIMIT] * 2 if plan.get("aggregate") else own]], np.int64)


def ready_rows(case: dict[str, Any], compiled: CompiledPlans) -> list[dict[str, Any]]:
    names = compiled.benefits["name"].to_list()
    return [_ready_row(number, line, names) for number, line in enumerate(case["lines"], start=1)]


def _ready_row(number: int, line: dict[str, Any], names: list[str]) -> dict[str, Any]:
    allowed = cents(line["allowed"])
    return {
        "claim_number": number,
        "line_number": 1,
        "family_id": line["who"].split("/")[0],
        "member_id": line["who"],
        "plan_code": PLAN,
        "plan_year_start": YEAR,
        "version_row": 0,
        "benefit_row": names.index(line["service"]),
        "benefit": line["service"],
        "is_family_level": not line.get("alone", False),
        "tier": line.get("tier", "in"),
        "service_from": YEAR + timedelta(days=line.get("day", 1)),
        "billing_npi": line.get("provider"),
        "reason": line.get("reason"),
        "charge_cents": allowed,
        "allowed_cents": allowed,
    }


def ready_frame(case: dict[str, Any], compiled: CompiledPlans) -> pl.DataFrame:
    return READY.from_rows(ready_rows(case, compiled))


def opening_frame(case: dict[str, Any]) -> pl.DataFrame:
    return ACCUMULATORS.from_rows(
        [
            {
                "plan_code": PLAN,
                "plan_year_start": YEAR,
                "owner": row["owner"],
                "owner_id": row["id"],
                "kind": row["kind"],
                "tier": row.get("tier", "in"),
                "amount": row["amount"] if row.get("unit") == "visits" else cents(row["amount"]),
            }
            for row in case.get("before", [])
        ]
    )


def expected_of(line: dict[str, Any]) -> dict[str, Any]:
    """What a case's line expects, in cents; an amount that is not written is 0."""
    amounts = {name: cents(line.get(name, 0)) for name in EXPECTED}
    return {"reason": line.get("result", "paid"), **amounts}
