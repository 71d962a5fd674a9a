"""Balances, against plain loops."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.ledger.accounts import ACCOUNTS, CLAIMS_ACCOUNT, FUNDING_RECEIVABLE, LedgerError, chart, find_account
from corridor.ledger.balances import balance, statement, trial_balance
from corridor.records.postings import POSTINGS
from tests.oracle import ledger as oracle


def journal_of(moves: list[tuple[str, str, int, date]]) -> pl.DataFrame:
    """Each move: account debited, account credited, cents, day."""
    rows = []
    for number, (debit, credit, cents, day) in enumerate(moves):
        head = {"entry_key": f"e{number}", "entry_kind": "test", "currency": "USD", "effective_on": day}
        rows.append({**head, "leg": 0, "account": debit, "amount_cents": cents})
        rows.append({**head, "leg": 1, "account": credit, "amount_cents": -cents})
    return POSTINGS.from_rows(rows)


JOURNAL = journal_of(
    [
        (CLAIMS_ACCOUNT, FUNDING_RECEIVABLE, 1_000, date(2026, 1, 5)),
        (CLAIMS_ACCOUNT, FUNDING_RECEIVABLE, 300, date(2026, 1, 20)),
        (FUNDING_RECEIVABLE, CLAIMS_ACCOUNT, 50, date(2026, 1, 12)),
        (CLAIMS_ACCOUNT, FUNDING_RECEIVABLE, 7, date(2026, 2, 1)),
    ]
)


def test_a_statement_opens_runs_and_closes():
    shown = statement(JOURNAL, "1000", date(2026, 1, 10), date(2026, 1, 31))
    assert (shown.opening_cents, shown.closing_cents) == (1_000, 1_250)
    assert shown.lines["amount_cents"].to_list() == [-50, 300]
    assert shown.lines["running_cents"].to_list() == [950, 1_250]


def test_a_statement_without_movement_closes_as_it_opens():
    shown = statement(JOURNAL, "1000", date(2026, 3, 1), date(2026, 3, 31))
    assert (shown.opening_cents, shown.closing_cents, len(shown.lines)) == (1_257, 1_257, 0)


def test_a_statement_finds_its_account_by_name_in_two_languages():
    assert find_account("claims account (bank)") == find_account("Tazminat hesabı (banka)") == find_account("1000")


def test_days_upside_down_are_refused():
    with pytest.raises(LedgerError, match="found days 2026-02-01 to 2026-01-01, expected the first day first"):
        statement(JOURNAL, "1000", date(2026, 2, 1), date(2026, 1, 1))


def test_the_balance_of_a_day_counts_that_day():
    assert balance(JOURNAL, "1000", date(2026, 1, 20)) == 1_250
    assert balance(JOURNAL, "1000", date(2026, 1, 19)) == 950
    assert balance(JOURNAL, "5000") == 0


def test_an_unknown_account_is_not_a_zero_balance():
    with pytest.raises(LedgerError, match="account: found '1001', expected one of 1000, 1100"):
        balance(JOURNAL, "1001")


@pytest.mark.parametrize("as_of", [None, date(2026, 1, 1)])
def test_nothing_posted_is_not_a_zero_balance(as_of):
    empty = POSTINGS.empty() if as_of is None else JOURNAL
    for question in (lambda: trial_balance(empty, as_of), lambda: balance(empty, "1000", as_of)):
        with pytest.raises(LedgerError, match="found no posting"):
            question()


def test_a_posting_outside_the_chart_is_not_dropped():
    stray = JOURNAL.with_columns(pl.lit("9999").alias("account"))
    with pytest.raises(LedgerError, match="found '9999'"):
        trial_balance(stray)


def test_the_chart_is_in_order_and_bilingual():
    shown = chart()
    assert shown["code"].is_sorted()
    assert shown["code"].n_unique() == len(shown)
    assert (shown["name_tr"].str.len_chars() > 0).all()


codes = st.sampled_from([account.code for account in ACCOUNTS])
moves = st.lists(
    st.tuples(codes, codes, st.integers(1, 10**12), st.dates(date(2026, 1, 1), date(2026, 3, 31))),
    min_size=1,
    max_size=30,
)


@settings(deadline=None, max_examples=60)
@given(moves, st.dates(date(2026, 3, 1), date(2026, 4, 30)))
def test_the_trial_balance_agrees_with_plain_loops_and_is_zero(made, as_of):
    journal = journal_of(made)
    for day in (None, as_of):
        expected = oracle.trial_balance(journal.to_dicts(), day)
        if not expected:
            continue
        shown = trial_balance(journal, day)
        columns = ("account", "legs", "debit_cents", "credit_cents", "balance_cents")
        assert {row[0]: row[1:] for row in shown.select(columns).rows()} == expected
        assert shown["balance_cents"].sum() == 0


@settings(deadline=None, max_examples=40)
@given(moves, codes, st.dates(date(2026, 1, 1), date(2026, 3, 31)))
def test_statements_of_neighbouring_days_join_up(made, code, day):
    journal = journal_of(made)
    whole = statement(journal, code, date(2026, 1, 1), date(2026, 3, 31))
    first = statement(journal, code, date(2026, 1, 1), day)
    assert whole.closing_cents == balance(journal, code)
    if day < date(2026, 3, 31):
        rest = statement(journal, code, date.fromordinal(day.toordinal() + 1), date(2026, 3, 31))
        assert rest.opening_cents == first.closing_cents
        assert len(first.lines) + len(rest.lines) == len(whole.lines)
