"""Reading a page as a person does: its links with what they say, its text, the data that its charts draw."""

import json
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any


@dataclass(frozen=True)
class Link:
    """A link: where it leads and what it says."""

    address: str
    text: str


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[Link] = []
        self.text: list[str] = []
        self.data: dict[str, str] = {}
        self._address: str | None = None
        self._said: list[str] = []
        self._script: str | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        facts = dict(attributes)
        if tag == "a":
            self._address, self._said = facts.get("href"), []
        if tag == "script":
            self._script = facts.get("id") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._address is not None:
            self.links.append(Link(self._address, " ".join(" ".join(self._said).split())))
            self._address = None
        if tag == "script":
            self._script = None

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            self.data[self._script] = self.data.get(self._script, "") + data
            return
        self.text.append(data)
        if self._address is not None:
            self._said.append(data)


@dataclass(frozen=True)
class PageParts:
    """What a page says and where it leads."""

    links: list[Link]
    text: str
    data: dict[str, str]

    def to(self, route: str) -> list[Link]:
        """Links to the pages of a route, such as `postings`."""
        return [link for link in self.links if re.match(rf"/sponsors/[^/]+/{route}/", link.address)]

    def json(self, name: str) -> Any:
        """The data that scripts read."""
        return json.loads(self.data[name])


def page_parts(answer: Any) -> PageParts:
    """The parts of a page that was answered with 200."""
    assert answer.status_code == 200, answer.status_code
    reader = _Reader()
    reader.feed(answer.content.decode())
    return PageParts(reader.links, " ".join(" ".join(reader.text).split()), reader.data)
