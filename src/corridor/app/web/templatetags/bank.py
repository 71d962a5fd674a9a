"""Tags of the bank's pages: words for codes, addresses of traces."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from corridor.app.web.bank import words

register = template.Library()


@register.filter
def bank_subject(code: str) -> Any:
    """What a line is."""
    return words.SUBJECTS.get(code, code)


@register.filter
def bank_how(code: str) -> Any:
    """By what it was found to be it."""
    return words.HOW.get(code, code)


@register.filter
def payment_events(events: str | None) -> str:
    """What happened to a payment, in order."""
    return ", ".join(str(words.EVENTS.get(event, event)) for event in (events or "").split())


@register.filter
def trace_start(code: str) -> Any:
    """What a trace begins with."""
    return words.STARTS.get(code, code)


@register.simple_tag(takes_context=True)
def trace_url(context: Any, start: str, name: Any) -> str:
    """The address of a trace, with the way back; empty where the role may not see postings."""
    if "see_postings" not in context["rights"]:
        return ""
    query = {start: str(name), "from": context["request"].get_full_path()}
    return f"{reverse('trace', args=[context['place'].sponsor])}?{urlencode(query)}"
