"""What the people of the measured book have done, and under which plans: bench/plans."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from corridor.plan.compile import compile_plans
from corridor.plan.compiled import CompiledPlans
from corridor.plan.load import load_plan

PLANS = Path(__file__).parent / "plans"
YEARS = (date(2025, 1, 1), date(2026, 1, 1))
HOUSEHOLDS = ("choice", "saver", "teeth")
"""What a family is enrolled in: Choice with its drugs, Saver, or Teeth."""
HOUSEHOLD_WEIGHTS = (0.52, 0.22, 0.26)
SECONDARY_SHARES = (0.14, 0.18, 0.33)
"""Visits for which another plan paid before, by household."""


@dataclass(frozen=True)
class Service:
    """A benefit as it is used. weight: among the visits of its household. units: one of these a line.

    recognised: one of these percentages of the allowed amount.
    """

    household: str
    plan: str
    benefit: str
    weight: float
    median_cents: int
    units: tuple[int, ...] = (1,)
    recognised: tuple[int, ...] = (100,)
    lacks_authorisation: float = 0.0
    is_admitted: float = 0.0
    tooth_count: int = 0


SERVICES = (
    Service("choice", "CHOICE", "office", 7, 11_000),
    Service("choice", "CHOICE", "specialist", 7, 16_000),
    Service("choice", "CHOICE", "laboratory", 22, 6_000),
    Service("choice", "CHOICE", "hospital", 16, 90_000, lacks_authorisation=0.45),
    Service("choice", "CHOICE", "nursing", 11, 60_000, units=(2, 3, 5)),
    Service("choice", "CHOICE", "emergency", 14, 60_000, is_admitted=0.6),
    Service("choice", "CHOICE", "therapy", 9, 9_000),
    Service("choice", "CHOICE", "chiropractic", 15, 9_000),
    Service("choice", "CHOICE", "equipment", 12, 30_000),
    Service("choice", "DRUGS", "generics", 11, 4_000, units=(30, 60, 90)),
    Service("choice", "DRUGS", "brands", 16, 15_000, units=(30, 60, 90), recognised=(100, 60, 35)),
    Service("saver", "SAVER", "preventive", 15, 14_000),
    Service("saver", "SAVER", "office", 30, 12_000),
    Service("saver", "SAVER", "hospital", 25, 90_000, lacks_authorisation=0.45),
    Service("saver", "SAVER", "mental_health", 34, 14_000),
    Service("saver", "SAVER", "home_care", 18, 25_000, units=(2, 4, 6)),
    Service("teeth", "TEETH", "preventive", 30, 9_000, units=(1, 2)),
    Service("teeth", "TEETH", "basic", 34, 17_000, tooth_count=2),
    Service("teeth", "TEETH", "major", 22, 60_000, recognised=(100, 70)),
    Service("teeth", "TEETH", "orthodontics", 18, 40_000),
)


@cache
def documents() -> dict[str, dict[str, Any]]:
    """The plan documents as YAML says them, by code."""
    read = [yaml.safe_load(path.read_text("utf-8")) for path in sorted(PLANS.glob("*.yaml"))]
    return {document["code"]: document for document in read}


@cache
def compiled_plans() -> CompiledPlans:
    """The plan documents as the kernel reads them."""
    return compile_plans([load_plan(path.read_bytes(), path.name) for path in sorted(PLANS.glob("*.yaml"))])


def rows_of_services() -> list[list[tuple[int, int]]]:
    """(version row, benefit row) of each service in each of YEARS."""
    compiled = compiled_plans()
    versions = [
        {
            row["plan_code"]: row["row"]
            for row in compiled.versions.to_dicts()
            if row["effective_from"] <= year
            and (row["effective_to_exclusive"] is None or year < row["effective_to_exclusive"])
        }
        for year in YEARS
    ]
    benefits = {(row["version_row"], row["name"]): row["row"] for row in compiled.benefits.to_dicts()}
    return [
        [(of_year[service.plan], benefits[of_year[service.plan], service.benefit]) for of_year in versions]
        for service in SERVICES
    ]
