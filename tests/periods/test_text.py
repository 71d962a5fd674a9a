"""Days and months in each language's form."""

from datetime import date

from corridor.periods.text import MONTHS, date_text, month_text
from corridor.wording.language import LANGUAGES


def test_a_day() -> None:
    assert date_text(date(2026, 1, 5), "en") == "Jan 5, 2026"
    assert date_text(date(2026, 1, 5), "tr") == "5 Ocak 2026"


def test_a_month() -> None:
    assert month_text(date(2026, 9, 30), "en") == "September 2026"
    assert month_text(date(2026, 9, 30), "tr") == "Eylül 2026"


def test_every_language_has_twelve_months_and_short_english_names_differ() -> None:
    assert {language: len(set(MONTHS[language])) for language in LANGUAGES} == dict.fromkeys(LANGUAGES, 12)
    assert len({date_text(date(2026, month, 1), "en")[:3] for month in range(1, 13)}) == 12
