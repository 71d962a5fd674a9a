"""The overview where little or nothing is known, on days in between, and for whom it is meant.

The shop: budget 1,690 and fee 10 and premium 20 an employee and month, two employees (tests/app/shop).
"""

from datetime import date

import polars as pl
import pytest

from corridor.app.services.cycle import ACCOUNTS, run_round
from corridor.app.services.errors import ServiceError
from corridor.app.services.overview import FigureCode, Overview, figure_postings, overview
from corridor.app.store.tenancy import tenant_transaction
from tests.app.conftest import Shop, claim_row, claims_csv, new_shop
from tests.app.services.overview.every_figure import every_figure

NOBODY = pl.DataFrame(schema=ACCOUNTS)
CLAIMS = claims_csv(
    claim_row("A1", "80053", "1000", service="2026-01-10", received="2026-01-20"),
    claim_row("A2", "99213", "150", subscriber="E2", member="E2", received="2026-01-20"),
)
"""A1: 1,000 - 100 deductible - 180 coinsurance = 720. A2: 150 - 20 copay = 130."""


@pytest.fixture
def decided(shop: Shop) -> Shop:
    """Two claims decided on 21 January."""
    shop.load("a.csv", CLAIMS, date(2026, 1, 21))
    return shop


@pytest.fixture
def paid(decided: Shop) -> Shop:
    """Called on Tuesday 27 January, deposited on the 29th, paid on the 30th."""
    run_round(decided.code, date(2026, 1, 27), NOBODY)
    return decided


def amounts(shown: Overview) -> dict[str, int | None]:
    return {name: cents for name, _, cents in every_figure(shown)}


def test_a_sponsor_without_a_claim_knows_nothing_and_says_no_zero(store: object) -> None:
    empty = new_shop()
    shown = overview(empty.code)
    assert (shown.is_empty, shown.has_claims, shown.month) == (True, False, None)
    assert set(amounts(shown).values()) == {None}
    assert all(drill is None for _, drill, _ in every_figure(shown))
    assert [figure.against_cents for figure in (shown.paid, shown.surplus)] == [None, None]
    assert (shown.decisions, shown.year_end.result, shown.years.all[0].result) == ((), None, None)


def test_with_members_alone_the_budget_is_known_and_nothing_else(shop: Shop) -> None:
    shown = overview(shop.code, as_of=date(2026, 2, 15))
    assert shown.paid.against_cents == 2 * 2 * 1690_00
    assert {month.budget_cents for month in shown.months} == {2 * 1690_00}
    assert set(amounts(shown).values()) == {None}
    assert shown.traditional is None


def test_a_plan_year_without_postings_says_nothing_of_another(paid: Shop) -> None:
    shown = overview(paid.code, 2027, date(2027, 1, 20))
    assert shown.month is None
    assert set(amounts(shown).values()) == {None}
    assert overview(paid.code, None, date(2027, 1, 20)).years.number == 2026
    assert [year.result for year in shown.years.all] == ["surplus", None]


def test_decided_and_not_yet_paid(decided: Shop) -> None:
    """850 of claims; fee and premium come with the round."""
    shown = overview(decided.code)
    found = amounts(shown)
    assert shown.as_of == date(2026, 1, 21)
    assert (found["figure cost"], found["figure surplus"]) == (850_00, 2 * 1690_00 - 850_00)
    assert (found["figure fund_balance"], found["figure claimant"], found["figure aggregate"]) == (None, None, None)
    assert (found["arrow funds"], found["arrow claims_paid"]) == (0, 0)


def test_money_that_is_dated_ahead_counts_from_its_day(paid: Shop) -> None:
    """The deposit is 850 of claims, 60 of fee and premium, and the float of 1,000; 220 are due from the carrier."""
    told = {day: amounts(overview(paid.code, as_of=date(2026, 1, day))) for day in (27, 29, 30)}
    assert [told[day]["arrow funds"] for day in told] == [0, 1910_00, 1910_00]
    assert [told[day]["arrow claims_paid"] for day in told] == [0, 0, 850_00]
    assert [told[day]["figure fund_balance"] for day in told] == [None, 1910_00, 1000_00]
    assert [told[day]["figure claimant"] for day in told] == [None, None, 720_00]
    assert {told[day]["figure cost"] for day in told} == {850_00 + 60_00 - 220_00}


def test_the_largest_claimant_is_a_rank_unless_the_caller_may_see_who(paid: Shop) -> None:
    day = date(2026, 1, 30)
    masked, named = (overview(paid.code, as_of=day, is_named=may) for may in (False, True))
    assert "E1" not in repr(masked)
    assert masked.stop_loss is not None
    assert named.stop_loss is not None
    assert [claimant.member_id for claimant in masked.stop_loss.claimants] == [None, None]
    assert [claimant.member_id for claimant in named.stop_loss.claimants] == ["E1", "E2"]
    assert masked.claimant.drill is not None
    assert masked.claimant.drill.query == {"code": "claimant", "year": "2026", "rank": "1"}


def test_the_postings_of_a_claimant_are_a_reading_that_is_logged(paid: Shop) -> None:
    page = figure_postings(paid.code, "claimant", 2026, as_of=date(2026, 1, 30), reader="finance-1")
    assert [(row.account, row.kind, row.amount_cents) for row in page.rows] == [("5000", "decision", 720_00)]
    assert paid.rows("select who, what, why from access_log order by id desc limit 1") == [
        ("finance-1", "postings of claimant 1 of plan year 2026", "overview")
    ]


def test_the_carrier_owes_what_is_above_the_deductible(paid: Shop) -> None:
    """720 of 500: 220 above it, due in January."""
    shown = overview(paid.code, as_of=date(2026, 1, 30))
    assert shown.claimant.share_bp == 14_400
    assert shown.stop_loss is not None
    assert shown.stop_loss.specific_reimbursement_cents == 220_00
    arrow = {arrow.code: arrow for arrow in shown.arrows}[FigureCode.REIMBURSEMENT]
    assert (arrow.cents, arrow.basis, arrow.giver, arrow.taker) == (220_00, "due", "carrier", "fund")
    assert shown.aggregate.cents is None


def test_the_latest_decisions_are_claims_newest_first_without_a_person(paid: Shop) -> None:
    paid.load(
        "b.csv",
        claims_csv(
            claim_row("B1", "15775", "90", received="2026-02-02"), claim_row("B2", "33945", "90", received="2026-02-02")
        ),
        date(2026, 2, 3),
    )
    shown = overview(paid.code)
    told = [(own.claim_number, own.status, own.reason, own.plan_paid_cents) for own in shown.decisions]
    assert told == [
        (4, "pended", "handled_by_hand", 0),
        (3, "denied", "not_covered", 0),
        (2, "paid", "paid", 130_00),
        (1, "paid", "paid", 720_00),
    ]
    assert {(own.product, own.lines, own.is_again) for own in shown.decisions} == {("medical", 1, False)}
    assert [own.claim_number for own in overview(paid.code, as_of=date(2026, 1, 30)).decisions] == [2, 1]


def test_one_sponsor_never_sees_the_postings_of_another(paid: Shop, store: object) -> None:
    other = new_shop()
    assert overview(other.code, as_of=date(2026, 1, 30)).is_empty
    assert figure_postings(other.code, "cost", 2026, as_of=date(2026, 1, 30)).postings == 0


@pytest.mark.parametrize(
    ("code", "options", "message"),
    [
        ("posting", {}, "figure: found an unknown code, expected one of funds, claims_paid, "),
        ("cost' or true --", {}, "figure: found an unknown code, expected one of "),
        ("funds", {}, "figure funds: found no month, expected one such as 2026-03"),
        ("claimant", {"month": date(2026, 1, 1)}, "figure claimant: found a month, expected the plan year alone"),
        ("cost", {"month": date(2026, 1, 2)}, "figure cost: found 2026-01-02, expected the first day of a month"),
        ("cost", {"month": date(2025, 1, 1)}, "figure cost: found 2025-01, expected a month of the plan year"),
        ("cost", {"rank": 1}, "figure cost: found a rank, expected none"),
        ("claimant", {"rank": 0}, "figure claimant: found rank 0, expected 1 or more"),
        ("claimant", {"rank": 3}, "figure claimant: found rank 3, expected one of 2"),
        ("aggregate", {}, "figure aggregate: found no such cover in the plan year"),
        ("cost", {"page": 0}, "page: found 0, expected 1 or more"),
        ("cost", {"page": 9}, "page: found 9, expected one that has postings"),
        ("cost", {"page_size": 0}, "rows of a page: found 0, expected 1 to 1000"),
        ("cost", {"plan_year": 2019}, "plan year: found 2019, expected one of 2026"),
    ],
)
def test_a_figure_that_there_is_not_is_refused(paid: Shop, code: str, options: dict[str, object], message: str) -> None:
    asked = {"plan_year": 2026, "as_of": date(2026, 1, 30)} | options
    with pytest.raises(ServiceError) as refused:
        figure_postings(paid.code, code, **asked)  # type: ignore[arg-type]
    assert str(refused.value).startswith(message)


def test_a_year_that_the_plan_has_not_is_refused(shop: Shop) -> None:
    with pytest.raises(ServiceError, match="plan year: found 2025, expected one of 2026"):
        overview(shop.code, 2025)


def test_a_day_before_the_charges_begin_is_a_year_of_which_nothing_is_known(shop: Shop) -> None:
    shown = overview(shop.code, as_of=date(2025, 6, 1))
    assert shown.years.number == 2025
    assert set(amounts(shown).values()) == {None}


def test_reading_the_overview_writes_nothing(paid: Shop) -> None:
    with tenant_transaction(paid.code) as tx:
        before = tx.scalar("select count(*) from access_log")
    overview(paid.code)
    assert paid.rows("select count(*) from access_log") == [(before,)]
