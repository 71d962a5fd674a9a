"""Family-years of READY lines under generated plans, and the same lines as the slow twin reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from corridor.plan.compile import compile_plans
from corridor.plan.compiled import CompiledPlans
from corridor.plan.load import load_plan
from corridor.records.ready import READY
from tests.oracle.adjudicate import Plan
from tests.oracle.choices import Choices
from tests.oracle.generated_plans import BENEFITS, YEAR_STARTS, Document, plan_documents, to_yaml

Row = dict[str, Any]
SELF_ONLY_LIMITS = {
    date(2024, 7, 1): Decimal(9_450),
    date(2025, 1, 1): Decimal(9_200),
    date(2025, 7, 1): Decimal(9_200),
    date(2026, 1, 1): Decimal(10_600),
}
"""What the ACA lets one person bear in plan years that begin on these days (RULES 3.3)."""
DAYS_BEFORE_YEAR = 110
SURFACES = (None, "M", "MOD", "OD", "BL", "F")


@dataclass(frozen=True)
class World:
    """Plans in every form: documents for the twin, compiled for the kernel."""

    documents: list[Document]
    compiled: CompiledPlans
    plans: dict[str, Plan]


def world_of(documents: Sequence[Document]) -> World:
    """Load and compile plan documents as a user's files would be."""
    loaded = [load_plan(to_yaml(document), f"{document['code']}.yaml") for document in documents]
    plans = {document["code"]: Plan(document, SELF_ONLY_LIMITS) for document in documents}
    return World(list(documents), compile_plans(loaded), plans)


def generated_world(choices: Choices) -> World:
    """Plans that nobody chose."""
    return world_of(plan_documents(choices))


def ready_rows(choices: Choices, world: World, families: int, claims: int, first_claim: int = 0) -> list[Row]:
    """READY lines of `families` families, about `claims` claims each, in the order of decision."""
    rows = []
    finder = RowFinder(world.compiled)
    for family in range(families):
        for number in range(choices.number(1, claims) if claims < 5 else claims):
            claim = first_claim + number * families + family
            rows += _claim(choices, world, finder, family, claim)
    return sorted(rows, key=lambda row: (row["claim_number"], row["line_number"]))


class RowFinder:
    """Rows of the compiled plans by plan, day and name."""

    def __init__(self, compiled: CompiledPlans):
        self._versions = compiled.versions.to_dicts()
        self._benefits = {(row["version_row"], row["name"]): row["row"] for row in compiled.benefits.to_dicts()}

    def rows(self, plan: str, day: date, benefit: str) -> tuple[int, int]:
        """Version row and benefit row."""
        version = next(
            row["row"]
            for row in self._versions
            if row["plan_code"] == plan
            and row["effective_from"] <= day
            and (row["effective_to_exclusive"] is None or day < row["effective_to_exclusive"])
        )
        return version, self._benefits[version, benefit]


def _claim(choices: Choices, world: World, finder: RowFinder, family: int, claim: int) -> list[Row]:
    document = choices.pick(world.documents)
    size = family % 4 + 1
    start = YEAR_STARTS[document["plan_year_start"]]
    # few days, so that occasions recur; some in the last months of the year before
    day = start + timedelta(days=choices.pick((3, 60, 150, 151, 240, 300, 355, -10, -40, -70, -DAYS_BEFORE_YEAR)))
    whose: Row = {
        "claim_number": claim,
        "family_id": f"F{family}",
        "member_id": f"F{family}M{choices.number(0, size - 1)}",
        "plan_code": document["code"],
        "is_family_level": size > 1 and not choices.chance(4),
        "benefit": choices.pick(BENEFITS),
        "tier": choices.pick(("in", "in", "out")),
        "service_from": day,
        "admission_date": day - timedelta(days=choices.pick((0, 1))) if choices.chance(40) else None,
        "billing_npi": choices.pick(("1234567893", None)),
        "is_unauthorised": choices.chance(50),
        "is_late": choices.chance(30),
    }
    pays_second = "coordination" in document and choices.chance(60)
    return [_line(choices, finder, start, whose, number, pays_second) for number in range(1, choices.number(1, 3) + 1)]


def _line(choices: Choices, finder: RowFinder, start: date, whose: Row, number: int, pays_second: bool) -> Row:
    row = whose | {"line_number": number}
    if choices.chance(25):
        row |= {"benefit": choices.pick(BENEFITS), "tier": choices.pick(("in", "out"))}
    if choices.chance(15):
        row["service_from"] += timedelta(days=choices.number(1, 3))
    allowed = choices.pick((10_000, 25_050, 100, 60_001, 40_000)) + choices.number(0, 9_999)
    allowed = choices.pick((0, 1, allowed * 50)) if choices.chance(4) else allowed
    row |= {
        "reason": "duplicate" if choices.chance(3) else None,
        "charge_cents": allowed + 1_000,
        "allowed_cents": allowed,
        "recognised_cents": allowed * choices.pick((60, 33, 100)) // 100 if choices.chance(45) else None,
        "units": choices.pick((1, 2, 3, 7, 30, 90, None, 0)),
        "tooth": choices.pick(("3", "14", None)),
        "surfaces": choices.pick(SURFACES),
        "is_admitted": choices.chance(35),
    }
    if pays_second and not choices.chance(10):
        allowable = allowed * choices.pick((100, 100, 120, 80)) // 100
        row |= {"allowable_cents": allowable, "other_paid_cents": allowable * choices.pick((50, 20, 80, 0, 110)) // 100}
    row["plan_year_start"] = start if row["service_from"] >= start else start.replace(year=start.year - 1)
    row["version_row"], row["benefit_row"] = finder.rows(row["plan_code"], row["service_from"], row["benefit"])
    return row


def ready_frame(rows: Sequence[Row]) -> pl.DataFrame:
    """The rows as READY."""
    return READY.from_rows([{name: row.get(name) for name in READY.schema} for row in rows])


def twin_line(row: Row) -> dict[str, Any]:
    """A READY line as the slow twin reads it: dollars and names."""

    def dollars(column: str, absent: Any) -> Any:
        cents = row.get(column)
        return absent if cents is None else Decimal(cents) / 100

    allowed = Decimal(row["allowed_cents"]) / 100
    return {
        "claim": row["claim_number"],
        "plan": row["plan_code"],
        "year": row["plan_year_start"],
        "family": row["family_id"],
        "member": row["member_id"],
        "alone": not row["is_family_level"],
        "benefit": row["benefit"],
        "tier": row["tier"],
        "service_from": row["service_from"],
        "admission_date": row.get("admission_date"),
        "provider": row.get("billing_npi") or "",
        "reason": row.get("reason"),
        "allowed": allowed,
        "recognised": min(dollars("recognised_cents", allowed), allowed),
        "allowable": dollars("allowable_cents", allowed),
        "other_paid": dollars("other_paid_cents", None),
        "units": 1 if row.get("units") is None else row["units"],
        "tooth": row.get("tooth"),
        "surfaces": row.get("surfaces"),
        "admitted": bool(row.get("is_admitted")),
        "unauthorised": bool(row.get("is_unauthorised")),
        "late": bool(row.get("is_late")),
    }
