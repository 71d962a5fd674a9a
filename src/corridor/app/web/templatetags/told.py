"""Filters that tell amounts, shares, days and Corridor's own sentences in the page's language."""

from datetime import date, datetime
from typing import Any

from django import template

from corridor.app.web.context import language_here
from corridor.money.text import amount_text, rate_text
from corridor.periods.text import date_text, month_text
from corridor.wording.said import told as told_in

register = template.Library()


@register.filter
def money(cents: int | None) -> str:
    """Cents as an amount with its sign of currency; a dash where the amount is unknown."""
    if cents is None:
        return "–"
    sign = "−" if cents < 0 else ""
    return f"{sign}${amount_text(abs(cents), language_here())}"


@register.filter
def share(basis_points: int | None) -> str:
    """Basis points as a percentage; a dash where it is unknown."""
    return "–" if basis_points is None else rate_text(basis_points, language_here())


@register.filter
def day(value: date | datetime | None) -> str:
    """A day in the page's language."""
    return "–" if value is None else date_text(value, language_here())


@register.filter
def month(value: date | None) -> str:
    """A month and its year in the page's language."""
    return "–" if value is None else month_text(value, language_here())


@register.filter
def told(value: Any) -> str:
    """A sentence of Corridor's (wording.said) in the page's language."""
    return str(told_in(value, language_here()))
