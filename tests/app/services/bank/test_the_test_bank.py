"""A test bank and a plan's books: deposits in part, a return, a wrong account, a statement twice, a cent too much."""

from datetime import date, timedelta

import polars as pl
import pytest

from corridor.app.services.bank.by_hand import post_difference, undo_match
from corridor.app.services.bank.statements import load_statement
from corridor.app.services.cycle import ACCOUNTS, run_round
from corridor.app.services.errors import ServiceError
from corridor.app.services.intake import NamedFile
from corridor.app.services.payments.approving import Approve
from corridor.app.services.payments.deposits import Deposit
from corridor.app.services.payments.preparing import Prepare
from corridor.app.services.payments.releasing import Release
from corridor.app.services.payments.standing import standing
from corridor.app.services.undo import undo
from corridor.ledger.accounts import (
    BANK_CHARGES,
    BANK_DIFFERENCES,
    CLAIMS_ACCOUNT,
    CLAIMS_PAYABLE,
    FUNDING_RECEIVABLE,
    UNPRESENTED_PAYMENTS,
)
from tests.app.services.bank.conftest import BankShop
from tests.app.services.payments.conftest import FRIDAY, THURSDAY, TUESDAY
from tests.oracle.reconciliation import plain_difference

MONDAY = FRIDAY + timedelta(days=3)
LATER = MONDAY + timedelta(days=1)


def _payments(shop: BankShop) -> dict[int, str]:
    rows, _ = standing(shop.code)
    return {row["amount_cents"]: row["payment_number"] for row in rows.to_dicts()}


def _prepared(shop: BankShop) -> str:
    run = shop.shop.step(Prepare("ann"))
    shop.shop.step(Approve("ann"))
    assert run.called_cents == 2260_00
    return f"CALL-{TUESDAY:%Y%m%d}"


def _agrees(shop: BankShop, day: date) -> None:
    """The difference is the plain twin's, and nothing else moved."""
    stands = shop.stands(day)
    assert stands.unexplained_cents == plain_difference(shop.code, day)
    with shop.shop.transaction() as tx:
        assert tx.scalar("select sum(amount_cents) from posting") == 0


def test_money_comes_in_two_parts_and_payments_wait_for_it(shop: BankShop) -> None:
    """A partial settlement: the second half of the call comes a day later."""
    call = _prepared(shop)
    shop.bank.move(1500_00, THURSDAY, reference=call)
    shop.load(THURSDAY)
    assert shop.stands(THURSDAY).unexplained_cents == 1500_00
    assert shop.match(THURSDAY).by_rule == {"reference": 1}
    assert shop.stands(THURSDAY).unexplained_cents == 0
    assert shop.shop.balances()[FUNDING_RECEIVABLE] == 760_00
    shop.bank.move(760_00, FRIDAY, reference=call)
    shop.load(FRIDAY)
    assert shop.match(FRIDAY).by_rule == {"reference": 1}
    shop.shop.step(Release("cem"), FRIDAY)
    stands = shop.stands(FRIDAY)
    assert (stands.book_cents, stands.outstanding_cents, stands.bank_cents) == (1000_00, 1260_00, 2260_00)
    assert stands.unexplained_cents == 0
    assert shop.shop.rows("select sum(amount_cents)::bigint from deposit") == [(2260_00,)]
    _agrees(shop, FRIDAY)


def _paid(shop: BankShop) -> dict[int, str]:
    """Everything is funded and paid; the statement of Monday shows the file of payments, fee and premium."""
    call = _prepared(shop)
    shop.bank.move(2260_00, THURSDAY, reference=call)
    shop.load(THURSDAY)
    shop.match(THURSDAY)
    shop.shop.step(Release("cem"), FRIDAY)
    numbers = _payments(shop)
    for cents, number in numbers.items():
        shop.bank.move(-cents, MONDAY, reference=number)
    shop.load(MONDAY)
    assert shop.stands(MONDAY).unexplained_cents == -1260_00
    assert shop.match(MONDAY).by_rule == {"reference": len(numbers)}
    return numbers


def test_a_returned_payment_is_payable_again(shop: BankShop) -> None:
    numbers = _paid(shop)
    assert shop.stands(MONDAY).outstanding_cents == 0
    shop.bank.move(400_00, LATER, reference=numbers[400_00], text="ACH RETURN R03")
    shop.load(LATER)
    assert shop.match(LATER).by_rule == {"reference": 1}
    stands = shop.stands(LATER)
    assert (stands.unexplained_cents, stands.in_transit_cents, stands.bank_cents) == (0, 0, 1400_00)
    assert shop.shop.balances()[CLAIMS_PAYABLE] == -400_00
    _, shares = standing(shop.code)
    assert (shares["cleared"], shares["void"], shares["outstanding"]) == (860_00, 400_00, 0)
    assert shop.shop.rows("select reason from payment_event where event = 'returned'") == [("R03",)]
    _agrees(shop, LATER)


def test_a_closing_balance_that_is_off_by_one_cent_is_found(shop: BankShop) -> None:
    call = _prepared(shop)
    shop.bank.move(2260_00, THURSDAY, reference=call)
    with pytest.raises(ServiceError, match="found 226001 cents, expected 226000 cents, the opening balance"):
        shop.load(THURSDAY, off_by=1)
    assert shop.stands(THURSDAY).bank_cents is None
    assert shop.stands(THURSDAY).unexplained_cents is None
    assert shop.shop.rows("select count(*) from bank_line") == [(0,)]


def test_a_statement_twice_out_of_order_elsewhere_or_in_another_currency_is_refused(shop: BankShop) -> None:
    call = _prepared(shop)
    shop.bank.move(2260_00, THURSDAY, reference=call)
    file = shop.bank.statement(THURSDAY)
    load_statement(shop.code, file, THURSDAY)
    with pytest.raises(ServiceError, match="taken in by batch"):
        load_statement(shop.code, file, THURSDAY)
    again = NamedFile("again.csv", file.content + b"\n")
    with pytest.raises(ServiceError, match="one that is in already"):
        load_statement(shop.code, again, THURSDAY)
    shop.bank.balance_cents += 5
    with pytest.raises(ServiceError, match="opening balance: found 226005 cents, expected 226000 cents"):
        shop.load(FRIDAY)
    shop.bank.balance_cents -= 10
    for options, what in (({"currency": "EUR"}, "currency"), ({"account": "999"}, "account")):
        with pytest.raises(ServiceError, match=what):
            shop.load(FRIDAY, **options)
    assert len(shop.shop.rows("select 1 from bank_statement")) == 1


def test_charges_are_named_and_taken_back(shop: BankShop) -> None:
    _paid(shop)
    shop.bank.move(-12_34, LATER, text="ACCOUNT ANALYSIS FEE")
    loaded = shop.load(LATER)
    assert shop.match(LATER).left == 1
    line = (shop.stands(LATER).lines["statement_id"][0], 1)
    assert shop.stands(LATER).unexplained_cents == -12_34
    with pytest.raises(ServiceError, match="reason: found nothing"):
        post_difference(shop.code, line, BANK_CHARGES, " ", "fin", LATER)
    shop.name(line, BANK_DIFFERENCES, LATER)
    assert shop.stands(LATER).unexplained_cents == 0
    number = shop.shop.rows("select max(match_number) from bank_match")[0][0]
    undo_match(shop.code, number, "it is a charge", "fin", LATER)
    assert shop.stands(LATER).unexplained_cents == -12_34
    shop.name(line, BANK_CHARGES, LATER)
    balances = shop.shop.balances()
    assert (balances[BANK_CHARGES], balances[CLAIMS_ACCOUNT]) == (12_34, 987_66)
    assert BANK_DIFFERENCES not in balances
    _agrees(shop, LATER)
    assert loaded.closing_cents == 987_66


def test_a_match_that_was_taken_back_is_made_again_by_hand(shop: BankShop) -> None:
    numbers = _paid(shop)
    rows = shop.shop.rows("select match_number, statement_id, line_number from bank_match where amount_cents = -80000")
    number, statement, line = rows[0]
    undo_match(shop.code, number, "another payment", "fin", MONDAY)
    stands = shop.stands(MONDAY)
    assert (stands.unexplained_cents, stands.outstanding_cents) == (-800_00, 800_00)
    _, shares = standing(shop.code)
    assert (shares["outstanding"], shares["cleared"]) == (800_00, 460_00)
    _agrees(shop, MONDAY)
    with pytest.raises(ServiceError, match="found none that stands"):
        undo_match(shop.code, number, "twice", "fin", MONDAY)
    with pytest.raises(ServiceError, match="expected what is open"):
        shop.tie((statement, line), f"payment:{numbers[400_00]}", day=MONDAY)
    shop.tie((statement, line), f"payment:{numbers[800_00]}", day=MONDAY)
    assert shop.stands(MONDAY).unexplained_cents == 0
    events = shop.shop.rows(
        "select event, reason from payment_event"
        f" where payment_number = '{numbers[800_00]}' order by event_number desc limit 3"
    )
    assert events == [("cleared", None), ("uncleared", "another payment"), ("cleared", None)]
    _agrees(shop, MONDAY)


def test_one_line_for_the_file_of_payments_of_a_round(round_shop: BankShop) -> None:
    """Deposits are assumed: the call is in the books before the bank shows it."""
    shop = round_shop
    run_round(shop.code, TUESDAY, pl.DataFrame(schema=ACCOUNTS))
    assert shop.stands(FRIDAY).unexplained_cents is None
    shop.bank.move(2260_00, THURSDAY, text="FUNDING")
    shop.bank.move(-1200_00, FRIDAY, text="ACH SETTLEMENT")
    shop.load(FRIDAY)
    assert shop.match(FRIDAY).by_rule == {"total": 1, "amount": 1}
    stands = shop.stands(FRIDAY)
    assert (stands.unexplained_cents, stands.outstanding_cents) == (0, 60_00)
    _, shares = standing(shop.code)
    assert (shares["cleared"], shares["outstanding"]) == (1200_00, 60_00)


def test_on_the_cleared_basis_the_books_follow_the_bank(cleared_shop: BankShop) -> None:
    shop = cleared_shop
    run = shop.shop.step(Prepare("ann"))
    shop.shop.step(Approve("ann"))
    shop.bank.move(run.called_cents, THURSDAY, reference=f"CALL-{TUESDAY:%Y%m%d}")
    shop.load(THURSDAY)
    shop.match(THURSDAY)
    shop.shop.step(Release("cem"), FRIDAY)
    numbers = _payments(shop)
    assert shop.stands(FRIDAY).outstanding_cents == 0
    shop.bank.move(-800_00, MONDAY, reference=numbers[800_00])
    shop.load(MONDAY)
    assert shop.stands(MONDAY).unexplained_cents == -800_00
    shop.match(MONDAY)
    stands = shop.stands(MONDAY)
    assert (stands.unexplained_cents, stands.book_cents) == (0, run.called_cents - 800_00)
    _agrees(shop, MONDAY)
    statement, line = "S002", 1
    undo_match(shop.code, shop.shop.rows("select max(match_number) from bank_match")[0][0], "wrong", "fin", MONDAY)
    assert shop.stands(MONDAY).book_cents == run.called_cents
    assert shop.shop.balances()[UNPRESENTED_PAYMENTS] == -1260_00
    shop.tie((statement, line), f"payment:{numbers[800_00]}", day=MONDAY)
    stands = shop.stands(MONDAY)
    assert (stands.unexplained_cents, stands.book_cents) == (0, run.called_cents - 800_00)
    assert shop.shop.balances()[UNPRESENTED_PAYMENTS] == -460_00
    keys = shop.shop.rows("select entry_key from bank_match order by id desc limit 1")
    assert keys == [(f"clearing:{numbers[800_00]}:2",)]
    _agrees(shop, MONDAY)


def test_a_statement_without_matches_can_be_taken_back_and_read_again(shop: BankShop) -> None:
    shop.bank.move(100, THURSDAY)
    file = shop.bank.statement(THURSDAY)
    load_statement(shop.code, file, THURSDAY)
    undo(shop.code, file, THURSDAY)
    assert shop.stands(THURSDAY).bank_cents is None
    load_statement(shop.code, file, THURSDAY)
    line = ("S001", 1)
    shop.name(line, BANK_DIFFERENCES, THURSDAY)
    with pytest.raises(ServiceError, match="lines that are matched"):
        undo(shop.code, file, THURSDAY)


def test_what_the_first_statement_brings_forward_is_matched_with_what_was_before(shop: BankShop) -> None:
    call = _prepared(shop)
    shop.shop.step(Deposit("dua", 2260_00, THURSDAY, call), THURSDAY)
    shop.bank.balance_cents, shop.bank.opened_on = 2260_00, FRIDAY
    shop.bank.move(-5, MONDAY)
    shop.load(MONDAY)
    assert shop.stands(MONDAY).unexplained_cents == 2260_00 - 5
    assert shop.match(MONDAY).by_rule == {"opening": 1}
    assert shop.stands(MONDAY).unexplained_cents == -5
    _agrees(shop, MONDAY)
