"""Amounts and rates as people read them, in each language's form."""

from corridor.money.cents import format_cents
from corridor.wording.language import Language

_SWAPPED = str.maketrans(",.", ".,")


def amount_text(cents: int, language: Language) -> str:
    """`123456` -> `1,234.56`, in Turkish `1.234,56`."""
    text = format_cents(cents)
    return text if language == "en" else text.translate(_SWAPPED)


def rate_text(basis_points: int, language: Language) -> str:
    """`2050` -> `20.5%`, in Turkish `%20,5`; a negative rate is `-20.5%`, `-%20,5`."""
    sign = "-" if basis_points < 0 else ""
    whole, rest = divmod(abs(basis_points), 100)
    digits = f"{whole:,}.{rest:02d}".rstrip("0").rstrip(".")
    return f"{sign}{digits}%" if language == "en" else f"{sign}%{digits.translate(_SWAPPED)}"
