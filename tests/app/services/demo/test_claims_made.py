"""How single claims are made: days, prices, stories, details and faults."""

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.app.services.demo.care import COST_LEVEL_BP, Care
from corridor.app.services.demo.catalogue import load_catalogue
from corridor.app.services.demo.claim_files import numbered
from corridor.app.services.demo.details import with_details, with_other_payer
from corridor.app.services.demo.directory import build_directory
from corridor.app.services.demo.drafts import Draft, Patient, priced_line, received_on
from corridor.app.services.demo.generate import demo_care
from corridor.app.services.demo.large import BILL_CHARGE_MAX_CENTS, STORIES, Story, story_claims
from corridor.app.services.demo.oddities import UNKNOWN_PROCEDURE, with_oddities
from corridor.app.services.demo.workdays import (
    friday_on_or_after,
    is_workday,
    last_workday_of_month,
    workday_on_or_after,
)
from corridor.money.rounding import share_of_cents

AS_OF = date(2026, 10, 31)
PATIENT = Patient("M0000001", "M0000001", "self", "Nora", "Millrace", date(1980, 5, 6), "F")
CARE = Care(load_catalogue(), build_directory(Random(1)), dict(COST_LEVEL_BP))


def office_visit(service: date = date(2025, 3, 3), seed: int = 1) -> Draft:
    return CARE.visit(Random(seed), "professional", CARE.catalogue.visits["professional"][0], PATIENT, service)


@pytest.mark.parametrize(
    ("day", "next_workday"),
    [
        (date(2026, 7, 4), date(2026, 7, 6)),
        (date(2026, 5, 25), date(2026, 5, 26)),
        (date(2026, 9, 7), date(2026, 9, 8)),
        (date(2026, 11, 26), date(2026, 11, 27)),
        (date(2026, 12, 25), date(2026, 12, 28)),
        (date(2026, 3, 4), date(2026, 3, 4)),
    ],
)
def test_files_wait_for_the_next_workday(day: date, next_workday: date) -> None:
    assert workday_on_or_after(day) == next_workday


def test_the_last_workday_of_a_month_is_never_before_its_last_friday() -> None:
    for month in range(1, 13):
        last = last_workday_of_month(date(2026, month, 1))
        assert is_workday(last)
        assert friday_on_or_after(last) >= last
        assert (last + timedelta(days=7)).month != last.month


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(0, 10**6), st.sampled_from([8.0, 16.0, 26.0]))
@settings(max_examples=200, deadline=None)
def test_a_claim_comes_in_on_a_friday_5_to_60_days_later(service: date, seed: int, median: float) -> None:
    received = received_on(Random(seed), service, median)
    assert received.weekday() == 4
    assert 5 <= (received - service).days <= 60


@given(st.integers(100, 5_000_000), st.integers(0, 40))
@settings(max_examples=200, deadline=None)
def test_inside_the_network_the_repriced_amount_is_the_contracts_share_of_the_charge(cents: int, pick: int) -> None:
    hospitals = CARE.directory.billing["hospital"] + CARE.directory.billing["primary"]
    provider = hospitals[pick % len(hospitals)]
    item = CARE.catalogue.visits["professional"][0].items[0]
    line = priced_line(item, provider, cents)
    assert line.charge_cents % 100 == 0
    if provider.network == "out":
        assert line.repriced_cents is None
    else:
        assert line.repriced_cents == share_of_cents(line.charge_cents, provider.allowed_bp)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: f"{story.employee}-{story.year}")
def test_a_large_claimants_bills_follow_one_another_and_sum_to_the_story(story: Story) -> None:
    bills = list(story_claims(Random(1), CARE, story, PATIENT))
    assert all(bill.charge_cents <= BILL_CHARGE_MAX_CENTS * 1.1 for bill in bills)
    assert abs(sum(bill.allowed_cents for bill in bills) - story.dollars * 100) < len(bills) * 4 * 100
    for one, following in pairwise(bills):
        assert following.service_from == one.service_to + timedelta(days=1)


def test_the_catalogue_has_well_formed_codes() -> None:
    items = [item for group in CARE.catalogue.visits.values() for visit in group for item in visit.items]
    codes = [item.procedure for item in items if item.procedure]
    codes += [drug.ndc for group in CARE.catalogue.drugs.values() for drug in group]
    assert all(re.fullmatch(r"[A-Z]?[0-9]{4}[0-9]?|99999[0-9]{6}", code) for code in codes)
    assert all(item.procedure or item.revenue for item in items)


def test_numbers_follow_the_day_of_receipt() -> None:
    drafts = [office_visit(date(2025, 3, 3) + timedelta(days=7 * n), n) for n in range(12)]
    made = numbered(reversed(drafts))
    assert [draft.claim_id for draft in made] == [f"P25{n:06d}" for n in range(1, 13)]
    assert [draft.received for draft in made] == sorted(draft.received for draft in drafts)


def test_faults_are_added_and_nothing_else_is_lost() -> None:
    drafts = [office_visit(date(2025, 1, 6) + timedelta(days=n), n) for n in range(400)]
    odd = with_oddities(Random(1), drafts, AS_OF)
    assert len(odd) == 402
    assert sum(draft.lines[0].procedure == UNKNOWN_PROCEDURE for draft in odd) in (4, 5)
    assert sum(draft.patient.subscriber_id.startswith("M9") for draft in odd) in (1, 2)
    assert sum((draft.received - draft.service_to).days > 365 for draft in odd) in (1, 2)
    assert sum(draft.extras.other_payer is not None for draft in odd) in (1, 2)


def test_a_claim_sent_after_another_plan_paid_says_how_much() -> None:
    draft = with_other_payer(office_visit())
    assert draft.extras.other_payer is not None
    assert all(line.other_paid_cents == share_of_cents(line.charge_cents, 7_000) for line in draft.lines)


def test_only_kinds_of_care_that_need_them_carry_certificates() -> None:
    visits = {visit.name: visit for visit in CARE.catalogue.visits["professional"]}
    made = {}
    for name in ("ambulance_shared", "oxygen", "laboratory"):
        draft = CARE.visit(Random(1), "professional", visits[name], PATIENT, date(2025, 3, 3))
        made[name] = with_details(Random(1), draft, CARE.directory).extras
    assert {segment[0] for segment in made["ambulance_shared"].body} == {"CR1", "CRC"}
    assert {segment[0] for segment in made["oxygen"].lines[1].loops} >= {"NM1", "LQ", "FRM"}
    assert made["laboratory"] == replace(made["laboratory"], body=(), parties=(), lines={})


def test_a_year_without_a_cost_level_takes_the_last_one_given() -> None:
    care = demo_care(1, {2024: 9_000, 2025: 11_000}, AS_OF)
    assert [care.cost_level_bp[year] for year in (2024, 2025, 2026)] == [9_000, 11_000, 11_000]
