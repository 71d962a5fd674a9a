"""Filters that say in words what the codes of claims and clauses mean."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corridor.app.services.claim_pages.family import Family
from corridor.app.services.claim_pages.people import Person
from corridor.app.services.claim_pages.standing import Used
from corridor.app.services.clauses.pages import Value
from corridor.app.web.claims import words
from corridor.app.web.context import language_here
from corridor.app.web.templatetags.told import day, money, share, told
from corridor.wording.said import Said

register = template.Library()

FILTERS: Mapping[str, Mapping[str, Any]] = {
    "claim_kind": words.KINDS,
    "frequency": words.FREQUENCIES,
    "relationship": words.RELATIONSHIPS,
    "tier": words.TIERS,
    "method": words.METHODS,
    "owner": words.OWNERS,
}
"""Filter -> its words; a code without a word, such as another kind of payment, is shown as it is."""


def _worded(named: Mapping[str, Any]) -> Any:
    return lambda code: named.get(code, code) if code else "–"


for _name, _words in FILTERS.items():
    register.filter(_name, _worded(_words))


@register.filter
def spaced(name: str | None) -> str:
    """The name of a benefit or a limit as the plan has it, without the underscores; a dash where there is none."""
    return name.replace("_", " ") if name else "–"


@register.filter
def clause_name(number: str) -> str:
    """What a clause is called: `Clause 3.1`, but `Amendment 1`, as the document names it."""
    if number[:1].isdecimal():
        return _("Clause %(number)s") % {"number": number}
    return format_html('<span translate="no">{}</span>', number)


@register.filter
def units(thousandths: int) -> str:
    """Units of service: `1`, `1.5`, in Turkish `1,5`."""
    text = f"{thousandths / 1000:.3f}".rstrip("0").rstrip(".")
    return text if language_here() == "en" else text.replace(".", ",")


@register.filter
def counted(number: int) -> str:
    """A number of things: `1,234`, in Turkish `1.234`."""
    text = f"{number:,}"
    return text if language_here() == "en" else text.replace(",", ".")


@register.filter
def amount(value: int | None, unit: str) -> str:
    """Cents as money, visits, days and services as a number."""
    return str(value) if unit != "money" and value is not None else money(value)


@register.filter
def limit_name(used: Used) -> str:
    """What a limit is called: `massage visits`, `crowns 14` of a tooth, `Deductible (drugs)` of a separate one."""
    if used.is_benefit_limit:
        return f"{spaced(used.name)} {used.item}".rstrip()
    named = str(words.LIMITS[used.kind])
    return f"{named} ({spaced(used.name)})" if used.name else named


@register.filter
def limit_time(used: Used) -> str:
    """In which network, or over which time, a limit counts."""
    if used.period == "rolling":
        return ngettext("in %(count)d month", "in %(count)d months", used.months) % {"count": used.months}
    return str(words.TIERS["lifetime" if used.period == "lifetime" else used.tier])


@register.filter
def first_name(person: Person, family: Family) -> str:
    """The first name of somebody in a member's family, else the member id."""
    return family.names.get(person.label or "") or person.label or "–"


@register.filter
def is_name(value: Any) -> bool:
    """Whether a text is a name that a document gives, and no word of ours."""
    return isinstance(value, str) and not isinstance(value, Said)


@register.filter
def last_day(end_exclusive: date | None) -> date | None:
    """The day before the first one that does not count any more."""
    return end_exclusive and end_exclusive - timedelta(days=1)


@register.filter
def stated(value: Value) -> str:
    """A value of a document with its unit."""
    return str(_STATED[value.unit](value.value))


_STATED: Mapping[str, Callable[[Any], Any]] = {
    "money": money,
    "share": share,
    "day": day,
    "word": told,
    "unlimited": lambda _value: _("unlimited"),
    "flag": lambda value: _("yes") if value else _("no"),
    "days": lambda value: ngettext("%(count)d day", "%(count)d days", value) % {"count": value},
    "weeks": lambda value: ngettext("%(count)d week", "%(count)d weeks", value) % {"count": value},
    "months": lambda value: ngettext("%(count)d month", "%(count)d months", value) % {"count": value},
    "visits": lambda value: ngettext("%(count)d visit", "%(count)d visits", value) % {"count": value},
}
