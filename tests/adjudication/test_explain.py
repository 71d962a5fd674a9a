"""An explanation is the kernel run again: same answer, every step with its clause, in both languages."""

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings

from corridor.adjudication.decide import adjudicate
from corridor.adjudication.explain import ExplanationError, LineExplanation, explain_family
from corridor.adjudication.steps import RULES
from corridor.adjudication.wording import ACCUMULATORS, REASON_TEXTS, STEPS, explanation_text, step_text
from corridor.codes.reasons import REASON_BY_NAME
from corridor.plan.arrays import PlanArrays
from tests.oracle.generated_claims import compiled_plans, plan_arrays, ready_rows
from tests.oracle.generated_claims import ready_frame as ready_of_rows
from tests.oracle.plain_plans import compiled_plan, opening_frame, ready_frame

CASE: dict[str, Any] = {
    "plan": {
        "deductible": {"person": 100, "family": 200},
        "out_of_pocket": {"person": 150, "family": 400},
        "out": {"deductible": {"person": 300, "family": 600}},
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
        ("visit_counted", 0),
        ("deductible_waived", 0),
        ("coinsurance", 900),
        ("not_counted_to_out_of_pocket", 0),
        ("dollar_limit", 3_100),
        ("plan_pays", 5_000),
    ]
    assert rules(explained(4))[0] == ("visit_counted_before", 0)
    assert rules(explained(5)) == [("visit_limit_reached", 0)]


def test_what_is_not_paid_is_explained() -> None:
    assert rules(explained(6)) == [("not_covered", 0)]
    given = explained(7)
    assert rules(given) == [("given_before", 0)]
    assert given.reason == "timely_filing"
    assert given.accumulators == ()


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


def test_every_sentence_names_its_clause() -> None:
    assert explanation_text(explained(2)) == [
        "The copay of 20.00 was taken on an earlier line of this visit. [clause 5.1]",
        "Deductible, of which 40.00 was left to meet: 40.00. [clause 5.1]",
        "Coinsurance of 20% on 600.00: 120.00. [clause 5.1]",
        "Only 70.00 was left of the out-of-pocket maximum: the plan takes over 90.00. [clause 5.1]",
        "The plan pays 570.00.",
        "member deductible, in network: 60.00 -> 100.00 of 100.00",
        "family deductible, in network: 60.00 -> 100.00 of 200.00",
        "member out-of-pocket, in network: 80.00 -> 150.00 of 150.00",
        "family out-of-pocket, in network: 80.00 -> 150.00 of 400.00",
        "member deductible, out of network: 60.00 -> 100.00 of 300.00",
        "family deductible, out of network: 60.00 -> 100.00 of 600.00",
    ]


def test_turkish_says_the_same_with_turkish_figures() -> None:
    text = explanation_text(explained(3), "tr")
    assert text[2] == "90,00 üzerinden %10 yüzdesel katılım payı: 9,00. [madde 5.2]"
    assert text[4] == "50,00 teminat limitinden yalnızca 50,00 kalmıştı: 31,00 üyeye aittir. [madde 5.2]"
    assert text[-2] == "üye ziyareti, plan yılı: 0 -> 1 / 1"


def test_both_languages_have_a_sentence_for_every_rule_and_reason() -> None:
    for language in ("en", "tr"):
        assert set(STEPS[language]) == set(RULES)
        assert set(REASON_TEXTS[language]) == set(REASON_BY_NAME)
    assert set(ACCUMULATORS["en"]) == set(ACCUMULATORS["tr"])


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


@settings(max_examples=40, deadline=None)
@given(plan_arrays(), ready_rows(max_size=12))
def test_every_line_can_be_explained_and_agrees_with_the_batch(arrays: PlanArrays, rows: list[dict[str, Any]]) -> None:
    compiled, ready = compiled_plans(arrays), ready_of_rows(rows)
    stored = adjudicate(ready, compiled, serial=True).outcomes
    claim = rows[-1]["claim_number"]
    for line in explain_family(ready, compiled, None, None, claim, stored):
        for language in ("en", "tr"):
            assert all("{" not in step_text(step, language) for step in line.steps)
            assert explanation_text(line, language)
