"""No page has a serious fault for people who use a screen reader, a keyboard or a narrow screen (axe, WCAG 2.1 AA)."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.app.browser.conftest import SPONSOR, WIDTHS

AT = f"/sponsors/{SPONSOR}"
PAGES = {
    "finance": [f"{AT}/overview/?year={year}" for year in (2024, 2025, 2026)]
    + [f"{AT}/postings/", f"{AT}/postings/?code=cost&year=2026", f"{AT}/traditional/", f"{AT}/claims/", f"{AT}/plan/"]
    + [f"{AT}/postings/?code=nonsense&year=2026", "/no/such/page/"],
    "treasurer": [f"{AT}/payments/", f"{AT}/payees/", f"{AT}/bank/", f"{AT}/trace/", f"{AT}/trace/?claim=1"],
    "examiner": [f"{AT}/claims/?status=pended", f"{AT}/overview/"],
    "auditor": [f"{AT}/access/", f"{AT}/overview/"],
    "member": [f"{AT}/my-claims/"],
    "operator": [
        "/admin/",
        "/admin/accounts/user/",
        "/admin/accounts/user/add/",
        "/admin/accounts/user/2/change/",
        "/admin/web/batches/",
        f"{AT}/access/",
    ],
}
FOLLOWED = {"finance": ("/claims/", "/clauses/"), "member": ("/my-claims/",)}
"""Of these the first link that a page of the role has is opened too."""

SERIOUS = ("serious", "critical")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


def faults_of(page: Any) -> list[str]:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
    return [
        f"{page.url}: {fault['id']}: {fault['nodes'][0]['html'][:120]}" for fault in found if fault["impact"] in SERIOUS
    ]


def overflow_of(page: Any) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{page.url}: {wide} pixels wider than the screen"] if wide > 0 else []


def _followed(page: Any, role: str) -> list[str]:
    links: list[str] = page.eval_on_selector_all("main a[href]", "links => links.map(a => a.getAttribute('href'))")
    found = (
        next((link for link in links if re.search(rf"{part}[^?]+", link)), None) for part in FOLLOWED.get(role, ())
    )
    return [link for link in found if link]


WIDE, NARROW = max(WIDTHS), min(WIDTHS)
ONCE_EACH = [(WIDE, "en"), (NARROW, "tr")]
"""Each width and each language; the other two pairs in the long runs."""


@pytest.mark.parametrize(
    ("width", "language"),
    [*ONCE_EACH, *(pytest.param(*pair, marks=pytest.mark.soak) for pair in ((WIDE, "tr"), (NARROW, "en")))],
)
def test_no_page_has_a_serious_fault(signed_in: Callable[..., Any], width: int, language: str) -> None:
    faults: list[str] = []
    for role, addresses in PAGES.items():
        page = signed_in(role, width, language)
        waiting, seen = list(addresses), set[str]()
        while waiting:
            address = waiting.pop(0)
            page.goto(address)
            assert page.locator("html").get_attribute("lang") == language
            faults += faults_of(page) + overflow_of(page)
            seen.add(address)
            kinds = {part for part in FOLLOWED.get(role, ()) if any(re.search(rf"{part}[^?]+", one) for one in seen)}
            waiting += [
                link
                for link in _followed(page, role)
                if not any(part in link for part in kinds) and link not in waiting
            ]
    assert faults == []


@pytest.mark.parametrize("language", ["en", "tr"])
@pytest.mark.parametrize("width", WIDTHS)
def test_signing_in_has_no_serious_fault(page_at: Callable[..., Any], width: int, language: str) -> None:
    page = page_at(width, language)
    page.goto("/accounts/sign-in/?expired=1")
    assert faults_of(page) + overflow_of(page) == []
    page.fill("#id_login", "nobody@corridor.example")
    page.fill("#id_password", "not-the-password")
    page.click("main button[type=submit]")
    page.wait_for_selector("#refused")
    assert faults_of(page) + overflow_of(page) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_keyboard_reaches_the_figures(signed_in: Callable[..., Any], width: int) -> None:
    page = signed_in("finance", width)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
