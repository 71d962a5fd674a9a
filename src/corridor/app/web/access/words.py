"""Words for the codes of the audit trail; a code that has none is shown as it is, marked as no text of a language."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

LISTS: Mapping[str, Promise] = {
    "claims list": _("List of claims"),
    "own claims": _("A member's own claims"),
    "claims of a clause": _("Claims of a clause"),
    "queue": _("Queue of claims"),
    "overrides": _("Overrides that wait for a second person"),
    "appeals": _("Appeals"),
    "quality sample": _("Quality sample"),
}
NUMBERED: tuple[tuple[re.Pattern[str], Promise], ...] = (
    (re.compile(r"claim (?P<number>\d+)"), _("Claim %(number)s")),
    (
        re.compile(r"postings of claimant (?P<rank>\d+) of plan year (?P<year>\d+)"),
        _("Postings of claimant %(rank)s, plan year %(year)s"),
    ),
)
"""What was read, with the numbers that it is told with."""

PURPOSES: Mapping[str, Promise] = {
    "page": _("shown on a page"),
    "desk": _("worked on at the desk"),
    "next": _("handed out to an examiner"),
    "own claims": _("shown to the member"),
    "overview": _("behind the overview"),
    "explain": _("explained on the command line"),
}

ACTIONS: Mapping[str, Promise] = {
    "insert": _("added"),
    "update": _("changed"),
    "delete": _("removed"),
}


def as_it_is(code: Any) -> str:
    """A name or a code that is the same in every language."""
    return format_html('<span translate="no">{}</span>', code)


def in_words(words: Mapping[str, Promise], code: str) -> str:
    """What a code means."""
    return str(words[code]) if code in words else as_it_is(code)


def what_was_read(code: str) -> str:
    """What was read: a claim with its number, a list, the postings of a claimant."""
    for form, text in NUMBERED:
        if match := form.fullmatch(code):
            return str(text) % match.groupdict()
    return in_words(LISTS, code)
