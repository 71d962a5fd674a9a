"""Amounts and rates as people read them, in each language's form."""

from typing import Any

from corridor.wording.language import Language
from corridor.wording.said import Said

_SWAPPED = str.maketrans(",.", ".,")


class _Amount(Said):
    """An amount inside a sentence."""

    __slots__ = ()

    def __new__(cls, cents: int) -> "_Amount":
        text = str.__new__(cls, amount_text(cents, "en"))
        text.template, text.facts = "{cents}", {"cents": cents}
        return text

    def __reduce__(self) -> tuple[Any, ...]:
        return _Amount, (self.facts["cents"],)

    def told(self, language: Language) -> str:
        return amount_text(self.facts["cents"], language)


def amount_text(cents: int, language: Language) -> str:
    """`-123456` -> `-1,234.56`, in Turkish `-1.234,56`."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    text = f"{sign}{whole:,}.{rest:02d}"
    return text if language == "en" else text.translate(_SWAPPED)


def amount_said(cents: int) -> Said:
    """An amount as a fact of a sentence, told in the form of the sentence's language."""
    return _Amount(cents)


def number_text(ten_thousandths: int, language: Language) -> str:
    """`327442` -> `32.7442`, in Turkish `32,7442`; `10000` -> `1`."""
    sign = "-" if ten_thousandths < 0 else ""
    whole, rest = divmod(abs(ten_thousandths), 10_000)
    text = f"{sign}{whole:,}.{rest:04d}".rstrip("0").rstrip(".")
    return text if language == "en" else text.translate(_SWAPPED)


def rate_text(basis_points: int, language: Language) -> str:
    """`2050` -> `20.5%`, in Turkish `%20,5`; a negative rate is `-20.5%`, `-%20,5`."""
    sign = "-" if basis_points < 0 else ""
    whole, rest = divmod(abs(basis_points), 100)
    digits = f"{whole:,}.{rest:02d}".rstrip("0").rstrip(".")
    return f"{sign}{digits}%" if language == "en" else f"{sign}%{digits.translate(_SWAPPED)}"


class _Rate(Said):
    """A rate inside a sentence."""

    __slots__ = ()

    def __new__(cls, basis_points: int) -> "_Rate":
        text = str.__new__(cls, rate_text(basis_points, "en"))
        text.template, text.facts = "{basis_points}", {"basis_points": basis_points}
        return text

    def __reduce__(self) -> tuple[Any, ...]:
        return _Rate, (self.facts["basis_points"],)

    def told(self, language: Language) -> str:
        return rate_text(self.facts["basis_points"], language)


def rate_said(basis_points: int) -> Said:
    """A rate as a fact of a sentence, told in the form of the sentence's language."""
    return _Rate(basis_points)
