"""Cheque files by a layout that is data, and the bank's answer by the same layout."""

import pickle
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.banking.positive_pay import Cheque, ChequeAccount, PositivePayError, issue_file, read_answers
from corridor.banking.positive_pay_layout import Layout, load_layout
from corridor.plan.document import DocumentError

PLANS = Path(__file__).parents[2] / "plans" / "banking"
FIXED, DELIMITED = (load_layout(PLANS / f"{name}_cheques.yaml") for name in ("fixed_width", "delimited"))
ACCOUNT, DAY = ChequeAccount("091099994", "5500100"), date(2026, 1, 9)
CHEQUES = [
    Cheque("1001", DAY, 123_456, "Dr Işık, Ağız ve Diş"),
    Cheque("1002", DAY, 5, "Jane Roe"),
    Cheque("990", date(2025, 12, 1), 70_000, "Clinic", is_void=True),
]


def lines(layout: Layout, cheques: list[Cheque]) -> list[str]:
    return issue_file(layout, cheques, account=ACCOUNT, made_on=DAY).decode("ascii").splitlines()


def test_a_fixed_file_has_totals_of_issued_and_void_cheques():
    assert lines(FIXED, CHEQUES) == [
        "H09109999400000550010020260109" + " " * 50,
        "I000005500100000000100120260109000000123456DR ISIK, AGIZ VE DIS                 ",
        "I000005500100000000100220260109000000000005JANE ROE                             ",
        "V000005500100000000099020251201000000070000CLINIC                               ",
        "T0000002000000001234610000001000000000" + "70000" + " " * 37,
    ]


def test_a_delimited_file_quotes_what_holds_a_comma():
    assert lines(DELIMITED, CHEQUES) == [
        '5500100,1001,1234.56,01/09/2026,,"DR ISIK, AGIZ VE DIS"',
        "5500100,1002,0.05,01/09/2026,,JANE ROE",
        "5500100,990,700.00,12/01/2025,VOID,CLINIC",
    ]


def test_what_does_not_fit_is_named_by_field_and_without_the_value():
    wide = [Cheque("12345678901", DAY, 10**12, "A" * 60), Cheque("", DAY, -1, "B")]
    with pytest.raises(PositivePayError) as refused:
        lines(FIXED, wide)
    assert str(refused.value).split("\n") == [
        "record 1, cheque_number: found 11 characters, expected at most 10 characters",
        "record 1, amount: found 13 characters, expected at most 12 characters",
        "record 2, cheque_number: found nothing to write, expected a value",
        "record 2, amount: found nothing to write, expected a value",
    ]
    assert str(pickle.loads(pickle.dumps(refused.value))) == str(refused.value)


def test_no_cheques_make_no_file():
    with pytest.raises(PositivePayError, match="cheques: found none"):
        lines(FIXED, [])


def answer(*rows: str) -> bytes:
    return "\r\n".join([*rows, ""]).encode()


PAID = answer(
    "PD000000100120260112000000123456",
    "NI000000777720260112000000001000",
    f"TL0000000002{'':8}000000124456",
)


def test_the_answer_of_the_bank_is_read():
    found = [(a.number, a.amount_cents, a.happened_on, a.status) for a in read_answers(FIXED, PAID)]
    assert found == [
        ("1001", 123_456, date(2026, 1, 12), "paid"),
        ("7777", 1_000, date(2026, 1, 12), "not_issued"),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (PAID.replace(b"0124456", b"0124457"), "record 3, total: found 124457, expected 124456"),
        (PAID.replace(b"TL0000000002", b"TL0000000003"), "record 3, count: found 3, expected 2"),
        (PAID.replace(b"PD", b"XX"), "record 1, status: found 'XX', expected one of AD, NI, PD, SD, ST"),
        (PAID.replace(b"100120260112", b"100120261312"), "record 1, happened_on: found '20261312', expected a date"),
        (PAID.replace(b"000000123456", b"00000012345X"), "record 1, amount: found '00000012345X', expected an amount"),
        (PAID.replace(b"PD0000001001", b"PD000000100"), "record 1, record: found another length"),
        (PAID.replace(b"PD0000001001", b"PD0000000000"), "record 1, cheque_number: found '0000000000'"),
        (PAID.replace(b"TL", b"XX"), "record 3, text: found 'XX', expected the constant 'TL'"),
    ],
)
def test_an_answer_that_does_not_agree_is_refused_by_field(content, message):
    with pytest.raises(PositivePayError) as refused:
        read_answers(FIXED, content)
    assert message in str(refused.value)


def test_an_answer_without_totals_is_read():
    (one,) = read_answers(DELIMITED, b"1001,1234.56,01/12/2026,PAID\n")
    assert (one.number, one.amount_cents, one.status) == ("1001", 123_456, "paid")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{name: amount, form: dollars}", "{name: amount}", "expected cents or dollars as the form of an amount"),
        ('form: "%m/%d/%Y"', 'form: "mdY"', "expected a pattern such as %m%d%Y"),
        ("kind: delimited", "kind: fixed", "expected a width for every fixed field"),
        ('codes: {issue: "", void: "VOID"}', "codes: {}", "found no codes, expected a code for each word"),
    ],
)
def test_a_layout_that_cannot_be_used_is_refused(old, new, message):
    content = (PLANS / "delimited_cheques.yaml").read_text().replace(old, new, 1).encode()
    with pytest.raises(DocumentError) as refused:
        load_layout(content, "layout.yaml")
    assert message in str(refused.value)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(1, 10**10 - 1), st.integers(0, 900), st.integers(0, 10**12 - 1), st.booleans()),
        min_size=1,
        max_size=30,
    )
)
def test_a_fixed_file_says_what_its_cheques_say(parts):
    cheques = [Cheque(str(n), DAY - timedelta(days), cents, "P", void) for n, days, cents, void in parts]
    header, *details, trailer = lines(FIXED, cheques)
    assert {len(line) for line in (header, *details, trailer)} == {80}
    read = [(str(int(d[13:23])), int(d[31:43]), d[0] == "V") for d in details]
    assert read == [(c.number, c.amount_cents, c.is_void) for c in cheques]
    assert int(trailer[8:22]) == sum(c.amount_cents for c in cheques if not c.is_void)
    assert int(trailer[29:43]) == sum(c.amount_cents for c in cheques if c.is_void)
