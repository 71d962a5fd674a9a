"""What is sent, what the bank answers, and what the books say of it, from the files alone, to the last cent."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import achkit
import pytest

from corridor.app.services.bank.statements import load_statement
from corridor.app.services.errors import ServiceError
from corridor.app.services.intake import NamedFile
from corridor.app.services.payments.approving import Approve
from corridor.app.services.payments.payees import ConfirmAccount, EnterAccount, Prenote, SetPayee
from corridor.app.services.payments.preparing import Prepare
from corridor.app.services.payments.releasing import Release
from corridor.app.services.payments.returns import ReturnsTaken, take_in_returns
from corridor.app.services.payments.standing import standing, standing_accounts
from corridor.app.services.trace import trace_line
from corridor.app.services.verify import verify
from corridor.banking.nacha_read import AchFile, read_ach
from corridor.edi.x835.balance import check_balance
from corridor.ledger.accounts import BANK_CHARGES, CLAIMS_ACCOUNT, CLAIMS_PAYABLE
from tests.app.conftest import claim_row
from tests.app.services.bank.conftest import Bank, BankShop
from tests.app.services.payments.conftest import FRIDAY, THURSDAY, TUESDAY, new_payment_shop
from tests.app.services.payments.test_sending import LAYOUT
from tests.banking import bank as clearing_house
from tests.oracle.reconciliation import plain_difference

EARLY = date(2026, 1, 5)
MONDAY, LATER, LAST = (FRIDAY + timedelta(days=days) for days in (3, 4, 5))
SETTLED, UNSETTLED, RETURNED = "1000000004", "1000000012", "1000000020"
"""Practices paid by ACH: one is paid and has moved its account, one the bank does not pay, one sends it back."""
BY_CHEQUE = "1000000038"
CENTS = {SETTLED: 800_00, UNSETTLED: 400_00, RETURNED: 500_00, BY_CHEQUE: 240_00}


@pytest.fixture
def shop(store: object) -> BankShop:
    """A shop that owes four practices, three of whom are paid by ACH."""
    made = new_payment_shop(rules=LAYOUT)
    charges = ("1100", "500", "625", "300")
    for place, (npi, charge) in enumerate(zip(CENTS, charges, strict=True)):
        service = f"2026-01-{10 + 2 * min(place, 1):02d}"
        made.claims(claim_row(f"A{place}", f"8005{3 + place}", charge, npi=npi, service=service), name=f"{npi}.csv")
        if npi != BY_CHEQUE:
            made.step(SetPayee("ann", npi, f"Practice {npi[-2:]}"), EARLY)
            made.step(EnterAccount("ann", npi, "091099994", f"12345{place}"), EARLY)
            made.step(ConfirmAccount("bob", npi), EARLY)
    made.step(Prenote("ann"), EARLY)
    return BankShop(made, Bank())


def _stands(shop: BankShop, day: date, unexplained: int) -> None:
    """What is unexplained, by the code and by its twin, and a journal that balances."""
    assert shop.stands(day).unexplained_cents == unexplained == plain_difference(shop.code, day)
    assert shop.shop.rows("select sum(amount_cents)::bigint from posting") == [(0,)]


def _files(shop: BankShop, kind: str) -> list[bytes]:
    return [bytes(row[0]) for row in shop.shop.rows(f"select content from stored_file where kind = '{kind}'")]


def _funded(shop: BankShop) -> None:
    """The call is answered in two parts; nothing is paid before the second."""
    run = shop.shop.step(Prepare("ann"))
    shop.shop.step(Approve("ann"))
    call = f"CALL-{TUESDAY:%Y%m%d}"
    for cents, day in ((run.called_cents - 100_00, THURSDAY), (100_00, FRIDAY)):
        shop.bank.move(cents, day, reference=call)
        shop.load(day)
        _stands(shop, day, cents)
        assert shop.match(day).by_rule == {"reference": 1}
        _stands(shop, day, 0)


def _back(shop: BankShop, content: bytes, name: str, day: date) -> ReturnsTaken:
    return take_in_returns(shop.code, NamedFile(name, content), "dua", day)


def _traces(sent: AchFile) -> dict[int, str]:
    """Cents -> trace of the entry in the file."""
    return {entry.amount_cents: entry.trace for entry in sent.entries}


def _cheques(shop: BankShop) -> Iterator[tuple[str, int]]:
    """Number and cents of the cheques that the bank was told of: it pays no others."""
    for content in _files(shop, "positive_pay"):
        for number, amount in re.findall(r"^([^,]+),([\d.]+),[^,]+,I$", content.decode(), re.MULTILINE):
            yield number, round(float(amount) * 100)


def test_what_is_sent_and_what_the_bank_answers_reconciles_to_the_cent(shop: BankShop) -> None:
    _funded(shop)
    shop.shop.step(Release("cem"), FRIDAY)
    (content,) = [one for one in _files(shop, "ach") if read_ach(one).entries[0].amount_cents]
    assert achkit.validate(content.decode("ascii")) == {"ok": True, "errors": []}
    _the_remittances_agree(shop, read_ach(content))
    _settles_in_part(shop, content)
    _comes_back_and_changes(shop, content)
    _a_charge_is_named(shop)
    _is_refused(shop)
    _leads_back_to_the_claim(shop)
    assert verify(shop.code).agrees


def _the_remittances_agree(shop: BankShop, sent: AchFile) -> None:
    """Each 835 has the trace and the amount of the addenda of one entry, which are those of one payment."""
    paid = {row["trace"]: row for row in standing(shop.code)[0].to_dicts()}
    remitted = {}
    for content in _files(shop, "835"):
        assert check_balance(content) == []
        segments = [part.strip().split("*") for part in content.decode().split("~")]
        heads = [part for part in segments if part[0] in ("BPR", "TRN")]
        for bpr, trn in zip(heads[::2], heads[1::2], strict=True):
            remitted[trn[2]] = (round(float(bpr[2]) * 100), bpr[4])
    assert sorted(cents for cents, _ in remitted.values()) == sorted(CENTS.values())
    entries = {entry.trn: entry for entry in sent.entries}
    assert set(entries) == {trace for trace, (_, how) in remitted.items() if how == "ACH"}
    assert {batch.entry_class for batch in sent.batches} == {"CCD"}
    for trace, (cents, how) in remitted.items():
        assert (paid[trace]["amount_cents"], paid[trace]["method"]) == (cents, how)
        if how == "ACH":
            assert (entries[trace].amount_cents, entries[trace].receiver_id.strip()) == (cents, trace)


def _settles_in_part(shop: BankShop, content: bytes) -> None:
    """The bank books one line for what settled of the file, and pays the cheques that it was told of."""
    traces = _traces(read_ach(content))
    settled, answer = clearing_house.partial_of(content, {traces[CENTS[UNSETTLED]]}, MONDAY)
    assert settled == CENTS[SETTLED] + CENTS[RETURNED]
    shop.bank.move(-settled, MONDAY, text="ACH SETTLEMENT")
    cheques = dict(_cheques(shop))
    assert sorted(cheques.values())[-1] == CENTS[BY_CHEQUE]
    for number, cents in cheques.items():
        shop.bank.move(-cents, MONDAY, reference=number)
    shop.load(MONDAY)
    _stands(shop, MONDAY, -settled - sum(cheques.values()))
    assert shop.match(MONDAY).by_rule == {"reference": len(cheques)}
    _stands(shop, MONDAY, -settled)
    assert len(_back(shop, answer, "unsettled.ach", MONDAY).returned) == 1
    _stands(shop, MONDAY, -settled)
    assert shop.match(MONDAY).by_rule == {"total": 1}
    _stands(shop, MONDAY, 0)
    assert shop.stands(MONDAY).outstanding_cents == 0
    assert shop.shop.balances()[CLAIMS_PAYABLE] == -CENTS[UNSETTLED]


def _comes_back_and_changes(shop: BankShop, content: bytes) -> None:
    """A payment that settled is returned, and an account has moved: the one is payable again, the other waits."""
    traces = _traces(read_ach(content))
    back = clearing_house.returns_of(content, {traces[CENTS[RETURNED]]: "R01"}, LATER)
    ((number, code),) = _back(shop, back, "returned.ach", LATER).returned
    assert code == "R01"
    assert shop.stands(LATER).in_transit_cents == CENTS[RETURNED]
    _stands(shop, LATER, 0)
    change = {traces[CENTS[SETTLED]]: ("C01", "98765")}
    taken = _back(shop, clearing_house.changes_of(content, change, LATER), "changed.ach", LATER)
    assert (taken.changes, taken.returned) == ([(SETTLED, "C01")], [])
    with shop.shop.transaction() as tx:
        account = standing_accounts(tx).filter(payee=SETTLED).row(-1, named=True)
    assert (account["account"], account["source"], account["confirmed_on"]) == ("98765", "notice_of_change", None)
    shop.bank.move(CENTS[RETURNED], LATER, reference=number, text="ACH RETURN R01")
    shop.load(LATER)
    _stands(shop, LATER, CENTS[RETURNED])
    assert shop.match(LATER).by_rule == {"reference": 1}
    _stands(shop, LATER, 0)
    assert shop.shop.balances()[CLAIMS_PAYABLE] == -CENTS[UNSETTLED] - CENTS[RETURNED]


def _a_charge_is_named(shop: BankShop) -> None:
    """What no rule explains stays in the difference until it is posted with its reason."""
    shop.bank.move(-12_34, LAST, text="ACCOUNT ANALYSIS FEE")
    shop.load(LAST)
    assert shop.match(LAST).left == 1
    _stands(shop, LAST, -12_34)
    line = (shop.stands(LAST).lines["statement_id"][0], 1)
    shop.name(line, BANK_CHARGES, LAST)
    _stands(shop, LAST, 0)
    assert shop.shop.rows("select account, amount_cents, reason from bank_difference") == [
        (BANK_CHARGES, -12_34, "as the bank's price list says")
    ]
    _, shares = standing(shop.code)
    assert shares["issued"] == sum(shares[part] for part in ("cleared", "outstanding", "void", "stale"))
    assert (shares["outstanding"], shares["void"]) == (0, CENTS[UNSETTLED] + CENTS[RETURNED])
    assert shop.stands(LAST).bank_cents == shop.shop.balances()[CLAIMS_ACCOUNT]


def _is_refused(shop: BankShop) -> None:
    """A statement twice, and one whose closing balance is a cent too much; nothing of either stays."""
    before = _counts(shop)
    again = shop.shop.rows("select name, content from stored_file where kind = 'bank_statement' order by id desc")[0]
    with pytest.raises(ServiceError, match="taken in by batch"):
        load_statement(shop.code, NamedFile(again[0], bytes(again[1])), LAST)
    with pytest.raises(ServiceError, match="one that is in already"):
        load_statement(shop.code, NamedFile("copy.csv", bytes(again[1]) + b"\n"), LAST)
    with pytest.raises(ServiceError, match=r"closing balance: found .* cents, expected"):
        shop.load(LAST, off_by=1)
    assert _counts(shop) == before


def _counts(shop: BankShop) -> list[Any]:
    tables = ("batch", "stored_file", "bank_statement", "bank_line", "bank_match", "journal_entry", "payment_event")
    return [shop.shop.rows(f"select count(*) from {table}") for table in tables]


def _leads_back_to_the_claim(shop: BankShop) -> None:
    """The line of the settlement is the two payments and claims that it settled, with their files."""
    ((statement, line),) = shop.shop.rows(
        "select statement_id, line_number from bank_line where text = 'ACH SETTLEMENT'"
    )
    found = trace_line(shop.code, statement, line)
    assert {row.file for row in found.sources} == {f"{SETTLED}.csv", f"{RETURNED}.csv"}
    assert {row.amount_cents for row in found.payments} == {CENTS[SETTLED], CENTS[RETURNED]}
    assert sum(
        row.matched_cents for row in found.bank_lines if (row.statement_id, row.line_number) == (statement, line)
    ) == (-CENTS[SETTLED] - CENTS[RETURNED])
