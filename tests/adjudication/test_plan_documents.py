"""The kernel under the plan documents that come with Corridor: every paid amount leads back to a clause."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from corridor.adjudication.decide import adjudicate
from corridor.adjudication.explain import explain_family
from corridor.plan.compile import compile_plans
from corridor.plan.compiled import CompiledPlans
from corridor.plan.load import load_plan
from corridor.records.ready import READY

PLANS = Path(__file__).parents[2] / "plans"
WITHOUT_CLAUSE = {"plan_pays"}


@pytest.fixture(scope="module")
def compiled() -> CompiledPlans:
    return compile_plans([load_plan(PLANS / f"{name}.yaml") for name in ("ppo", "hdhp", "dental")])


def lines_of_every_benefit(compiled: CompiledPlans) -> pl.DataFrame:
    """Every benefit of every version, in both tiers, for one family: a small and a large amount."""
    benefits = compiled.benefits.filter(~pl.col("is_by_hand")).join(
        compiled.versions.select(version_row="row", plan_code="plan_code"), on="version_row"
    )
    rows: list[dict[str, Any]] = [
        {
            "claim_number": number,
            "line_number": tier + 2 * size + 1,
            "family_id": "f",
            "member_id": "f-1",
            "plan_code": benefit["plan_code"],
            "plan_year_start": date(2026, 1, 1),
            "version_row": benefit["version_row"],
            "benefit_row": benefit["row"],
            "benefit": benefit["name"],
            "is_family_level": True,
            "tier": ("in", "out")[tier],
            "service_from": date(2026, 3, 1),
            "charge_cents": cents,
            "allowed_cents": cents,
        }
        for number, benefit in enumerate(benefits.iter_rows(named=True))
        for size, cents in enumerate((4_000, 123_457))
        for tier in (0, 1)
    ]
    return READY.from_rows(rows)


def test_every_step_names_its_clause(compiled: CompiledPlans) -> None:
    ready = lines_of_every_benefit(compiled)
    stored = adjudicate(ready, compiled, serial=True).outcomes
    last_claim = ready["claim_number"].max()
    seen = set()
    for claim in range(0, last_claim + 1, 7):
        for line in explain_family(ready, compiled, None, None, claim, stored):
            for step in line.steps:
                seen.add(step.rule)
                assert (step.clause is None) == (step.rule in WITHOUT_CLAUSE), (line.benefit, step.rule)
    assert {"deductible", "coinsurance", "copay_per_visit", "not_covered", "plan_pays"} <= seen


def test_every_benefit_of_the_plan_documents_can_be_decided(compiled: CompiledPlans) -> None:
    found = adjudicate(lines_of_every_benefit(compiled), compiled, serial=True).outcomes
    assert {"paid", "not_covered"} <= set(found["reason"])
    shares = pl.sum_horizontal(
        "plan_paid_cents", "deductible_cents", "coinsurance_cents", "copay_cents", "over_limit_cents"
    )
    assert found.select((shares == pl.col("allowed_cents")).all()).item()
