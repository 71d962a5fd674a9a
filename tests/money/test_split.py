import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.money.split import split_cents


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=20).filter(any))
def test_shares_sum_to_the_amount_and_stay_within_a_cent_of_exact(amount: int, weights: list[int]) -> None:
    shares = split_cents(amount, weights)
    assert sum(shares) == amount
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share * sum(weights) - amount * weight) < sum(weights)


def test_ties_go_to_the_earlier_share() -> None:
    assert split_cents(100, [1, 1, 1]) == [34, 33, 33]
    assert split_cents(-100, [1, 1, 1]) == [-34, -33, -33]


@pytest.mark.parametrize("weights", [[0, 0], [1, -1, 5], [-1]])
def test_weights_without_a_positive_sum_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="expected none negative and one positive"):
        split_cents(1, weights)
