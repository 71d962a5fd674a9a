"""Exclusions and benefits for an age or a sex: a row for each way, the first exclusion, what is not known."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from corridor.claims.known import Known
from corridor.claims.prepare import prepare, prepared_lines
from corridor.plan.compile import compile_plans
from corridor.plan.compiled import CompiledPlans
from corridor.plan.load import load_plan
from corridor.records.providers import PROVIDERS

Build = Callable[..., pl.DataFrame]

PLAN = Path(__file__).parent / "plans" / "all_med.yaml"
SECTIONS = """
exclusions:
  - {name: cosmetic, clause: "20.1", text: No cosmetic surgery., match: {procedure_code: ["15780-15879"]}}
  - name: hearing
    clause: "20.2"
    text: No aids of grown-ups.
    match: {procedure_code: ["V5*", "99212"]}
    ages: {least: 18}
  - {name: men_only, clause: "20.3", text: Not for men., match: {procedure_code: ["77067", "99211"]}, sex: M}
  - {name: later, clause: "20.4", text: Never., match: {procedure_code: ["15780-15799"]}}
limits:"""
BENEFITS = """
benefits:
  - name: well_child
    clause: "21.1"
    text: Visits of children.
    ages: {most: 17}
    match: {procedure_code: ["99381-99384"]}
    in: {deductible_applies: false, coinsurance: 0%}
    out: not covered
  - name: maternity
    clause: "21.2"
    text: Births.
    ages: {least: 12, most: 55}
    sex: F
    match: {procedure_code: ["59400-59622"]}
    in: {deductible_applies: false, coinsurance: 0%}
    out: not covered
"""
DAY = date(2024, 2, 1)
CHILD, ADULT = date(2006, 2, 2), date(2006, 2, 1)
"""A day before the eighteenth birthday, and on it."""


@pytest.fixture(scope="module")
def plans() -> CompiledPlans:
    text = PLAN.read_text().replace("\nlimits:", SECTIONS, 1).replace("\nbenefits:\n", BENEFITS, 1)
    return compile_plans([load_plan(text.encode(), "persons.yaml")])


CASES: dict[str, tuple[str, dict[str, Any], str | None, str | None]] = {
    "excluded for everybody": ("15820", {}, "excluded", "cosmetic"),
    "the first exclusion names itself": ("15780", {}, "excluded", "cosmetic"),
    "a code that none excludes": ("99213", {}, None, None),
    "excluded from an age on": ("V5261", {"birth_date": ADULT}, "excluded", "hearing"),
    "a day younger": ("V5261", {"birth_date": CHILD}, None, None),
    "excluded for one sex": ("77067", {"sex": "M"}, "excluded", "men_only"),
    "not for the other": ("77067", {"sex": "F"}, None, None),
    "an exclusion by age, of an unknown age": ("99212", {"birth_date": None}, "age_or_sex_unknown", None),
    "an exclusion by sex, of an unknown sex": ("99211", {"sex": "U"}, "age_or_sex_unknown", None),
    "a benefit at its last age": ("99384", {"birth_date": CHILD}, None, None),
    "a benefit at a later age": ("99384", {"birth_date": ADULT}, "age_outside_benefit", None),
    "a benefit of an unknown age": ("99384", {"birth_date": None}, "age_or_sex_unknown", None),
    "a benefit for the other sex": ("59400", {"birth_date": date(1990, 1, 1), "sex": "M"}, "sex_outside_benefit", None),
    "too old, whatever the sex": ("59400", {"birth_date": date(1950, 1, 1), "sex": "M"}, "age_outside_benefit", None),
    "too old, of an unknown sex": ("59400", {"birth_date": date(1950, 1, 1)}, "age_outside_benefit", None),
    "the age fits, the sex is unknown": ("59400", {"birth_date": date(1990, 1, 1)}, "age_or_sex_unknown", None),
}


@pytest.mark.parametrize("name", CASES)
def test_for_whom_it_is(name: str, lines: Build, coverage: Build, plans: CompiledPlans) -> None:
    code, person, reason, exclusion = CASES[name]
    people = coverage({"plan_code": "ALLMED"} | person)
    found = prepared_lines(lines({"procedure_code": code, "network": "in"}), people, plans)
    told = found["reason"][0]
    assert (None if told in ("unknown_code",) else told) == reason
    assert found["exclusion"][0] == exclusion


def test_many_lines_are_told_as_one_is(lines: Build, coverage: Build, plans: CompiledPlans) -> None:
    people = [
        {"plan_code": "ALLMED", "member_id": f"E{number}", "subscriber_id": f"E{number}"} | person
        for number, (_, person, _, _) in enumerate(CASES.values())
    ]
    rows = [
        {"procedure_code": code, "member_id": f"E{number % len(CASES)}", "claim_number": number + 1, "network": "in"}
        for number, (code, *_) in enumerate(list(CASES.values()) * 20)
    ]
    ready = prepare(lines(*rows), coverage(*people), plans)
    once = [reason for _, _, reason, _ in CASES.values()]
    told = [None if reason in ("unknown_code", "duplicate") else reason for reason in ready["reason"]]
    assert told[: len(CASES)] == once
    assert len(told) == 20 * len(once)


def test_what_enrolment_does_not_say_the_claim_may(lines: Build, coverage: Build, plans: CompiledPlans) -> None:
    stated = {"patient_birth_date": date(1990, 1, 1), "patient_sex": "F", "network": "in"}
    people = coverage({"plan_code": "ALLMED", "sex": "U"})
    [found] = prepare(lines({"procedure_code": "59400"} | stated), people, plans)["reason"].to_list()
    assert found is None


def test_the_clause_of_an_exclusion_is_compiled(plans: CompiledPlans) -> None:
    exclusions = plans.exclusions[0]
    assert [(one.name, one.clause.number) for one in exclusions][:2] == [("cosmetic", "20.1"), ("hearing", "20.2")]


REGISTER = PROVIDERS.from_rows([{"npi": "1", "network": "in", "effective_from": date(2020, 1, 1)}])


@pytest.mark.parametrize(
    ("sent", "register", "expected"),
    [
        ({}, REGISTER, "provider_unknown"),
        ({}, REGISTER.clear(), None),
        ({}, None, None),
        ({"billing_npi": "9"}, REGISTER, None),
        ({"billing_tax_id": "9"}, REGISTER, None),
        ({"network": "out"}, REGISTER, None),
        ({"repriced_cents": 5_000}, REGISTER, None),
    ],
)
def test_a_claim_that_names_no_provider_waits_where_there_is_a_register(
    sent: dict[str, Any],
    register: pl.DataFrame | None,
    expected: str | None,
    lines: Build,
    coverage: Build,
    compiled: CompiledPlans,
) -> None:
    ready = prepare(lines(sent), coverage({}), compiled, known=Known(providers=register))
    assert ready["reason"].to_list() == [expected]
