"""Files of several batches: claims to companies, reimbursements to persons, prenotes and debits, judged by others."""

from datetime import date, datetime

import achkit
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.banking.nacha import (
    Batch,
    NachaError,
    Originator,
    ach_file,
    credit_batch,
    credit_file,
    debit_batch,
    prenote_batch,
)
from corridor.banking.nacha_check import check
from corridor.banking.nacha_read import read_ach
from tests.banking import bank

MAKER = Originator("Prairie Test Bank", "091099994", "MERIDIAN PLAN", "1990000001")
CREATED, EFFECTIVE = datetime(2026, 1, 6, 9, 30), date(2026, 1, 9)
ROUTINGS = ("072199994", "041299993", "121900995")
AMOUNTS = st.lists(st.integers(1, 10**10 - 1), min_size=1, max_size=12)


def due(cents: list[int], kind: str = "C") -> tuple[pl.DataFrame, pl.DataFrame]:
    """Payments of these amounts and an account for each payee."""
    payments = pl.DataFrame(
        [
            {
                "payment_number": f"PAY-{kind}-{n:04d}",
                "payee": f"{kind}{n}",
                "payee_name": f"Clinic {n}",
                "amount_cents": amount,
                "trace": f"2026010{kind}{n:06d}",
            }
            for n, amount in enumerate(cents, start=1)
        ]
    )
    accounts = payments.select(
        "payee",
        "payee_name",
        pl.Series("routing", [ROUTINGS[n % 3] for n in range(len(cents))]),
        pl.Series("account", [f"55{n:05d}" for n in range(len(cents))]),
        pl.Series("account_type", [("checking", "savings")[n % 2] for n in range(len(cents))]),
    )
    return payments, accounts


def whole_file(claims: list[int], persons: list[int], funding: int) -> bytes:
    """A file with one batch of each kind that we write."""
    (to_firms, firms), (to_people, people) = due(claims), due(persons, "M")
    batches = [
        credit_batch(MAKER, to_firms, firms.drop("payee_name"), EFFECTIVE),
        credit_batch(
            MAKER, to_people, people.drop("payee_name"), EFFECTIVE, description="MBR REIMB", entry_class="PPD"
        ),
        prenote_batch(firms, EFFECTIVE),
        prenote_batch(people, EFFECTIVE, entry_class="PPD", is_debit=True),
        debit_batch("CALL-20260106", funding, ("072199994", "770020", "Meridian"), EFFECTIVE),
    ]
    return ach_file(MAKER, batches, CREATED)


@settings(deadline=None, max_examples=60)
@given(AMOUNTS, AMOUNTS, st.integers(1, 10**10 - 1))
def test_what_we_write_is_accepted_by_others_and_read_back(claims, persons, funding):
    content = whole_file(claims, persons, funding)
    assert check(content) == []
    assert achkit.validate(content.decode("ascii")) == {"ok": True, "errors": []}
    found = read_ach(content)
    assert [batch.entry_class for batch in found.batches] == ["CCD", "PPD", "CCD", "PPD", "CCD"]
    assert [batch.service_class for batch in found.batches] == ["220", "220", "220", "225", "225"]
    assert [batch.credit_cents for batch in found.batches] == [sum(claims), sum(persons), 0, 0, 0]
    assert [batch.debit_cents for batch in found.batches] == [0, 0, 0, 0, funding]
    traces = [entry.trace for entry in found.entries]
    assert traces == sorted(set(traces))


def test_persons_are_paid_without_a_reassociation_number():
    found = read_ach(whole_file([500], [700], 900))
    assert [entry.trn for entry in found.entries[:2]] == ["2026010C000001", None]
    assert found.batches[1].description == "MBR REIMB"


def test_a_prenote_moves_nothing_and_says_the_kind_of_account():
    found = read_ach(whole_file([1, 2], [3, 4], 5))
    assert [entry.code for entry in found.batches[2].entries] == ["23", "33"]
    assert [entry.code for entry in found.batches[3].entries] == ["28", "38"]
    assert all(entry.is_prenote for batch in found.batches[2:4] for entry in batch.entries)


def test_credits_and_debits_together_are_a_mixed_batch():
    payments, accounts = due([100])
    credit = credit_batch(MAKER, payments, accounts.drop("payee_name"), EFFECTIVE, description="PLAN FEES").entries[0]
    debit = debit_batch("CALL", 40, ("072199994", "1", "Meridian"), EFFECTIVE).entries[0]
    content = ach_file(MAKER, [Batch("CCD", "SETTLE", EFFECTIVE, [credit, debit])], CREATED, modifier="B")
    (batch,) = read_ach(content).batches
    assert (batch.service_class, batch.credit_cents, batch.debit_cents) == ("200", 100, 40)
    assert read_ach(content).modifier == "B"


def test_the_description_of_claim_payments_is_not_for_persons():
    payments, accounts = due([100])
    with pytest.raises(NachaError, match="found HCCLAIMPMT, expected another for entries to persons"):
        credit_file(MAKER, payments, accounts.drop("payee_name"), CREATED, EFFECTIVE, entry_class="PPD")


def test_a_file_with_an_empty_batch_is_refused():
    with pytest.raises(NachaError, match="found no entry"):
        ach_file(MAKER, [Batch("CCD", "NOTHING", EFFECTIVE, [])], CREATED)


@settings(deadline=None, max_examples=40)
@given(AMOUNTS, st.data())
def test_the_bank_returns_some_entries_and_each_is_known_by_its_trace(cents, data):
    payments, accounts = due(cents)
    content = credit_file(MAKER, payments, accounts.drop("payee_name"), CREATED, EFFECTIVE)
    sent = {entry.trace: entry for entry in read_ach(content).entries}
    gone = data.draw(st.sets(st.sampled_from(sorted(sent)), min_size=1))
    settled, answer = bank.partial_of(content, gone, date(2026, 1, 13))
    assert check(answer) == []
    back = read_ach(answer).returned
    assert {found.original_trace for _, found in back} == gone
    assert all(entry.amount_cents == sent[found.original_trace].amount_cents for entry, found in back)
    assert settled + sum(entry.amount_cents for entry, _ in back) == sum(cents)


def test_the_bank_returns_a_prenote_and_a_debit():
    content = whole_file([1], [2], 345)
    entries = read_ach(content).entries
    answer = bank.returns_of(content, {entries[2].trace: "R03", entries[4].trace: "R01"}, date(2026, 1, 13))
    back = read_ach(answer).returned
    assert [(entry.code, entry.amount_cents, found.code) for entry, found in back] == [
        ("21", 0, "R03"),
        ("26", 345, "R01"),
    ]


def test_the_bank_sends_a_notification_of_change():
    content = whole_file([1], [2], 3)
    trace = read_ach(content).entries[0].trace
    answer = bank.changes_of(content, {trace: ("C03", "041299993   1918171614")}, date(2026, 1, 13))
    assert check(answer) == []
    ((_, change),) = read_ach(answer).changes
    assert (change.code, change.original_trace, change.corrected) == ("C03", trace, "041299993   1918171614")
