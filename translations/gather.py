"""The texts of pages as they stand in templates and Python, for the catalogue that translators fill in."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "corridor" / "app"
CATALOGUE = SOURCE / "locale" / "tr" / "LC_MESSAGES" / "django.po"
COMPILED = CATALOGUE.with_suffix(".mo")

_KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "gettext_noop": None,
}
_PLURAL = "nplurals=2; plural=(n != 1);"
"""A sentence for one thing and one for any other number of things, as English has them."""

_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
"""What a compiled catalogue says of when it was made: the same texts make the same bytes on any day."""

_HEADER = "# The pages' Turkish. Gathered by `make messages`; the texts after msgstr are ours.\n"


def texts() -> Iterator[tuple[str, int, str | tuple[str, ...], str | None]]:
    """(file, line, text or its singular and plural, context) of every text that a page may show."""
    for path in sorted([*SOURCE.rglob("*.html"), *SOURCE.rglob("*.py")]):
        content = path.read_text("utf-8")
        if path.suffix == ".html":
            content = templatize(content)
        name = path.relative_to(ROOT).as_posix()
        for line, message, _comments, context in extract("python", BytesIO(content.encode()), _KEYWORDS):
            yield name, line, message, context


def gathered(extra: Path | None = None) -> Catalog:
    """The catalogue with every text that is there now, and the Turkish that it had.

    extra: a file of texts, one a line, that libraries' pages show without a catalogue of their own.
    """
    kept = catalogue()
    fresh = Catalog(locale="tr", header_comment=_HEADER.rstrip(), fuzzy=False, charset="utf-8")
    fresh.mime_headers = [("Plural-Forms", _PLURAL)]
    for name, _line, message, context in texts():
        fresh.add(message, locations=[(name, 0)], context=context)
    lines = extra.read_text("utf-8").splitlines() if extra else []
    for text in (line for line in lines if line and not line.startswith("#")):
        fresh.add(text, locations=[(extra.relative_to(ROOT).as_posix(), 0)])
    for message in fresh:
        old = kept.get(message.id, message.context) if message.id else None
        if old is not None and old.string:
            message.string = old.string
    return fresh


def catalogue() -> Catalog:
    """The catalogue as it stands."""
    if not CATALOGUE.exists():
        return Catalog(locale="tr")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="tr")


def as_po(messages: Catalog) -> bytes:
    """The text of the catalogue: sorted, without line numbers, dates or names, so that a change shows alone."""
    buffer = BytesIO()
    write_po(buffer, messages, width=110, sort_output=True, include_lineno=False, omit_header=True)
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Language: tr\\n"\n'
    plural = f'"Plural-Forms: {_PLURAL}\\n"\n\n'
    return (_HEADER + header + plural).encode() + buffer.getvalue()


def as_mo(messages: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    messages.creation_date = messages.revision_date = _NO_DATE
    buffer = BytesIO()
    write_mo(buffer, messages)
    return buffer.getvalue()
