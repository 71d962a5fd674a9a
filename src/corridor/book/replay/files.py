"""The folder of a settled book: what its numbers stand for, and per file its lines, services and people."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import polars as pl

from corridor.records.book import BOOK_LINES, BOOK_PEOPLE, BOOK_SERVICES
from corridor.wording.said import said

CONTENTS, FORMAT = "book.json", 1
LINES, SERVICES, PEOPLE = ".lines.parquet", ".services.parquet", ".people.parquet"


class BookError(ValueError):
    """A folder that is no settled book: where, what was found, what was expected."""


@dataclass(frozen=True)
class Contents:
    """plans: codes by their number in lines; products: of each. reasons, benefits: by their number in lines.

    documents: name and text of the plan documents that the lines were decided under.
    """

    plans: tuple[str, ...]
    products: tuple[str, ...]
    reasons: tuple[str, ...]
    benefits: tuple[str, ...]
    documents: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class BookFile:
    """One file: BOOK_LINES, BOOK_SERVICES, BOOK_PEOPLE."""

    lines: pl.DataFrame
    services: pl.DataFrame
    people: pl.DataFrame


def write_contents(folder: Path, contents: Contents) -> None:
    """Make the folder a book. Raises BookError where it is one already."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / CONTENTS
    if path.exists():
        raise BookError(said("{folder}: found a book, expected an empty folder", folder=folder.name))
    path.write_text(json.dumps({"format": FORMAT, **asdict(contents)}, indent=1), "utf-8")


def write_file(folder: Path, number: int, file: BookFile) -> None:
    """Add a file of whole families to the book."""
    stem = folder / f"{number:05}"
    BOOK_LINES.conform(file.lines).write_parquet(f"{stem}{LINES}", compression="lz4", statistics=False)
    BOOK_SERVICES.conform(file.services).write_parquet(f"{stem}{SERVICES}")
    BOOK_PEOPLE.conform(file.people).write_parquet(f"{stem}{PEOPLE}")


def files_of(folder: Path) -> Sequence[Path]:
    """The files of the book by their lines, in order. Raises BookError where there is none."""
    files = sorted(folder.glob(f"*{LINES}"))
    if not files or not (folder / CONTENTS).exists():
        raise BookError(
            said("{folder}: found no settled book, expected {contents} and files beside it",
                 folder=folder.name, contents=CONTENTS)
        )  # fmt: skip
    return files


def contents_of(folder: Path) -> Contents:
    """What the numbers of the book stand for. Raises BookError for another format."""
    data = json.loads((folder / CONTENTS).read_text("utf-8"))
    if data.pop("format", None) != FORMAT:
        raise BookError(said("{file}: found another format, expected {format}", file=CONTENTS, format=FORMAT))
    documents = tuple((name, text) for name, text in data.pop("documents"))
    return Contents(**{name: tuple(values) for name, values in data.items()}, documents=documents)


def read_file(lines: Path) -> BookFile:
    """One file of a book, found by its lines."""
    stem = str(lines).removesuffix(LINES)
    return BookFile(pl.read_parquet(lines), pl.read_parquet(f"{stem}{SERVICES}"), pl.read_parquet(f"{stem}{PEOPLE}"))
