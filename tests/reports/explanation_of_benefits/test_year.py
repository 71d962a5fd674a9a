"""Bars of the plan year, of the example plans."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corridor.adjudication.explain import Move
from corridor.plan.compile import compile_plans
from corridor.plan.compiled import CompiledPlans
from corridor.plan.load import load_plan
from corridor.records.decisions import ACCUMULATORS, ALWAYS
from corridor.reports.explanation_of_benefits.year import Bar, Cover, rolling_limits, year_to_date
from tests.reports.explanation_of_benefits.frames import VISIT, accumulator, explained

PLANS = Path(__file__).parents[3] / "plans"

PLAN = """
code: PPO
name: Test plan
product: dental
effective: 2026-01-01
plan_year_start: "01-01"
deductible:
  clause: "3.1"
  text: A deductible of $500.
  embedded: true
  cross_accumulation: none
  in: {individual: 500, family: 1000}
  out: {individual: 1000, family: 2000}
out_of_pocket_maximum:
  clause: "3.2"
  text: No more than $4,000.
  embedded: true
  cross_accumulation: none
  in: {individual: 4000, family: unlimited}
  out: {individual: unlimited, family: unlimited}
out_of_network: {clause: "3.3", text: 70% of the charge., allowed: 70%}
timely_filing: {clause: "9.1", text: Within a year., days: 365}
auto_adjudication: {clause: "9.4", text: An examiner decides large claims., limit: 250000}
"""


@pytest.fixture(scope="module")
def plans() -> CompiledPlans:
    return compile_plans([load_plan(PLANS / "ppo.yaml"), load_plan(PLANS / "dental.yaml")])


def version_row(plans: CompiledPlans, plan: str) -> int:
    return int(plans.versions.filter(plan_code=plan).get_column("row").max())  # type: ignore[arg-type]


def cover(plans: CompiledPlans, plan: str = "PPO", level: int = 1, benefits: tuple[str, ...] = ()) -> Cover:
    return Cover(plan, "E1", "E1", version_row(plans, plan), level, date(2026, 1, 1), frozenset(benefits))


def bars(plans: CompiledPlans, of: Cover, *rows: dict[str, Any]) -> list[Bar]:
    return list(year_to_date(ACCUMULATORS.from_rows(list(rows)), plans, of))


def test_person_and_family_in_each_tier(plans: CompiledPlans) -> None:
    found = bars(
        plans,
        cover(plans),
        accumulator("person", "E1", "deductible", "in", 30000),
        accumulator("family", "E1", "deductible", "in", 45000),
        accumulator("person", "E1", "out_of_pocket", "in", 41000),
        accumulator("person", "E2", "deductible", "in", 15000),
        accumulator("person", "E1", "deductible", "in", 99, plan_year_start=date(2025, 1, 1)),
        accumulator("person", "E1", "deductible", "in", 98, plan_code="HDHP"),
    )
    assert [(bar.kind, bar.tier, bar.owner, bar.used) for bar in found] == [
        ("deductible", "in", "person", 30000),
        ("deductible", "in", "family", 45000),
        ("deductible", "out", "person", 0),
        ("deductible", "out", "family", 0),
        ("out_of_pocket", "in", "person", 41000),
        ("out_of_pocket", "in", "family", 0),
        ("out_of_pocket", "out", "person", 0),
        ("out_of_pocket", "out", "family", 0),
    ]
    row = plans.benefits.filter(version_row=version_row(plans, "PPO")).get_column("row")[0]
    limit = int(plans.arrays.person_deductible_cents[plans.arrays.deductible_row[row], 1, 0])
    assert found[0].limit == limit
    assert found[0].percent == 30000 * 100 // limit


def test_somebody_covered_alone_has_no_family(plans: CompiledPlans) -> None:
    assert {bar.owner for bar in bars(plans, cover(plans, level=0))} == {"person"}


def test_limits_of_the_claims_benefits_only(plans: CompiledPlans) -> None:
    ours = plans.benefits.filter(version_row=version_row(plans, "PPO")).join(
        plans.limits.filter(limit_id="therapy_visits"), left_on="row", right_on="benefit_row"
    )
    rows = (
        accumulator("person", "E1", "limit:therapy_visits", "all", 12),
        accumulator("person", "E1", "limit:chiropractic_dollars", "all", 40000),
    )
    assert [bar for bar in bars(plans, cover(plans), *rows) if bar.kind == "limit"] == []
    named = cover(plans, benefits=tuple(ours.get_column("name")))
    [limit] = [bar for bar in bars(plans, named, *rows) if bar.kind == "limit"]
    assert limit == Bar("person", "limit", "therapy_visits", "all", "visits", 12, 30)
    assert (limit.percent, limit.is_reached) == (40, False)


def test_dollars_of_a_dental_year(plans: CompiledPlans) -> None:
    row = accumulator("person", "E1", "limit:annual_maximum", "all", 180_000, plan_code="DENTAL")
    found = bars(plans, cover(plans, "DENTAL", benefits=("class_2_basic",)), row)
    [limit] = [bar for bar in found if bar.kind == "limit"]
    assert (limit.used, limit.limit, limit.percent, limit.is_reached) == (180_000, 175_000, 100, True)


def test_what_has_no_limit_has_no_bar_and_what_counts_teeth_has_one_for_each() -> None:
    body = (
        PLAN
        + """
limits:
  - {name: crowns, clause: "5.1", text: One crown a tooth for life., services: 1, per: lifetime, of: tooth}
  - {name: cleanings, clause: "5.2", text: Two in twelve months., services: 2, per: 12_months}
benefits:
  - name: major
    clause: "5.3"
    text: Crowns.
    match: {procedure_code: ["D2740"]}
    limits: [crowns, cleanings]
    in: {deductible_applies: true, coinsurance: 50%}
    out: {deductible_applies: true, coinsurance: 50%}
"""
    )
    plans = compile_plans([load_plan(body.encode(), "test.yaml")])
    found = bars(
        plans,
        cover(plans, benefits=("major",)),
        accumulator("person", "E1", "limit:crowns:14", "all", 1, plan_year_start=ALWAYS),
        accumulator("person", "E1", "limit:crowns:3", "all", 1, plan_year_start=ALWAYS),
        accumulator("person", "E1", "use:cleanings@2026-02-01", "all", 1, plan_year_start=ALWAYS),
    )
    assert [(bar.kind, bar.tier, bar.owner) for bar in found if bar.kind == "out_of_pocket"] == [
        ("out_of_pocket", "in", "person")
    ]
    assert [(bar.name, bar.counted_apart, bar.period) for bar in found if bar.kind == "limit"] == [
        ("crowns", "14", "lifetime"),
        ("crowns", "3", "lifetime"),
    ]


def test_a_health_reimbursement_account_has_bars_of_what_it_paid_and_what_came_before() -> None:
    body = (
        PLAN.replace("product: dental", "product: medical").replace("unlimited", "8000")
        + """
health_reimbursement:
  clause: "4.1"
  text: After $200 of your own the account pays up to $1,000.
  individual: 500
  family: 1000
  pays: after_bridge
  bridge: {individual: 100, family: 200}
  covers: [deductible]
benefits:
  - name: everything
    clause: "5.3"
    text: All care.
    match: {kinds: [professional]}
    in: {deductible_applies: true, coinsurance: 50%}
    out: {deductible_applies: true, coinsurance: 50%}
"""
    )
    plans = compile_plans([load_plan(body.encode(), "test.yaml")])
    rows = (
        accumulator("family", "E1", "account_bridge", "all", 20_000),
        accumulator("family", "E1", "account_paid", "all", 30_000),
    )
    assert [bar for bar in bars(plans, cover(plans), *rows) if bar.kind.startswith("account")] == [
        Bar("family", "account_bridge", None, "all", "dollars", 20_000, 20_000),
        Bar("family", "account_paid", None, "all", "dollars", 30_000, 100_000),
    ]


def test_a_limit_over_rolling_months_stands_as_the_last_line_left_it() -> None:
    first = Move("person", "limit", "all", 0, 1, 2, "services", "cleanings", "rolling", 12)
    lines = [
        replace(explained(VISIT), accumulators=(first, replace(first, name="visits", period="plan_year"))),
        replace(explained(VISIT), accumulators=(replace(first, before=1, after=2),)),
    ]
    assert rolling_limits(lines) == (Bar("person", "limit", "cleanings", "all", "services", 2, 2, "rolling", None, 12),)
