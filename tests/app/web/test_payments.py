"""Payments and payees: who looks, who works, what an unfunded run says, and what the steps refuse."""

from datetime import date

import pytest
from django.test import Client

from corridor.app.services.access.people import add_person
from corridor.app.services.payments.deposits import Deposit
from corridor.app.services.payments.payees import EnterAccount, SetPayee
from corridor.app.services.payments.preparing import Prepare
from corridor.app.store.tenancy import tenant_transaction
from tests.app.conftest import Database, claim_row
from tests.app.services.payments.conftest import THURSDAY, PaymentShop, new_payment_shop
from tests.app.web.conftest import PASSWORD, SPONSOR, ClientOf

NPI, OTHER = "1000000004", "1000000012"
ADDRESS = "pay@corridor.example"


@pytest.fixture
def shop(own_people: Database) -> PaymentShop:
    """A shop that owes 800 to one practice and 400 to another, with a run prepared for them."""
    made = new_payment_shop()
    made.claims(
        claim_row("A1", "80053", "1100", npi=NPI),
        claim_row("A2", "80054", "500", service="2026-01-12", npi=OTHER),
    )
    made.step(Prepare("ann"))
    add_person(ADDRESS, "treasurer", made.code, actor="tests", password=PASSWORD)
    return made


@pytest.fixture
def client(shop: PaymentShop) -> Client:
    """Signed in as whoever works its payments."""
    from corridor.app.store.accounts.models import User

    made = Client(SERVER_NAME="localhost", raise_request_exception=False)
    made.force_login(User.objects.get(email=ADDRESS))
    return made


def _post(client: Client, address: str, **form: str) -> str:
    return client.post(address, form, follow=True).content.decode()


def test_the_finance_lead_sees_where_payments_stand_and_has_no_button(client_of: ClientOf) -> None:
    client = client_of("finance")
    address = f"/sponsors/{SPONSOR}/payments/"
    page = client.get(address)
    text = page.content.decode()
    assert (page.status_code, "Issued = cleared + outstanding" in text, 'name="action"' in text) == (200, True, False)
    assert "The weekly round calls, pays and posts in one step" in text
    assert client.post(address, {"action": "release"}).status_code == 403
    assert client.get(address, {"state": "nonsense"}).status_code == 404
    assert client.get(f"/sponsors/{SPONSOR}/payees/").status_code == 200
    assert client_of("examiner").get(address).status_code == 403


def test_identifiers_that_may_be_a_persons_are_shown_to_those_who_work_payments(
    client_of: ClientOf, shop: PaymentShop
) -> None:
    with tenant_transaction(SPONSOR) as tx:
        person = tx.scalar("select payee from payment where payee !~ '^[0-9]{10}$' and payee like 'M0%' limit 1")
    address = f"/sponsors/{SPONSOR}/payments/"
    shown = {role: client_of(role).get(address, {"find": person}).content.decode() for role in ("finance", "treasurer")}
    assert f'translate="no">{person}</td>' in shown["treasurer"]
    assert f'translate="no">{person}</td>' not in shown["finance"]
    assert 'translate="no">…</td>' in shown["finance"]


def test_a_run_says_whom_missing_money_affects_and_goes_on_when_it_is_in(shop: PaymentShop, client: Client) -> None:
    address = f"/sponsors/{shop.code}/payments/"
    assert 'data-stage="approval"' in client.get(address).content.decode()
    assert "is approved" in _post(client, address, action="approve")
    waiting = client.get(address).content.decode()
    assert 'data-stage="money"' in waiting
    called = shop.rows("select amount_cents from funding_call")[0][0]
    assert waiting.count("waits for money") == 4  # two practices, fee and premium
    assert 'value="release"' not in waiting
    shop.step(Deposit("dua", called - 1_100_00, THURSDAY), THURSDAY)
    assert 'data-stage="release"' in client.get(address).content.decode()
    assert "wait for $100.00" in _post(client, address, action="release")
    shop.step(Deposit("dua", 1_100_00, THURSDAY), THURSDAY)
    assert "payments are released." in _post(client, address, action="release")
    after = client.get(address).content.decode()
    assert 'data-stage="done"' in after
    assert "waits for money" not in after
    number = shop.rows(f"select payment_number from payment where payee = '{NPI}'")[0][0]
    refused = client.post(address, {"action": "void", "payment": number, "reason": " "})
    assert (refused.status_code, "expected a text" in refused.content.decode()) == (400, True)
    assert "is stopped" in _post(client, address, action="void", payment=number, reason="lost")
    found = client.get(address, {"state": "voided"}).content.decode()
    assert number in found
    assert client.post(address, {"action": "nonsense"}).status_code == 404


def test_an_account_is_confirmed_by_another_person_and_a_payee_blocked_with_a_reason(
    shop: PaymentShop, client: Client
) -> None:
    address, early = f"/sponsors/{shop.code}/payees/", date(2026, 1, 28)
    shop.step(SetPayee("ann", NPI, "Practice 4"), early)
    shop.step(EnterAccount("ann", NPI, "091099994", "123456789"), early)
    shop.step(SetPayee("ann", OTHER, "Practice 2"), early)
    shop.step(EnterAccount(ADDRESS, OTHER, "091099994", "223456789"), early)
    page = client.get(address).content.decode()
    assert ("waits to be confirmed" in page, "… 6789" in page, "123456789" in page) == (True, True, False)
    assert "The account is confirmed." in _post(client, address, action="confirm", payee=NPI)
    own = client.post(address, {"action": "confirm", "payee": OTHER})
    assert own.status_code == 400
    assert client.post(address, {"action": "block", "payee": NPI, "reason": ""}).status_code == 400
    assert "Nothing is paid to this payee" in _post(client, address, action="block", payee=NPI, reason="under review")
    assert "under review" in client.get(address, {"find": NPI}).content.decode()
    assert "may be paid again" in _post(client, address, action="unblock", payee=NPI)
