from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from corridor.money.cents import MAX_CENTS
from corridor.money.rounding import prorate_cents, share_of_cents

amounts = st.integers(0, MAX_CENTS)


@given(amounts, st.integers(0, 20_000))
def test_share_rounds_half_a_cent_up_like_decimal(amount: int, share_bp: int) -> None:
    exact = Decimal(amount) * Decimal(share_bp) / Decimal(10_000)
    assert share_of_cents(amount, share_bp) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@given(amounts, st.integers(0, 10_000))
def test_a_share_and_the_rest_differ_from_the_whole_by_nothing_when_the_rest_is_subtracted(
    amount: int, bp: int
) -> None:
    assert 0 <= share_of_cents(amount, bp) <= amount


@given(amounts, st.integers(0, 10**6), st.integers(1, 10**6))
def test_prorate_rounds_half_a_cent_up(amount: int, part: int, whole: int) -> None:
    exact = Decimal(amount) * part / Decimal(whole)
    assert prorate_cents(amount, part, whole) == (2 * amount * part + whole) // (2 * whole)
    assert abs(Decimal(prorate_cents(amount, part, whole)) - exact) <= Decimal("0.5")
