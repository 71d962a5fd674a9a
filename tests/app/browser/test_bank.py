"""The bank matched by mouse and by keyboard, in Chromium; neither page has a serious fault."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from corridor.app.services.bank.statements import load_statement
from corridor.app.services.documents import documents_of
from corridor.app.store.tenancy import tenant_transaction
from tests.app.browser.conftest import PASSWORD, SPONSOR, Site, _free_port
from tests.app.browser.test_axe import faults_of, overflow_of
from tests.app.conftest import Database, opened
from tests.app.services.bank.conftest import Bank
from tests.conftest import clone

PAGE = f"/sponsors/{SPONSOR}/bank/"


@pytest.fixture(scope="module")
def site(home: Path, demo_template: str, worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The pages of the small demo, whose bank has shown two payments."""
    own = Database(home, f"bank_{worker_id}")
    clone(home, demo_template, own.name)
    with opened(own), tenant_transaction(SPONSOR) as tx:
        account = documents_of(tx).arrangement.bank.claims_account.account
        paid: list[tuple[int, date]] = tx.read(
            "select amount_cents, paid_on from payment where amount_cents > 0 order by payment_number limit 2"
        ).rows()
    bank = Bank(opened_on=paid[0][1])
    for cents, day in paid:
        bank.move(-cents, day, text="PAYOUT")
    with opened(own):
        load_statement(SPONSOR, bank.statement(paid[-1][1], account=account), paid[-1][1])
    port = _free_port()
    log = tmp_path_factory.mktemp("bank") / "serve.log"
    served = Site(f"http://127.0.0.1:{port}", own.environment(), port=port, log=log)
    served.corridor("user", "demo", "--sponsor", SPONSOR, "--password-stdin", given=PASSWORD)
    served.start()
    yield served
    served.stop()


def test_lines_are_matched_by_mouse_and_by_keyboard(signed_in: Callable[..., Any]) -> None:
    page = signed_in("treasurer")
    page.goto(PAGE)
    assert faults_of(page) + overflow_of(page) == []
    before = page.locator("[data-difference]").inner_text()
    page.locator("input[name=line]").first.check()
    page.locator("input[name=item][value^='payment:']").first.check()
    expect(page.locator("#sums")).to_contain_text("$0.00")
    page.get_by_role("button", name="Match what is chosen").click()
    expect(page.locator(".done")).to_contain_text("Match 1 is made.")
    assert page.locator("[data-difference]").inner_text() != before
    page.locator("input[name=line]").first.focus()
    page.keyboard.press("Space")
    page.locator("input[name=item][value^='payment:']").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Match what is chosen").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".done")).to_contain_text("Match 2 is made.")
    expect(page.locator("[data-difference]")).to_have_text("$0.00")
    assert faults_of(page) + overflow_of(page) == []


def test_narrow_and_turkish_pages_have_no_serious_fault(signed_in: Callable[..., Any]) -> None:
    page = signed_in("treasurer", 400, "tr")
    page.goto(PAGE)
    assert faults_of(page) + overflow_of(page) == []
    page.goto(f"/sponsors/{SPONSOR}/trace/?claim=1")
    assert faults_of(page) + overflow_of(page) == []
