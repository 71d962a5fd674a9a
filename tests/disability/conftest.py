"""A plan, people and certifications in the fewest words."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl
import yaml

from corridor.book.numbering import number_claims
from corridor.disability.decide import Week, decide_weeks
from corridor.disability.load import DisabilityPlan, load_disability_plan
from corridor.disability.weeks import claims_from
from corridor.records.coverage import COVERAGE
from corridor.records.disability import DISABILITY, FACTS

FIRST = date(2025, 3, 3)
"""Day 1 of what the cases count in days."""
LATE = date(2030, 1, 1)


def day(number: int) -> date:
    """The day of that number: 1 is FIRST."""
    return FIRST + timedelta(days=number - 1)


def plan_document(**values: Any) -> dict[str, Any]:
    """A plan as its YAML would say it: 60% up to 1,000 a week after 7 days, for 26 weeks, but for `values`."""
    of = {"clause": "1", "text": "As the plan says."}
    document: dict[str, Any] = {
        "code": "STD",
        "name": "Short-term disability",
        "product": "disability",
        "effective": date(2020, 1, 1),
        "plan_year_start": "01-01",
        "eligibility": {**of, "who": "employees", "enrolled_in": ["medical"]},
        "weekly_benefit": {**of, "percent_of_earnings": f"{values.get('percent', 60)}%"},
        "weekly_maximum": {**of, "amount": values.get("maximum", 1000)},
        "part_week": {**of, "days_in_week": 7},
        "elimination_period": {
            **of,
            "injury": values.get("injury", values.get("elimination", 7)),
            "sickness": values.get("elimination", 7),
        },
        "maximum_duration": {**of, "weeks": values.get("weeks", 26)},
        "proof_of_disability": {**of, "days": values.get("proof_days", 90)},
    }
    if "recurrent_days" in values:
        document["recurrent_disability"] = {**of, "handled": "by hand", "within_days": values["recurrent_days"]}
    if values.get("other_income"):
        document["other_income"] = {**of, "handled": "by hand"}
    return document


def plan_of(**values: Any) -> DisabilityPlan:
    """The plan, checked."""
    return load_disability_plan(yaml.safe_dump(plan_document(**values)).encode())


def covered(*spans: dict[str, Any]) -> pl.DataFrame:
    """COVERAGE; where nothing is said, ANN is an employee in a medical plan for ever."""
    plain = {
        "member_id": "ANN",
        "subscriber_id": "ANN",
        "relationship": "self",
        "product": "medical",
        "plan_code": "PPO",
        "coverage_level": "EMP",
        "coverage_start": date(2020, 1, 1),
    }
    return COVERAGE.from_rows([plain | span for span in spans or ({},)])


def certifications(rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """DISABILITY, numbered in order."""
    return DISABILITY.from_rows([row | {"claim_index": index} for index, row in enumerate(rows)])


def facts_of(claims: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """claim_number and FACTS of numbered claims."""
    numbers = claims.select("claim_number", "claim_index").unique()
    return numbers.join(frame, on="claim_index").select("claim_number", *FACTS).sort("claim_number")


def weeks_of(
    rows: Sequence[dict[str, Any]], coverage: pl.DataFrame, plan: DisabilityPlan, decided_on: date = LATE
) -> list[Week]:
    """The decided weeks of certifications."""
    frame = certifications(rows)
    claims = number_claims(claims_from(frame))
    return decide_weeks(claims, facts_of(claims, frame), coverage, [plan], decided_on)
