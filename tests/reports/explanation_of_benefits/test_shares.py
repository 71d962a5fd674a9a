"""Charge = paid + everything else, on every line, or no notice."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.codes.reasons import REASONS
from corridor.reports.explanation_of_benefits.shares import (
    ADJUSTMENTS,
    YOURS,
    EobError,
    Shares,
    share_of,
    shares_of,
    total_shares,
)
from tests.reports.explanation_of_benefits.frames import VISIT, decision, notice

PARTS = {
    "write_off": "network_savings",
    "above_allowed": "above_allowed",
    "deductible": "deductible",
    "copay": "copay",
    "coinsurance": "coinsurance",
    "over_limit": "over_limit",
    "penalty": "penalty",
    "not_recognised": "not_recognised",
    "other_paid": "other_paid",
    "plan_paid": "plan_paid",
}
"""Amount of a paid line -> its share."""

amounts = st.integers(0, 10**9)


@st.composite
def paid_lines(draw: st.DrawFn) -> dict[str, Any]:
    """A paid line of any amounts that add up."""
    parts = {name: draw(amounts) for name in PARTS}
    outside = parts["write_off"] + parts["above_allowed"]
    own = sum(parts[name] for name, share in PARTS.items() if share in YOURS)
    total = sum(parts.values())
    return decision(1, charge=total, allowed=total - outside, account=draw(st.integers(0, own)), **parts)


@st.composite
def refused_lines(draw: st.DrawFn) -> dict[str, Any]:
    """A line that is denied or waits."""
    reason = draw(st.sampled_from([reason.name for reason in REASONS if reason.status != "paid"]))
    charge = draw(amounts)
    return decision(1, reason, charge=charge, not_covered=charge)


lines = paid_lines() | refused_lines()


@settings(deadline=None)
@given(lines)
def test_every_cent_of_the_charge_is_told_once(line: dict[str, Any]) -> None:
    shares = shares_of(line)
    assert shares.charge == shares.plan_paid + sum(getattr(shares, name) for name in ADJUSTMENTS)
    assert shares.owed + shares.account_paid + shares.plan_paid + shares.network_savings + shares.other_paid == (
        shares.charge - shares.refused - shares.undecided
    )


@settings(deadline=None)
@given(paid_lines(), st.sampled_from([*PARTS, "charge", "allowed"]), st.integers(1, 10**6))
def test_a_cent_more_or_less_anywhere_is_no_notice(line: dict[str, Any], part: str, by: int) -> None:
    with pytest.raises(EobError, match=r"claim 42 line 1: found \d+ cents .*, expected"):
        shares_of(line | {f"{part}_cents": line[f"{part}_cents"] + by})


@settings(deadline=None)
@given(paid_lines())
def test_the_account_pays_no_more_than_the_own_shares(line: dict[str, Any]) -> None:
    with pytest.raises(EobError, match="cents from the account"):
        shares_of(line | {"account_cents": shares_of(line).yours + 1})


@settings(deadline=None)
@given(st.lists(lines, max_size=5))
def test_totals_are_sums(rows: list[dict[str, Any]]) -> None:
    shares = [shares_of(row) for row in rows]
    assert total_shares(shares).owed == sum(one.owed for one in shares)
    assert total_shares(shares).charge == sum(one.charge for one in shares)


@pytest.mark.parametrize(("part", "share"), PARTS.items())
def test_each_amount_of_a_decision_is_a_share_of_its_own(part: str, share: str) -> None:
    outside = part in ("write_off", "above_allowed")
    shares = shares_of(decision(1, charge=700, allowed=0 if outside else 700, **{part: 700}))
    assert {name: value for name, value in vars(shares).items() if value and name != "allowed"} == {
        "charge": 700,
        share: 700,
    }
    assert shares.owed == (700 if share in YOURS else 0)
    assert share_of(f"{part}_cents", "paid", "paid") == share


@pytest.mark.parametrize(
    ("reason", "share", "owed"),
    [("not_covered", "not_covered", 900), ("timely_filing", "refused", 0), ("amount_above_limit", "undecided", 0)],
)
def test_what_is_not_covered_is_the_members_the_providers_or_open(reason: str, share: str, owed: int) -> None:
    shares = shares_of(decision(1, reason, charge=900, not_covered=900))
    assert (getattr(shares, share), shares.owed) == (900, owed)


def test_what_the_account_pays_is_not_owed() -> None:
    assert shares_of(VISIT | {"account_cents": 2000}).owed == 500
    assert total_shares([]) == Shares()


def test_a_notice_is_of_exactly_the_lines_of_the_claim() -> None:
    with pytest.raises(EobError, match=r"claim 42: found decisions of lines \[1, 1\], expected those of \[1\]"):
        notice(VISIT, VISIT)
