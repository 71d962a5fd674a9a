"""`corridor eob`: for people, as data, into files, in the language that is asked for."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.app.cli.conftest import Corridor
from tests.app.conftest import Shop, claim_row, claims_csv


@pytest.fixture
def claimed(shop: Shop) -> Shop:
    shop.load("claims.csv", claims_csv(claim_row("L1", "80053", "300")), date(2026, 2, 1))
    return shop


def test_as_data_it_has_cents_days_codes_and_words(corridor: Corridor, claimed: Shop) -> None:
    data = corridor("eob", "L1", "--json", "--sponsor", claimed.code).data
    assert (data["owed_cents"], data["shares"]["deductible"], data["rights"]["appeal_by"]) == (
        14_000,
        10_000,
        "2026-07-31",
    )
    assert [one["carc"] for one in data["lines"][0]["adjustments"]] == ["1", "2"]
    assert data["words"]["owed"] == "$140.00"


def test_into_files_in_another_language_than_ones_own(corridor: Corridor, claimed: Shop, tmp_path: Path) -> None:
    pdf, html = tmp_path / "eob.pdf", tmp_path / "eob.html"
    ran = corridor("eob", "L1", "--pdf", pdf, "--html", html, "--language", "tr", "--sponsor", claimed.code)
    assert (ran.code, ran.out, ran.err) == (0, "", f"wrote {pdf}\nwrote {html}\n")
    reader = PdfReader(BytesIO(pdf.read_bytes()))
    assert reader.root_object["/Lang"] == "tr"
    page = html.read_text("utf-8")
    assert page.startswith('<!doctype html>\n<html lang="tr">')
    assert "$140,00" in page
    assert "http" not in page.replace("http-equiv", "")


def test_its_own_language_is_that_of_the_command(corridor: Corridor, claimed: Shop) -> None:
    assert "Bu bir fatura değildir" in corridor("eob", "L1", "--lang", "tr", "--sponsor", claimed.code).out


def test_a_language_that_is_not_spoken_is_refused(corridor: Corridor, claimed: Shop) -> None:
    ran = corridor("eob", "L1", "--language", "de", "--sponsor", claimed.code)
    assert ran.code == 2
    assert "'de'" in ran.err
