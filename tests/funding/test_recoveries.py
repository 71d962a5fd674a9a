"""What the carrier owes follows the position, up and down."""

from datetime import date

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.funding.recoveries import RECOVERY, accrue_recoveries, accrued_policies
from corridor.ledger.accounts import STOPLOSS_RECOVERABLE, STOPLOSS_RECOVERIES
from corridor.ledger.balances import balance
from corridor.ledger.journal import check_balanced
from corridor.records.postings import POSTINGS

POLICY, NEXT_POLICY = ("SL", date(2026, 1, 1)), ("SL", date(2027, 1, 1))
DAYS = [date(2026, month, 3) for month in range(1, 13)]


def accrued(owed: dict[tuple[str, date], int], journal: pl.DataFrame, on: date) -> pl.DataFrame:
    return accrue_recoveries(owed, journal, on, "USD")


def test_the_first_excess_is_owed_in_full() -> None:
    postings = accrued({POLICY: 540_00}, POSTINGS.empty(), DAYS[0])
    assert postings.select("entry_key", "account", "amount_cents", "effective_on", "reference").rows() == [
        ("stop_loss_recovery:SL:2026-01-01:2026-01-03", STOPLOSS_RECOVERABLE, 540_00, DAYS[0], "SL:2026-01-01"),
        ("stop_loss_recovery:SL:2026-01-01:2026-01-03", STOPLOSS_RECOVERIES, -540_00, DAYS[0], "SL:2026-01-01"),
    ]
    assert set(postings["entry_kind"]) == {RECOVERY}


def test_a_position_that_stands_still_posts_nothing() -> None:
    first = accrued({POLICY: 540_00}, POSTINGS.empty(), DAYS[0])
    assert accrued({POLICY: 540_00}, first, DAYS[1]).is_empty()
    assert accrued({POLICY: 0}, POSTINGS.empty(), DAYS[0]).is_empty()


def test_a_position_that_falls_takes_back_what_was_accrued() -> None:
    first = accrued({POLICY: 540_00}, POSTINGS.empty(), DAYS[0])
    second = accrued({POLICY: 220_00}, first, DAYS[1])
    assert second.select("account", "amount_cents").rows() == [
        (STOPLOSS_RECOVERABLE, -320_00),
        (STOPLOSS_RECOVERIES, 320_00),
    ]


def test_each_policy_has_its_own_entry_and_its_own_history() -> None:
    first = accrued({POLICY: 100_00, NEXT_POLICY: 10_00}, POSTINGS.empty(), DAYS[0])
    assert first.get_column("reference").unique().sort().to_list() == ["SL:2026-01-01", "SL:2027-01-01"]
    second = accrued({POLICY: 100_00, NEXT_POLICY: 25_00}, first, DAYS[1])
    assert second.select("reference", "amount_cents").rows()[0] == ("SL:2027-01-01", 15_00)
    assert len(second) == 2


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), max_size=12))
def test_the_ledger_always_holds_what_the_last_positions_say(positions: list[tuple[int, int]]) -> None:
    journal = POSTINGS.empty()
    for day, (one, other) in zip(DAYS, positions, strict=False):
        journal = pl.concat([journal, accrued({POLICY: one, NEXT_POLICY: other}, journal, day)])
        if journal.is_empty():
            assert one == other == 0
            continue
        check_balanced(journal)
        assert balance(journal, STOPLOSS_RECOVERABLE) == one + other == -balance(journal, STOPLOSS_RECOVERIES)


def test_policies_under_which_something_was_accrued_are_known_by_the_journal() -> None:
    journal = accrued({POLICY: 540_00, NEXT_POLICY: 1, ("A:B", date(2026, 1, 1)): 2}, POSTINGS.empty(), DAYS[0])
    assert accrued_policies(journal) == [("A:B", date(2026, 1, 1)), POLICY, NEXT_POLICY]
    assert accrued_policies(POSTINGS.empty()) == []
