"""The sheet as HTML: the part that a page takes in, and a page of its own for a file."""

from functools import cache
from pathlib import Path

from django.template import Context, Engine, Template
from django.utils.safestring import SafeString

from corridor.reports.explanation_of_benefits.sheet import Sheet

_HERE = Path(__file__).parent


def part_of(sheet: Sheet) -> SafeString:
    """The notice as an `article`, for a page that has a head of its own."""
    return _template("sheet.html").render(_context(sheet))


def page_of(sheet: Sheet) -> str:
    """The notice as a whole page that needs no other file."""
    return str(_template("page.html").render(_context(sheet)))


def styles() -> SafeString:
    """How the notice looks, on screen and on paper."""
    return SafeString(_styles())


def _context(sheet: Sheet) -> Context:
    cells = [(row, list(zip(sheet.table.heads[1:], row.cells, strict=True))) for row in sheet.table.rows]
    total = list(zip(sheet.table.heads[1:], sheet.table.total.cells, strict=True))
    return Context({"sheet": sheet, "rows": cells, "total": total, "styles": styles()}, use_l10n=False)


@cache
def _template(name: str) -> Template:
    return Engine(dirs=[_HERE]).get_template(name)


@cache
def _styles() -> str:
    return (_HERE / "eob.css").read_text("utf-8")
