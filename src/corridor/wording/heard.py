"""English that somebody else wrote (a library, the database), known by its form so that it can be told again."""

import re
from collections.abc import Iterable
from functools import cache
from string import Formatter

from corridor.wording.said import Said


def heard(text: str, templates: Iterable[str]) -> str:
    """`text` as the first of `templates` that it fits would say it, its facts heard in turn; else `text` itself.

    A fact is whatever stands in its place, so of two templates that fit the narrower one comes first.
    """
    known = tuple(templates)
    for template in known:
        if match := _form(template).fullmatch(text):
            return Said(template, {name: heard(fact, known) for name, fact in match.groupdict().items()})
    return text


@cache
def _form(template: str) -> re.Pattern[str]:
    parts = (
        re.escape(literal) + (f"(?P<{name}>.+)" if name else "") for literal, name, _, _ in Formatter().parse(template)
    )
    return re.compile("".join(parts), re.DOTALL)
