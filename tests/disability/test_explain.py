"""Every rule has a sentence in both languages, every reason its steps, and the steps lead to what is paid."""

from string import Formatter
from typing import Any

import pytest

from corridor.adjudication.wording import REASON_TEXTS
from corridor.disability.explain import RULES, explain_week, given
from corridor.disability.wording import STEPS, week_text
from tests.disability.conftest import covered, day, plan_of, weeks_of

PLAN = plan_of(elimination=10, weeks=2, recurrent_days=14, other_income=True)


def row(first: int, last: int, **said: Any) -> dict[str, Any]:
    plain = {
        "claim_id": f"D{first}-{last}",
        "member_id": "ANN",
        "cause": "sickness",
        "disability_from": day(1),
        "certified_from": day(first),
        "certified_to": day(last),
        "weekly_earnings_cents": 1000_00,
        "received_date": day(last),
    }
    return plain | said


def rules(rows: list[dict[str, Any]], decided_on: int = 400) -> list[list[str]]:
    weeks = weeks_of(rows, covered(), PLAN, day(decided_on))
    return [[step.rule for step in explain_week(week).steps][1:] for week in weeks]


WEEKLY = ["share_of_earnings", "within_weekly_maximum", "benefit_week"]


def test_the_steps_of_a_disability_from_its_first_to_its_last_week() -> None:
    assert rules([row(1, 35)]) == [
        ["elimination_period"],
        ["elimination_period_ends", *WEEKLY, "part_week", "plan_pays"],
        ["elimination_period_served", *WEEKLY, "plan_pays"],
        ["elimination_period_served", *WEEKLY, "part_week", "plan_pays"],
        ["elimination_period_served", "duration_reached"],
    ]


def test_benefit_weeks_are_counted_from_the_end_of_the_elimination_period() -> None:
    weeks = weeks_of([row(1, 28)], covered(), PLAN)
    facts = [step.facts for week in weeks for step in explain_week(week).steps if step.rule == "benefit_week"]
    assert facts == [{"week": 1, "weeks": 2}, {"week": 2, "weeks": 2}, {"week": 2, "weeks": 2}]


@pytest.mark.parametrize(
    ("rows", "last", "decided_on"),
    [
        ([row(15, 21, received_date=day(200))], ["proof_too_late"], 400),
        ([row(15, 21, other_income_cents=1)], ["elimination_period_served", "other_income_by_hand"], 400),
        ([row(15, 21)], ["elimination_period_served", *WEEKLY, "not_yet_due"], 21),
        ([row(15, 21), row(30, 36, disability_from=day(30))], ["recurrent_by_hand"], 400),
        ([row(15, 21), row(30, 36, disability_from=day(30), other_income_cents=1)], ["recurrent_by_hand"], 400),
        ([row(15, 21), row(15, 21)], [], 400),
    ],
    ids=["late", "other income", "not ended", "recurrent", "recurrent with other income", "duplicate"],
)
def test_the_steps_of_what_is_not_paid(rows: list[dict[str, Any]], last: list[str], decided_on: int) -> None:
    assert rules(rows, decided_on)[-1] == last


def test_the_weekly_maximum_is_a_step_of_its_own() -> None:
    week = weeks_of([row(15, 21, weekly_earnings_cents=2000_00)], covered(), PLAN)[0]
    steps = {step.rule: step.amount_cents for step in explain_week(week).steps}
    assert (steps["share_of_earnings"], steps["weekly_maximum"], steps["plan_pays"]) == (1200_00, 1000_00, 1000_00)


def test_both_languages_have_a_sentence_with_the_same_facts_for_every_rule() -> None:
    assert set(STEPS["en"]) == set(STEPS["tr"]) == set(RULES)
    for rule in RULES:
        facts = [{name for _, name, _, _ in Formatter().parse(STEPS[language][rule])} for language in STEPS]
        assert facts[0] == facts[1], rule


def test_a_sentence_names_clause_figures_and_days_in_the_form_of_its_language() -> None:
    week = weeks_of([row(15, 21)], covered(), PLAN)[0]
    english, turkish = (week_text(explain_week(week), language, REASON_TEXTS[language]) for language in ("en", "tr"))
    assert english[0] == "Days 15 to 21 of the disability that began on Mar 3, 2025."
    assert turkish[0] == "3 Mart 2025 tarihinde başlayan iş göremezliğin 15.-21. günleri."
    assert english[2] == "60% of weekly earnings of 1,000.00: 600.00 a week. [clause 1]"
    assert turkish[2] == "1.000,00 haftalık kazancın %60 oranı: haftada 600,00. [madde 1]"


def test_a_line_taken_back_says_so() -> None:
    text = week_text(given(1, 1, "withdrawn", 100), "en", REASON_TEXTS["en"])
    assert text == ["Decided before the plan's amounts were applied: the claim was withdrawn."]
