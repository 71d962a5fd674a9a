"""Files from the bank: returns make payments payable again, notifications of change wait, nothing is taken in twice."""

from datetime import date

import pytest

from corridor.app.services.errors import ServiceError
from corridor.app.services.payments.payees import ConfirmAccount, EnterAccount, Prenote, SetPayee
from corridor.app.services.payments.preparing import Prepare
from corridor.app.services.payments.returns import take_in_returns
from corridor.app.services.payments.standing import standing, standing_accounts
from corridor.app.services.reading import NamedFile
from corridor.app.services.verify import verify
from corridor.banking.nacha_read import AchError, read_ach
from corridor.ledger.accounts import CLAIMS_PAYABLE
from tests.app.services.payments.bank_files import Sent, bank_file
from tests.app.services.payments.conftest import FRIDAY, PaymentShop

NPI = "1000000004"
EARLY, MONDAY = date(2026, 1, 5), date(2026, 2, 2)


@pytest.fixture
def paid(busy: PaymentShop) -> PaymentShop:
    """The shop after it has paid 800 into the account of a practice."""
    busy.step(SetPayee("ann", NPI, "Practice Four"), EARLY)
    busy.step(EnterAccount("ann", NPI, "091099994", "12345"), EARLY)
    busy.step(ConfirmAccount("bob", NPI), EARLY)
    busy.step(Prenote("ann"), EARLY)
    busy.funded_run()
    return busy


def sent_id(shop: PaymentShop) -> str:
    """The identification of the entry of 800, as our own file has it."""
    content = shop.rows("select content from stored_file where name like '%payments.ach'")[0][0]
    (entry,) = read_ach(bytes(content)).entries
    assert (entry.amount_cents, entry.trn) == (800_00, entry.receiver_id.strip())
    return entry.receiver_id.strip()


def take_in(shop: PaymentShop, *entries: Sent, name: str = "returns.ach"):
    return take_in_returns(shop.code, NamedFile(name, bank_file(*entries)), "dua", MONDAY)


def test_a_return_makes_the_claim_payable_again_and_blocks_the_account(paid: PaymentShop) -> None:
    done = take_in(paid, Sent(sent_id(paid), 800_00, "R03"), Sent("ELSE", 100, "R01"))
    ((number, code),) = done.returned
    assert (code, done.unknown) == ("R03", ["R01"])
    rows, shares = standing(paid.code)
    assert {row["payment_number"]: row["state"] for row in rows.to_dicts()}[number] == "returned"
    assert shares["void"] == 800_00
    assert paid.balances()[CLAIMS_PAYABLE] == -800_00
    run = paid.step(Prepare("ann"), date(2026, 2, 3))
    ways = dict(run.candidates.select("payee", "method").iter_rows())
    assert ways[NPI] == "CHK"
    assert verify(paid.code).agrees


def test_the_same_file_again_a_wrong_amount_and_a_second_return_change_nothing(paid: PaymentShop) -> None:
    trace = sent_id(paid)
    with pytest.raises(ServiceError, match="found 79999 cents returned, expected 80000"):
        take_in(paid, Sent(trace, 799_99, "R03"))
    with pytest.raises(AchError, match="expected a code of the rules"):
        take_in(paid, Sent(trace, 800_00, "R99"))
    take_in(paid, Sent(trace, 800_00, "R03"))
    before = paid.balances()
    with pytest.raises(ServiceError, match="found it taken in by batch"):
        take_in(paid, Sent(trace, 800_00, "R03"))
    with pytest.raises(ValueError, match="found it returned, expected"):
        take_in(paid, Sent(trace, 800_00, "R04"), name="second.ach")
    assert paid.balances() == before


def test_a_notification_of_change_waits_for_another_person(paid: PaymentShop) -> None:
    done = take_in(paid, Sent(sent_id(paid), 0, "C03", f"{'072199994':<12}{'98765':<17}"))
    assert done.changes == [(NPI, "C03")]
    with paid.transaction() as tx:
        accounts = standing_accounts(tx).to_dicts()
    assert [one["routing"] for one in accounts] == ["091099994", "072199994"]
    assert (accounts[1]["account"], accounts[1]["source"]) == ("98765", "notice_of_change")
    assert accounts[1]["confirmed_on"] is None
    with pytest.raises(ServiceError, match="expected 2026-02-07 or later"):
        paid.step(ConfirmAccount("bob", NPI), MONDAY)
    assert verify(paid.code).agrees


def test_a_prenote_that_comes_back_blocks_the_account(busy: PaymentShop) -> None:
    busy.step(SetPayee("ann", NPI, "Practice Four"), EARLY)
    busy.step(EnterAccount("ann", NPI, "091099994", "12345"), EARLY)
    busy.step(ConfirmAccount("bob", NPI), EARLY)
    busy.step(Prenote("ann"), EARLY)
    done = take_in_returns(
        busy.code, NamedFile("r.ach", bank_file(Sent(NPI, 0, "R04", transaction="21"))), "dua", date(2026, 1, 7)
    )
    assert done.prenotes == [(NPI, "R04")]
    content = busy.rows("select content from stored_file where name like 'PRENOTE%'")[0][0]
    (entry,) = read_ach(bytes(content)).entries
    assert entry.is_prenote
    assert entry.receiver_id.strip() == NPI
    run = busy.step(Prepare("ann"))
    assert dict(run.candidates.select("payee", "method").iter_rows())[NPI] == "CHK"
    assert standing(busy.code, FRIDAY.isoformat())[0].is_empty()
