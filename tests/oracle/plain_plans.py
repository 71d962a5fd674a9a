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
    units, tooth, surfaces, stay, admitted, unauthorised, late, and what is expected: deductible, coinsurance, copay,
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
from tests.oracle.plain_documents import PLAN, Notes, plan_document
from tests.oracle.twin_books import Books

YEAR = date(2026, 1, 1)
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


def cents(dollars: Any) -> int:
    return int(Decimal(str(dollars)) * 100)


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
        "is_late": line.get("late"),
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
