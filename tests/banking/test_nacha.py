"""ACH files that we write, read by the independent check."""

from datetime import date, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.banking.nacha import NachaError, Originator, credit_file, debit_file, is_routing_number
from corridor.banking.nacha_check import check

MAKER = Originator("Prairie Test Bank", "091099994", "MERIDIAN PLAN", "1990000001")
CREATED, EFFECTIVE = datetime(2026, 1, 6, 9, 30), date(2026, 1, 9)
ROUTINGS = ("072199994", "041299993", "121900995")


def payments(*cents: int) -> pl.DataFrame:
    rows = [
        {
            "payment_number": f"PAY-20260106-{n:04d}",
            "payee": f"199900000{n % 10}",
            "payee_name": f"Clinic {n}",
            "amount_cents": amount,
            "trace": f"20260109{n:06d}",
        }
        for n, amount in enumerate(cents, start=1)
    ]
    return pl.DataFrame(rows)


def accounts(of: pl.DataFrame) -> pl.DataFrame:
    return of.select(
        pl.col("payee").unique(maintain_order=True),
    ).with_columns(pl.lit("072199994").alias("routing"), pl.lit("5500100").alias("account"))


def records(content: bytes) -> list[str]:
    return content.decode("ascii").splitlines()


def test_a_credit_file_passes_the_independent_check():
    due = payments(12_345, 1, 99_999_999_99)
    content = credit_file(MAKER, due, accounts(due), CREATED, EFFECTIVE)
    assert check(content) == []
    assert {len(record) for record in records(content)} == {94}
    assert len(records(content)) % 10 == 0


def test_each_credit_carries_the_trn_of_its_remittance():
    due = payments(12_345, 678)
    addenda = [
        r[3:83].rstrip() for r in records(credit_file(MAKER, due, accounts(due), CREATED, EFFECTIVE)) if r[0] == "7"
    ]
    assert addenda == ["TRN*1*20260109000001*1990000001~", "TRN*1*20260109000002*1990000001~"]


def test_fees_are_no_claim_payments_and_carry_none():
    due = payments(12_345)
    content = credit_file(MAKER, due, accounts(due), CREATED, EFFECTIVE, description="PLAN FEES")
    assert check(content) == []
    assert not [r for r in records(content) if r[0] == "7"]


def test_a_savings_account_has_its_own_transaction_code():
    due = payments(100)
    savings = accounts(due).with_columns(pl.lit("savings").alias("account_type"))
    entry = next(r for r in records(credit_file(MAKER, due, savings, CREATED, EFFECTIVE)) if r[0] == "6")
    assert entry[1:3] == "32"


def test_a_payment_of_zero_moves_no_money():
    due = payments(0, 50)
    entries = [r for r in records(credit_file(MAKER, due, accounts(due), CREATED, EFFECTIVE)) if r[0] == "6"]
    assert [int(entry[29:39]) for entry in entries] == [50]


def test_a_payee_without_account_is_named_by_payment():
    with pytest.raises(NachaError, match="payment PAY-20260106-0001: found no bank account of the payee, expected one"):
        credit_file(MAKER, payments(5), accounts(payments(5)).head(0), CREATED, EFFECTIVE)


def test_nothing_to_pay_makes_no_file():
    with pytest.raises(NachaError, match="found no entry"):
        credit_file(MAKER, payments(0), accounts(payments(0)), CREATED, EFFECTIVE)


def test_an_amount_wider_than_its_field_is_refused():
    due = payments(10**10)
    with pytest.raises(NachaError, match="entry 1: found 10000000000 cents, expected 1 to 9999999999"):
        credit_file(MAKER, due, accounts(due), CREATED, EFFECTIVE)


def test_a_routing_number_with_a_wrong_check_digit_is_refused():
    due = payments(5)
    wrong = accounts(due).with_columns(pl.lit("072199995").alias("routing"))
    with pytest.raises(NachaError, match="entry 1: found a routing number of wrong form"):
        credit_file(MAKER, due, wrong, CREATED, EFFECTIVE)


def test_turkish_letters_become_plain_capitals():
    due = payments(5).with_columns(pl.lit("Işık Sağlık Çözüm").alias("payee_name"))
    content = credit_file(MAKER, due, accounts(due), CREATED, EFFECTIVE)
    assert check(content) == []
    assert "ISIK SAGLIK COZUM" in content.decode("ascii")


def test_a_funding_call_debits_the_employer():
    content = debit_file(MAKER, "CALL-20260106", 45_678_900, ("072199994", "770020", "Meridian"), CREATED, EFFECTIVE)
    assert check(content) == []
    assert [r[1:4] for r in records(content) if r[0] == "5"] == ["225"]
    control = next(r for r in records(content) if r[0] == "8")
    assert int(control[20:32]) == 45_678_900


@pytest.mark.parametrize("text", ["091099995", "12345678", "09109999a", "", "٠٩١٠٩٩٩٩٤"])
def test_what_is_no_routing_number(text):
    assert not is_routing_number(text)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(1, 10**10 - 1), st.sampled_from(ROUTINGS)), min_size=1, max_size=40))
def test_totals_of_the_file_are_those_of_the_payments(parts):
    due = payments(*(cents for cents, _ in parts)).with_columns(pl.int_range(pl.len()).cast(pl.String).alias("payee"))
    banks = due.select("payee").with_columns(
        pl.Series("routing", [routing for _, routing in parts]), pl.lit("1").alias("account")
    )
    content = credit_file(MAKER, due, banks, CREATED, EFFECTIVE)
    assert check(content) == []
    control = next(r for r in records(content) if r.startswith("9000001"))
    assert int(control[43:55]) == due["amount_cents"].sum()
