"""Explanations as members read them: the same facts, and what is theirs to pay is said to them."""

import pytest

from corridor.adjudication.member_wording import STEPS_FOR_MEMBERS
from corridor.adjudication.steps import RULES, Step
from corridor.adjudication.wording import STEPS, step_sentence, step_text
from corridor.plan.compiled import Clause
from corridor.wording.language import Language
from tests.wording.source import placeholders

OF_THEIR_MONEY = {"copay_per_line", "copay_per_visit", "deductible", "coinsurance", "dollar_limit"}
LANGUAGES: tuple[Language, ...] = ("en", "tr")


def test_both_languages_tell_the_same_rules_with_the_same_facts() -> None:
    assert STEPS_FOR_MEMBERS["en"].keys() == STEPS_FOR_MEMBERS["tr"].keys() <= set(RULES)
    for rule, sentence in STEPS_FOR_MEMBERS["en"].items():
        assert placeholders(sentence) == placeholders(STEPS_FOR_MEMBERS["tr"][rule]) <= placeholders(STEPS["en"][rule])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_that_takes_a_members_money_says_so_to_the_member(language: Language) -> None:
    assert set(STEPS_FOR_MEMBERS[language]) >= OF_THEIR_MONEY
    for rule in OF_THEIR_MONEY:
        assert "{amount}" in STEPS_FOR_MEMBERS[language][rule]


def test_a_step_is_told_to_everybody_to_the_member_and_with_its_clause() -> None:
    step = Step("deductible", 1999, Clause("3.1", "Text."), {"left_cents": 5000})
    assert step_sentence(step, "en") == "Deductible, of which 50.00 was left to meet: 19.99."
    assert step_text(step, "en") == "Deductible, of which 50.00 was left to meet: 19.99. [clause 3.1]"
    mine = step_sentence(step, "en", to_member=True)
    assert mine == "You pay 19.99 toward the deductible, of which 50.00 was left to meet."
    assert step_sentence(step, "tr", to_member=True) == "Muafiyet için 19,99 ödersiniz (kalan 50,00)."


def test_what_is_not_about_money_is_told_to_the_member_as_to_everybody() -> None:
    step = Step("plan_pays", 500)
    assert step_sentence(step, "en", to_member=True) == step_sentence(step, "en") == "The plan pays 5.00."
