"""No text of a page is left in English for a Turkish reader.

Two ways: the catalogue has Turkish for every text that templates and Python name; and every page, made in both
languages, has no text in common but what is marked: `translate="no"` for names and codes, `lang` for what is quoted
in the language it was written in.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.test import Client

from corridor.app.services.access.roles import roles
from tests.app.web.conftest import PASSWORD, SPONSOR, ClientOf, email_of
from translations.gather import CATALOGUE, COMPILED, as_mo, as_po, catalogue, gathered
from translations.missing import EXTRA, missing

VOID = {"br", "hr", "img", "input", "link", "meta", "path", "rect", "line", "circle", "polygon", "use"}
SILENT = {"script", "style", "template"}
READ_ATTRIBUTES = (
    "aria-label",
    "title",
    "alt",
    "placeholder",
    "data-listening",
    "data-fetched",
    "data-lost",
    "data-out",
)
WORD = re.compile(r"[a-zçğıöşü]{2,}")
SAME = {"Corridor", "Türkçe", "English", "MERIDIAN", "Plan"}
PICTURES = "material-symbols-outlined"
"""A class of the back office: a font's pictures, which are written as their names."""


class Texts(HTMLParser):
    """Gathers what a reader of `language` reads of a page, without what is marked as not to be translated."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language, self.found = language, set[str]()
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        facts = dict(attributes)
        is_marked = facts.get("translate") == "no" or facts.get("lang", self.language) != self.language
        is_marked |= PICTURES in str(facts.get("class")).split()
        is_silent = tag in SILENT or is_marked or self._is_silent()
        if not is_silent:
            self.found |= {str(facts[name]).strip() for name in READ_ATTRIBUTES if facts.get(name)}
        if tag not in VOID:
            self._open.append((tag, is_silent))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._is_silent():
            self.found.add(" ".join(data.split()))

    def _is_silent(self) -> bool:
        return bool(self._open) and self._open[-1][1]


def _read(client: Client, address: str, language: str) -> set[str]:
    client.cookies["corridor_language"] = language
    answer = client.get(address, follow=True)
    assert answer.status_code < 500, address
    reader = Texts(language)
    reader.feed(answer.content.decode())
    return reader.found


def _left_in_english(client: Client, address: str) -> set[str]:
    both = _read(client, address, "en") & _read(client, address, "tr")
    return {text for text in both if WORD.search(text) and text not in SAME and "@" not in text}


def test_the_catalogue_is_gathered_from_the_sources_as_they_stand() -> None:
    assert CATALOGUE.read_bytes() == as_po(gathered(EXTRA)), "run `make messages`"


def test_every_text_has_its_turkish() -> None:
    assert missing(catalogue()) == []


def test_the_compiled_catalogue_is_the_one_that_people_read() -> None:
    assert COMPILED.read_bytes() == as_mo(catalogue()), "run `make messages`"


def test_the_check_sees_what_is_left_in_english() -> None:
    reader = Texts("tr")
    reader.feed('<p>Left over</p><p translate="no">A name</p><q lang="en">Quoted <b>text</b></q><img alt="Seen">')
    assert reader.found >= {"Left over", "Seen"}
    assert not reader.found & {"A name", "Quoted", "text"}


def _links(client: Client, address: str) -> Iterator[str]:
    """Addresses of our own that a page leads to."""
    page = client.get(address, follow=True).content.decode()
    for link in sorted(set(re.findall(r'href="(/(?:sponsors|admin)/[^"#]*)"', page))):
        yield link.replace("&amp;", "&")


def _kind(link: str) -> str:
    """Addresses of one route differ in numbers, codes and what they ask for."""
    path, _, query = link.partition("?")
    names = "&".join(sorted(part.split("=")[0] for part in query.split("&")))
    return re.sub(r"/(\d+|[A-Z][\w.-]*|[\w.-]*\d[\w.-]*)(?=/)", "/*", path) + "?" + names


@pytest.mark.parametrize("role", sorted(roles()))
def test_no_page_of_a_role_is_left_in_english(role: str, client_of: ClientOf) -> None:
    client = client_of(role)
    seen: dict[str, str] = {}
    waiting = ["/", f"/sponsors/{SPONSOR}/no/such/page/", f"/sponsors/{SPONSOR}/overview/"]
    while waiting:
        address = waiting.pop(0)
        if _kind(address) in seen or {"live", "pdf"} & set(address.split("/")) or len(seen) > 60:
            continue
        seen[_kind(address)] = address
        waiting += _links(client, address)
    left = {address: texts for address in seen.values() if (texts := _left_in_english(client, address))}
    assert left == {}


def test_no_page_before_signing_in_is_left_in_english(stranger: Client) -> None:
    for address in ("/", "/accounts/sign-in/?expired=1&next=/", "/accounts/sign-out/", "/no/such/page/"):
        assert _left_in_english(stranger, address) == set(), address


def test_what_a_form_answers_is_told_too(stranger: Client) -> None:
    for language, words in (("en", "do not go together"), ("tr", "birbirine ait değil")):
        stranger.cookies["corridor_language"] = language
        page = stranger.post("/accounts/sign-in/", {"login": email_of("finance"), "password": PASSWORD + "!"})
        assert words in page.content.decode()
