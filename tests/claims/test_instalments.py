"""A course of orthodontic treatment as the lines in which the plan pays it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.claims.instalments import AMOUNTS, with_instalments
from corridor.claims.prepare import prepare
from corridor.money.rounding import share_of_cents
from corridor.money.split import split_cents
from corridor.periods.spans import add_months
from corridor.plan.compiled import CompiledPlans

Build = Callable[..., pl.DataFrame]

DENTAL: dict[str, Any] = {"product": "dental", "plan_code": "ALLDEN"}
BRACES: dict[str, Any] = {
    "kind": "dental",
    "procedure_code": "D8080",
    "charge_cents": 4_000_00,
    "claim_charge_cents": 4_200_00,
    "treatment_months": 24,
    "service_from": date(2024, 1, 31),
    "service_to": date(2024, 1, 31),
}
FILM: dict[str, Any] = BRACES | {
    "procedure_code": "D0330",
    "charge_cents": 200_00,
    "treatment_months": None,
    "line_number": 2,
}


def divided(frame: pl.DataFrame, coverage: Build, all_rules: CompiledPlans) -> pl.DataFrame:
    return with_instalments(frame, coverage(DENTAL), all_rules)


def test_a_quarter_at_once_and_the_rest_by_the_month(lines: Build, coverage: Build, all_rules: CompiledPlans) -> None:
    found = divided(lines(BRACES, FILM), coverage, all_rules)
    assert found["line_number"].to_list() == [1, 2, *range(3, 27)]
    assert found["charge_cents"].to_list() == [1_000_00, 200_00, *[125_00] * 24]
    assert found["service_from"].to_list()[:5] == [
        date(2024, 1, 31),
        date(2024, 1, 31),
        date(2024, 2, 29),
        date(2024, 3, 31),
        date(2024, 4, 30),
    ]
    assert found["service_from"].max() == date(2026, 1, 31)
    assert set(found["treatment_months"]) == {0, None}
    assert found["service_to"].to_list()[2:] == found["service_from"].to_list()[2:]


def test_two_courses_in_a_claim_are_numbered_one_after_the_other(
    lines: Build, coverage: Build, all_rules: CompiledPlans
) -> None:
    second = BRACES | {"line_number": 2, "procedure_code": "D8090", "treatment_months": 2}
    found = divided(lines(BRACES | {"treatment_months": 3}, second), coverage, all_rules)
    assert found.select("line_number", "procedure_code").rows() == [
        *((n, "D8080" if n in (1, 3, 4, 5) else "D8090") for n in range(1, 8))
    ]


@settings(max_examples=40, deadline=None)
@given(cents=st.integers(1, 10**9), price=st.none() | st.integers(0, 10**9), months=st.integers(1, 40))
def test_no_cent_is_lost(
    cents: int, price: int | None, months: int, lines: Build, coverage: Build, all_rules: CompiledPlans
) -> None:
    course = BRACES | {"charge_cents": cents, "repriced_cents": price, "treatment_months": months}
    found = divided(lines(course), coverage, all_rules)
    assert found.height == min(months, 24) + 1
    for name in AMOUNTS:
        whole = lines(course)[name].to_list()[0]
        if whole is None:
            assert found[name].null_count() == found.height
        else:
            initial = share_of_cents(whole, 2_500)
            assert found[name].to_list() == [initial, *split_cents(whole - initial, [1] * (found.height - 1))]
    days = [add_months(date(2024, 1, 31), n) for n in range(found.height)]
    assert found["service_from"].to_list() == days


@pytest.mark.parametrize(
    "unlike",
    [
        {"treatment_months": None},
        {"procedure_code": "D2391"},
        {"member_id": "X"},
        {"charge_cents": -1},
        {"charge_cents": 0},
        {"service_from": date(2023, 1, 1)},
    ],
)
def test_what_no_such_benefit_takes_stays_as_it_is(
    unlike: dict[str, Any], lines: Build, coverage: Build, all_rules: CompiledPlans
) -> None:
    sent = lines(BRACES | unlike)
    assert divided(sent, coverage, all_rules).equals(sent)


def test_what_is_divided_is_not_divided_again(lines: Build, coverage: Build, all_rules: CompiledPlans) -> None:
    once = divided(lines(BRACES, FILM), coverage, all_rules)
    assert divided(once, coverage, all_rules).equals(once)


def test_plans_without_orthodontia_divide_nothing(lines: Build, coverage: Build, compiled: CompiledPlans) -> None:
    sent = lines(BRACES)
    assert with_instalments(sent, coverage({"product": "dental", "plan_code": "DEN"}), compiled).equals(sent)


def test_instalments_wait_for_their_day_and_end_with_coverage(
    lines: Build, coverage: Build, all_rules: CompiledPlans
) -> None:
    people = coverage(DENTAL | {"coverage_end_exclusive": date(2024, 4, 30)})
    found = with_instalments(lines(BRACES | {"claim_charge_cents": None, "charge_cents": 960_00}), people, all_rules)
    ready = prepare(found, people, all_rules, decided_on=date(2024, 3, 1))
    assert ready["reason"].to_list() == [None, None, "not_yet_due", *["after_termination"] * 22]
    assert prepare(found, people, all_rules, decided_on=date(2024, 3, 31))["reason"].to_list()[:3] == [None] * 3
