"""Tags of pages that show figures: addresses of the postings behind them, words for codes, sizes without a sign."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from corridor.app.services.overview import Drill, FigureCode
from corridor.app.services.overview.shapes import Month
from corridor.app.web.context import language_here
from corridor.app.web.overview import words

register = template.Library()


@register.simple_tag(takes_context=True)
def postings_url(context: Any, drill: Drill, page: int = 1) -> str:
    """The address of a figure's postings."""
    return _postings(context, drill.query | ({"page": str(page)} if page > 1 else {}))


@register.simple_tag(takes_context=True)
def month_url(context: Any, own: Month, code: str) -> str:
    """The address of the postings of one of a month's figures."""
    return _postings(context, own.drill(FigureCode(code)).query)


@register.simple_tag(takes_context=True)
def journal_url(context: Any, year: int, month: date | None = None, account: str | None = None, page: int = 1) -> str:
    """The address of the journal of a plan year, of a month of it, of an account."""
    parts = {"year": str(year)}
    parts |= {"month": f"{month:%Y-%m}"} if month else {}
    parts |= {"account": account} if account else {}
    parts |= {"page": str(page)} if page > 1 else {}
    return _postings(context, parts)


@register.simple_tag(takes_context=True)
def claim_url(context: Any, number: int | None) -> str:
    """The address of a claim, with the way back to this page; empty where the role may not open claims."""
    if number is None or "see_claims" not in context["rights"]:
        return ""
    claim = reverse("claim", args=[context["place"].sponsor, number])
    return f"{claim}?{urlencode({'from': context['request'].get_full_path()})}"


@register.simple_tag(takes_context=True)
def clause_url(context: Any, code: str, number: str) -> str:
    """The address of a clause of a document, with the way back to this page."""
    clause = reverse("clause", args=[context["place"].sponsor, code, number])
    return f"{clause}?{urlencode({'from': context['request'].get_full_path()})}"


@register.filter
def unsigned(cents: int | None) -> int | None:
    """An amount without its sign, where the words beside it say which way it goes."""
    return None if cents is None else abs(cents)


@register.filter
def number(count: int) -> str:
    """A count with its thousands marked as the page's language does."""
    text = f"{count:,}"
    return text if language_here() == "en" else text.replace(",", ".")


@register.filter
def figure_name(code: str) -> Any:
    """What a figure is called."""
    return words.FIGURES[FigureCode(code)]


@register.filter
def figure_meaning(code: str) -> Any:
    """What a figure is, in a sentence."""
    return words.MEANINGS[FigureCode(code)]


@register.filter
def entry_kind(code: str) -> Any:
    """What happened, of a journal entry."""
    return words.ENTRY_KINDS.get(code, code)


@register.filter
def adjustment(code: str) -> Any:
    """A part of a figure that is no posting."""
    return words.ADJUSTMENTS.get(code, code)


@register.filter
def product(code: str | None) -> Any:
    """A kind of benefit; a dash where no plan was found."""
    return words.PRODUCTS.get(code, code) if code else "–"


@register.filter
def level(code: str) -> Any:
    """Who is covered: the employee alone, with a spouse, with children, the family."""
    return words.LEVELS.get(code, code)


@register.filter
def status(code: str) -> Any:
    """How a claim was decided."""
    return words.STATUSES.get(code, code)


register.filter("account", words.account_name)
register.filter("reason", words.reason_text)


def _postings(context: Any, parts: dict[str, str]) -> str:
    return f"{reverse('postings', args=[context['place'].sponsor])}?{urlencode(parts)}"
