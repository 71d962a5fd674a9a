"""Decisions into postings, and back out of them."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.funding.postings import FundingError, decision_postings, payees_of, reversal_postings
from corridor.ledger.accounts import (
    CLAIMS_ACCOUNT,
    CLAIMS_EXPENSE,
    CLAIMS_PAYABLE,
    HEALTH_ACCOUNT_EXPENSE,
    PROVIDER_RECOVERABLE,
    LedgerError,
)
from corridor.ledger.balances import balance, trial_balance
from corridor.ledger.journal import check_balanced
from corridor.records.claims import CLAIMS
from corridor.records.decisions import DECISIONS
from corridor.records.postings import POSTINGS

PRODUCTS = {"PPO": "medical", "DENTAL": "dental"}
DAY, LATER = date(2026, 1, 5), date(2026, 3, 2)
PAYEES = pl.DataFrame({"claim_number": range(1, 41), "payee": [f"P{n % 5}" for n in range(1, 41)]})


def decisions(*lines: tuple[int, int, int]) -> pl.DataFrame:
    """Each line: claim, line, cents that the plan pays; 0 is a denied line."""
    rows = [
        {
            "claim_number": claim,
            "line_number": line,
            "version": 0,
            "member_id": f"M{claim}",
            "family_id": f"M{claim}",
            "plan_code": "DENTAL" if line % 2 == 0 else "PPO",
            "service_from": DAY,
            "status": "paid" if cents else "denied",
            "reason": "paid" if cents else "not_covered",
            "charge_cents": cents or 100,
            "allowed_cents": cents,
            "write_off_cents": 0,
            "above_allowed_cents": 0,
            "deductible_cents": 0,
            "coinsurance_cents": 0,
            "copay_cents": 0,
            "over_limit_cents": 0,
            "penalty_cents": 0,
            "not_recognised_cents": 0,
            "other_paid_cents": 0,
            "account_cents": 0,
            "not_covered_cents": 0 if cents else 100,
            "plan_paid_cents": cents,
            "decided_on": DAY,
        }
        for claim, line, cents in lines
    ]
    return DECISIONS.from_rows(rows)


def post(*lines: tuple[int, int, int]) -> pl.DataFrame:
    return decision_postings(decisions(*lines), PAYEES, PRODUCTS)


def payment(of: pl.DataFrame) -> pl.DataFrame:
    """Everything payable in `of`, paid."""
    payable = of.filter(pl.col("account") == CLAIMS_PAYABLE)
    head = {"entry_key": pl.lit("payment:1"), "entry_kind": pl.lit("payment"), "effective_on": pl.lit(date(2026, 1, 9))}
    debits = payable.with_columns(-pl.col("amount_cents"), **head)
    money = debits.head(1).with_columns(
        pl.lit(CLAIMS_ACCOUNT).alias("account"), pl.lit(of_sum(payable)).alias("amount_cents")
    )
    both = pl.concat([debits, POSTINGS.conform(money)])
    return both.with_columns(pl.int_range(pl.len(), dtype=pl.Int32).alias("leg"))


def of_sum(frame: pl.DataFrame) -> int:
    return int(frame["amount_cents"].sum())


def test_a_claim_is_one_entry_with_expense_by_line_and_payable_by_plan():
    made = post((7, 1, 1_000), (7, 2, 250), (7, 3, 40))
    assert made.select("entry_key", "leg", "account", "amount_cents", "product", "line_number", "payee").rows() == [
        ("decision:7:0", 0, CLAIMS_EXPENSE, 1_000, "medical", 1, None),
        ("decision:7:0", 1, CLAIMS_EXPENSE, 250, "dental", 2, None),
        ("decision:7:0", 2, CLAIMS_EXPENSE, 40, "medical", 3, None),
        ("decision:7:0", 3, CLAIMS_PAYABLE, -250, None, None, "P2"),
        ("decision:7:0", 4, CLAIMS_PAYABLE, -1_040, None, None, "P2"),
    ]


def test_what_the_account_pays_is_an_expense_of_its_own_and_goes_to_the_same_payee():
    owed = decisions((7, 1, 1_000), (7, 2, 0)).with_columns(account_cents=pl.Series([300, 50]))
    made = decision_postings(owed, PAYEES, PRODUCTS)
    assert made.select("leg", "account", "amount_cents", "product", "line_number", "payee").rows() == [
        (0, CLAIMS_EXPENSE, 1_000, "medical", 1, None),
        (1, HEALTH_ACCOUNT_EXPENSE, 300, "medical", 1, None),
        (2, HEALTH_ACCOUNT_EXPENSE, 50, "dental", 2, None),
        (3, CLAIMS_PAYABLE, -50, None, None, "P2"),
        (4, CLAIMS_PAYABLE, -1_300, None, None, "P2"),
    ]
    check_balanced(made)


def test_denied_lines_post_nothing():
    assert post((1, 1, 0), (2, 1, 0)).equals(POSTINGS.empty())


def test_the_entry_is_effective_on_the_day_of_the_decision():
    assert post((1, 1, 5))["effective_on"].unique().to_list() == [DAY]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"plan_paid_cents": -5}, "claim 1, plan_paid_cents: found less than 0, expected 0 or more"),
        ({"account_cents": -5}, "claim 1, account_cents: found less than 0, expected 0 or more"),
        ({"claim_number": 99}, "claim 99, payee: found nobody, expected whom to pay"),
        ({"plan_code": "VISION"}, "claim 1, plan_code: found a plan, expected one with a product"),
    ],
)
def test_what_cannot_be_posted_is_refused(wrong, message):
    made = DECISIONS.conform(
        decisions((1, 1, 5)).with_columns(**{name: pl.lit(value) for name, value in wrong.items()})
    )
    with pytest.raises(FundingError, match=message):
        decision_postings(made, PAYEES, PRODUCTS)


def test_the_payee_is_the_provider_else_its_tax_id_else_the_employee():
    base = dict.fromkeys(CLAIMS.schema)
    rows = [
        {**base, "claim_number": 1, "billing_npi": "1999000001", "billing_tax_id": "T", "subscriber_id": "S"},
        {**base, "claim_number": 2, "billing_tax_id": "T", "subscriber_id": "S"},
        {**base, "claim_number": 3, "subscriber_id": "S"},
    ]
    frame = pl.DataFrame(rows, schema={**CLAIMS.schema, "claim_number": pl.Int64})
    assert payees_of(frame)["payee"].to_list() == ["1999000001", "T", "S"]


def test_an_unpaid_claim_taken_back_is_payable_no_more():
    journal = post((1, 1, 500))
    back = reversal_postings(journal, [1], LATER)
    assert back.select("entry_key", "reverses", "account", "amount_cents").rows() == [
        ("reversal:decision:1:0", "decision:1:0", CLAIMS_EXPENSE, -500),
        ("reversal:decision:1:0", "decision:1:0", CLAIMS_PAYABLE, 500),
    ]


def test_a_paid_claim_taken_back_is_recoverable_from_its_payee():
    journal = post((1, 1, 500))
    journal = pl.concat([journal, payment(journal)])
    back = reversal_postings(journal, [1], LATER)
    assert check_balanced(back) == []
    recoverable = back.filter(pl.col("account") == PROVIDER_RECOVERABLE)
    assert recoverable.select("amount_cents", "payee", "plan_code", "claim_number").rows() == [(500, "P1", "PPO", 1)]
    assert balance(pl.concat([journal, back]), CLAIMS_PAYABLE) == 0


def test_a_claim_with_one_decision_paid_and_a_later_one_open_recovers_only_what_was_paid():
    first = post((1, 1, 500))
    second = decision_postings(
        decisions((1, 3, 70)).with_columns(pl.lit(1, pl.Int32).alias("version")), PAYEES, PRODUCTS
    )
    journal = pl.concat([first, payment(first), second])
    back = reversal_postings(journal, [1], LATER)
    whole = trial_balance(pl.concat([journal, back]))
    assert dict(whole.select("account", "balance_cents").rows()) == {
        CLAIMS_ACCOUNT: -500,
        PROVIDER_RECOVERABLE: 500,
        CLAIMS_PAYABLE: 0,
        CLAIMS_EXPENSE: 0,
    }


def test_taking_back_twice_finds_nothing_that_stands():
    journal = post((1, 1, 500))
    back = reversal_postings(journal, [1], LATER)
    assert reversal_postings(pl.concat([journal, back]), [1], LATER).is_empty()


def test_taking_back_a_claim_that_was_denied_posts_nothing():
    assert reversal_postings(post((1, 1, 500)), [2], LATER).is_empty()


def test_a_reversal_before_the_decision_is_refused():
    with pytest.raises(LedgerError, match="expected 2026-01-05 or later"):
        reversal_postings(post((1, 1, 500)), [1], date(2026, 1, 4))


lines = st.lists(
    st.tuples(st.integers(1, 40), st.integers(1, 6), st.integers(0, 10**8)),
    min_size=1,
    max_size=30,
    unique_by=lambda line: line[:2],
)


@settings(deadline=None, max_examples=50)
@given(lines, st.integers(1, 40))
def test_two_batches_give_the_balances_of_one(made, cut):
    whole = post(*made)
    halves = [post(*[x for x in made if x[0] <= cut]), post(*[x for x in made if x[0] > cut])]
    assert check_balanced(whole) == []
    assert pl.concat(halves).equals(whole)
    if len(whole):
        assert trial_balance(pl.concat(halves)).equals(trial_balance(whole))


@settings(deadline=None, max_examples=50)
@given(lines, st.sets(st.integers(1, 40)), st.sets(st.integers(1, 40)))
def test_after_a_reversal_no_expense_is_left_and_what_was_paid_is_recoverable(made, paid, taken_back):
    journal = post(*made)
    to_pay = journal.filter(pl.col("claim_number").is_in(list(paid)))
    if len(to_pay):
        journal = pl.concat([journal, payment(to_pay)])
    after = pl.concat([journal, reversal_postings(journal, taken_back, LATER)])
    assert check_balanced(after) == []
    gone = after.filter(pl.col("claim_number").is_in(list(taken_back)))
    assert of_sum(gone.filter(pl.col("account") == CLAIMS_EXPENSE)) == 0
    assert of_sum(gone.filter(pl.col("account") == CLAIMS_PAYABLE)) == 0
    expected = sum(cents for claim, _, cents in made if claim in paid & taken_back)
    assert of_sum(gone.filter(pl.col("account") == PROVIDER_RECOVERABLE)) == expected
