"""The way on which somebody came to a page: figure, postings, claim, clause; and the way back."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from corridor.app.services.access.seats import Place
from corridor.app.web.overview.words import FIGURES
from corridor.app.web.templatetags.claim_words import clause_name

FROM = "from"
"""Part of an address that names the page before, whose own address names the one before that."""

LONGEST = 5
"""Pages that a way remembers: links between claims and clauses could go on for ever."""


@dataclass(frozen=True)
class Crumb:
    """A page on the way. url: with the way to it."""

    label: str
    url: str


def way_to(request: HttpRequest, place: Place) -> list[Crumb]:
    """The pages before this one, the first of them first; an address that is none of the sponsor's pages is dropped."""
    urls = _before(request, place)
    return [Crumb(_label(url), joined(urls[: place_ + 1])) for place_, url in enumerate(urls)]


def way_from(request: HttpRequest, place: Place) -> str:
    """What links on this page carry in their query: this page with the way to it."""
    here = _bare(request.get_full_path())
    before = _before(request, place)
    path = urlsplit(here).path
    seen = next((n for n, url in enumerate(before) if urlsplit(url).path == path), len(before))
    return urlencode({FROM: joined([*before[:seen], here][-LONGEST:])})


def joined(urls: list[str]) -> str:
    """The last address, carrying the way through the ones before it."""
    way = ""
    for url in urls:
        way = f"{url}{'&' if '?' in url else '?'}{urlencode({FROM: way})}" if way else url
    return way


def _before(request: HttpRequest, place: Place) -> list[str]:
    """Addresses before this one without their ways, the first first. The postings of a figure follow the overview."""
    found: list[str] = []
    url = request.GET.get(FROM, "")
    while url and len(found) < LONGEST and _is_ours(request, url, place):
        found.append(_bare(url))
        url = dict(parse_qsl(urlsplit(url).query)).get(FROM, "")
    found.reverse()
    if found and _name(found[0]) == "postings" and "see_overview" in place.role.rights:
        found.insert(0, _overview_of(found[0], place))
    return found


def _overview_of(postings: str, place: Place) -> str:
    """The overview of the plan year whose postings these are."""
    year = dict(parse_qsl(urlsplit(postings).query)).get("year")
    overview = reverse("overview", args=[place.sponsor])
    return f"{overview}?{urlencode({'year': year})}" if year else overview


def _is_ours(request: HttpRequest, url: str, place: Place) -> bool:
    """Whether an address is a page of this sponsor's: nobody is led elsewhere by a link that somebody made up."""
    is_here = url.casefold().startswith(f"/sponsors/{place.sponsor}/".casefold())
    return is_here and url_has_allowed_host_and_scheme(url, {request.get_host()}) and _name(url) in _LABELS


def _bare(url: str) -> str:
    parts = urlsplit(url)
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != FROM]
    return f"{parts.path}?{urlencode(query)}" if query else parts.path


def _match(url: str) -> Any:
    try:
        return resolve(unquote(urlsplit(url).path))
    except Resolver404:
        return None


def _name(url: str) -> str | None:
    match = _match(url)
    return match.url_name if match else None


def _label(url: str) -> str:
    match = _match(url)
    return str(_LABELS[match.url_name](match.kwargs, dict(parse_qsl(urlsplit(url).query))))


def _postings(_parts: dict[str, Any], query: dict[str, str]) -> str:
    return str(FIGURES.get(query.get("code", ""), _("Postings")))


def _claim(parts: dict[str, Any], _query: dict[str, str]) -> str:
    return _("Claim %(number)s") % {"number": parts["claim_number"]}


_LABELS = {
    "overview": lambda _parts, _query: _("Overview"),
    "traditional": lambda _parts, _query: _("The traditional contract"),
    "postings": _postings,
    "bank": lambda _parts, _query: _("Bank reconciliation"),
    "payments": lambda _parts, _query: _("Payments"),
    "payees": lambda _parts, _query: _("Payees"),
    "trace": lambda _parts, _query: _("Trace of money"),
    "claims": lambda _parts, _query: _("Claims"),
    "claim": _claim,
    "queue": lambda _parts, _query: _("Queue"),
    "queue_claim": _claim,
    "own_claims": lambda _parts, _query: _("My claims"),
    "own_claim": _claim,
    "eob": lambda _parts, _query: _("Explanation of benefits"),
    "own_eob": lambda _parts, _query: _("Explanation of benefits"),
    "plan": lambda _parts, _query: _("Plan"),
    "clause": lambda parts, _query: clause_name(parts["number"]),
}
