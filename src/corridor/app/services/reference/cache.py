"""Rows of a reference file, read once: kept in the process, and as Parquet in the home for the next one."""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

import polars as pl

from corridor.app.config.environment import home_folder
from corridor.records.reference import REFERENCE_TABLES
from corridor.tables.reference.read import read_reference

FOLDER = ("cache", "reference")
_FORM = "1"
"""Changes when the same bytes are read differently, so that rows kept before are not taken."""


@dataclass(frozen=True)
class FileOfList:
    """A stored file as a list is read from it. sha256: of its bytes. column_map: bytes and name of its map."""

    sha256: str
    list: str
    subject: str | None
    effective_from: date
    name: str
    column_map: tuple[bytes, str] | None = None


@dataclass(frozen=True)
class ReferenceRows:
    """Rows of a file, sorted by the column by which they are asked."""

    sorted: pl.DataFrame
    by: str

    @cached_property
    def _spans(self) -> dict[str, tuple[int, int]]:
        counted = self.sorted.lazy().group_by(self.by, maintain_order=True).len().collect()
        spans, start = {}, 0
        for value, count in counted.iter_rows():
            spans[value] = (start, count)
            start += count
        return spans

    def of(self, values: Collection[str]) -> pl.DataFrame:
        """The rows of these values; the time it takes does not grow with the file."""
        slices = [self.sorted.slice(*self._spans[value]) for value in sorted(values) if value in self._spans]
        return pl.concat(slices) if slices else self.sorted.clear()


def rows_of_file(file: FileOfList, content: Callable[[], bytes]) -> ReferenceRows:
    """The rows of a file. content: reads its bytes, asked only where nobody has read them yet."""
    return _kept(file, home_folder(), _Content(content))


class _Content:
    """Equal to every other: how the bytes are fetched is no part of what is remembered."""

    def __init__(self, fetch: Callable[[], bytes]):
        self.fetch = fetch

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Content)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=32)
def _kept(file: FileOfList, home: Path, content: _Content) -> ReferenceRows:
    by = REFERENCE_TABLES[file.list].key[0]
    by = by if by not in ("setting", "schedule", "network", "area") else REFERENCE_TABLES[file.list].key[1]
    path = home.joinpath(*FOLDER, f"{_print(file)}.parquet")
    if path.exists():
        return ReferenceRows(pl.read_parquet(path), by)
    read = read_reference(
        content.fetch(),
        file.name,
        file.list,
        file.effective_from,
        subject=file.subject,
        column_map=file.column_map,
    )
    frame = read.frame.sort(by, maintain_order=True)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{id(frame)}.unfinished")
    frame.write_parquet(unfinished)
    unfinished.replace(path)
    return ReferenceRows(frame, by)


def _print(file: FileOfList) -> str:
    told = (_FORM, file.sha256, file.list, file.subject or "", file.effective_from.isoformat(), file.name)
    column_map = file.column_map[0] if file.column_map else b""
    return hashlib.sha256("\n".join(told).encode() + b"\n" + column_map).hexdigest()
