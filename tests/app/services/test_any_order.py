"""Properties on the store: what is taken back and decided again is as if decided once, and arrival is no matter.

Claims of two families come in files in any order; readjudicated, decisions, accumulators and balances are those of the
sorted order. Files are taken back and loaded again: nothing is left of having been away.
"""

from datetime import date, timedelta
from typing import Any

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corridor.app.services.cycle import ACCOUNTS, run_round
from corridor.app.services.intake import NamedFile
from corridor.app.services.readjudication.asked import Asked
from corridor.app.services.readjudication.run import readjudicate
from corridor.app.services.undo import undo
from corridor.app.services.verify import verify
from corridor.app.store.connect import Store
from tests.app.conftest import CLAIM_COLUMNS, FOUNDED_ON, SHOP, Shop, claim_row, new_shop

LOADED_ON = date(2026, 5, 1)
QUICK = settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
PEOPLE = (("E1", "E1", "self"), ("E1", "E1-02", "spouse"), ("E2", "E2", "self"))

State = tuple[dict[Any, Any], dict[Any, Any], dict[Any, Any]]


@st.composite
def books(draw: st.DrawFn) -> list[str]:
    """Claims, each received on a day of its own, in that order; some replace or void another."""
    rows = []
    for number in range(draw(st.integers(2, 6))):
        subscriber, member, relationship = draw(st.sampled_from(PEOPLE))
        row = claim_row(
            f"C{number}",
            draw(st.sampled_from(["80053", "99213", "97110"])),
            str(draw(st.integers(20, 900))),
            service=str(date(2026, 1, 5) + timedelta(days=draw(st.integers(0, 20)))),
            received=str(date(2026, 2, 1) + timedelta(days=number)),
            subscriber=subscriber,
            member=member,
            relationship=relationship,
            network=draw(st.sampled_from(["in", "in", "out"])),
        )
        frequency = draw(st.sampled_from(["1", "1", "1", "7", "8"]))
        of = "" if frequency == "1" else f"C{draw(st.integers(0, 6))}"
        rows.append(f"{row},{frequency},{of}")
    return rows


def content_of(*rows: str) -> str:
    return "\n".join((f"{CLAIM_COLUMNS},frequency,original_reference", *rows)) + "\n"


def shop_with_members() -> Shop:
    shop = new_shop()
    shop.load("members.csv", (SHOP / "members.csv").read_bytes(), FOUNDED_ON)
    return shop


def state_of(shop: Shop) -> State:
    return shop.decided(), shop.accumulators(), shop.balances()


@QUICK
@given(rows=books(), data=st.data())
def test_the_order_of_arrival_is_no_matter_once_readjudicated(store: Store, rows: list[str], data: Any) -> None:
    shuffled, in_order = shop_with_members(), shop_with_members()
    for place, row in enumerate(data.draw(st.permutations(rows))):
        shuffled.load(f"c{place}.csv", content_of(row), LOADED_ON)
    in_order.load("c.csv", content_of(*rows), LOADED_ON)
    readjudicate(shuffled.code, Asked(FOUNDED_ON, "in order"), LOADED_ON, is_dry_run=False)
    assert state_of(shuffled) == state_of(in_order)
    again = readjudicate(shuffled.code, Asked(FOUNDED_ON, "once more"), LOADED_ON)
    assert (again.effect.claims, again.effect.plan_moved_cents) == (0, 0)


@QUICK
@given(rows=books(), cut=st.integers(1, 5), is_paid=st.booleans())
def test_decided_taken_back_and_decided_again_is_decided(
    store: Store, rows: list[str], cut: int, is_paid: bool
) -> None:
    shop = shop_with_members()
    shop.load("a.csv", content_of(*rows[:cut]), LOADED_ON)
    content = content_of(*rows[cut:], claim_row("LAST", "80053", "300", received="2026-03-01") + ",1,")
    shop.load("b.csv", content, LOADED_ON)
    before = state_of(shop)
    if is_paid:
        run_round(shop.code, date(2026, 5, 5), pl.DataFrame(schema=ACCOUNTS))
    undo(shop.code, NamedFile("b.csv", content.encode()), date(2026, 5, 6))
    shop.load("b.csv", content, date(2026, 5, 6))
    now = state_of(shop)
    assert now[:2] == before[:2]
    if is_paid:
        now = (*now[:2], _settled(now[2]))
        before = (*before[:2], _settled(before[2]))
    assert now[2] == before[2]


def _settled(balances: dict[str, int]) -> dict[str, int]:
    """What the plan's cost is, whether paid or not."""
    return {account: cents for account, cents in balances.items() if account.startswith("50")}


def test_a_book_out_of_order_is_derived_again(store: Store) -> None:
    shop = shop_with_members()
    rows = [
        f"{claim_row(f'C{n}', '80053', str(200 + n), received=f'2026-02-0{n}', service=f'2026-01-0{n}')},1,"
        for n in (3, 1, 2)
    ]
    for place, row in enumerate(rows):
        shop.load(f"c{place}.csv", content_of(row), LOADED_ON)
    readjudicate(shop.code, Asked(FOUNDED_ON, "in order"), LOADED_ON, is_dry_run=False)
    assert shop.decided() == {("C3", 1): ("paid", 162_40), ("C1", 1): ("paid", 80_80), ("C2", 1): ("paid", 161_60)}
    assert verify(shop.code).agrees
