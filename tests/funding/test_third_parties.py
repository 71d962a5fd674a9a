"""Money from third parties: shared to the cent, never more of a line than the plan paid on it, in balanced entries."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.funding.postings import FundingError
from corridor.funding.third_parties import LIEN_LINES, Receipt, recovery_postings, share_among_lines
from corridor.ledger.accounts import CLAIMS_ACCOUNT, CLAIMS_EXPENSE
from corridor.ledger.journal import check_balanced

DAY = date(2026, 5, 4)
_PAID = st.lists(st.tuples(st.integers(1, 10**9), st.integers(0, 100)), min_size=1, max_size=12)


def lien(paid: list[tuple[int, int]]) -> pl.DataFrame:
    """LIEN_LINES of (paid cents, of it recovered in percent)."""
    rows = [
        {
            "claim_number": 1 + place // 3, "line_number": 1 + place % 3, "version": 0, "member_id": "E1",
            "product": "medical", "plan_code": "PPO", "service_from": date(2026, 1, 5), "paid_on": date(2026, 2, 6),
            "paid_cents": cents, "recovered_cents": cents * share // 100,
        }
        for place, (cents, share) in enumerate(paid)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=LIEN_LINES)


@settings(max_examples=150, deadline=None)
@given(_PAID, st.data())
def test_what_is_left_after_costs_is_shared_to_the_cent(paid: list[tuple[int, int]], data: st.DataObject) -> None:
    lines = lien(paid)
    left = int((lines["paid_cents"] - lines["recovered_cents"]).sum())
    if left == 0:
        return
    amount = data.draw(st.integers(1, left))
    receipt = Receipt(4, 1, DAY, amount, data.draw(st.integers(0, amount)))
    shares = share_among_lines(receipt, lines, left)
    assert -int(shares["amount_cents"].sum()) == receipt.net_cents
    both = shares.join(lines, on=["claim_number", "line_number", "version"])
    assert (-both["amount_cents"] <= both["paid_cents"] - both["recovered_cents"]).all()
    posted = recovery_postings(receipt, shares, "USD")
    assert check_balanced(posted) == []
    sums = dict(posted.group_by("account").agg(pl.col("amount_cents").sum()).iter_rows())
    assert sums == ({CLAIMS_ACCOUNT: receipt.net_cents, CLAIMS_EXPENSE: -receipt.net_cents} if posted.height else {})


def test_a_recovery_is_told_line_by_line_under_its_case() -> None:
    receipt = Receipt(4, 2, DAY, 90_00, 30_00)
    shares = share_among_lines(receipt, lien([(100_00, 0), (50_00, 0)]), 150_00)
    assert shares.select("claim_number", "line_number", "paid_on", "takes_back_paid_on", "amount_cents").rows() == [
        (1, 1, DAY, date(2026, 2, 6), -40_00),
        (1, 2, DAY, date(2026, 2, 6), -20_00),
    ]
    posted = recovery_postings(receipt, shares, "USD")
    assert posted["entry_key"].unique().to_list() == ["third_party_recovery:4:2"]
    assert posted["reference"].unique().to_list() == ["CASE-4"]


def test_costs_that_take_everything_leave_nothing_to_post() -> None:
    receipt = Receipt(4, 1, DAY, 90_00, 90_00)
    assert recovery_postings(receipt, share_among_lines(receipt, lien([(100_00, 0)]), 100_00), "USD").is_empty()


@pytest.mark.parametrize(
    ("amount", "cost", "message"),
    [
        (0, 0, "case 4, amount: found 0 cents, expected 1 to 10000, what is left of the lien"),
        (100_01, 0, "case 4, amount: found 10001 cents, expected 1 to 10000, what is left of the lien"),
        (50, 51, "case 4, costs: found 51 cents, expected 0 to 50, the amount received"),
        (50, -1, "case 4, costs: found -1 cents, expected 0 to 50, the amount received"),
    ],
)
def test_an_amount_that_cannot_be_is_refused(amount: int, cost: int, message: str) -> None:
    with pytest.raises(FundingError) as error:
        share_among_lines(Receipt(4, 1, DAY, amount, cost), lien([(100_00, 0)]), 100_00)
    assert str(error.value) == message
