"""Amounts of a claim shared over its lines."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.edi.x837.claim import Claim, Line
from corridor.edi.x837.parties import Billing, Person
from corridor.edi.x837.to_claims import ClaimRows, other_allowed_shares, other_paid_shares, repriced_shares
from corridor.records.claims import CLAIMS


def claim(total: int | None, own: list[int | None], charges: list[int]) -> Claim:
    """A claim with the same total and line amounts as price and as payment of another payer."""
    lines = [Line(0, charge=c, repriced=o, other_paid=o) for c, o in zip(charges, own, strict=True)]
    return Claim(
        id="C",
        kind="P",
        at=0,
        is_estimate=False,
        charge=sum(charges),
        facility="11",
        frequency="1",
        first=1,
        billing=Billing(),
        subscriber=Person(),
        patient=None,
        received=date(2026, 1, 1),
        repriced=total,
        other_paid=total,
        lines=lines,
    )


@pytest.mark.parametrize(
    ("total", "own", "charges", "repriced", "paid"),
    [
        (None, [None, None], [100, 300], [None, None], [None, None]),
        (None, [70, None], [100, 300], [70, None], [70, None]),
        (100, [None, None], [100, 300], [25, 75], [25, 75]),
        (100, [None, None, None], [1, 1, 1], [34, 33, 33], [34, 33, 33]),
        (100, [40, None], [100, 300], [40, 60], [40, 60]),
        (100, [40, 60], [100, 300], [40, 60], [40, 60]),
        (100, [0, 0], [100, 300], [0, 0], [25, 75]),
        (100, [150, None], [100, 300], [150, 0], [150, 0]),
        (100, [None, None], [0, 0], [50, 50], [50, 50]),
        (100, [None, None], [-5, 10], [0, 100], [0, 100]),
        (100, [], [], [], []),
    ],
)
def test_shares(
    total: int | None,
    own: list[int | None],
    charges: list[int],
    repriced: list[int | None],
    paid: list[int | None],
) -> None:
    assert repriced_shares(claim(total, own, charges)) == repriced
    assert other_paid_shares(claim(total, own, charges)) == paid


cents = st.integers(min_value=0, max_value=10**9)


@settings(deadline=None, max_examples=200)
@given(total=cents, lines=st.lists(st.tuples(st.none() | cents, cents), min_size=1, max_size=6))
def test_nothing_that_another_payer_paid_is_lost(total: int, lines: list[tuple[int | None, int]]) -> None:
    own = [amount for amount, _ in lines]
    shares = other_paid_shares(claim(total, own, [charge for _, charge in lines]))
    assert sum(share or 0 for share in shares) == max(total, sum(amount or 0 for amount in own))


def test_no_claims_are_an_empty_table() -> None:
    assert ClaimRows().frame().equals(CLAIMS.empty())


@pytest.mark.parametrize(
    ("total", "own", "left", "allowed"),
    [
        (None, [None, None], 0, [None, None]),
        (100, [None, None], 0, [25, 75]),
        (100, [None, None], 40, [35, 105]),
        (100, [40, None], 40, [40, 100]),
        (100, [40, 60], 40, [50, 90]),
    ],
)
def test_what_was_allowed_is_what_was_paid_and_left_to_the_patient(
    total: int | None, own: list[int | None], left: int, allowed: list[int | None]
) -> None:
    sent = claim(total, own, [100, 300])
    sent.other_left = left
    assert other_allowed_shares(sent) == allowed
