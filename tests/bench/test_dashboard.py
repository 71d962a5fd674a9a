"""The measurement of the overview: its percentiles, and that a wrong figure on the page is found."""

from datetime import date
from typing import Any

import pytest

from bench.dashboard import _percentile
from bench.dashboard_check import check
from bench.registry import WrongAnswer

ROWS: list[dict[str, Any]] = [
    {"effective_on": date(2025, 3, 5), "account": account, "entry_kind": kind, "amount_cents": cents}
    for account, kind, cents in (
        ("5000", "decision", 120_050),
        ("5100", "fee", 3_800),
        ("1000", "deposit", 500_000),
        ("1000", "payment", -120_050),
        ("2000", "payment", 120_050),
    )
]
PAGE = "<b>$1,238.50</b> <a>$5,000.00</a> <i>$1,200.50</i> <p>in the fund $3,799.50</p>"


def test_a_page_with_the_sums_is_right() -> None:
    assert check(ROWS, 2025, PAGE) == len(ROWS)


@pytest.mark.parametrize("amount", ["1,238.50", "5,000.00", "1,200.50", "3,799.50"])
def test_a_wrong_cent_is_found(amount: str) -> None:
    with pytest.raises(WrongAnswer, match="found no such amount"):
        check(ROWS, 2025, PAGE.replace(amount, amount[:-1] + "1"))


def test_percentiles_are_values_that_were_measured() -> None:
    values = [float(number) for number in range(1, 101)]
    assert [_percentile(values, percent) for percent in (50, 95, 99)] == [50.0, 95.0, 99.0]
    assert _percentile([7.0], 95) == 7.0
