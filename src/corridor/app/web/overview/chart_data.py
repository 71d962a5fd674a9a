"""What charts.js draws: the months' amounts in cents, the same as text in the page's language, and addresses."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from corridor.app.services.overview import Drill, FigureCode, Overview
from corridor.app.services.overview.shapes import Month
from corridor.app.web.context import language_here
from corridor.app.web.templatetags.told import money, month
from corridor.periods.spans import add_months
from corridor.periods.text import MONTHS

MONTHS_OF_YEAR = 12
_LETTERS = 3
"""Of a month's name below a bar: the abbreviation that both languages use."""


def chart_data(page: Overview) -> dict[str, Any]:
    """Both charts' data. months: those with figures; labels: all of the plan year."""
    return {
        "language": language_here(),
        "labels": _labels(page),
        "months": [_month(page.sponsor, own) for own in page.months],
        "words": {
            "cost": pgettext("amount", "Paid"),
            "budget": _("Budget"),
            "costToDate": _("Paid so far"),
            "budgetToDate": _("Budget so far"),
            "surplus": _("Surplus"),
            "deficit": _("Deficit"),
            "open": _("Click for the postings"),
        },
    }


def _labels(page: Overview) -> list[str]:
    names = MONTHS[language_here()]
    starts = (add_months(page.years.start, number) for number in range(MONTHS_OF_YEAR))
    return [names[start.month - 1][:_LETTERS] for start in starts]


def _month(sponsor: str, own: Month) -> dict[str, Any]:
    to = _addresses(sponsor)
    return {
        "name": month(own.month),
        "cost": own.cost_cents,
        "budget": own.budget_cents,
        "costToDate": own.cost_to_date_cents,
        "budgetToDate": own.budget_to_date_cents,
        "costText": money(own.cost_cents),
        "budgetText": money(own.budget_cents),
        "surplusText": money(own.surplus_cents),
        "costToDateText": money(own.cost_to_date_cents),
        "budgetToDateText": money(own.budget_to_date_cents),
        "surplusToDateText": money(own.surplus_to_date_cents),
        "url": to(own.drill(FigureCode.COST)),
        "urlToDate": to(own.drill(FigureCode.COST_TO_DATE)),
    }


def _addresses(sponsor: str) -> Callable[[Drill], str]:
    postings = reverse("postings", args=[sponsor])
    return lambda drill: f"{postings}?{urlencode(drill.query)}"
