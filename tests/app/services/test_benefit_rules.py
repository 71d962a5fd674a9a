"""Rules that outlast a batch, a plan year, or the plan's own payment, through the store: worked to the cent.

The shop's plan with a reimbursement account of 60 a family, a therapy limit of two visits in a lifetime, and a
deductible whose last three months count in the next year.

    A1, January 2026, laboratory 300: deductible 100, of which the account pays 60; 20% of 200 = 40; the plan pays 160
    T1, T2, January 2026, therapy: two visits. T3, February 2027: none is left, although another plan year has begun
    S1, November 2026, the spouse's laboratory 50: all of it deductible
    S2, February 2027, the spouse's laboratory 300: 50 of the deductible of 100 count already; 20% of 250 = 50
"""

from datetime import date
from itertools import count

import polars as pl
import pytest

from corridor.app.services.claim_pages.own import own_claims
from corridor.app.services.cycle import ACCOUNTS, run_round
from corridor.app.services.documents import PLAN, SourceDocument
from corridor.app.services.explain import explain
from corridor.app.services.sponsors import add_sponsor
from corridor.app.services.verify import verify
from corridor.edi.x835.balance import check_balance
from corridor.ledger.accounts import CLAIMS_EXPENSE, CLAIMS_PAYABLE, HEALTH_ACCOUNT_EXPENSE
from tests.app.conftest import FOUNDED_ON, SHOP, Shop, claim_row, claims_csv, shop_documents
from tests.app.services.claim_pages.conftest import seat

_number = count(1)
PAYEE = pl.DataFrame([{"payee": "1000000004", "routing": "072199994", "account": "5500100200"}], schema=ACCOUNTS)
ACCOUNT = """
health_reimbursement:
  clause: "20"
  text: The employer pays the first $60 of a family's deductible.
  individual: 60
  family: 60
  pays: first
"""
CARRY_OVER = """  cross_accumulation: none
  carry_over: {clause: "1a", text: The last three months count in the next year as well., when: always}
out_of_pocket_maximum:"""
FIRST = (
    claim_row("A1", "80053", "300"),
    claim_row("T1", "97110", "60"),
    claim_row("T2", "97110", "60", service="2026-01-12"),
)
NOVEMBER = claim_row("S1", "80053", "50", service="2026-11-10", received="2026-11-20", member="E1-02")
LATER = (
    claim_row("T3", "97110", "60", service="2027-02-02", received="2027-02-03"),
    claim_row("S2", "80053", "300", service="2027-02-02", received="2027-02-03", member="E1-02"),
)


def plan_text() -> str:
    text = (SHOP / "plan.yaml").read_text("utf-8")
    text = text.replace("  cross_accumulation: none\nout_of_pocket_maximum:", CARRY_OVER, 1)
    return text.replace("Two visits a year., visits: 2}", "Two visits., visits: 2, per: lifetime}") + ACCOUNT


@pytest.fixture
def decided(store: object) -> Shop:
    """All claims in, in three batches over two plan years."""
    plan, *others = shop_documents(f"RULES{next(_number)}")
    documents = (SourceDocument(PLAN, plan.name, plan_text().encode()), *others)
    made = Shop(add_sponsor(documents, FOUNDED_ON))
    made.load("members.csv", (SHOP / "members.csv").read_bytes(), FOUNDED_ON)
    made.load("first.csv", claims_csv(*FIRST), date(2026, 1, 21))
    made.load("november.csv", claims_csv(NOVEMBER), date(2026, 11, 21))
    made.load("later.csv", claims_csv(*LATER), date(2027, 2, 4))
    return made


def shares(shop: Shop) -> dict[str, tuple[str, int, int, int]]:
    """Sender's number -> reason, deductible, what the plan pays, what the account pays."""
    rows = shop.rows(
        "select claim_id, reason, deductible_cents, plan_paid_cents, account_cents"
        " from decision join claim using (claim_number) order by claim_number"
    )
    return {claim: tuple(rest) for claim, *rest in rows}  # type: ignore[misc]


def test_accounts_lifetimes_and_last_years_deductible_hold_across_batches(decided: Shop) -> None:
    found = shares(decided)
    assert found["A1"] == ("paid", 100_00, 160_00, 60_00)
    assert found["T3"] == ("benefit_maximum", 0, 0, 0)
    assert found["S1"] == ("paid", 50_00, 0, 0)
    assert found["S2"][:3] == ("paid", 50_00, 200_00)
    assert found["S2"][3] == 50_00  # a new plan year, a new account


def test_the_account_is_posted_apart_and_paid_with_the_plan(decided: Shop) -> None:
    plan, account = (sum(row[place] for row in shares(decided).values()) for place in (2, 3))
    assert decided.balances() == {
        CLAIMS_PAYABLE: -plan - account,
        CLAIMS_EXPENSE: plan,
        HEALTH_ACCOUNT_EXPENSE: account,
    }
    run_round(decided.code, date(2027, 2, 5), PAYEE)
    paid = decided.rows(
        "select sum(amount_cents)::bigint as plan, sum(account_cents)::bigint as account from paid_line"
    )
    assert paid == [(plan, account)]
    with decided.transaction() as tx:
        content = bytes(tx.scalar("select content from stored_file where kind = '835'"))
    assert check_balance(content) == []
    assert b"PR*1*100**187*-60" in content


def test_everything_is_explained_and_verified(decided: Shop) -> None:
    told = explain(decided.code, "S2").lines[0]
    assert ("deductible_carried_in", 50_00) in [(step.rule, step.amount_cents) for step in told.steps]
    assert [step.rule for step in explain(decided.code, "T3").lines[0].steps] == ["limit_reached"]
    assert explain(decided.code, "A1").is_of_its_day
    run_round(decided.code, date(2027, 2, 5), PAYEE)
    assert verify(decided.code).agrees


def test_the_member_sees_the_account_and_the_lifetime_limit(decided: Shop) -> None:
    page = own_claims(seat("member", decided.code, "E1"), date(2027, 2, 5), 1)
    bars = {(bar.kind, bar.name, bar.period): (bar.used, bar.limit) for bar in page.standings[0].limits}
    assert bars["account_paid", "", "plan_year"] == (50_00, 60_00)
    assert bars["limit", "therapy_visits", "lifetime"] == (2, 2)
