"""The reconciliation in two panes and the trace: who may look, who may match, and what the page says afterwards."""

import re
from datetime import date

import pytest
from django.test import Client

from corridor.app.services.bank.reconciliation import reconciliation
from corridor.app.services.bank.statements import load_statement
from corridor.app.services.documents import documents_of
from corridor.app.store.tenancy import tenant_transaction
from tests.app.conftest import Database
from tests.app.services.bank.conftest import Bank
from tests.app.web.conftest import SPONSOR, email_of
from tests.app.web.page_parts import page_parts

BANK, TRACE = f"/sponsors/{SPONSOR}/bank/", f"/sponsors/{SPONSOR}/trace/"


def _client(role: str) -> Client:
    from corridor.app.store.accounts.models import User

    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    client.force_login(User.objects.get(email=email_of(role)))
    return client


def _first_payment() -> tuple[str, int, date]:
    with tenant_transaction(SPONSOR) as tx:
        query = "select payment_number, amount_cents, paid_on from payment where amount_cents > 0 order by 1 limit 1"
        number, cents, paid_on = tx.read(query).row(0)
        return number, cents, paid_on


@pytest.fixture
def statement(own_people: Database) -> tuple[str, int, date]:
    """A statement with a payment and a charge; the payment's number, amount and day."""
    number, cents, day = _first_payment()
    with tenant_transaction(SPONSOR) as tx:
        account = documents_of(tx).arrangement.bank.claims_account.account
    bank = Bank(opened_on=day)
    bank.move(-cents, day, text="PAYOUT")
    bank.move(-700, day, text="FEE")
    load_statement(SPONSOR, bank.statement(day, account=account), day)
    return number, cents, day


def test_the_finance_lead_looks_and_has_no_button(statement: tuple[str, int, date]) -> None:
    client = _client("finance")
    page = client.get(BANK)
    assert page.status_code == 200
    text = page.content.decode()
    assert "Unexplained difference" in text
    assert "S001/1" in text
    assert 'name="action"' not in text
    assert client.post(BANK, {"action": "rules"}).status_code == 403


def test_a_line_is_matched_a_difference_named_and_a_match_taken_back(statement: tuple[str, int, date]) -> None:
    number, cents, _ = statement
    client = _client("treasurer")
    before = reconciliation(SPONSOR).unexplained_cents
    assert before == -cents - 700
    nothing = client.post(BANK, {"action": "match", "line": "S001/1"})
    assert (nothing.status_code, reconciliation(SPONSOR).unexplained_cents) == (400, before)
    done = client.post(BANK, {"action": "match", "line": "S001/1", "item": f"payment:{number}"}, follow=True)
    assert "Match 1 is made." in done.content.decode()
    assert reconciliation(SPONSOR).unexplained_cents == -700
    refused = client.post(BANK, {"action": "difference", "line": "S001/2", "account": "5300", "reason": ""})
    assert refused.status_code == 400
    assert "expected a text" in refused.content.decode()
    client.post(BANK, {"action": "difference", "line": "S001/2", "account": "5300", "reason": "price list"})
    assert reconciliation(SPONSOR).unexplained_cents == 0
    client.post(BANK, {"action": "undo", "match": "1", "reason": "wrong one"})
    assert reconciliation(SPONSOR).unexplained_cents == -cents
    assert "by hand" in client.get(BANK).content.decode()
    assert client.post(BANK, {"action": "nonsense"}).status_code == 404


def test_a_search_finds_a_reference_and_an_amount(statement: tuple[str, int, date]) -> None:
    number, _, _ = statement
    client = _client("treasurer")
    assert f"payment:{number}" in client.get(BANK, {"find": number}).content.decode()
    found = client.get(BANK, {"find": "7.00"}).content.decode()
    assert "S001/2" in found
    assert "S001/1" not in found


def test_the_journal_and_a_claim_lead_to_the_trace_which_names_nobody(own_people: Database) -> None:
    client = _client("finance")
    links = page_parts(client.get(f"/sponsors/{SPONSOR}/postings/?year=2026")).links
    address = next(link.address for link in links if "/trace/?entry=" in link.address)
    page = client.get(address)
    assert page.status_code == 200
    with tenant_transaction(SPONSOR) as tx:
        claim, member, name = tx.read(
            "select p.claim_number, p.member_id, c.patient_last_name from paid_line p join claim c using (claim_number)"
            " where p.payment_number is not null order by p.id limit 1"
        ).row(0)
    claim_page = client.get(f"/sponsors/{SPONSOR}/claims/{claim}/").content.decode()
    assert f"/trace/?claim={claim}" in claim_page
    text = client.get(TRACE, {"claim": claim}).content.decode()
    assert re.search(r"PAY-\d{8}-\d{4}", text)
    assert member not in text
    assert f">{name}<" not in text
    assert client.get(TRACE, {"claim": "0"}).status_code == 404
    assert client.get(TRACE).status_code == 200


def test_both_pages_speak_turkish(statement: tuple[str, int, date]) -> None:
    client = _client("treasurer")
    client.cookies["corridor_language"] = "tr"
    assert "Banka mutabakatı" in client.get(BANK).content.decode()
    assert "Paranın izi" in client.get(TRACE).content.decode()
