"""Entries: sound or not, their hash, their reversal."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.ledger.accounts import ACCOUNTS, CLAIMS_ACCOUNT, FUNDING_RECEIVABLE, LedgerError
from corridor.ledger.balances import trial_balance
from corridor.ledger.journal import check_balanced, entries, reverse
from corridor.records.postings import POSTINGS

DAY = date(2026, 1, 7)


def entry(key: str, *legs: tuple[str, int], kind: str = "deposit", on: date = DAY, reverses: str | None = None):
    rows = [
        {
            "entry_key": key,
            "entry_kind": kind,
            "leg": number,
            "account": account,
            "amount_cents": cents,
            "currency": "USD",
            "effective_on": on,
            "reverses": reverses,
        }
        for number, (account, cents) in enumerate(legs)
    ]
    return POSTINGS.from_rows(rows)


GOOD = entry("deposit:1", (CLAIMS_ACCOUNT, 500), (FUNDING_RECEIVABLE, -500))


def test_a_sound_entry_has_no_fault():
    assert check_balanced(GOOD) == []


def test_no_posting_has_no_fault():
    assert check_balanced(POSTINGS.empty()) == []


@pytest.mark.parametrize(
    ("legs", "message"),
    [
        ([(CLAIMS_ACCOUNT, 500), (FUNDING_RECEIVABLE, -499)], "sum in USD: found 1 cents, expected 0 cents"),
        ([(CLAIMS_ACCOUNT, 0)], "legs: found 1, expected two or more"),
        ([(CLAIMS_ACCOUNT, 0), (FUNDING_RECEIVABLE, 0)], "legs of zero: found 2, expected none"),
        ([("9999", 5), (FUNDING_RECEIVABLE, -5)], "account: found '9999', expected one of the chart of accounts"),
    ],
)
def test_each_fault_is_named(legs, message):
    assert f"entry deposit:1, {message}" in [str(fault) for fault in check_balanced(entry("deposit:1", *legs))]


def test_an_entry_key_used_twice_is_a_fault():
    faults = [str(fault) for fault in check_balanced(pl.concat([GOOD, GOOD]))]
    assert faults == ["entry deposit:1, leg numbers: found one used twice, expected each once"]


def test_legs_that_disagree_on_the_day_are_a_fault():
    torn = GOOD.with_columns(
        pl.when(pl.col("leg") == 1).then(pl.lit(date(2026, 1, 8))).otherwise("effective_on").alias("effective_on")
    )
    faults = [str(fault) for fault in check_balanced(torn)]
    assert faults == ["entry deposit:1, effective_on: found 2 values, expected one value on all legs"]


def test_entries_are_balanced_in_each_currency():
    legs = GOOD.with_columns(pl.Series("currency", ["USD", "CAD"]))
    assert len(check_balanced(legs)) == 2


def test_the_hash_is_of_the_body_and_not_of_the_order_of_rows():
    assert entries(GOOD).equals(entries(GOOD.reverse()))
    other = GOOD.with_columns(pl.lit("C1").alias("reference"))
    assert entries(other)["body_hash"][0] != entries(GOOD)["body_hash"][0]


def test_the_hash_tells_an_empty_text_from_none():
    empty = GOOD.with_columns(pl.lit("").alias("payee"))
    assert entries(empty)["body_hash"][0] != entries(GOOD)["body_hash"][0]


def test_a_reversal_is_linked_and_undoes_every_balance():
    back = reverse(GOOD, ["deposit:1"], date(2026, 2, 1))
    assert back["reverses"].to_list() == ["deposit:1"] * 2
    assert back["entry_kind"].unique().to_list() == ["deposit_reversal"]
    assert check_balanced(back) == []
    assert trial_balance(pl.concat([GOOD, back]))["balance_cents"].to_list() == [0, 0]


def test_reversing_twice_is_refused():
    journal = pl.concat([GOOD, reverse(GOOD, ["deposit:1"], DAY)])
    with pytest.raises(LedgerError, match="entry deposit:1: found reversed already, expected an entry that stands"):
        reverse(journal, ["deposit:1"], DAY)


def test_reversing_a_reversal_is_refused():
    journal = pl.concat([GOOD, reverse(GOOD, ["deposit:1"], DAY)])
    with pytest.raises(LedgerError, match="found a reversal, expected an entry; post it anew"):
        reverse(journal, ["reversal:deposit:1"], DAY)


def test_reversing_what_was_never_posted_is_refused():
    with pytest.raises(LedgerError, match="entry deposit:2: found nothing in the journal"):
        reverse(GOOD, ["deposit:2"], DAY)


def test_reversing_before_the_entry_took_effect_is_refused():
    with pytest.raises(LedgerError, match="found a reversal on 2026-01-06, expected 2026-01-07 or later"):
        reverse(GOOD, ["deposit:1"], date(2026, 1, 6))


legs_of_two_accounts = st.tuples(
    st.sampled_from(ACCOUNTS), st.sampled_from(ACCOUNTS), st.integers(1, 10**9), st.dates(DAY, date(2026, 12, 31))
)


@settings(deadline=None, max_examples=50)
@given(st.lists(legs_of_two_accounts, min_size=1, max_size=20))
def test_reversing_every_entry_leaves_nothing(parts):
    journal = pl.concat(
        entry(f"e{i}", (a.code, cents), (b.code, -cents), on=day) for i, (a, b, cents, day) in enumerate(parts)
    )
    back = reverse(journal, journal["entry_key"].unique().to_list(), date(2026, 12, 31))
    assert check_balanced(pl.concat([journal, back])) == []
    assert set(trial_balance(pl.concat([journal, back]))["balance_cents"]) == {0}
