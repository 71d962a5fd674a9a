"""The plans in plans/ load, and between them use every kind of rule that a plan can have."""

from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from corridor.plan.arrays import COPAY_AFTER_DEDUCTIBLE, NO_LIMIT
from corridor.plan.compile import CompiledPlans, compile_plans
from corridor.plan.load import load_plan
from corridor.plan.versions import Plan

PLANS = Path(__file__).parents[2] / "plans"
FILES = ("ppo.yaml", "hdhp.yaml", "dental.yaml")


@cache
def plans() -> dict[str, Plan]:
    return {plan.code: plan for plan in (load_plan(PLANS / file) for file in FILES)}


@cache
def compiled() -> CompiledPlans:
    return compile_plans(list(plans().values()))


def test_the_plans_of_the_folder() -> None:
    assert {code: plan.product for code, plan in plans().items()} == {
        "PPO": "medical",
        "HDHP": "medical",
        "DENTAL": "dental",
    }


@pytest.mark.parametrize("code", ["PPO", "HDHP", "DENTAL"])
def test_each_was_amended_in_2026(code: str) -> None:
    assert plans()[code].versions[-1].effective_from == date(2026, 1, 1)


def test_the_ppo_is_in_force_from_2008() -> None:
    assert plans()["PPO"].version_on(date(2008, 1, 1)) is not None


def test_every_cost_sharing_rule_is_in_use() -> None:
    arrays = compiled().arrays
    has_copay = arrays.copay_cents > 0
    is_after = arrays.copay_order == COPAY_AFTER_DEDUCTIBLE
    applies = arrays.deductible_applies == 1
    rules = {
        "copay per visit": has_copay & (arrays.copay_is_per_visit == 1),
        "copay per line": has_copay & (arrays.copay_is_per_visit == 0),
        "copay instead of the deductible": has_copay & ~applies,
        "copay before the deductible": has_copay & applies & ~is_after,
        "copay after the deductible": has_copay & applies & is_after,
        "copay, deductible and coinsurance": has_copay & applies & (arrays.coinsurance_bp > 0),
        "paid in full": (arrays.covered == 1) & ~has_copay & ~applies & (arrays.coinsurance_bp == 0),
        "coinsurance": arrays.coinsurance_bp > 0,
        "not covered": arrays.covered == 0,
        "outside the maximum": arrays.counts_to_out_of_pocket == 0,
    }
    assert [name for name, rows in rules.items() if not rows.any()] == []


def test_every_kind_of_limit_is_in_use() -> None:
    benefits, arrays = compiled().benefits, compiled().arrays
    assert (arrays.visit_limit < NO_LIMIT).any()
    assert (arrays.dollar_limit_cents < NO_LIMIT).any()
    shared = benefits.filter(pl.col("dollar_limit_id").is_not_null()).group_by("version_row", "dollar_limit_id").len()
    assert shared.get_column("len").max() == 3, "one maximum over the three dental classes"
    assert benefits.get_column("is_by_hand").any()


def test_every_setting_of_the_family_amounts_is_in_use() -> None:
    arrays = compiled().arrays
    in_family = arrays.person_deductible_cents[:, 1, 0]
    assert (in_family == NO_LIMIT).any()
    assert (in_family < NO_LIMIT).any()
    for matrix in ([[1, 0], [0, 1]], [[1, 1], [0, 1]], [[1, 1], [1, 1]]):
        both = np.concatenate([arrays.deductible_counts, arrays.out_of_pocket_counts])
        assert (both == np.array(matrix)).all(axis=(1, 2)).any(), matrix


def test_nobody_in_an_hdhp_family_passes_the_statutory_limit() -> None:
    rows = compiled().versions.filter(plan_code="HDHP")
    limits = compiled().arrays.person_out_of_pocket_cents[rows.get_column("row").to_numpy(), 1, 0]
    by_start = dict(zip(rows.get_column("effective_from").to_list(), limits.tolist(), strict=True))
    assert by_start == {
        date(2024, 1, 1): 945_000,
        date(2025, 1, 1): 920_000,
        date(2026, 1, 1): 1_060_000,
        date(2027, 1, 1): NO_LIMIT,  # the limit reaches the family's own 12,000
    }


def test_every_value_of_every_benefit_has_its_clause() -> None:
    tables = compiled()
    for row, name in tables.benefits.select("row", "name").rows():
        for value in ("covered", "deductible", "copay", "coinsurance", "out_of_pocket"):
            clause = tables.clause_of(row, value, "in")
            assert clause.number, name
            assert clause.text.endswith("."), name
