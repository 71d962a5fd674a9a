"""A link from one page to another leads somewhere, and every page can be reached from the index."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *(page for page in DOCS.rglob("*.md") if page.parent.name != "source")])
SAID_ABOVE = {"formats/en", "formats/tr"}
"""Folders, by their last two names, that a library wants: the README.md above says what they are."""
_LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")
_CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def links_of(page: Path) -> Iterator[tuple[Path, str]]:
    """File and anchor of every link that stays in the project."""
    for target in _LINK.findall(_CODE.sub("", page.read_text("utf-8"))):
        if "://" not in target:
            name, _, anchor = target.partition("#")
            yield (page.parent / name).resolve() if name else page, anchor


def anchors_of(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", _CODE.sub("", page.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target, anchor in links_of(page):
        assert target.exists(), target.name
        assert not anchor or anchor in anchors_of(target), f"{target.name}#{anchor}"


def test_every_page_is_reached_from_the_index() -> None:
    reached, waiting = set(), [DOCS / "README.md"]
    while waiting:
        page = waiting.pop()
        if page not in reached and page.suffix == ".md":
            reached.add(page)
            waiting += [target for target, _ in links_of(page)]
    assert {page for page in PAGES if DOCS in page.parents} <= reached


def test_every_folder_of_the_source_says_what_it_is_for() -> None:
    for folder in sorted({path.parent for path in (ROOT / "src" / "corridor").rglob("*.py")}):
        if "/".join(folder.parts[-2:]) in SAID_ABOVE:
            continue
        readme = folder / "README.md"
        where = folder.relative_to(ROOT)
        assert readme.is_file(), f"{where}: README.md is missing"
        assert 8 <= len(readme.read_text("utf-8").splitlines()) <= 30, f"{where}: 8 to 30 lines"
