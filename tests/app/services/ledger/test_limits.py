"""A fund does not pass its floor, posted less held, unless another person approved an overdraft."""

from datetime import timedelta

import pytest

from corridor.app.services.errors import ServiceError
from corridor.app.services.ledger.acts import do_act
from corridor.app.services.ledger.balances import available
from corridor.app.services.ledger.holds import PostHold
from corridor.app.services.ledger.limits import ApproveOverdraft
from tests.app.conftest import Shop
from tests.app.services.ledger.books import DAY, OTHER, WHO, counted, floor, fund, hold, spend

NEXT = DAY + timedelta(days=1)


def overdraft(shop: Shop, cents: int, approved_by: str = OTHER) -> None:
    do_act(shop.code, ApproveOverdraft(WHO, "1000", cents, DAY, DAY, approved_by, "deposit on its way"), DAY)


def test_without_a_floor_nothing_is_refused(shop: Shop) -> None:
    spend(shop.code, 100, "a")
    assert available(shop.code, "1000", DAY) == -100


def test_money_leaves_down_to_the_floor_and_not_below(shop: Shop) -> None:
    fund(shop.code, 1000)
    floor(shop.code, 200)
    spend(shop.code, 800, "a")
    before = counted(shop.code)
    with pytest.raises(ServiceError, match="account 1000: found 199 cents left on 2026-01-10, expected 200 at least"):
        spend(shop.code, 1, "b")
    assert counted(shop.code) == before


def test_what_is_held_counts_as_gone_and_is_posted_all_the_same(shop: Shop) -> None:
    fund(shop.code, 1000)
    floor(shop.code, 200)
    number = hold(shop.code, 800)
    for act in (lambda: hold(shop.code, 1), lambda: spend(shop.code, 1, "b")):
        with pytest.raises(ServiceError, match="found 199 cents left"):
            act()
    do_act(shop.code, PostHold(WHO, number), DAY)
    assert available(shop.code, "1000", DAY) == 200


def test_an_overdraft_that_another_person_approved_counts_on_its_days(shop: Shop) -> None:
    fund(shop.code, 1000)
    floor(shop.code, 0)
    with pytest.raises(ServiceError, match="expected another person"):
        overdraft(shop, 500, approved_by=WHO)
    overdraft(shop, 500)
    spend(shop.code, 1500, "a")
    with pytest.raises(ServiceError, match="found -501 cents left on 2026-01-10, expected -500 at least"):
        spend(shop.code, 1, "b")
    fund(shop.code, 100, "late", NEXT)  # money in is never refused, though the balance is still below the floor
    with pytest.raises(ServiceError, match="found -401 cents left on 2026-01-11, expected 0 at least"):
        spend(shop.code, 1, "b", NEXT)
    overdraft(shop, 0)
    with pytest.raises(ServiceError, match="expected 0 at least"):
        spend(shop.code, 1, "b")


def test_a_withdrawal_of_an_earlier_day_is_seen_by_the_days_after_it(shop: Shop) -> None:
    fund(shop.code, 1000)
    floor(shop.code, 0)
    spend(shop.code, 900, "a", NEXT)
    with pytest.raises(ServiceError, match="found -100 cents left on 2026-01-11"):
        spend(shop.code, 200, "b")


def test_a_floor_is_lifted(shop: Shop) -> None:
    floor(shop.code, 0)
    floor(shop.code, None)
    spend(shop.code, 1, "a")
    assert available(shop.code, "1000", DAY) == -1
