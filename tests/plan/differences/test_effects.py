"""Where a difference is said to hurt or help members, they pay more or less for a family's year, never the reverse."""

import polars as pl
import pytest

from corridor.plan.differences.compare import differences
from corridor.plan.load import load_plan
from tests.plan.review.year import changed, decided

MEMBERS = ("deductible", "coinsurance", "copay", "over_limit", "above_allowed", "not_covered", "penalty")
THERAPY_IN = "in: {deductible_applies: true, coinsurance: 20%,"
THERAPY_OUT = "out: {deductible_applies: true, coinsurance: 40%}"
MAXIMUM_IN = "in: {individual: 4000, family: 8000}"
DEDUCTIBLE_IN = "in: {individual: 500, family: 1000}"

LOW_MAXIMUM = {MAXIMUM_IN: "in: {individual: 900, family: 5000}"}
LIMIT = 'limits:\n  - {name: therapy_visits, clause: "6", text: Thirty visits., visits: 30}\n'
NO_LIMIT = {LIMIT: "", "    limits: [therapy_visits]\n": ""}
ACCOUNT = 'health_reimbursement: {clause: "9", text: An account., individual: 500, family: 900, pays: first}\n'
Change = dict[str, str]

CHANGES: dict[str, tuple[Change, Change]] = {
    "deductible": ({}, {DEDUCTIBLE_IN: "in: {individual: 900, family: 1800}"}),
    "family deductible": ({}, {DEDUCTIBLE_IN: "in: {individual: 500, family: 1400}"}),
    "deductible of a whole family": ({}, {f"embedded: true\n  {DEDUCTIBLE_IN}": f"embedded: false\n  {DEDUCTIBLE_IN}"}),
    "maximum": ({}, LOW_MAXIMUM),
    "maximum of a whole family": (
        LOW_MAXIMUM,
        {f"embedded: true\n  {MAXIMUM_IN}": f"embedded: false\n  {LOW_MAXIMUM[MAXIMUM_IN]}"},
    ),
    "copay": ({}, {"copay: 25": "copay: 40"}),
    "coinsurance": ({}, {THERAPY_IN: THERAPY_IN.replace("20%", "35%")}),
    "least coinsurance": ({}, {THERAPY_IN: THERAPY_IN.replace("20%", "20%, coinsurance_least: 25")}),
    "most coinsurance": ({}, {THERAPY_IN: THERAPY_IN.replace("20%", "20%, coinsurance_most: 15")}),
    "no deductible": ({}, {THERAPY_IN: THERAPY_IN.replace("true", "false")}),
    "no share toward the maximum": (
        LOW_MAXIMUM,
        {**LOW_MAXIMUM, THERAPY_IN: THERAPY_IN.replace("20%", "20%, counts_toward_out_of_pocket: false")},
    ),
    "not covered outside": (NO_LIMIT, {**NO_LIMIT, THERAPY_OUT: "out: not covered"}),
    "covered outside": ({}, {"out: not covered": "out: {deductible_applies: false, coinsurance: 50%}"}),
    "fewer visits": ({}, {"visits: 30": "visits: 12"}),
    "recognised outside": ({}, {"allowed: 70%": "allowed: 50%"}),
    "no limit": ({}, NO_LIMIT),
    "account": ({}, {"timely_filing:": f"{ACCOUNT}timely_filing:"}),
}


def paid_by_members(plan: bytes) -> int:
    lines = decided(plan)
    cents = lines.select(pl.sum_horizontal(f"{name}_cents" for name in MEMBERS).sum() - pl.col("account_cents").sum())
    return int(cents.item())


@pytest.mark.parametrize("name", CHANGES)
def test_members_pay_as_the_difference_says(name: str) -> None:
    before, after = map(changed, CHANGES[name])
    versions = (load_plan(plan, "mini.yaml").versions[-1] for plan in (before, after))
    effects = {one.member_pays for one in differences(*versions)} - {None}
    moved = paid_by_members(after) - paid_by_members(before)
    assert moved != 0
    assert effects == {"more" if moved > 0 else "less"}


def test_a_tier_that_a_limit_shares_helps_nobody_for_certain() -> None:
    """Visits outside that are no longer covered leave the limit to those in the network."""
    before, after = changed({}), changed({THERAPY_OUT: "out: not covered"})
    versions = (load_plan(plan, "mini.yaml").versions[-1] for plan in (before, after))
    assert {one.member_pays for one in differences(*versions)} == {None}
    assert paid_by_members(after) < paid_by_members(before)
