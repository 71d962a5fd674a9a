"""Money that is held is not left to spend, until it is posted, void, or its last day is over."""

from datetime import date, timedelta

import pytest

from corridor.app.services.errors import ServiceError
from corridor.app.services.ledger.acts import do_act
from corridor.app.services.ledger.balances import available, balance
from corridor.app.services.ledger.holds import LapseHolds, PlaceHold, PostHold, VoidHold, standing_holds
from corridor.app.store.tenancy import tenant_transaction
from corridor.ledger.accounts import LedgerError
from tests.app.conftest import Shop
from tests.app.services.ledger.books import DAY, OTHER, WHO, counted, fund, hold

NEXT = DAY + timedelta(days=1)


def state(shop: Shop, number: str, day: date) -> tuple[str, int]:
    with tenant_transaction(shop.code) as tx:
        rows = standing_holds(tx, day).to_dicts()
    row = next(row for row in rows if row["hold_number"] == number)
    return row["state"], row["open_cents"]


def test_what_is_held_is_not_left(shop: Shop) -> None:
    fund(shop.code, 1000)
    hold(shop.code, 300)
    assert available(shop.code, "1000", DAY) == 700
    found = balance(shop.code, "1000", DAY)
    assert (found.balance_cents, found.held_cents) == (1000, 300)


def test_a_hold_is_posted_in_part_and_the_rest_is_void(shop: Shop) -> None:
    fund(shop.code, 1000)
    number = hold(shop.code, 300)
    key = do_act(shop.code, PostHold(WHO, number, 120), NEXT)
    assert available(shop.code, "1000", NEXT) == 700
    assert shop.rows(f"select account, amount_cents from posting_row where entry_key = '{key}' order by leg") == [
        ("2100", 120),
        ("1000", -120),
    ]
    do_act(shop.code, VoidHold(WHO, number, "not owed"), NEXT)
    assert available(shop.code, "1000", NEXT) == 880
    assert state(shop, number, NEXT) == ("voided", 0)
    assert state(shop, number, DAY) == ("open", 300)


def test_a_hold_that_is_posted_whole_is_over(shop: Shop) -> None:
    fund(shop.code, 1000)
    number = hold(shop.code, 300)
    do_act(shop.code, PostHold(WHO, number), DAY)
    assert state(shop, number, DAY) == ("posted", 0)
    with pytest.raises(ServiceError, match="found it is posted, expected one that is open"):
        do_act(shop.code, PostHold(WHO, number), DAY)


def test_a_hold_lapses_with_its_last_day(shop: Shop) -> None:
    fund(shop.code, 1000)
    number = hold(shop.code, 300, expires_on=DAY)
    assert (available(shop.code, "1000", DAY), available(shop.code, "1000", NEXT)) == (700, 1000)
    assert state(shop, number, NEXT) == ("expired", 300)
    with pytest.raises(ServiceError, match="found it is expired"):
        do_act(shop.code, PostHold(WHO, number), NEXT)
    assert do_act(shop.code, LapseHolds(WHO), NEXT) == 1
    assert state(shop, number, NEXT) == ("lapsed", 0)
    assert available(shop.code, "1000", NEXT) == 1000
    assert do_act(shop.code, LapseHolds(WHO), NEXT) == 0


def test_the_same_hold_again_changes_nothing_another_is_refused(shop: Shop) -> None:
    assert hold(shop.code, 300, number="FEE-1") == "FEE-1"
    before = counted(shop.code)
    assert hold(shop.code, 300, number="FEE-1") == "FEE-1"
    with pytest.raises(ServiceError, match="hold FEE-1: found another hold under this number"):
        hold(shop.code, 301, number="FEE-1")
    assert counted(shop.code) == before


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (PlaceHold(WHO, "1000", "2100", 0, "x"), "found 0 cents, expected more than 0"),
        (PlaceHold(WHO, "1000", "2100", 5, " "), "reason: found nothing"),
        (PlaceHold(WHO, "2100", "1000", 5, "x"), "account 2100: found a liability, expected an asset"),
        (PlaceHold(WHO, "1000", "2000", 5, "x"), "account 2000: found one that decisions and payments keep"),
        (PlaceHold(WHO, "1000", "2100", 5, "x", currency="EUR"), "found currency EUR, expected USD"),
        (PlaceHold(WHO, "1000", "2100", 5, "x", expires_on=date(2026, 1, 9)), "found last day 2026-01-09"),
        (PlaceHold(WHO, "1000", "1000", 5, "x"), "hold_against_another"),
        (PlaceHold(WHO, "9", "1000", 5, "x"), "account: found '9'"),
        (PostHold(WHO, "NONE"), "hold NONE: found none of that number"),
        (VoidHold(OTHER, "NONE", "x"), "hold NONE: found none of that number"),
    ],
)
def test_what_is_refused_changes_nothing(shop: Shop, what: object, said: str) -> None:
    before = counted(shop.code)
    with pytest.raises((ServiceError, LedgerError), match=said):
        do_act(shop.code, what, DAY)
    assert counted(shop.code) == before


def test_no_more_than_a_hold_is_posted_by_the_database_too(shop: Shop) -> None:
    number = hold(shop.code, 300)
    with pytest.raises(ServiceError, match="found 301 cents, expected 1 to 300"):
        do_act(shop.code, PostHold(WHO, number, 301), DAY)
    values = f"'{number}', 1, 'voided', 301, '2026-01-10', 'x', 'x'"
    columns = "tenant_id, batch_id, hold_number, event_number, event, amount_cents, happened_on, done_by, reason"
    with (
        pytest.raises(Exception, match="found 301 cents posted, void or lapsed, expected 300"),
        shop.transaction() as tx,
    ):
        tx.execute(f"insert into hold_event ({columns}) select tenant_id, batch_id, {values} from hold")
