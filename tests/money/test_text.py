"""Amounts and rates in each language's form."""

import pytest

from corridor.money.text import amount_text, rate_text


@pytest.mark.parametrize(
    ("cents", "english", "turkish"),
    [
        (0, "0.00", "0,00"),
        (7, "0.07", "0,07"),
        (123_456, "1,234.56", "1.234,56"),
        (-123_456_789, "-1,234,567.89", "-1.234.567,89"),
    ],
)
def test_an_amount(cents: int, english: str, turkish: str) -> None:
    assert (amount_text(cents, "en"), amount_text(cents, "tr")) == (english, turkish)


@pytest.mark.parametrize(
    ("basis_points", "english", "turkish"),
    [
        (0, "0%", "%0"),
        (5, "0.05%", "%0,05"),
        (2_050, "20.5%", "%20,5"),
        (10_000, "100%", "%100"),
        (-250, "-2.5%", "-%2,5"),
        (12_345_600, "123,456%", "%123.456"),
    ],
)
def test_a_rate(basis_points: int, english: str, turkish: str) -> None:
    assert (rate_text(basis_points, "en"), rate_text(basis_points, "tr")) == (english, turkish)
