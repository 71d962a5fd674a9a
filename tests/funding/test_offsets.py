"""Overpayments taken from payments: within the plan, across where both documents allow it, never otherwise."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.funding.offsets import AUTHORITY, pair_offsets, settle_items
from corridor.funding.payments import OPEN_ITEMS
from corridor.ledger.accounts import CLAIMS_PAYABLE, PROVIDER_RECOVERABLE
from tests.oracle import payments as twin

ACCOUNTS = {"payable": CLAIMS_PAYABLE, "recoverable": PROVIDER_RECOVERABLE}
WIDE = {"A": "any_plan", "B": "any_plan"}


def opened(items: list[twin.Item]) -> pl.DataFrame:
    """The twin's items as OPEN_ITEMS."""
    rows = [
        {
            "account": ACCOUNTS[item.kind],
            "payee": item.payee,
            "plan_code": item.plan,
            "claim_number": item.claim,
            "balance_cents": item.cents if item.kind == "recoverable" else -item.cents,
            "since": item.since,
        }
        for item in items
    ]
    return OPEN_ITEMS.from_rows(rows)


def item(kind: str, plan: str, claim: int, cents: int, day: int = 1) -> twin.Item:
    return twin.Item(kind, "P1", plan, claim, cents, date(2026, 1, day))


def ours(items: list[twin.Item], rules: dict[str, str]) -> dict[tuple[str, int], int]:
    kinds = {account: kind for kind, account in ACCOUNTS.items()}
    rows = settle_items(opened(items), rules).select("account", "claim_number", "settled_cents").iter_rows()
    return {(kinds[account], claim): abs(cents) for account, claim, cents in rows}


@pytest.mark.parametrize(
    ("rules", "taken"),
    [
        ({}, 300),
        ({"A": "none", "B": "any_plan"}, 0),
        ({"A": "any_plan"}, 300),
        (WIDE, 700),
    ],
)
def test_an_overpayment_goes_across_plans_only_where_both_documents_allow_it(rules: dict[str, str], taken: int) -> None:
    items = [item("recoverable", "A", 1, 700), item("payable", "A", 2, 300), item("payable", "B", 3, 900)]
    assert ours(items, rules)["recoverable", 1] == taken


def test_offsets_name_the_plan_whose_payment_they_lessen() -> None:
    items = [item("recoverable", "A", 1, 700), item("payable", "A", 2, 300), item("payable", "B", 3, 900)]
    settled = settle_items(opened(items), WIDE).with_columns(pl.lit("PAY-1").alias("payment_number"))
    rows = pair_offsets(settled, WIDE).select(
        "claim_number", "plan_code", "paying_plan_code", "amount_cents", "authority"
    )
    assert rows.rows() == [(1, "A", "A", 300, None), (1, "A", "B", 400, AUTHORITY)]


def test_an_overpayment_passes_by_a_plan_that_does_not_allow_it() -> None:
    rules = {"A": "any_plan", "C": "any_plan"}
    items = [item("recoverable", "A", 1, 700), item("payable", "B", 2, 900), item("payable", "C", 3, 900)]
    settled = settle_items(opened(items), rules).with_columns(pl.lit("PAY-1").alias("payment_number"))
    assert pair_offsets(settled, rules).select("paying_plan_code", "amount_cents").rows() == [("C", 700)]


cases = st.lists(
    st.tuples(
        st.sampled_from(("payable", "recoverable")),
        st.sampled_from(("P1", "P2")),
        st.sampled_from(("A", "B", "C")),
        st.integers(1, 1000),
        st.integers(1, 28),
    ),
    max_size=12,
)
rulings = st.dictionaries(st.sampled_from(("A", "B", "C")), st.sampled_from(("same_plan", "any_plan", "none")))


@settings(max_examples=60, deadline=None)
@given(cases, rulings)
def test_the_slow_twin_settles_the_same(drawn: list[tuple[str, str, str, int, int]], rules: dict[str, str]) -> None:
    items = [
        twin.Item(kind, payee, plan, claim, cents, date(2026, 1, day))
        for claim, (kind, payee, plan, cents, day) in enumerate(drawn, start=1)
    ]
    assert ours(items, rules) == twin.settled(items, rules)
    settled = settle_items(opened(items), rules).with_columns(pl.col("payee").alias("payment_number"))
    pairs = pair_offsets(settled, rules)
    assert pairs.get_column("amount_cents").sum() == sum(
        cents for (kind, _), cents in twin.settled(items, rules).items() if kind == "recoverable"
    )
    across = pairs.filter(pl.col("plan_code") != pl.col("paying_plan_code"))
    assert all(rules.get(plan) == "any_plan" for plan in (*across["plan_code"], *across["paying_plan_code"]))
