import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.money.cents import MAX_CENTS, MoneyError, format_cents, parse_cents, x12_amount


@pytest.mark.parametrize(
    ("text", "cents"),
    [("1234.5", 123450), ("-0.07", -7), ("$1,234.50", 123450), ("12", 1200), (".5", 50), ("3.", 300), ("1.500", 150)],
)
def test_parse(text: str, cents: int) -> None:
    assert parse_cents(text) == cents


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("abc", "found 'abc', expected an amount such as 1234.50"),
        ("", "found '', expected an amount such as 1234.50"),
        (".", "found '.', expected an amount such as 1234.50"),
        ("1,23", "found '1,23', expected an amount such as 1234.50"),
        ("1e5", "found '1e5', expected an amount such as 1234.50"),
        ("1.005", "found '1.005', expected whole cents"),
        ("100000000000.01", "found '100000000000.01', expected at most 100,000,000,000.00"),
    ],
)
def test_what_is_not_money_says_so(text: str, message: str) -> None:
    with pytest.raises(MoneyError) as error:
        parse_cents(text)
    assert str(error.value) == message


@given(st.integers(-MAX_CENTS, MAX_CENTS))
def test_text_and_back(cents: int) -> None:
    assert parse_cents(format_cents(cents)) == cents
    assert parse_cents(x12_amount(cents)) == cents


@pytest.mark.parametrize(
    ("cents", "text"), [(12300, "123"), (12350, "123.5"), (-7, "-.07"), (0, "0"), (5, ".05"), (100, "1")]
)
def test_x12_form_is_the_shortest(cents: int, text: str) -> None:
    assert x12_amount(cents) == text
