"""The plans in plans/ load, and between them use every kind of rule that a plan can have."""

from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from corridor.plan.arrays import (
    CARRY_OVER_ALWAYS,
    CARRY_OVER_IF_UNMET,
    COPAY_AFTER_DEDUCTIBLE,
    COUNTS_DOLLARS,
    COUNTS_UNITS,
    COUNTS_VISITS,
    NO_LIMIT,
    NON_DUPLICATION,
    STANDARD,
)
from corridor.plan.compile import CompiledPlans, compile_plans
from corridor.plan.load import load_plan
from corridor.plan.review.review import review_plan
from corridor.plan.versions import Plan

PLANS = Path(__file__).parents[2] / "plans"
PRODUCTS = {
    "ppo.yaml": ("PPO", "medical"),
    "hdhp.yaml": ("HDHP", "medical"),
    "hmo.yaml": ("HMO", "medical"),
    "retiree.yaml": ("RETIREE", "medical"),
    "extended_health_ca.yaml": ("EHC", "medical"),
    "dental.yaml": ("DENTAL", "dental"),
    "dental_full.yaml": ("DENTAL_FULL", "dental"),
    "vision.yaml": ("VISION", "vision"),
    "pharmacy.yaml": ("RX", "pharmacy"),
}


@cache
def plans() -> dict[str, Plan]:
    return {plan.code: plan for plan in (load_plan(PLANS / file) for file in PRODUCTS)}


@cache
def compiled() -> CompiledPlans:
    return compile_plans(list(plans().values()))


def benefit(code: str, name: str) -> int:
    """The row of a benefit in the plan's first version."""
    versions = compiled().versions.filter(plan_code=code).select(version_row="row")
    return int(compiled().benefits.join(versions, on="version_row").filter(name=name)["row"].min())  # type: ignore[arg-type]


def limits_of(code: str, name: str) -> list[tuple[str, str, int, int]]:
    """Of each limit of a benefit: id, period, amount, months."""
    tables, arrays = compiled(), compiled().arrays
    rows = tables.limits.filter(benefit_row=benefit(code, name))
    return [
        (name, period, int(arrays.limit_amount[row]), int(arrays.limit_months[row]))
        for row, name, period in rows.select("row", "limit_id", "period").rows()
    ]


def test_the_plans_of_the_folder() -> None:
    assert {code: plan.product for code, plan in plans().items()} == dict(PRODUCTS.values())
    assert {path.name for path in PLANS.glob("*.yaml")} == {*PRODUCTS, "std.yaml"}


@pytest.mark.parametrize("file", PRODUCTS)
def test_nothing_is_to_be_said_against_it(file: str) -> None:
    review = review_plan((PLANS / file).read_bytes(), file)
    assert [str(remark.text) for remark in (*review.faults, *review.warnings)] == []


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
        "copay per visit": has_copay & (arrays.copay_once == 1),
        "copay per line": has_copay & (arrays.copay_once == 0) & (arrays.copay_step == 0),
        "copay instead of the deductible": has_copay & ~applies,
        "copay before the deductible": has_copay & applies & ~is_after,
        "copay after the deductible": has_copay & applies & is_after,
        "copay, deductible and coinsurance": has_copay & applies & (arrays.coinsurance_bp > 0),
        "paid in full": (arrays.covered == 1) & ~has_copay & ~applies & (arrays.coinsurance_bp == 0),
        "coinsurance": arrays.coinsurance_bp > 0,
        "not covered": arrays.covered == 0,
        "outside the maximum": arrays.counts_to_out_of_pocket == 0,
        "copay per day": has_copay & (arrays.copay_step == 1) & (arrays.copay_most_cents < NO_LIMIT),
        "copay per supply": has_copay & (arrays.copay_step == 90),
        "waived where admitted": has_copay & (arrays.copay_waived_if_admitted == 1),
        "least coinsurance": arrays.coinsurance_least_cents > 0,
        "most coinsurance": arrays.coinsurance_most_cents < NO_LIMIT,
        "penalty by percent": arrays.penalty_bp > 0,
        "penalty by amount": arrays.penalty_cents > 0,
        "most penalty": arrays.penalty_most_cents < NO_LIMIT,
        "discount beyond an allowance": arrays.over_limit_discount_bp > 0,
    }
    assert [name for name, rows in rules.items() if not rows.any()] == []


def test_every_kind_of_limit_is_in_use() -> None:
    limits, arrays = compiled().limits, compiled().arrays
    assert set(arrays.limit_counts.tolist()) == {COUNTS_VISITS, COUNTS_UNITS, COUNTS_DOLLARS}
    assert set(limits["unit"]) == {"visits", "days", "services", "dollars"}
    assert set(limits["period"]) == {"plan_year", "lifetime", "rolling"}
    assert set(limits["of"]) == {"person", "tooth", "quadrant", "tooth_surface"}
    dental = limits.filter(limit_id="annual_maximum").join(compiled().benefits, left_on="benefit_row", right_on="row")
    classes = dental.filter(pl.col("name").str.starts_with("class_")).group_by("version_row").len()
    assert classes.get_column("len").max() == 3, "one maximum over the three dental classes"
    assert compiled().benefits.get_column("is_by_hand").any()


def test_every_rule_about_what_is_covered_is_in_use() -> None:
    benefits, versions, arrays = compiled().benefits, compiled().versions, compiled().arrays
    assert benefits.get_column("is_per_admission").any()
    assert benefits.get_column("requires_authorization").any()
    assert set(benefits.get_column("waiting_months").drop_nulls()) == {6, 12}
    assert benefits.get_column("excludes_missing_teeth").any()
    assert benefits.get_column("member_pays_brand_difference").any()
    assert benefits.filter(pl.col("orthodontia_initial_bp").is_not_null()).height == 1
    assert set(benefits.get_column("carry_over_months")) == {0, 3}
    assert set(arrays.carry_over.tolist()) >= {CARRY_OVER_ALWAYS, CARRY_OVER_IF_UNMET}
    assert set(arrays.coordination.tolist()) >= {STANDARD, NON_DUPLICATION}
    assert arrays.coordinates_claims.any()
    assert versions.get_column("has_account").any()
    assert set(versions.get_column("on_auto").drop_nulls()) == {"hold", "pay_and_recover"}


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


# what each template is there to show


def test_the_hmo_covers_emergencies_only_outside_its_network() -> None:
    tables = compiled()
    of_hmo = tables.benefits.filter(version_row=tables.versions.filter(plan_code="HMO")["row"][0])
    outside = of_hmo.filter(pl.Series(tables.arrays.covered[of_hmo["row"].to_numpy(), 1] == 1))
    assert outside["name"].to_list() == ["emergency_room", "emergency_physician"]
    assert tables.arrays.copay_waived_if_admitted[benefit("HMO", "emergency_room")].tolist() == [1, 1]
    stay = benefit("HMO", "inpatient_hospital")
    assert (tables.arrays.copay_cents[stay, 0], tables.arrays.copay_most_cents[stay, 0]) == (30_000, 150_000)
    assert tables.benefits["is_per_admission"][stay]


def test_vision_materials_come_back_after_one_and_two_years() -> None:
    assert limits_of("VISION", "examination") == [("examinations", "rolling", 1, 12)]
    assert limits_of("VISION", "lenses") == [("lenses_or_contacts", "rolling", 1, 12)]
    assert limits_of("VISION", "frame") == [("frames", "rolling", 1, 24), ("frame_allowance", "rolling", 15_000, 24)]
    assert compiled().arrays.over_limit_discount_bp[benefit("VISION", "frame")].tolist() == [2000, 0]


def test_the_drug_plan_adds_to_the_maximum_of_the_medical_plan() -> None:
    tables = compiled()
    drugs = tables.benefits.row(benefit("RX", "preferred_brands"), named=True)
    assert (drugs["deductible_plan"], drugs["deductible_kind"]) == ("RX", "deductible")
    assert (drugs["maximum_plan"], drugs["maximum_kind"]) == ("PPO", "out_of_pocket")
    row, medical = benefit("RX", "preferred_brands"), plans()["PPO"].version_on(date(2026, 1, 1))
    assert medical is not None
    at = tables.arrays.maximum_row[row]
    assert tables.arrays.person_out_of_pocket_cents[at, 0, 0] == medical.terms.out_of_pocket_maximum.in_.individual
    assert tables.arrays.copay_step[[row, benefit("RX", "preferred_brands_by_mail")], 0].tolist() == [30, 90]


def test_the_retiree_plan_names_its_formula() -> None:
    tables = compiled()
    row = tables.versions.filter(plan_code="RETIREE").row(0, named=True)
    assert tables.arrays.coordination[row["row"]] == NON_DUPLICATION
    assert (row["medicare_estimated_bp"], row["allowable"], row["has_account"]) == (8000, "lower", True)
    assert "carved out" in tables.clause_of_version(row["row"], "coordination").text


def test_each_practitioner_of_the_canadian_plan_has_a_maximum_and_the_plan_one_over_all() -> None:
    assert limits_of("EHC", "physiotherapist") == [
        ("physiotherapy_dollars", "plan_year", 50_000, 0),
        ("plan_maximum", "lifetime", 100_000_000, 0),
    ]
    tables = compiled()
    version = tables.versions.filter(plan_code="EHC")["row"][0]
    assert (tables.arrays.person_out_of_pocket_cents[version] == NO_LIMIT).all()
    by_hand = tables.benefits.filter(version_row=version, is_by_hand=True)["name"].to_list()
    assert by_hand == ["emergency_travel_hospital", "emergency_travel_physician"]


def test_the_full_dental_plan_knows_teeth_surfaces_and_alternates() -> None:
    tables = compiled()
    crowns = benefit("DENTAL_FULL", "crowns")
    assert limits_of("DENTAL_FULL", "crowns")[0] == ("crowns", "rolling", 1, 84)
    schedule = tables.alternates.filter(benefit_row=crowns).select("procedure_code", "alternate_allowed_cents")
    assert ("D2740", 70_000) in schedule.rows()
    assert tables.clause_of(crowns, "alternates", "in").number == "5.3"
    assert tables.clause_of(benefit("DENTAL_FULL", "orthodontia"), "orthodontia", "in").number == "5.7"
    with pytest.raises(KeyError):
        tables.clause_of(crowns, "orthodontia", "in")
