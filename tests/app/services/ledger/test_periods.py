"""A closed period takes no entry; balances as of any effective day and recorded moment; snapshots are checked."""

from datetime import UTC, date, datetime, timedelta

import pytest

from corridor.app.services.errors import ServiceError
from corridor.app.services.ledger.acts import do_act
from corridor.app.services.ledger.balances import available, balance, balances
from corridor.app.services.ledger.entries import PostEntry, ReverseEntry
from corridor.app.services.ledger.holds import LapseHolds, PostHold, VoidHold
from corridor.app.services.ledger.limits import ApproveOverdraft
from corridor.app.services.ledger.periods import ClosePeriod, ReopenPeriod
from corridor.app.services.verify import verify
from corridor.app.store.errors import Refused
from corridor.app.store.journal import post
from corridor.ledger.accounts import LedgerError
from tests.app.conftest import Database, Shop
from tests.app.services.ledger.books import DAY, OTHER, WHO, counted, floor, fund, hold, moment, spend
from tests.app.store.conftest import postings

NEXT = DAY + timedelta(days=1)


def close(shop: Shop, through: date = DAY, as_of: date = NEXT) -> None:
    do_act(shop.code, ClosePeriod(WHO, through), as_of)


def test_nothing_is_posted_into_a_closed_period(shop: Shop) -> None:
    fund(shop.code, 1000)
    close(shop)
    before = counted(shop.code)
    said = "entry by_hand:b: found day 2026-01-10 in a period closed through 2026-01-10, expected a later day"
    with pytest.raises(ServiceError, match=said):
        spend(shop.code, 1, "b")
    assert counted(shop.code) == before
    spend(shop.code, 1, "b", NEXT)


def test_the_database_refuses_it_whoever_posts(shop: Shop) -> None:
    close(shop)
    entry = postings("decision:1:0")  # effective 2026-01-01
    with pytest.raises(Refused, match="found day 2026-01-01 in a period closed"), shop.transaction() as tx:
        post(tx, tx.next_batch("load", DAY), entry)


def test_a_period_is_reopened_by_a_person_with_a_reason(shop: Shop) -> None:
    close(shop)
    with pytest.raises(ServiceError, match="reason: found nothing"):
        do_act(shop.code, ReopenPeriod(WHO, None, " "), NEXT)
    do_act(shop.code, ReopenPeriod(OTHER, None, "a deposit of the 10th was missed"), NEXT)
    fund(shop.code, 5)
    rows = shop.rows("select action, closed_through, done_by, reason from period_close order by close_number")
    assert rows == [
        ("closed", DAY, WHO, None),
        ("reopened", None, OTHER, "a deposit of the 10th was missed"),
    ]


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (ClosePeriod(WHO, DAY), "found closed through 2026-01-10 already, expected a later day"),
        (ClosePeriod(WHO, date(2026, 2, 1)), "expected 2026-01-11 or earlier"),
        (ReopenPeriod(WHO, DAY, "x"), "expected a closed day after the one that stays closed"),
        (ReopenPeriod(" ", None, "x"), "who: found nothing"),
    ],
)
def test_what_is_refused_of_periods(shop: Shop, act: object, said: str) -> None:
    close(shop)
    with pytest.raises(ServiceError, match=said):
        do_act(shop.code, act, NEXT)


def test_balances_by_effective_day_and_recorded_moment(shop: Shop) -> None:
    start = moment(shop.code)
    fund(shop.code, 1000)
    first = moment(shop.code)
    spend(shop.code, 100, "a", NEXT)
    close(shop)
    second = moment(shop.code)
    spend(shop.code, 10, "b", NEXT)

    def cents(day: date, recorded: datetime | None) -> int | None:
        return balance(shop.code, "1000", day, recorded).balance_cents

    assert [cents(DAY, at) for at in (start, first, second, None)] == [None, 1000, 1000, 1000]
    assert [cents(NEXT, at) for at in (start, first, second, None)] == [None, 1000, 900, 890]
    assert cents(DAY - timedelta(days=1), None) is None
    with pytest.raises(ServiceError, match="expected a moment that is past"):
        cents(DAY, datetime(2100, 1, 1, tzinfo=UTC))


def test_an_account_without_postings_has_no_balance_at_all(shop: Shop) -> None:
    fund(shop.code, 1000)
    spend(shop.code, 1000, "a")
    rows = {row["account"]: row["balance_cents"] for row in balances(shop.code, DAY).to_dicts()}
    assert rows["1000"] == 0
    assert rows["4100"] is None
    assert available(shop.code, "1300", DAY) is None


def test_an_entry_is_taken_back_once_by_a_linked_reversal(shop: Shop) -> None:
    key = spend(shop.code, 100, "a")
    back = do_act(shop.code, ReverseEntry(OTHER, key, "charged twice"), NEXT)
    assert shop.rows(f"select reverses, sum(amount_cents)::bigint from posting_row where entry_key = '{back}'"
                     " and account = '1000' group by 1") == [(key, 100)]  # fmt: skip
    with pytest.raises(LedgerError, match="found reversed already"):
        do_act(shop.code, ReverseEntry(OTHER, key, "again"), NEXT)
    with pytest.raises(LedgerError, match="found nothing in the journal"):
        do_act(shop.code, ReverseEntry(OTHER, "none", "x"), NEXT)


def test_a_key_is_posted_once_and_never_with_another_body(shop: Shop) -> None:
    fund(shop.code, 1000)
    before = counted(shop.code)
    fund(shop.code, 1000)
    with pytest.raises(ServiceError, match="entry by_hand:opening: found another body under the same key"):
        fund(shop.code, 1001)
    assert counted(shop.code) == before


@pytest.mark.parametrize(
    ("legs", "more", "said"),
    [
        ((("1000", 5), ("3000", -4)), {}, "found 1 cents, expected 0 cents"),
        ((("1000", 5),), {}, "expected 0 cents"),
        ((("1000", 5), ("3000", -5)), {"currency": "EUR"}, "found currency EUR, expected USD, the sponsor's"),
        ((("1000", 5), ("2000", -5)), {}, "account 2000: found one that decisions and payments keep"),
    ],
)
def test_an_entry_that_is_not_sound_is_refused(shop: Shop, legs: object, more: dict[str, str], said: str) -> None:
    before = counted(shop.code)
    with pytest.raises(ServiceError, match=said):
        do_act(shop.code, PostEntry(WHO, "x", legs, "x", **more), DAY)  # type: ignore[arg-type]
    assert counted(shop.code) == before


def test_the_database_refuses_another_currency(shop: Shop) -> None:
    import polars as pl

    entry = postings("decision:1:0").with_columns(pl.lit("EUR").alias("currency"))
    with pytest.raises(Refused, match="found currency EUR, expected USD"), shop.transaction() as tx:
        post(tx, tx.next_batch("load", DAY), entry)


def test_verify_does_all_of_it_again_and_finds_a_snapshot_that_was_touched(shop: Shop, database: Database) -> None:
    fund(shop.code, 1000)
    floor(shop.code, -50)
    do_act(shop.code, ApproveOverdraft(WHO, "1000", 10, DAY, NEXT, OTHER, "x"), DAY)
    numbers = [
        hold(shop.code, 100),
        hold(shop.code, 50, number="B", expires_on=NEXT),
        hold(shop.code, 7, expires_on=DAY),
    ]
    do_act(shop.code, PostHold(WHO, numbers[0], 60), DAY)
    do_act(shop.code, VoidHold(WHO, numbers[1], "x"), DAY)
    do_act(shop.code, LapseHolds(WHO), NEXT)
    close(shop)
    do_act(shop.code, ReverseEntry(WHO, spend(shop.code, 3, "c", NEXT), "x"), NEXT)
    do_act(shop.code, ReopenPeriod(WHO, date(2026, 1, 5), "x"), NEXT)
    assert verify(shop.code).agrees
    with database.connected() as superuser:
        superuser.execute("set session_replication_role = replica")  # no trigger sees it
        superuser.execute(
            "update balance_snapshot set amount_cents = amount_cents + 1 where account = '1000' and tenant_id ="
            " (select id from tenant where code = %s)",
            [shop.code],
        )
    found = verify(shop.code)
    assert [str(one) for one in found.differences] == [
        "balance snapshot close_number 1 account 1000, amount_cents: found 941, expected 940"
    ]
