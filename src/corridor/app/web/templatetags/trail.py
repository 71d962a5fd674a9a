"""Filters that say in words what the codes of the audit trail mean."""

from django import template

from corridor.app.web.access import words

register = template.Library()


@register.filter
def read(code: str) -> str:
    """What was read."""
    return words.what_was_read(code)


@register.filter
def purpose(code: str) -> str:
    """Why it was read."""
    return words.in_words(words.PURPOSES, code)


@register.filter
def action(code: str) -> str:
    """What was done to the rows of a table."""
    return words.in_words(words.ACTIONS, code)
