"""The explanation of benefits in a browser: for everybody, on narrow screens, on paper, as a file."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.app.browser.conftest import SPONSOR, WIDTHS
from tests.app.browser.test_axe import faults_of, overflow_of

ROLES = {"examiner": f"/sponsors/{SPONSOR}/claims/?status=paid", "member": f"/sponsors/{SPONSOR}/my-claims/"}


@pytest.mark.parametrize("language", ["en", "tr"])
@pytest.mark.parametrize("width", WIDTHS)
def test_it_can_be_read_by_everybody(signed_in: Callable[..., Any], width: int, language: str) -> None:
    for role, address in ROLES.items():
        page = signed_in(role, width, language)
        page.goto(address)
        page.locator("main th a").first.click()
        page.locator("main a[href*='/eob/']").click()
        expect(page.locator(".eob-amount")).to_be_visible()
        assert faults_of(page) + overflow_of(page) == []


def test_on_paper_it_is_the_notice_alone(signed_in: Callable[..., Any]) -> None:
    page = signed_in("member")
    page.goto(ROLES["member"])
    page.locator("main th a").first.click()
    page.locator("main a[href*='/eob/']").click()
    page.emulate_media(media="print")
    expect(page.locator(".top")).to_be_hidden()
    expect(page.locator(".eob-ways")).to_be_hidden()
    expect(page.locator(".eob")).to_be_visible()


def test_the_pdf_is_saved_under_the_claims_number(signed_in: Callable[..., Any]) -> None:
    page = signed_in("member")
    page.goto(ROLES["member"])
    page.locator("main th a").first.click()
    page.locator("main a[href*='/eob/']").click()
    with page.expect_download() as saved:
        page.locator(".eob-ways a").click()
    assert saved.value.suggested_filename.startswith("explanation-of-benefits-")
