"""An explanation is the kernel run again: same answer, every step with its clause, in both languages."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.adjudication.decide import adjudicate
from corridor.adjudication.explain import ExplanationError, LineExplanation, explain_family
from corridor.adjudication.explaining.match_sentences import MATCH_RULES
from corridor.adjudication.explaining.price_sentences import PRICE_RULES
from corridor.adjudication.explaining.prior_sentences import PRIOR_RULES
from corridor.adjudication.steps import RULES
from corridor.adjudication.wording import explanation_text, step_sentence, step_text
from corridor.plan.compiled import CompiledPlans
from corridor.wording.language import LANGUAGES
from tests.oracle.choices import Choices, DrawnChoices, SeededChoices
from tests.oracle.generated_claims import generated_world, ready_rows
from tests.oracle.generated_claims import ready_frame as ready_of_rows
from tests.oracle.plain_plans import compiled_plan, opening_frame, ready_frame, world_of_case

CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]
CASE: dict[str, Any] = {
    "plan": {
        "deductible": {"person": 100, "family": 200},
        "out_of_pocket": {"person": 150, "family": 400},
        "out": {"deductible": {"person": 300, "family": 600}, "out_of_pocket": {"person": 700, "family": 900}},
        "cross": {"deductible": "in_to_out"},
        "benefits": {
            "surgery": {"coinsurance": 20, "copay": 20},
            "therapy": {"deductible": False, "visits": 1, "dollars": 50, "counts": False, "coinsurance": 10},
            "cosmetic": {"covered": False},
        },
    },
    "lines": [
        {"who": "lee/ann", "service": "surgery", "allowed": 80},
        {"who": "lee/ann", "service": "surgery", "allowed": 640},
        {"who": "lee/ann", "service": "therapy", "allowed": 90},
        {"who": "lee/ann", "service": "therapy", "allowed": 10},
        {"who": "lee/ann", "service": "therapy", "allowed": 10, "day": 9},
        {"who": "lee/ann", "service": "cosmetic", "allowed": 10},
        {"who": "lee/ann", "service": "surgery", "allowed": 10, "reason": "timely_filing"},
        {"who": "kaya/dee", "service": "surgery", "allowed": 10},
    ],
}


def explained(claim_number: int, stored: pl.DataFrame | None = None) -> LineExplanation:
    compiled = compiled_plan(CASE["plan"])
    [line] = explain_family(ready_frame(CASE, compiled), compiled, None, None, claim_number, stored)
    return line


def rules(line: LineExplanation) -> list[tuple[str, int]]:
    return [(step.rule, step.amount_cents) for step in line.steps]


def test_steps_come_in_the_kernels_order_with_their_amounts() -> None:
    assert rules(explained(1)) == [
        ("copay_per_visit", 2_000),
        ("deductible", 6_000),
        ("coinsurance", 0),
        ("plan_pays", 0),
    ]
    assert rules(explained(2)) == [
        ("copay_taken_before", 0),
        ("deductible", 4_000),
        ("coinsurance", 12_000),
        ("out_of_pocket_maximum", 9_000),
        ("plan_pays", 57_000),
    ]


def test_limits_are_explained() -> None:
    assert rules(explained(3)) == [
        ("limit_counted", 0),
        ("deductible_waived", 0),
        ("coinsurance", 900),
        ("not_counted_to_out_of_pocket", 0),
        ("dollar_limit", 3_100),
        ("plan_pays", 5_000),
    ]
    assert rules(explained(4))[0] == ("limit_counted_before", 0)
    assert rules(explained(5)) == [("limit_reached", 0)]


def test_what_is_not_paid_is_explained() -> None:
    assert rules(explained(6)) == [("not_covered", 0)]
    before = explained(7)
    assert rules(before) == [("given_before", 0)]
    assert before.reason == "timely_filing"
    assert before.accumulators == ()


def test_an_explanation_names_the_version_of_the_plan() -> None:
    line = explained(2)
    assert (line.plan_code, line.version_from, line.benefit, line.tier) == ("PLAN", date(2020, 1, 1), "surgery", "in")


def test_accumulators_before_and_after_include_what_moved_in_the_other_tier() -> None:
    moves = {
        (move.owner, move.kind, move.tier): (move.before, move.after, move.limit) for move in explained(2).accumulators
    }
    assert moves == {
        ("person", "deductible", "in"): (6_000, 10_000, 10_000),
        ("family", "deductible", "in"): (6_000, 10_000, 20_000),
        ("person", "out_of_pocket", "in"): (8_000, 15_000, 15_000),
        ("family", "out_of_pocket", "in"): (8_000, 15_000, 40_000),
        ("person", "deductible", "out"): (6_000, 10_000, 30_000),
        ("family", "deductible", "out"): (6_000, 10_000, 60_000),
    }


def test_every_sentence_has_its_formula_and_names_its_clause() -> None:
    assert explanation_text(explained(2)) == [
        "The copay of 20.00 was taken on an earlier line of this visit or admission. [clause 5.1]",
        "Deductible, of which 40.00 was left to meet: 40.00. (min(40.00, 640.00) = 40.00) [clause 1]",
        "Coinsurance of 20% on 600.00: 120.00. (600.00 x 20% = 120.00) [clause 5.1]",
        "Only 70.00 was left of the out-of-pocket maximum: the plan takes over 90.00. (160.00 - 70.00 = 90.00)"
        " [clause 1]",
        "The plan pays 570.00.",
        "member deductible, in network: 60.00 -> 100.00 of 100.00",
        "family deductible, in network: 60.00 -> 100.00 of 200.00",
        "member out-of-pocket, in network: 80.00 -> 150.00 of 150.00",
        "family out-of-pocket, in network: 80.00 -> 150.00 of 400.00",
        "member deductible, out of network: 60.00 -> 100.00 of 300.00",
        "family deductible, out of network: 60.00 -> 100.00 of 600.00",
        'clause 5.1: "As noted."',
        'clause 1: "As noted."',
    ]


def test_turkish_says_the_same_with_turkish_figures() -> None:
    text = explanation_text(explained(3), "tr")
    assert text[2] == "90,00 üzerinden %10 yüzdesel katılım payı: 9,00. (90,00 x %10 = 9,00) [madde 5.2]"
    assert text[4] == (
        "plan yılında 50,00 teminat limitinden yalnızca 50,00 kalmıştı: 31,00 üyeye aittir."
        " (min(81,00; 50,00) = 50,00) [madde 1]"
    )
    assert "üye limiti (therapy_visits), plan yılı: 0 -> 1 / 1" in text


@pytest.mark.parametrize(
    ("coordination", "told"),
    [
        (
            {"method": "standard"},
            "Another plan paid 75.00 of the 125.00 that the plans share: this plan adds 50.00."
            " (min(80.00, 125.00 - 75.00) = 50.00) [clause 1]",
        ),
        (
            {"method": "non_duplication"},
            "Another plan paid 75.00: this plan pays 5.00, as far as its own benefit of 80.00 is more."
            " (min(max(80.00 - 75.00, 0), 125.00 - 75.00) = 5.00) [clause 1]",
        ),
        (
            {"method": "maintenance_of_benefits", "deductible": "before_percentage"},
            "Another plan paid 75.00 of 125.00. Of the 50.00 left, the plan's terms take deductible 25.00, copay 0.00,"
            " coinsurance 5.00 and leave 20.00: the plan pays 20.00. (min(80.00, 20.00) = 20.00) [clause 1]",
        ),
        (
            {"method": "standard", "level": "claim"},
            "Over the whole claim another plan paid 75.00 of 125.00, and this plan adds 50.00: 50.00 of it for this"
            " line. (min(80.00, 125.00 - 75.00) = 50.00) [clause 1]",
        ),
    ],
)
def test_coordination_is_told_with_its_formula(coordination: dict[str, str], told: str) -> None:
    plan = {
        "coordination": coordination,
        "deductible": {"person": 25, "family": 50},
        "benefits": {"surgery": {"coinsurance": 20}},
    }
    case = {"plan": plan, "lines": [{"who": "lee/ann", "service": "surgery", "allowed": 125, "other_paid": 75}]}
    compiled = compiled_plan(plan)
    [line] = explain_family(ready_frame(case, compiled), compiled, None, None, 1)
    assert told in explanation_text(line)
    assert "Alone the plan would pay 80.00." in explanation_text(line)


def test_a_stored_decision_that_the_kernel_would_not_give_is_refused() -> None:
    compiled = compiled_plan(CASE["plan"])
    stored = adjudicate(ready_frame(CASE, compiled), compiled, serial=True).outcomes
    assert explained(2, stored).plan_paid_cents == 57_000
    wrong = stored.with_columns(pl.col("copay_cents") + 1)
    with pytest.raises(ExplanationError, match="claim 2 line 1: found stored"):
        explained(2, wrong)


def test_a_claim_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="found no claim 99"):
        explained(99)


def test_the_opening_is_where_the_explanation_starts() -> None:
    compiled = compiled_plan(CASE["plan"])
    before = opening_frame(
        {"before": [{"owner": "person", "id": "lee/ann", "kind": "deductible", "amount": 100}]}
    )  # fmt: skip
    [line] = explain_family(ready_frame(CASE, compiled), compiled, before, None, 1)
    assert ("deductible_met", 0) in rules(line)


def fully_explained(ready: pl.DataFrame, compiled: CompiledPlans, before: pl.DataFrame | None = None) -> set[str]:
    """Explain every claim, compared with what the kernel said of all lines at once; the rules that came up."""
    stored = adjudicate(ready, compiled, before, serial=True).outcomes
    came_up = set()
    for claim in ready.get_column("claim_number").unique().sort():
        for line in explain_family(ready, compiled, before, None, claim, stored):
            came_up |= {step.rule for step in line.steps}
            for language in LANGUAGES:
                texts = explanation_text(line, language)
                texts += [step_sentence(step, language, to_member=True) for step in line.steps]
                assert not [text for text in texts if "{" in text or not text.strip()]
    return came_up


@pytest.mark.parametrize("case", CASES)
def test_every_case_is_explained_to_the_cent(case: dict[str, Any]) -> None:
    compiled = world_of_case(case).compiled
    fully_explained(ready_frame(case, compiled), compiled, opening_frame(case))


def explained_family_year(choices: Choices, claims: int) -> set[str]:
    """A family-year that nobody chose, under plans that nobody chose."""
    world = generated_world(choices)
    return fully_explained(ready_of_rows(ready_rows(choices, world, 1, claims)), world.compiled)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_the_explanation_of_any_line_adds_up(data: st.DataObject) -> None:
    explained_family_year(DrawnChoices(data.draw), 4)


SEEDS = range(100, 130)
RARE: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "maintained_deductible_last": (
        {"coordination": {"method": "maintenance_of_benefits", "deductible": "after_percentage"}},
        {"allowed": 500, "other_paid": 100},
    ),
    "maintained_maximum": (
        {
            "coordination": {"method": "maintenance_of_benefits", "deductible": "before_percentage"},
            "out_of_pocket": {"person": 100, "family": 100},
        },
        {"allowed": 500, "other_paid": 100},
    ),
    "maximum_on_remainder": (
        {
            "coordination": {"method": "non_duplication", "out_of_pocket_maximum": "what_remains"},
            "out_of_pocket": {"person": 100, "family": 100},
        },
        {"allowed": 900, "other_paid": 100},
    ),
    "reserve_saved": (
        {"coordination": {"method": "standard", "benefit_reserve": True}},
        {"allowed": 500, "other_paid": 300},
    ),
}
"""Rules that seldom come up by chance: what the plan has, and a line that brings them up."""


def _of_rare(rule: str) -> set[str]:
    has, line = RARE[rule]
    plan = {"deductible": {"person": 50, "family": 100}, "benefits": {"surgery": {"coinsurance": 20}}} | has
    compiled = compiled_plan(plan)
    case = {"plan": plan, "lines": [{"who": "lee/ann", "service": "surgery", **line}]}
    return fully_explained(ready_frame(case, compiled), compiled)


@pytest.mark.parametrize("rule", RARE)
def test_a_rare_rule_is_explained(rule: str) -> None:
    assert rule in _of_rare(rule)


def test_family_years_and_rare_lines_bring_up_every_rule() -> None:
    came_up = _generic_dispensed().union(*(explained_family_year(SeededChoices(seed), 10) for seed in SEEDS))
    # Told by those who know of it, before the kernel is asked: test_price_steps.py, tests/app/services.
    others = RULES[1 : RULES.index("not_covered")]
    before_the_kernel = {*others, *PRICE_RULES, *PRIOR_RULES, *MATCH_RULES}
    assert sorted(set(RULES) - came_up - set(RARE) - before_the_kernel) == []


def _generic_dispensed() -> set[str]:
    plan = {"benefits": {"drugs": {"coinsurance": 20}}}
    case = {"plan": plan, "lines": [{"who": "lee/ann", "service": "drugs", "allowed": 90, "recognised": 30}]}
    compiled = compiled_plan(plan)
    clauses: Any = dict(compiled.benefit_clauses[0])
    clauses["dispense_as_written", "in"] = clauses["coinsurance", "in"]
    return fully_explained(ready_frame(case, compiled), replace(compiled, benefit_clauses=(clauses,)))


def test_a_step_names_its_clause() -> None:
    step = explained(2).steps[1]
    assert step_text(step, "en").endswith("[clause 1]")
