"""The PDF: tagged, with title and language, the texts of the sheet, the same bytes each time."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from corridor.reports.explanation_of_benefits.pdf import pdf_of
from corridor.reports.explanation_of_benefits.tell import sheet_of
from corridor.wording.language import LANGUAGES, Language
from tests.reports.explanation_of_benefits.frames import NOTICED_ON, VISIT, notice
from tests.reports.explanation_of_benefits.test_sheet import WHOLE


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def reader(language: Language) -> PdfReader:
    return PdfReader(BytesIO(pdf_of(sheet_of(notice(*WHOLE), language), NOTICED_ON)))


def _text(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def _kinds(node: Any) -> Iterator[str]:
    """Kinds of the elements of a structure tree, in order."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from _kinds(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node["/S"]
        if "/K" in node:
            yield from _kinds(node["/K"])


def test_it_says_that_it_is_accessible(reader: PdfReader, language: Language) -> None:
    catalogue = reader.root_object
    assert bool(catalogue["/MarkInfo"]["/Marked"])
    assert catalogue["/Lang"] == language
    assert bool(catalogue["/ViewerPreferences"]["/DisplayDocTitle"])
    assert "pdfuaid:part>1<" in catalogue["/Metadata"].get_object().get_data().decode()


def test_its_title_names_the_claim(reader: PdfReader, language: Language) -> None:
    titles = {"en": "Explanation of benefits · Claim 42", "tr": "Tazminat ödeme bildirimi (EOB) · Talep 42"}
    assert reader.metadata is not None
    assert reader.metadata.title == titles[language]


def test_headings_and_the_table_are_tagged(reader: PdfReader) -> None:
    kinds = list(_kinds(reader.root_object["/StructTreeRoot"]["/K"]))
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") >= 7
    assert kinds.count("/H3") == len(WHOLE)
    assert kinds.count("/Table") == 1
    assert kinds.count("/TH") == 8  # service, charge, savings, allowed, others, plan, account, owed
    assert kinds.count("/TR") == len(WHOLE) + 2


def test_it_says_what_is_owed_and_until_when_one_may_appeal(reader: PdfReader, language: Language) -> None:
    expected = {
        "en": ("This is not a bill", "You owe Prairie Clinic", "$345.00", "$1,230.00", "Sep 6, 2026", "Mar 5, 2027"),
        "tr": ("Bu bir fatura değildir", "Sağlık hizmeti sunucusu", "$345,00", "6 Eylül 2026", "5 Mart 2027"),
    }
    text = _text(reader)
    assert [part for part in expected[language] if part not in text] == []
    assert text.index("345") < text.index("230") or language == "tr"


def test_every_letter_of_turkish_has_a_shape() -> None:
    letters = "çÇğĞıİöÖşŞüÜâîû"
    made = pdf_of(sheet_of(notice(VISIT, patient=letters), "tr"), NOTICED_ON)
    assert letters in _text(PdfReader(BytesIO(made)))


def test_texts_are_data_and_no_markup() -> None:
    strange = '#let x = 1; $a$ *b* _c_ @d <e> \\ " `f`'
    made = pdf_of(sheet_of(notice(VISIT, patient=strange), "en"), NOTICED_ON)
    assert "#let x = 1; $a$ *b* _c_ @d <e>" in _text(PdfReader(BytesIO(made)))


def test_only_the_fonts_that_typst_carries_are_used(reader: PdfReader) -> None:
    fonts = {
        str(font.get_object()["/BaseFont"]) for page in reader.pages for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all("Libertinus" in font for font in fonts)


def test_the_same_notice_is_the_same_file() -> None:
    sheet = sheet_of(notice(), "en")
    assert pdf_of(sheet, NOTICED_ON) == pdf_of(sheet, NOTICED_ON)
