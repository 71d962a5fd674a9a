"""The walk of a finance lead through the demo, in Chromium; its pictures are those of the documentation."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.app.browser.conftest import SPONSOR, Site
from tests.app.conftest import Database, claim_row, claims_csv

LATER = "2026-12-01"


def _cents(text: str) -> int:
    """Cents of an amount as an English page shows it."""
    digits = re.sub(r"[^0-9]", "", text)
    return -int(digits) if "−" in text or "-" in text else int(digits)


def test_from_a_figure_to_the_clause_and_back(signed_in: Callable[..., Any], pictures: Path) -> None:
    page = signed_in("finance")
    expect(page.get_by_role("heading", level=1)).to_have_text("Meridian Manufacturing")
    expect(page.locator("#live")).to_have_attribute("data-state", "listening")
    expect(page.locator(".chart canvas, .chart svg").first).to_be_visible()
    page.screenshot(path=pictures / "overview.png", full_page=True)

    figure = page.locator(".cards .figure", has_text="Paid against budget").locator("a.amount")
    shown = _cents(figure.inner_text())
    figure.click()
    page.wait_for_url("**/postings/**")
    assert _cents(page.locator(".total").inner_text()) == shown
    page.screenshot(path=pictures / "postings.png")

    page.locator("main table a[href*='/claims/']").first.click()
    page.wait_for_url("**/claims/**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Claim")
    page.screenshot(path=pictures / "claim.png", full_page=True)

    page.locator("main a[href*='/clauses/']").first.click()
    page.wait_for_url("**/clauses/**")
    expect(page.locator("main")).to_contain_text("Clause")
    page.screenshot(path=pictures / "clause.png")

    for step in ("/claims/", "/postings/", "/overview/"):
        page.go_back()
        page.wait_for_url(f"**{step}**")
    expect(page.get_by_role("heading", level=1)).to_have_text("Meridian Manufacturing")


def test_the_way_back_is_on_the_pages_themselves(signed_in: Callable[..., Any]) -> None:
    page = signed_in("finance")
    page.locator(".cards .figure", has_text="Paid against budget").locator("a.amount").click()
    page.wait_for_url("**/postings/**")
    wanted = page.locator(".total").inner_text()
    page.locator("main table a[href*='/claims/']").first.click()
    page.wait_for_url("**/claims/**")
    page.locator(".crumbs a[href*='/postings/']").click()
    page.wait_for_url("**/postings/**")
    expect(page.locator(".total")).to_have_text(wanted)
    page.locator(".crumbs a[href*='/overview/']").click()
    page.wait_for_url("**/overview/**")


def test_the_year_is_switched_between_good_bad_and_catastrophic(signed_in: Callable[..., Any], pictures: Path) -> None:
    page = signed_in("finance")
    for year, words in ((2024, "surplus kept"), (2025, "deficit owed"), (2026, "so far, 10 months")):
        page.locator(".years a", has_text=str(year)).click()
        page.wait_for_url(f"**year={year}")
        expect(page.locator(".years a[aria-current]")).to_contain_text(str(year))
        expect(page.locator(".year-end")).to_contain_text(re.compile(words, re.I))
        expect(page.locator("#chart-data")).to_have_count(1)
        if year != 2026:  # of which the first picture is
            page.screenshot(path=pictures / f"overview-{year}.png", full_page=True)
    # The catastrophic one: a person far above what the employer keeps for itself.
    claimant = page.locator(".cards .figure", has_text="Largest claimant")
    assert _cents(claimant.locator("a.amount").inner_text()) > 5 * 100_000_00


def test_the_language_is_switched(signed_in: Callable[..., Any], pictures: Path) -> None:
    page = signed_in("finance")
    page.get_by_role("button", name="Türkçe").click()
    expect(page.locator("html")).to_have_attribute("lang", "tr")
    expect(page.get_by_role("navigation").first).to_contain_text("Talep")
    expect(page.locator(".cards")).to_contain_text(re.compile(r"\$\d{1,3}(\.\d{3})*,\d\d"))
    page.screenshot(path=pictures / "overview.tr.png", full_page=True)
    page.locator("main a[href*='/claims/']").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "tr")
    page.screenshot(path=pictures / "claim.tr.png", full_page=True)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_batch_from_the_command_line_appears_without_a_reload(
    signed_in: Callable[..., Any], site: Site, site_database: Database, tmp_path: Path
) -> None:
    page = signed_in("finance")
    expect(page.locator("#live")).to_have_attribute("data-state", "listening")
    page.evaluate("window.neverReloaded = true")
    before = page.locator(".cards").inner_text()
    with site_database.connected() as connection:
        [(family, member)] = connection.execute(
            "select subscriber_id, member_id from coverage join tenant on tenant.id = tenant_id where code = %s"
            " and coverage_end_exclusive is null and plan_code = 'PPO' and member_id = subscriber_id"
            " order by member_id limit 1",
            [SPONSOR],
        ).fetchall()
    row = claim_row(
        "LIVE-1", "99213", "140.00", service="2026-06-01", received="2026-06-20", subscriber=family, member=member
    )
    (tmp_path / "live.csv").write_text(claims_csv(row))
    site.corridor("load", str(tmp_path / "live.csv"), "--as-of", LATER, "--sponsor", SPONSOR)
    expect(page.locator("#live")).to_have_attribute("data-state", "fetched")
    expect(page.locator(".cards")).not_to_have_text(before)
    first = page.locator("[aria-labelledby=decisions] tbody tr").first
    expect(first).to_contain_text("Dec 1, 2026")
    assert page.evaluate("window.neverReloaded") is True


def test_a_lost_connection_says_so_and_mends_itself(signed_in: Callable[..., Any], site: Site) -> None:
    page = signed_in("finance")
    line = page.locator("#live")
    expect(line).to_have_attribute("data-state", "listening")
    site.stop()
    expect(line).to_have_attribute("data-state", "lost")
    expect(line).to_contain_text("lost")
    site.start()
    expect(line).to_have_attribute("data-state", re.compile("listening|fetched"), timeout=20_000)
