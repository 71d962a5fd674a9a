"""The queue worked by keyboard, in Chromium: from the first claim that waits to an empty list."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from corridor.app.services.desk.acts import do_act
from corridor.app.services.desk.overriding import SetAuthority
from tests.app.browser.conftest import PASSWORD, SPONSOR, WIDTHS, Site, _free_port
from tests.app.browser.test_axe import faults_of, overflow_of
from tests.app.conftest import Database, opened
from tests.conftest import clone

QUEUE = f"/sponsors/{SPONSOR}/queue/"
ROWS = "#queue a[data-row]"


@pytest.fixture(scope="module")
def site(home: Path, demo_template: str, worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The pages of the small demo, whose examiners decide up to a million dollars alone."""
    own = Database(home, f"queue_{worker_id}")
    clone(home, demo_template, own.name)
    with opened(own):
        authority = SetAuthority("role:examiner", 1_000_000_00, date(2026, 1, 1), "letter of delegation 1", "tests")
        do_act(SPONSOR, authority, date(2026, 11, 1))
    port = _free_port()
    log = tmp_path_factory.mktemp("queue") / "serve.log"
    served = Site(f"http://127.0.0.1:{port}", own.environment(), port=port, log=log)
    served.corridor("user", "demo", "--sponsor", SPONSOR, "--password-stdin", given=PASSWORD)
    served.start()
    yield served
    served.stop()


@pytest.mark.parametrize("language", ["en", "tr"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_of_the_desk_has_a_serious_fault(signed_in: Callable[..., Any], width: int, language: str) -> None:
    page, faults = signed_in("examiner", width, language), []
    first = page.locator(ROWS).first.get_attribute("data-row")
    for address in (QUEUE, f"{QUEUE}?overdue=1&owner=mine", f"{QUEUE}{first}/", f"{QUEUE}release/?claim={first}"):
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == language
        faults += faults_of(page) + overflow_of(page)
    page.goto(f"{QUEUE}{first}/")
    page.locator("details[data-key=o] summary").click()
    faults += faults_of(page) + overflow_of(page)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
    faults += faults_of(page) + overflow_of(page)
    for name in ("approvals", "appeals", "quality", "measures"):
        page.goto(f"/sponsors/{SPONSOR}/{name}/")
        faults += faults_of(page) + overflow_of(page)
    assert faults == []


def test_keys_do_nothing_where_somebody_writes_or_switched_them_off(signed_in: Callable[..., Any]) -> None:
    page = signed_in("examiner")
    page.locator("input[name=min]").focus()
    for key in ("a", "j", "?"):
        page.keyboard.press(key)
    page.locator("select[name=reason]").focus()
    page.keyboard.press("a")
    page.evaluate("document.activeElement.blur()")
    for key in ("Control+j", "Alt+a", "Shift+a"):
        page.keyboard.press(key)
    held = "document.dispatchEvent(new KeyboardEvent('keydown', {key: 'a', repeat: true, bubbles: true}))"
    page.evaluate(held)
    assert page.url.endswith("/queue/")
    expect(page.locator("dialog#keys")).to_be_hidden()
    page.get_by_role("button", name="Switch keys off").click()
    expect(page.locator("#desk")).to_have_attribute("data-keys", "off")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement === document.body")
    again = signed_in("examiner")  # remembered for the person, not for the browser
    expect(again.locator("#desk")).to_have_attribute("data-keys", "off")
    again.get_by_role("button", name="Switch keys on").click()
    expect(again.locator("#desk")).to_have_attribute("data-keys", "on")


def _release(page: Any) -> None:
    page.keyboard.press("r")
    page.keyboard.type("looked at; nothing speaks against it")
    page.keyboard.press("Enter")


def _deny(page: Any) -> None:
    page.keyboard.press("o")
    page.keyboard.press("ArrowDown")  # from pay to deny
    for _ in ("line", "amount", "why"):
        page.keyboard.press("Tab")
    page.keyboard.type("the sender never said what was done")
    page.keyboard.press("Tab")
    page.keyboard.type("letter of delegation 1")
    page.keyboard.press("Enter")


def _worked(page: Any) -> int:
    """Work claim after claim until there is no next one; how many."""
    done = 0
    while page.locator("#acts").count():
        assert done < 20, page.url
        before = page.url
        (_release if page.locator("details[data-key=r]").count() else _deny)(page)
        page.wait_for_url(lambda url, before=before: url != before)
        done += 1
    return done


def test_the_queue_is_worked_by_keyboard_to_an_empty_list(signed_in: Callable[..., Any], pictures: Path) -> None:
    page = signed_in("examiner")
    expect(page.get_by_role("heading", level=1)).to_have_text("Queue")
    waiting = page.locator(ROWS).count()
    page.screenshot(path=pictures / "queue.png", full_page=True)

    # A chosen list first: it travels with the address, and its end is no claim of another list.
    page.goto(f"{QUEUE}?reason=other_payer_first")
    chosen = page.locator(ROWS).count()
    assert 0 < chosen < waiting
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/queue/*/?reason=other_payer_first")
    assert _worked(page) == chosen
    expect(page.locator("#queue")).to_contain_text("This list is empty")

    # Then all that is left, from the first.
    page.goto(QUEUE)
    expect(page.locator(ROWS)).to_have_count(waiting - chosen)
    first = page.locator(ROWS).first.get_attribute("data-row")
    for key in ("j", "j", "k"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.dataset.row") == first
    page.keyboard.press("a")
    page.wait_for_url(f"**/queue/{first}/")
    page.screenshot(path=pictures / "queue-claim.png", full_page=True)
    page.keyboard.press("u")
    page.wait_for_url("**/queue/")
    expect(page.locator(f"tr:has(a[data-row='{first}'])")).to_contain_text("you")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/queue/{first}/")
    assert _worked(page) == waiting - chosen
    expect(page.locator("#queue")).to_contain_text("The queue is empty")
