"""Explanations as members read them: the same facts, and what is theirs to pay is said to them."""

from typing import get_args

import pytest

from corridor.adjudication.explaining.accumulator_words import ACCUMULATORS, LIMIT_WORDS, NAMES
from corridor.adjudication.explaining.sentences import FORMULAS
from corridor.adjudication.member_wording import STEPS_FOR_MEMBERS
from corridor.adjudication.steps import RULES, Step
from corridor.adjudication.wording import REASON_TEXTS, STEPS, formula_text, limit_text, step_sentence, step_text
from corridor.codes.reasons import REASON_BY_NAME
from corridor.plan.benefit_terms import Limit
from corridor.plan.compiled import Clause
from corridor.wording.language import LANGUAGES, Language
from tests.wording.source import placeholders

OF_THEIR_MONEY = {
    "alternate_recognised",
    "generic_recognised",
    "limit_cut",
    "dollar_limit_before",
    "copay_per_line",
    "copay_per_visit",
    "copay_per_day",
    "copay_per_admission",
    "copay_per_supply",
    "deductible",
    "coinsurance",
    "coinsurance_least",
    "coinsurance_most",
    "limit_cut_of_payment",
    "dollar_limit",
    "penalty",
    "penalty_bounded",
    "member_remainder",
    "account_bridge",
}


def test_both_languages_have_a_sentence_for_every_rule_and_reason() -> None:
    for language in LANGUAGES:
        assert list(STEPS[language]) == list(RULES)
        assert list(REASON_TEXTS[language]) == list(REASON_BY_NAME)


def test_both_languages_tell_the_same_rules_with_the_same_facts() -> None:
    assert STEPS_FOR_MEMBERS["en"].keys() == STEPS_FOR_MEMBERS["tr"].keys() <= set(RULES)
    for rule, sentence in STEPS_FOR_MEMBERS["en"].items():
        told = placeholders(STEPS["en"][rule]) | placeholders(FORMULAS.get(rule, ""))
        assert placeholders(sentence) == placeholders(STEPS_FOR_MEMBERS["tr"][rule]) <= told


@pytest.mark.parametrize("words", [ACCUMULATORS, LIMIT_WORDS, NAMES], ids=["accumulators", "limits", "names"])
def test_words_have_the_same_places_in_both_languages(words: dict[Language, dict[str, str]]) -> None:
    assert {key: placeholders(text) for key, text in words["en"].items()} == {
        key: placeholders(text) for key, text in words["tr"].items()
    }


def test_every_formula_belongs_to_a_rule_and_ends_in_a_number() -> None:
    assert set(FORMULAS) <= set(RULES)
    for rule, formula in FORMULAS.items():
        assert formula.rsplit(" = ", 1)[1] in ("{amount}", "{within}", "{to_pay}"), rule


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_that_takes_a_members_money_says_so_to_the_member(language: Language) -> None:
    assert set(STEPS_FOR_MEMBERS[language]) >= OF_THEIR_MONEY
    for rule in OF_THEIR_MONEY:
        assert "{amount}" in STEPS_FOR_MEMBERS[language][rule]


def test_a_step_is_told_to_everybody_to_the_member_and_with_its_formula_and_clause() -> None:
    facts = {"left_cents": 5000, "base_cents": 1999, "name": ""}
    step = Step("deductible", 1999, Clause("3.1", "Text."), facts)
    assert step_sentence(step, "en") == "Deductible, of which 50.00 was left to meet: 19.99."
    assert formula_text(step, "tr") == "(min(50,00; 19,99) = 19,99)"
    assert step_text(step, "en") == (
        "Deductible, of which 50.00 was left to meet: 19.99. (min(50.00, 19.99) = 19.99) [clause 3.1]"
    )
    mine = step_sentence(step, "en", to_member=True)
    assert mine == "You pay 19.99 toward the deductible, of which 50.00 was left to meet."
    assert step_sentence(step, "tr", to_member=True) == "Muafiyet için 19,99 ödersiniz (kalan 50,00)."


def test_a_separate_deductible_is_named() -> None:
    step = Step("deductible_met", 0, None, {"name": "drugs"})
    assert step_sentence(step, "en") == "The deductible of drugs is met."
    assert step_sentence(step, "tr") == "Muafiyet (drugs) dolmuştur."


def test_what_is_not_about_money_is_told_to_the_member_as_to_everybody() -> None:
    step = Step("plan_pays", 500)
    assert step_sentence(step, "en", to_member=True) == step_sentence(step, "en") == "The plan pays 5.00."
    assert formula_text(step, "en") == ""


@pytest.mark.parametrize(
    ("facts", "english", "turkish"),
    [
        ({"limit": 1, "limit_unit": "visits"}, "1 visit in the plan year", "plan yılında 1 ziyaret"),
        ({"limit": 60, "limit_unit": "days"}, "60 days in the plan year", "plan yılında 60 günlük hak"),
        (
            {"limit": 2, "limit_unit": "services", "limit_period": "rolling", "limit_months": 24, "limit_of": "tooth"},
            "2 services per tooth in 24 months",
            "24 ayda diş başına 2 hizmetlik hak",
        ),
        (
            {"limit_cents": 150_000, "limit_unit": "dollars", "limit_period": "lifetime"},
            "1,500.00 in a lifetime",
            "ömür boyu 1.500,00",
        ),
    ],
)
def test_a_limit_is_told_with_its_period(facts: dict[str, int | str], english: str, turkish: str) -> None:
    whole = {"limit_period": "plan_year", "limit_months": 0, "limit_of": "person"} | facts
    assert (limit_text(whole, "en"), limit_text(whole, "tr")) == (english, turkish)


def test_every_way_to_count_a_limit_has_its_words() -> None:
    units, apart = ("visits", "days", "services"), get_args(Limit.model_fields["of"].annotation)
    for language in LANGUAGES:
        assert {"plan_year", "lifetime", "rolling", *units} <= LIMIT_WORDS[language].keys()
        assert {f"of_{each}" for each in apart if each != "person"} <= LIMIT_WORDS[language].keys()
