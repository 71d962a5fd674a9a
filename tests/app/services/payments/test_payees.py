"""Payees: tax numbers, withholding, lists, accounts that wait for another person, and what the database refuses."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from corridor.app.services.errors import ServiceError
from corridor.app.services.payments.approving import Approve
from corridor.app.services.payments.deposits import Deposit
from corridor.app.services.payments.information_returns import totals_of_year
from corridor.app.services.payments.lists import load_list
from corridor.app.services.payments.payees import ConfirmAccount, EnterAccount, Prenote, SetPayee
from corridor.app.services.payments.preparing import Prepare
from corridor.app.services.payments.releasing import Release
from corridor.app.services.payments.standing import payees_and_accounts
from corridor.app.services.reading import NamedFile
from corridor.app.services.undo import undo
from corridor.app.services.verify import verify
from corridor.app.store.errors import Refused
from corridor.app.store.journal import post
from corridor.app.store.tx import Batch, Tx
from corridor.ledger.accounts import WITHHOLDING_PAYABLE
from corridor.records.payment_life import APPROVALS, PAYEE_ACCOUNT_EVENTS, PAYMENT_EVENTS, PAYMENT_OFFSETS
from corridor.records.postings import POSTINGS
from tests.app.services.payments.conftest import FRIDAY, THURSDAY, TUESDAY, PaymentShop

NPI, OTHER = "1000000004", "1000000012"
EARLY = date(2026, 1, 5)


def with_account(shop: PaymentShop, payee: str = NPI, day: date = EARLY) -> None:
    shop.step(SetPayee("ann", payee, "Practice Four", tin="900000004", tin_name="PRACTICE, FOUR"), day)
    shop.step(EnterAccount("ann", payee, "091099994", "12345"), day)
    shop.step(ConfirmAccount("bob", payee), day)
    shop.step(Prenote("ann"), day)


def test_an_account_is_used_when_another_has_confirmed_it_and_its_prenote_is_old_enough(busy: PaymentShop) -> None:
    with_account(busy)
    run = busy.step(Prepare("ann"))
    ways = dict(run.candidates.select("payee", "method").iter_rows())
    assert (ways[NPI], ways[OTHER]) == ("ACH", "CHK")
    assert payees_and_accounts(busy.code)["account_ends_in"].to_list() == ["2345"]


def test_a_change_of_account_waits_and_meanwhile_the_old_one_is_paid_to(busy: PaymentShop) -> None:
    with_account(busy)
    busy.step(EnterAccount("ann", NPI, "072199994", "777"), EARLY)
    with pytest.raises(ServiceError, match="another person"):
        busy.step(ConfirmAccount("ann", NPI), EARLY + timedelta(days=5))
    with pytest.raises(ServiceError, match="expected 2026-01-10 or later"):
        busy.step(ConfirmAccount("bob", NPI), EARLY + timedelta(days=4))
    busy.step(ConfirmAccount("bob", NPI), EARLY + timedelta(days=5))


def test_who_set_up_a_payee_cannot_release_to_it(busy: PaymentShop) -> None:
    busy.step(SetPayee("cem", NPI, "Practice Four"), EARLY)
    with pytest.raises(Refused, match="released by who set up or changed its payee"):
        busy.funded_run()
    busy.step(Release("dua"), FRIDAY)


def test_withheld_tax_is_owed_to_the_authority_and_the_return_tells_it(busy: PaymentShop) -> None:
    busy.step(SetPayee("ann", NPI, "Practice Four", is_withheld=True), EARLY)
    done = busy.funded_run()
    paid = dict(done.paid.select("payee", "amount_cents").iter_rows())
    assert (paid[NPI], paid[OTHER]) == (608_00, 400_00)  # 24% of 800
    assert busy.balances()[WITHHOLDING_PAYABLE] == -192_00
    rows = {row["payee"]: row for row in totals_of_year(busy.code, 2026).to_dicts()}
    assert (rows[NPI]["paid_cents"], rows[NPI]["withheld_cents"], rows[NPI]["is_reportable"]) == (800_00, 192_00, True)
    assert (rows[OTHER]["paid_cents"], rows[OTHER]["is_reportable"]) == (400_00, False)
    assert (rows[OTHER]["form"], rows[OTHER]["box"]) == ("1099-MISC", "6")
    remittance = busy.rows("select convert_from(content, 'UTF8') from stored_file where kind = '835'")[0][0]
    assert "PLB*1000000004*20261231*IR:" in remittance
    assert verify(busy.code).agrees


def test_whoever_is_listed_is_not_paid_and_a_name_alone_can_be_cleared(busy: PaymentShop) -> None:
    listed = NamedFile("list.csv", b"NPI,LAST,FIRST\n1000000004,,\n0000000000,4,PRACTICE\n,2,PRACTICE\n")
    columns = {"npi": ["NPI"], "name": ["FIRST", "LAST"]}
    assert load_list(busy.code, listed, "exclusions", columns, "ann", EARLY) == 3
    with pytest.raises(ServiceError, match="loaded already"):
        load_list(busy.code, listed, "exclusions", columns, "ann", EARLY)
    with pytest.raises(ServiceError, match="load the list before it again"):
        undo(busy.code, listed, EARLY)
    run = busy.step(Prepare("ann"))
    reasons = dict(run.candidates.select("payee", "blocked_by").iter_rows())
    assert (reasons[NPI], reasons[OTHER]) == ("exclusions: npi", "exclusions: name")
    assert run.payable_cents == 60_00
    busy.step(SetPayee("ann", OTHER, "Practice 2", is_cleared=True, reason="another practice"), FRIDAY)
    busy.step(SetPayee("ann", NPI, "Practice 4", is_cleared=True, reason="tried"), FRIDAY)
    later = busy.step(Prepare("ann"), date(2026, 2, 3))
    reasons = dict(later.candidates.select("payee", "blocked_by").iter_rows())
    assert (reasons[NPI], reasons[OTHER]) == ("exclusions: npi", None)
    assert verify(busy.code).agrees


@pytest.mark.parametrize(
    ("step", "error"),
    [
        (SetPayee("ann", "X"), "found no name"),
        (SetPayee("ann", "X", "N", tin="12345678"), "expected nine digits"),
        (SetPayee("ann", "X", "N", tin="000000000"), "never given out"),
        (SetPayee("ann", "X", "N", tin="000120000"), "one that is never given out"),
        (SetPayee("ann", "X", "North Clinic", tin="123456789", tin_name="South Clinic"), "a name on it that differs"),
        (SetPayee("ann", "X", "N", entity="firm"), "expected one of provider, person, party"),
        (EnterAccount("ann", "X", "091099994", "1"), "found none of that identifier"),
    ],
)
def test_payees_of_wrong_form_are_refused(shop: PaymentShop, step: Any, error: str) -> None:
    with pytest.raises(ServiceError, match=error):
        shop.step(step)


def _insert(shop: PaymentShop, write: Any) -> None:
    with shop.transaction() as tx:
        batch = tx.next_batch("test", TUESDAY)
        write(tx, batch.id)
        tx.seal(batch, {})


def test_the_database_itself_refuses_one_person_in_two_roles(busy: PaymentShop) -> None:
    busy.step(Prepare("ann"))
    busy.step(Approve("ann"))

    with pytest.raises(Refused, match="payment_approval_people"):
        _insert(busy, _approval("second", "ann"))


def test_the_database_itself_refuses_a_confirmation_by_who_entered_the_account(shop: PaymentShop) -> None:
    shop.step(SetPayee("ann", NPI, "Practice Four"))
    shop.step(EnterAccount("ann", NPI, "091099994", "12345"))
    row = {"payee": NPI, "account_number": 1, "event": "confirmed", "done_on": TUESDAY}

    def by_the_same(tx: Tx, batch_id: int) -> None:
        same = row | {"entered_by": "ann", "done_by": "ann"}
        tx.insert("payee_account_event", PAYEE_ACCOUNT_EVENTS.from_rows([same]), batch_id=batch_id)

    def by_another_pretended(tx: Tx, batch_id: int) -> None:
        pretended = row | {"entered_by": "bob", "done_by": "ann"}
        tx.insert("payee_account_event", PAYEE_ACCOUNT_EVENTS.from_rows([pretended]), batch_id=batch_id)

    with pytest.raises(Refused, match="payee_account_event_by_another"):
        _insert(shop, by_the_same)
    with pytest.raises(Refused, match="foreign key"):
        _insert(shop, by_another_pretended)


def test_the_database_itself_refuses_an_offset_across_plans_without_authority(busy: PaymentShop) -> None:
    number = busy.funded_run().paid["payment_number"][0]
    row = {"payment_number": number, "claim_number": 1, "plan_code": "A", "paying_plan_code": "B", "amount_cents": 1}

    def offset(tx: Tx, batch_id: int) -> None:
        tx.insert("payment_offset", PAYMENT_OFFSETS.from_rows([row]), batch_id=batch_id)

    with pytest.raises(Refused, match="payment_offset_within_plan"):
        _insert(busy, offset)


def test_two_people_approve_above_the_limit_and_neither_prepared_it(fresh: Any) -> None:
    shop = fresh(limit="10")
    run = shop.step(Prepare("ann"))
    assert run.payable_cents == 60_00
    with pytest.raises(ServiceError, match="approved by who prepared it"):
        shop.step(Approve("ann"))
    with pytest.raises(Refused, match="above the limit and approved by who prepared it"):
        _insert(shop, _approval("first", "ann"))
    assert shop.step(Approve("bob")).is_complete is False
    with pytest.raises(ServiceError, match="by the same person"):
        shop.step(Approve("bob"))
    shop.step(Deposit("dua", run.called_cents, THURSDAY), THURSDAY)
    with pytest.raises(ServiceError, match="found 1 approvals, expected 2"):
        shop.step(Release("cem"), FRIDAY)
    with pytest.raises(Refused, match="too few approvals"):
        _insert(shop, _released(run.candidates["payment_number"][0]))
    assert shop.step(Approve("cem")).is_complete is True
    with pytest.raises(ServiceError, match="found it approved"):
        shop.step(Approve("dua"))


def _approval(role: str, who: str) -> Any:
    row = {"run_number": "RUN-20260127", "role": role, "approver": who, "approved_on": TUESDAY, "amount_cents": 1}
    return lambda tx, batch: tx.insert("payment_approval", APPROVALS.from_rows([row]), batch_id=batch)


def _released(number: str) -> Any:
    row = {"payment_number": number, "event_number": 9, "event": "released", "happened_on": TUESDAY, "actor": "cem"}
    paid = {"payment_number": number, "payee": "x", "paid_on": TUESDAY, "amount_cents": 1, "method": "CHK"}

    def write(tx: Tx, batch: int) -> None:
        tx.insert("payment", pl.DataFrame([paid | {"payee_name": "x", "trace": "1"}]), batch_id=batch)
        tx.insert("payment_event", PAYMENT_EVENTS.from_rows([row]), batch_id=batch)

    return write


def test_the_database_itself_refuses_postings_that_offset_across_plans(busy: PaymentShop) -> None:
    legs = (("2000", 500, "B"), ("1200", -500, "A"))
    rows = [
        {
            "entry_key": "payment:X",
            "entry_kind": "payment",
            "leg": leg,
            "account": account,
            "amount_cents": cents,
            "currency": "USD",
            "effective_on": TUESDAY,
            "plan_code": plan,
            "reference": "X",
        }
        for leg, (account, cents, plan) in enumerate(legs)
    ]

    def across(tx: Tx, batch_id: int) -> None:
        post(tx, Batch(batch_id, 0, "test", TUESDAY, None, {}), POSTINGS.from_rows(rows))

    with pytest.raises(Refused, match="an overpayment of one plan taken from another"):
        _insert(busy, across)
