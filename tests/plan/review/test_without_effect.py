"""What a review calls without effect has none: claims are decided alike with it and without it."""

import pytest

from corridor.plan.review.review import review_plan
from tests.plan.review.year import changed, decided

THERAPY_IN = "in: {deductible_applies: true, coinsurance: 20%,"
THERAPY_OUT = "out: {deductible_applies: true, coinsurance: 40%}"
OFFICE_IN = "in: {deductible_applies: false, copay: 25, coinsurance: 0%}"
LIMITS = "visits: 30}"
NAMED = "limits: [therapy_visits]"
DEDUCTIBLE = "in: {individual: 500, family: 1000}"
AS_THE_MAXIMUM = {DEDUCTIBLE: "in: {individual: 4000, family: 8000}"}
NEXT_LIMIT = 'visits: 30}\n  - {name: more_visits, clause: "9", text: More visits., '
AT_AN_OFFICE = '\n      kinds: [professional]\n      place_of_service: ["11"]'
BOTH = "limits: [therapy_visits, more_visits]"

CASES = {
    "a higher limit": ({LIMITS: f"{NEXT_LIMIT}visits: 31}}", NAMED: BOTH}, {}),
    "a plan year beside a lower lifetime": (
        {LIMITS: f"{NEXT_LIMIT}visits: 8, per: lifetime}}", NAMED: BOTH},
        {LIMITS: "visits: 8, per: lifetime}"},
    ),
    "a coinsurance after a deductible that is the maximum": (
        AS_THE_MAXIMUM,
        AS_THE_MAXIMUM | {THERAPY_IN: THERAPY_IN.replace("20%", "0%")},
    ),
    "an order without a deductible": (
        {OFFICE_IN: OFFICE_IN.replace("copay: 25", "copay: 25, copay_order: after_deductible")},
        {},
    ),
    "terms of no copay": ({THERAPY_IN: THERAPY_IN.replace("coinsurance", "copay_per: line, coinsurance")}, {}),
    "a coinsurance bounded to nothing": (
        {THERAPY_IN: THERAPY_IN.replace("20%", "20%, coinsurance_most: 0")},
        {THERAPY_IN: THERAPY_IN.replace("20%", "0%")},
    ),
    "the least of all": (
        {THERAPY_IN: THERAPY_IN.replace("20%", "100%, coinsurance_least: 10")},
        {THERAPY_IN: THERAPY_IN.replace("20%", "100%")},
    ),
    "a deductible that no benefit applies": (
        {THERAPY_IN: THERAPY_IN.replace("true", "false")},
        {THERAPY_IN: THERAPY_IN.replace("true", "false"), DEDUCTIBLE: "in: {individual: 0, family: 0}"},
    ),
    "a pattern that brings no line": (
        {'["97*"]': f'["97*", "99205"]{AT_AN_OFFICE}'},
        {'["97*"]': f'["97*"]{AT_AN_OFFICE}'},
    ),
    "an authorisation whose lack costs nothing": ({NAMED: f"{NAMED}\n    requires_authorization: true"}, {}),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_warned_of_changes_no_decision(name: str) -> None:
    with_it, without_it = CASES[name]
    warned = review_plan(changed(with_it), "mini.yaml")
    assert warned.plan is not None, [str(fault) for fault in warned.faults]
    one, other = decided(changed(with_it)), decided(changed(without_it))
    assert one.equals(other)
    assert warned.warnings


@pytest.mark.parametrize(
    "change",
    [
        {LIMITS: "visits: 29}"},
        {THERAPY_IN: THERAPY_IN.replace("20%", "19%")},
        {DEDUCTIBLE: DEDUCTIBLE.replace("500", "400")},
    ],
    ids=["limit", "coinsurance", "deductible"],
)
def test_the_year_is_long_enough_to_tell(change: dict[str, str]) -> None:
    assert not decided(changed({})).equals(decided(changed(change)))
