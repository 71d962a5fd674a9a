"""Tags and filters of the desk: addresses that carry its filters, words for what people did."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse

from corridor.app.web.context import language_here
from corridor.app.web.desk import words
from corridor.app.web.desk.asked import Asked

register = template.Library()

FILTERS: Mapping[str, Mapping[str, Any]] = {
    "clock": words.CLOCKS,
    "override_action": words.OVERRIDES,
    "override_answer": words.ANSWERS,
    "claim_event": words.EVENTS,
    "appeal_event": words.APPEAL_EVENTS,
    "outcome": words.OUTCOMES,
    "appeal_state": words.APPEALS,
    "finding": words.FINDINGS,
    "sampled": words.SAMPLES,
}
"""Filter -> its words; a code without a word is shown as it is."""


def _worded(named: Mapping[str, Any]) -> Any:
    return lambda code: named.get(code, code) if code else "–"


for _name, _words in FILTERS.items():
    register.filter(_name, _worded(_words))


@register.simple_tag
def queue_query(asked: Asked, name: str, value: str) -> str:
    """The filters with another value of one of them, as the query of an address."""
    return asked.but(name, value)


@register.simple_tag(takes_context=True)
def queue_claim_url(context: Any, asked: Asked, number: int) -> str:
    """The address of a claim at work, with the filters of the list it stands on."""
    claim = reverse("queue_claim", args=[context["place"].sponsor, number])
    return f"{claim}?{asked.query}" if asked.query else claim


@register.filter
def tenths(value: int | None) -> str:
    """Tenths of days as days: `12.5`, in Turkish `12,5`; a dash where it is unknown."""
    if value is None:
        return "–"
    text = f"{value // 10}.{value % 10}"
    return text if language_here() == "en" else text.replace(".", ",")
