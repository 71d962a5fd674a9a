"""Days and months as people read them, in each language's form."""

from collections.abc import Mapping
from datetime import date

from corridor.wording.language import Language

_ENGLISH = "January February March April May June July August September October November December"
_TURKISH = "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık"
MONTHS: Mapping[Language, tuple[str, ...]] = {"en": tuple(_ENGLISH.split()), "tr": tuple(_TURKISH.split())}


def date_text(day: date, language: Language) -> str:
    """A day: `Jan 5, 2026`, in Turkish `5 Ocak 2026`."""
    month = MONTHS[language][day.month - 1]
    return f"{month[:3]} {day.day}, {day.year}" if language == "en" else f"{day.day} {month} {day.year}"


def month_text(day: date, language: Language) -> str:
    """The month that holds a day: `January 2026`, in Turkish `Ocak 2026`."""
    return f"{MONTHS[language][day.month - 1]} {day.year}"
