"""Published lengths and days of clocks (clocks.yaml)."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from corridor.clocks import cobra, external_review, no_surprises
from corridor.clocks.business import BusinessDays
from corridor.clocks.erisa import (
    Question,
    appeal_due,
    appeal_until,
    concurrent_due,
    decision_due,
    information_until,
    notice_due,
)
from corridor.clocks.figures import ClockError, figure, figure_or_none
from corridor.clocks.prompt_pay import PromptPay
from corridor.clocks.stops import Stop

PUBLISHED: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("clocks.yaml").read_text())
DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12)
KINDS = {name: lengths for name, lengths in PUBLISHED["erisa"].items() if name != "source"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_length_of_a_kind_of_claim_is_the_published_one(kind: str) -> None:
    for name, published in KINDS[kind].items():
        found = figure_or_none(f"erisa.{kind}.{name}", DAY)
        assert (f"{found.value} {found.unit}" if found else "none") == published, name


def test_claims_are_due_after_the_published_days() -> None:
    for kind in ("pre_service", "post_service", "disability"):
        days = int(KINDS[kind]["initial"].split()[0])
        assert decision_due(kind, DAY).day == DAY + timedelta(days=days)
        appeal = int(KINDS[kind]["appeal"].split()[0])
        assert appeal_due(kind, DAY).day == DAY + timedelta(days=appeal)
    assert decision_due("urgent", NOON).at == datetime(2026, 3, 5, 12)
    assert appeal_due("urgent", NOON).at == datetime(2026, 3, 5, 12)


def test_a_disability_claim_has_at_most_105_days_when_each_extension_is_told_in_time() -> None:
    told = (DAY + timedelta(days=40), DAY + timedelta(days=70))
    assert decision_due("disability", DAY, extensions=told).day == DAY + timedelta(days=105)
    late = (DAY + timedelta(days=40), DAY + timedelta(days=80))
    assert decision_due("disability", DAY, extensions=late).day == DAY + timedelta(days=75)
    assert appeal_due("disability", DAY, is_extended=True).day == DAY + timedelta(days=90)


def test_an_unanswered_question_gives_45_days_and_15_more() -> None:
    due = decision_due("post_service", DAY, questions=(Question(DAY + timedelta(days=10)),))
    assert due.day == DAY + timedelta(days=10 + 45 + 15)
    assert "29 CFR 2560.503-1" in " ".join(due.why)


def test_an_urgent_claim_is_decided_48_hours_after_the_answer_or_the_end_of_its_time() -> None:
    asked = Question(DAY, date(2026, 3, 3))
    assert decision_due("urgent", NOON, questions=(asked,)).at == datetime(2026, 3, 5)
    assert decision_due("urgent", NOON, questions=(Question(DAY),)).at == datetime(2026, 3, 6)
    assert information_until("urgent", NOON).at == datetime(2026, 3, 4, 12)
    assert notice_due("incomplete_notice", "urgent", NOON).at == datetime(2026, 3, 3, 12)
    assert notice_due("wrongly_filed_notice", "urgent", NOON).at == datetime(2026, 3, 3, 12)
    assert notice_due("written_after_oral", "urgent", DAY).day == date(2026, 3, 5)


def test_care_that_goes_on_is_decided_in_a_day_when_asked_a_day_before_its_end() -> None:
    assert concurrent_due(NOON, NOON + timedelta(hours=24)).at == NOON + timedelta(hours=24)
    assert concurrent_due(NOON, NOON + timedelta(hours=23)).at == NOON + timedelta(hours=72)


def test_a_paused_county_adds_its_days_to_days_and_to_hours() -> None:
    paused = [Stop(date(2026, 3, 4), date(2026, 3, 14))]
    assert decision_due("post_service", DAY, pauses=paused).day == DAY + timedelta(days=40)
    assert decision_due("urgent", NOON, pauses=paused).at == datetime(2026, 3, 15, 12)
    assert decision_due("post_service", DAY, pauses=[Stop(DAY, None)]).day is None
    assert appeal_until("post_service", DAY, pauses=paused).day == DAY + timedelta(days=190)
    assert appeal_until("post_service", DAY, days=200).day == DAY + timedelta(days=200)


def test_two_levels_of_appeal_share_the_days() -> None:
    assert appeal_due("post_service", DAY, levels=2).day == DAY + timedelta(days=30)
    assert appeal_due("pre_service", DAY, levels=2).day == DAY + timedelta(days=15)


def test_an_election_of_cobra_takes_149_days_at_most() -> None:
    case = PUBLISHED["cobra"]
    found = cobra.election(case["loss_of_cover"])
    assert {one.name.replace("election", "elect") if one.name == "election" else one.name: one.day
            for one in found.days} == case["last_days"]  # fmt: skip
    assert found.total_days == case["total_days"]
    assert found.cover_until_exclusive == date(2027, 7, 1)


def test_cobra_lasts_and_costs_what_is_published() -> None:
    case = PUBLISHED["cobra"]
    for event, months in case["months"].items():
        assert cobra.months_of_cover(event, DAY) == months
    assert cobra.months_of_cover("termination", DAY, is_disabled=True) == case["months_with_disability"]
    asked = [cobra.premium_cents(100_00, *one, is_disabled=disabled)
             for one, disabled in (((1, DAY), False), ((18, DAY), True), ((19, DAY), True))]  # fmt: skip
    assert asked == [cents * 100 for cents in case["percent"].values()]
    assert cobra.premium_due(date(2026, 6, 1)).day == date(2026, 7, 1)
    with pytest.raises(ClockError, match="expected one of termination"):
        cobra.months_of_cover("retirement", DAY)


def test_an_external_review_keeps_its_calendar() -> None:
    case = PUBLISHED["external_review"]
    business = BusinessDays.without(case["holidays"])
    found = external_review.calendar(case["notice_on"], case["asked_on"], business, assigned_on=case["assigned_on"])
    for name in ("may_ask_until", "preliminary", "preliminary_notice", "documents", "decision"):
        assert getattr(found, name).day == case[name], name
    fast = external_review.calendar(
        case["notice_on"], case["asked_on"], business, assigned_on=case["assigned_on"], is_expedited=True
    )
    assert fast.decision.day == case["expedited_decision"]
    assert external_review.may_ask_until(date(2025, 10, 30)).day == date(2026, 3, 1)


def test_reviews_are_about_judgement_rescission_and_since_2022_surprise_bills() -> None:
    about = ("medical_judgement", "rescission", "surprise_billing", "contractual", "eligibility")
    assert [external_review.is_eligible(issue, DAY) for issue in about] == [True, True, True, False, False]
    assert not external_review.is_eligible("surprise_billing", date(2021, 12, 31))


def test_reviews_go_round() -> None:
    names, given = ("one", "two", "three"), []
    for _ in range(7):
        given.append(external_review.reviewer_for(names, given))
    assert given == ["one", "two", "three", "one", "two", "three", "one"]
    with pytest.raises(ClockError, match="found 2, expected at least 3"):
        external_review.reviewer_for(("one", "two"), [])


def test_a_surprise_bill_is_paid_negotiated_and_resolved_in_its_days() -> None:
    case = PUBLISHED["no_surprises"]
    found = no_surprises.dispute(
        case["clean_claim_on"], BusinessDays(), paid_on=case["paid_on"], opened_on=case["opened_on"]
    )
    assert found.initial_payment.day == case["initial_payment"]
    assert found.negotiation_opened_by.day == case["opened_by"]
    assert found.negotiation_ends.day == case["negotiation_ends"]
    assert found.resolution.day == case["resolution"]


@pytest.mark.parametrize("case", PUBLISHED["prompt_pay"]["contracts"], ids=lambda case: case["state"])
def test_interest_runs_from_the_day_after_the_last(case: dict[str, Any]) -> None:
    contract = PromptPay(case["days"], case["yearly_bp"], case.get("paper_days"), case.get("least", 0))
    paid_on = DAY + timedelta(days=case["paid_after"])
    assert contract.due(DAY).day == DAY + timedelta(days=case["days"])
    assert contract.interest_cents(case["owed"], DAY, DAY + timedelta(days=case["days"])) == 0
    assert contract.interest_cents(case["owed"], DAY, paid_on) == case["interest"]
    if "interest_paper" in case:
        assert contract.interest_cents(case["owed"], DAY, paid_on, is_paper=True) == case["interest_paper"]


def test_a_length_is_not_known_before_its_day() -> None:
    with pytest.raises(ClockError, match="found no length on 2001-01-01"):
        figure("erisa.urgent.initial", date(2001, 1, 1))
