"""Claims made by hand for the notice: frames of records, explanations, plans that hold what bars read."""

from datetime import date
from typing import Any

from corridor.adjudication.explain import LineExplanation
from corridor.adjudication.steps import Step
from corridor.codes.reasons import REASON_BY_NAME
from corridor.funding.arrangement import Party
from corridor.plan.compiled import Clause
from corridor.records.claims import CLAIMS
from corridor.records.decisions import DECISIONS
from corridor.reports.explanation_of_benefits.assemble import Eob, Heading, explanation_of_benefits
from corridor.reports.explanation_of_benefits.rights import rights_of
from corridor.reports.explanation_of_benefits.year import Bar

ADMINISTRATOR = Party(
    name="Corridor Benefit Administrators",
    tax_id="990000001",
    street="100 Example Street",
    city="Springfield",
    state="IL",
    zip_code="627010001",
    telephone="2175550100",
)
NOTICED_ON = date(2026, 3, 10)
SERVED_ON = date(2026, 2, 20)
CENTS = tuple(column.name for column in DECISIONS.columns if column.unit == "cents")


def decision(number: int, reason: str = "paid", **amounts: int) -> dict[str, Any]:
    """A row of DECISIONS of claim 42. amounts: by column without `_cents`; what is left out is 0."""
    cents = dict.fromkeys(CENTS, 0) | {f"{name}_cents": value for name, value in amounts.items()}
    return {
        "claim_number": 42, "line_number": number, "version": 0, "member_id": "E1", "family_id": "E1",
        "plan_code": "PPO", "plan_year_start": date(2026, 1, 1), "service_from": SERVED_ON,
        "benefit": "office_visit", "tier": "in", "status": REASON_BY_NAME[reason].status, "reason": reason,
        "decided_on": NOTICED_ON, **cents,
    }  # fmt: skip


def sent(number: int, charge_cents: int) -> dict[str, Any]:
    """A row of CLAIMS."""
    return {
        "claim_index": 0, "line_number": number, "claim_id": "A-77", "kind": "professional", "frequency": "1",
        "received_date": date(2026, 3, 1), "service_from": SERVED_ON, "service_to": SERVED_ON,
        "procedure_code": "99213", "units": 1000, "charge_cents": charge_cents, "billing_name": "Prairie Clinic",
    }  # fmt: skip


def explained(row: dict[str, Any], *steps: Step) -> LineExplanation:
    """Why the line of a decision was decided so."""
    names = ("claim_number", "line_number", "benefit", "tier", "reason", "charge_cents", "allowed_cents")
    told = {name: row[name] for name in (*names, "plan_paid_cents")}
    of = {"plan_code": row["plan_code"], "version_from": date(2026, 1, 1)}
    return LineExplanation(**told, **of, steps=steps, accumulators=())


COPAY = Step("copay_per_visit", 2500, Clause("4.2", "A copay of 25 for each visit."), {"copay_cents": 2500})
PAYS = Step("plan_pays", 7500)
BARS = (
    Bar("person", "deductible", None, "in", "dollars", 30000, 50000),
    Bar("family", "out_of_pocket", None, "in", "dollars", 600000, 600000),
    Bar("person", "limit", "chiropractic", "all", "visits", 3, 20),
    Bar("person", "limit", "crowns", "all", "services", 1, 1, "lifetime", "14"),
)

VISIT = decision(1, charge=15000, allowed=10000, write_off=5000, copay=2500, plan_paid=7500)
"""Charged 150: 50 off by the network, a copay of 25, and 75 from the plan."""


def notice(*rows: dict[str, Any], product: str = "medical", sees_health: bool = True, **heading: Any) -> Eob:
    """The notice of claim 42 with these decisions."""
    decided = rows or (VISIT,)
    facts: dict[str, Any] = {
        "claim_number": 42, "sender_number": "A-77", "patient": "Ada", "sponsor_name": "Meridian Manufacturing",
        "plan_code": "PPO", "plan_name": "Meridian PPO", "noticed_on": NOTICED_ON,
    }  # fmt: skip
    return explanation_of_benefits(
        Heading(**facts | heading),
        CLAIMS.from_rows([sent(row["line_number"], row["charge_cents"]) for row in decided]),
        DECISIONS.from_rows(list(decided)),
        [explained(row, COPAY, PAYS) for row in decided],
        (BARS, date(2026, 3, 12)),
        rights_of(ADMINISTRATOR, NOTICED_ON, product),
        sees_health=sees_health,
    )


def accumulator(owner: str, owner_id: str, kind: str, tier: str, amount: int, **other: Any) -> dict[str, Any]:
    """A row of ACCUMULATORS of PPO in 2026."""
    row = {"plan_code": "PPO", "plan_year_start": date(2026, 1, 1), "owner": owner, "owner_id": owner_id}
    return row | {"kind": kind, "tier": tier, "amount": amount} | other
