"""The weekly round: call, deposit, payments, offsets."""

from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.banking.nacha import credit_file
from corridor.banking.nacha_check import check
from corridor.funding.arrangement import load_arrangement
from corridor.funding.cycle import Fund, fund_of, run_cycle
from corridor.funding.payments import OPEN_ITEMS, open_items
from corridor.funding.postings import FundingError
from corridor.ledger.accounts import (
    CLAIMS_ACCOUNT,
    CLAIMS_EXPENSE,
    CLAIMS_PAYABLE,
    EMPLOYER_FUNDING,
    FEE_EXPENSE,
    FEE_PAYABLE,
    FUNDING_RECEIVABLE,
    PROVIDER_RECOVERABLE,
)
from corridor.ledger.balances import balance, trial_balance
from corridor.ledger.journal import check_balanced
from corridor.records.postings import POSTINGS

MERIDIAN = load_arrangement(Path(__file__).parents[2] / "plans" / "meridian" / "arrangement.yaml")
FLOAT = MERIDIAN.funding.float_target.target_cents
TUESDAY, THURSDAY, FRIDAY = date(2026, 1, 6), date(2026, 1, 8), date(2026, 1, 9)
TUESDAY_AT_NINE = datetime(2026, 1, 6, 9)


def claim(number: int, cents: int, payee: str = "P1", plan: str = "PPO", on: date = date(2026, 1, 2)) -> pl.DataFrame:
    """A decision posted; negative cents: one that was paid and then taken back."""
    other = CLAIMS_PAYABLE if cents > 0 else PROVIDER_RECOVERABLE
    return entry(f"decision:{number}", ((CLAIMS_EXPENSE, cents), (other, -cents)), on, payee, plan, number)


def fee(cents: int, month: str = "2026-01") -> pl.DataFrame:
    legs = ((FEE_EXPENSE, cents), (FEE_PAYABLE, -cents))
    return entry(f"fee:{month}", legs, date(2026, 1, 1), MERIDIAN.administration_fee.payee, None, None)


def entry(key, legs, on, payee, plan, number) -> pl.DataFrame:
    rows = [
        {
            "entry_key": key,
            "entry_kind": "test",
            "leg": leg,
            "account": account,
            "amount_cents": cents,
            "currency": "USD",
            "effective_on": on,
            "plan_code": plan,
            "claim_number": number,
            "payee": payee,
        }
        for leg, (account, cents) in enumerate(legs)
    ]
    return POSTINGS.from_rows(rows)


def weekly(journal: pl.DataFrame, as_of: date = TUESDAY, **given):
    return run_cycle(open_items(journal), fund_of(journal), MERIDIAN, as_of, **given)


def test_the_first_call_asks_for_what_is_payable_and_the_float():
    round_ = weekly(pl.concat([claim(1, 1_000), claim(2, 500, "P2"), fee(15_200_00)]))
    assert round_.call is not None
    assert round_.call.amount_cents == 1_500 + 15_200_00 + FLOAT
    assert (round_.call.call_number, round_.call.called_on, round_.call.due_on) == ("CALL-20260106", TUESDAY, THURSDAY)
    assert round_.payments["paid_on"].unique().to_list() == [FRIDAY]


def test_the_postings_of_a_round_entry_by_entry():
    round_ = weekly(claim(1, 1_000))
    shown = round_.postings.select("entry_key", "account", "amount_cents", "effective_on").rows()
    assert shown == [
        ("funding_call:CALL-20260106", FUNDING_RECEIVABLE, 1_000 + FLOAT, TUESDAY),
        ("funding_call:CALL-20260106", EMPLOYER_FUNDING, -1_000 - FLOAT, TUESDAY),
        ("deposit:CALL-20260106", CLAIMS_ACCOUNT, 1_000 + FLOAT, THURSDAY),
        ("deposit:CALL-20260106", FUNDING_RECEIVABLE, -1_000 - FLOAT, THURSDAY),
        ("payment:PAY-20260106-0001", CLAIMS_PAYABLE, 1_000, FRIDAY),
        ("payment:PAY-20260106-0001", CLAIMS_ACCOUNT, -1_000, FRIDAY),
    ]


def test_nothing_open_and_the_float_in_place_makes_no_call():
    round_ = run_cycle(OPEN_ITEMS.empty(), Fund(FLOAT, 0), MERIDIAN, TUESDAY)
    assert round_.call is None
    assert round_.postings.is_empty()


def test_a_call_is_never_negative():
    assert run_cycle(OPEN_ITEMS.empty(), Fund(FLOAT + 5, 0), MERIDIAN, TUESDAY).call is None


def test_what_was_called_and_is_not_in_yet_is_not_called_again():
    round_ = run_cycle(OPEN_ITEMS.empty(), Fund(FLOAT - 900, 400), MERIDIAN, TUESDAY)
    assert round_.call is not None
    assert round_.call.amount_cents == 500


def test_an_overpayment_is_offset_against_the_same_payee_and_plan():
    journal = pl.concat([claim(1, 1_000), claim(9, -300)])
    round_ = weekly(journal)
    assert round_.payments["amount_cents"].to_list() == [700]
    assert round_.offsets.rows() == [("PAY-20260106-0001", "P1", "PPO", 9, 300)]
    after = pl.concat([journal, round_.postings])
    assert balance(after, PROVIDER_RECOVERABLE) == 0
    assert balance(after, CLAIMS_PAYABLE) == 0


@pytest.mark.parametrize(("payee", "plan"), [("P1", "DENTAL"), ("P2", "PPO")])
def test_an_overpayment_of_another_plan_or_payee_is_not_offset(payee, plan):
    journal = pl.concat([claim(1, 1_000), claim(9, -300, payee, plan)])
    round_ = weekly(journal)
    assert round_.payments["amount_cents"].to_list() == [1_000]
    assert balance(pl.concat([journal, round_.postings]), PROVIDER_RECOVERABLE) == 300


def test_the_oldest_overpayment_is_taken_back_first_and_the_rest_waits():
    journal = pl.concat([claim(1, 100), claim(8, -80, on=date(2026, 1, 3)), claim(9, -70, on=date(2026, 1, 1))])
    round_ = weekly(journal)
    assert round_.payments.select("amount_cents", "method").rows() == [(0, "NON")]
    assert round_.offsets.select("claim_number", "amount_cents").rows() == [(8, 30), (9, 70)]
    assert balance(pl.concat([journal, round_.postings]), PROVIDER_RECOVERABLE) == 50


def test_fees_are_paid_to_the_administrator_under_its_name():
    round_ = weekly(fee(38_00))
    assert round_.payments.select("kind", "payee_name", "amount_cents").rows() == [
        ("administration_fee", MERIDIAN.administration_fee.payee_name, 38_00)
    ]


def test_payees_are_paid_under_their_names_else_under_their_ids():
    round_ = weekly(
        pl.concat([claim(1, 10), claim(2, 10, "P2"), claim(3, 10, "P3")]), names={"P1": "Clinic", "P2": None}
    )
    assert round_.payments["payee_name"].to_list() == ["Clinic", "P2", "P3"]


def test_a_fee_credited_back_lessens_nothing_but_the_next_fee():
    journal = pl.concat([claim(1, 1_000), fee(-38_00)])
    round_ = weekly(journal)
    assert round_.payments["kind"].to_list() == ["claims"]
    later = pl.concat([journal, round_.postings, fee(100_00, "2026-02")])
    second = weekly(later, date(2026, 2, 3))
    assert second.payments.select("kind", "amount_cents").rows() == [("administration_fee", 62_00)]


def test_without_money_payments_are_held_and_stay_payable():
    journal = pl.concat([claim(1, 1_000, "P1"), claim(2, 500, "P2", on=date(2026, 1, 1))])
    round_ = weekly(journal, received_cents=700)
    assert round_.payments.select("payee", "amount_cents").rows() == [("P2", 500)]
    assert round_.held.select("payee", "amount_cents").rows() == [("P1", 1_000)]
    after = pl.concat([journal, round_.postings])
    assert balance(after, CLAIMS_PAYABLE) == -1_000
    assert balance(after, CLAIMS_ACCOUNT) == 200


def test_a_deposit_that_nobody_called_for_is_refused():
    with pytest.raises(FundingError, match="deposit: found 5 cents, expected none, as nothing was called"):
        run_cycle(OPEN_ITEMS.empty(), Fund(FLOAT, 0), MERIDIAN, TUESDAY, received_cents=5)


def test_a_negative_deposit_is_refused():
    with pytest.raises(FundingError, match="deposit: found -5 cents, expected 0 or more"):
        weekly(claim(1, 10), received_cents=-5)


def test_a_payable_on_the_wrong_side_is_refused():
    wrong = entry("decision:1", ((CLAIMS_EXPENSE, -5), (CLAIMS_PAYABLE, 5)), TUESDAY, "P1", "PPO", 1)
    with pytest.raises(FundingError, match="claim 1, account 2000: found a balance of 5 cents on the wrong side"):
        weekly(wrong)


claims = st.lists(
    st.tuples(
        st.integers(1, 10**7),
        st.booleans(),
        st.sampled_from(["P1", "P2", "P3"]),
        st.sampled_from(["PPO", "DENTAL"]),
        st.dates(date(2025, 12, 1), TUESDAY),
    ),
    min_size=1,
    max_size=25,
)


def journal_of(made) -> pl.DataFrame:
    parts = [
        claim(n, cents if is_owed else -cents, payee, plan, on)
        for n, (cents, is_owed, payee, plan, on) in enumerate(made, 1)
    ]
    return pl.concat(parts)


@settings(deadline=None, max_examples=50)
@given(claims, st.integers(0, 10**6))
def test_after_a_funded_round_nothing_is_payable_and_the_bank_holds_the_float(made, accrued):
    journal = journal_of(made)
    if accrued:
        journal = pl.concat([journal, fee(accrued)])
    round_ = weekly(journal)
    after = pl.concat([journal, round_.postings])
    assert check_balanced(round_.postings) == []
    assert round_.held.is_empty()
    assert balance(after, CLAIMS_PAYABLE) == balance(after, FEE_PAYABLE) == balance(after, FUNDING_RECEIVABLE) == 0
    assert balance(after, CLAIMS_ACCOUNT) == FLOAT
    assert trial_balance(after)["balance_cents"].sum() == 0


@settings(deadline=None, max_examples=50)
@given(claims, st.integers(0, 10**8))
def test_with_less_money_the_account_is_never_overdrawn_and_the_next_round_catches_up(made, received):
    journal = journal_of(made)
    round_ = weekly(journal, received_cents=received)
    after = pl.concat([journal, round_.postings])
    assert balance(after, CLAIMS_ACCOUNT) >= 0
    assert check_balanced(round_.postings) == []
    owed = -balance(after, FUNDING_RECEIVABLE)
    late = entry("deposit:late", ((CLAIMS_ACCOUNT, -owed), (FUNDING_RECEIVABLE, owed)), FRIDAY, None, None, None)
    caught_up = pl.concat([after, late]) if owed else after
    last = pl.concat([caught_up, weekly(caught_up, date(2026, 1, 13)).postings])
    assert balance(last, CLAIMS_PAYABLE) == 0
    assert balance(last, CLAIMS_ACCOUNT) >= FLOAT


@settings(deadline=None, max_examples=30)
@given(claims)
def test_the_bank_file_pays_what_the_journal_pays(made):
    round_ = weekly(journal_of(made))
    due = round_.payments.filter(pl.col("amount_cents") > 0)
    if due.is_empty():
        return
    banks = due.select("payee").with_columns(pl.lit("072199994").alias("routing"), pl.lit("1").alias("account"))
    content = credit_file(MERIDIAN.originator, due, banks, TUESDAY_AT_NINE, FRIDAY)
    assert check(content) == []
    control = next(r for r in content.decode().splitlines() if r.startswith("9000001"))
    out = round_.postings.filter((pl.col("account") == CLAIMS_ACCOUNT) & (pl.col("entry_kind") == "payment"))
    assert int(control[43:55]) == -out["amount_cents"].sum()
