"""The explanation of benefits in a browser: for everybody, on narrow screens, on paper, as a file."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.app.browser.conftest import SPONSOR, WIDTHS
from tests.app.browser.test_axe import faults_of, overflow_of

LISTS = {
    "examiner": f"/sponsors/{SPONSOR}/claims/?status=paid&kind=professional",
    "member": f"/sponsors/{SPONSOR}/my-claims/",
}
CLAIMS = "main table a[href*='claims/']"
NOTICE = "main a[href*='/eob/']"


def _opened(page: Any, role: str) -> Any:
    """The notice of the first claim on the role's list that has one: weeks of a disability have none."""
    page.goto(LISTS[role])
    for link in page.eval_on_selector_all(CLAIMS, "links => links.map(a => a.getAttribute('href'))"):
        page.goto(link)
        if page.locator(NOTICE).count():
            page.locator(NOTICE).click()
            expect(page.locator(".eob-amount")).to_be_visible()
            return page
    raise AssertionError("no claim on the list has a notice")


@pytest.mark.parametrize("role", LISTS)
@pytest.mark.parametrize("language", ["en", "tr"])
@pytest.mark.parametrize("width", WIDTHS)
def test_it_can_be_read_by_everybody(signed_in: Callable[..., Any], width: int, language: str, role: str) -> None:
    page = _opened(signed_in(role, width, language), role)
    assert faults_of(page) + overflow_of(page) == []


def test_on_paper_it_is_the_notice_alone(signed_in: Callable[..., Any]) -> None:
    page = _opened(signed_in("member"), "member")
    page.emulate_media(media="print")
    expect(page.locator(".top")).to_be_hidden()
    expect(page.locator(".eob-ways")).to_be_hidden()
    expect(page.locator(".eob")).to_be_visible()


def test_the_pdf_is_saved_under_the_claims_number(signed_in: Callable[..., Any]) -> None:
    page = _opened(signed_in("member"), "member")
    with page.expect_download() as saved:
        page.locator(".eob-ways a").click()
    assert saved.value.suggested_filename.startswith("explanation-of-benefits-")
