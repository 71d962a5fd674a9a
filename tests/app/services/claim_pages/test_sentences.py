"""Steps as sentences: what tells why somebody cannot work is told only to those who may know it."""

from datetime import date

import pytest

from corridor.adjudication.explain import Move
from corridor.app.services.claim_pages.sentences import OF_HEALTH, Reader, accumulated, steps_told
from corridor.disability.explain import RULES, WeekExplanation, WeekStep
from corridor.plan.compiled import Clause

FACTS = {
    "cause": "injury", "begin": date(2026, 1, 5), "first": 1, "last": 7, "days": 7, "waiting": 2, "rate_bp": 6000,
    "earnings_cents": 123_456, "maximum_cents": 100_000, "week": 1, "weeks": 26, "week_days": 7, "reason": "duplicate",
}  # fmt: skip
TELLING = {"days_of_disability", "share_of_earnings"} | {
    f"{prefix}elimination_period{suffix}" for prefix, suffix in (("", ""), ("no_", ""), ("", "_ends"), ("", "_served"))
}


def _week(rule: str, facts: dict[str, object]) -> WeekExplanation:
    step = WeekStep(rule, 5000, Clause("3.1", "Text."), facts)  # type: ignore[arg-type]
    return WeekExplanation(1, 1, "weekly_benefit", "paid", 0, 0, 0, (step,))


@pytest.mark.parametrize("rule", sorted(TELLING))
def test_cause_beginning_and_earnings_are_hidden_but_not_the_clause(rule: str) -> None:
    week = _week(rule, FACTS)
    (hidden,) = steps_told(week, "STD", Reader("en", is_member=False, sees_health=False))
    assert (hidden.text, hidden.plan, hidden.clause, hidden.is_hidden) == ("", "STD", "3.1", True)
    (told,) = steps_told(week, "STD", Reader("en", is_member=False, sees_health=True))
    assert told.text
    assert not told.is_hidden
    assert "clause" not in told.text


@pytest.mark.parametrize("rule", sorted(set(RULES) - TELLING))
def test_other_steps_of_a_week_are_told_to_everybody(rule: str) -> None:
    week = _week(rule, {name: value for name, value in FACTS.items() if name not in OF_HEALTH})
    seen = [next(steps_told(week, "STD", Reader("tr", is_member=False, sees_health=sees))) for sees in (True, False)]
    assert seen[0] == seen[1]
    assert seen[0].text


def test_accumulators_are_named_in_words_and_counted_in_their_unit() -> None:
    money = accumulated(Move("person", "deductible", "in", 0, 500, 1000), "en")
    visits = accumulated(Move("person", "limit", "all", 1, 2, 2, unit="visits", name="massage"), "tr")
    crowns = Move("person", "limit", "all", 0, 1, 1, "services", "crowns", "rolling", 60, "14")
    assert (money.label, money.unit, money.is_reached) == ("member deductible, in network", "money", False)
    assert (visits.label, visits.unit, visits.is_reached) == ("üye limiti (massage), plan yılı", "visits", True)
    assert accumulated(crowns, "en").label == "member limit (crowns) 14, 60 months"
    assert not accumulated(Move("family", "out_of_pocket", "out", 0, 500, None), "en").is_reached
