"""Dates, spans, amounts and quantities as elements hold them."""

from datetime import date

import pytest

from corridor.edi.x12.errors import EdiError, one_of, shown
from corridor.edi.x12.values import parse_amount, parse_date, parse_span, parse_thousandths

DAY = date(2026, 2, 28)


@pytest.mark.parametrize(
    "text", ["20260229", "2026022", "202602288", "2026-2-8", "", "2026022²", "00000101", "20260 28"]
)
def test_no_date(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("20260228", (DAY, DAY)),
        ("20260228-20260301", (DAY, date(2026, 3, 1))),
        ("202602282359", (DAY, DAY)),
        ("20260301-20260228", None),
        ("20260228-", None),
        ("202602282460", None),
        ("202602282400", None),
        ("20260228235X", None),
    ],
)
def test_spans(text: str, span: tuple[date, date] | None) -> None:
    assert parse_span(text) == span


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("12.5", 1250),
        (".07", 7),
        ("-3", -300),
        ("1.500", 150),
        ("1.005", None),
        ("$1", None),
        ("1,000", None),
        ("", None),
        ("1e3", None),
        (" 1", None),
        ("+1", None),
        ("1.2.3", None),
        ("99999999999999", None),
    ],
)
def test_amounts(text: str, cents: int | None) -> None:
    assert parse_amount(text) == cents


@pytest.mark.parametrize(
    ("text", "thousandths"),
    [
        ("1", 1000),
        ("1.5", 1500),
        (".125", 125),
        ("2.0000", 2000),
        ("-1", -1000),
        ("0.0001", None),
        ("", None),
        (".", None),
        ("1X", None),
        ("1234567890", None),
        ("٣", None),
    ],
)
def test_quantities(text: str, thousandths: int | None) -> None:
    assert parse_thousandths(text) == thousandths


@pytest.mark.parametrize(
    ("value", "as_shown"),
    [
        ("99", "'99'"),
        ("XX", "'XX'"),
        ("15O.00", "'15O.00'"),
        ("", "nothing"),
        ("  ", "nothing"),
        ("ALDER", "5 characters"),
        ("ADA ALDER", "9 characters"),
        ("é", "1 character"),
        ("1" * 25, "25 characters"),
    ],
)
def test_errors_quote_codes_but_no_names(value: str, as_shown: str) -> None:
    assert shown(value) == as_shown


def test_an_error_says_as_much_as_it_knows() -> None:
    assert str(EdiError("F", reason="is empty")) == "F: is empty."
    error = EdiError("F", 3, 41, "INS", 3, "", shown("99"), one_of(("021", "001")))
    assert str(error) == "F, transaction 3, segment 41, INS03: found '99', expected one of 001, 021."
