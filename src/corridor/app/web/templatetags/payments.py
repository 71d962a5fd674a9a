"""Tags of the pages of payments: words for codes, and who a payee is to whoever looks."""

from typing import Any

from django import template

from corridor.app.web.payments.words import WORDS

register = template.Library()
_NPI_DIGITS = 10


@register.filter
def payment_word(code: str, kind: str) -> Any:
    """A code of that kind in words."""
    return WORDS[kind].get(code, code)


@register.simple_tag(takes_context=True)
def payee_shown(context: Any, payee: str, kind: str = "claims") -> str:
    """The payee's identifier; of claims, to those who do not work payments, only where it is a practice's."""
    is_practice = len(payee) == _NPI_DIGITS and payee.isdecimal()
    return payee if "work_payments" in context["rights"] or kind != "claims" or is_practice else "…"
