"""A whole settled book, one task per file: every file's answer, added up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl

from corridor.book.map_files import map_files
from corridor.book.replay.files import contents_of, files_of, read_file
from corridor.book.replay.run import Asked, Replayed, replay_file
from corridor.plan.compile import compile_plans
from corridor.plan.compiled import CompiledPlans
from corridor.plan.load import load_plan

PlanSource = tuple[str, bytes]
"""Name and content of a plan document."""


@dataclass(frozen=True)
class ReplayTask:
    """Replays the file that it is called with; small enough to be sent to another process or machine."""

    plans: tuple[PlanSource, ...]
    asked: Asked

    def __call__(self, lines: Path) -> Replayed:
        contents = contents_of(lines.parent)
        return replay_file(read_file(lines), contents, _compiled(self.plans), self.asked)


@lru_cache(maxsize=4)
def _compiled(plans: tuple[PlanSource, ...]) -> CompiledPlans:
    """Once for a process: the steps remember what they have asked these plans."""
    return compile_plans([load_plan(content, name) for name, content in plans])


def replay_folder(
    folder: Path,
    plans: Sequence[PlanSource],
    asked: Asked,
    *,
    processes: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Replayed:
    """Decide a settled book under these plans. progress: called with files done and in all.

    Raises BookError or DocumentError.
    """
    _compiled(tuple(plans))  # a faulty document is one error here, not one in every process
    files = files_of(folder)
    parts = []
    for part in map_files(files, ReplayTask(tuple(plans), asked), processes):
        parts.append(part)
        if progress:
            progress(len(parts), len(files))
    return together(parts)


def together(parts: Sequence[Replayed]) -> Replayed:
    """The answers of files as one. Nobody is in two files, so people are not added up."""
    return Replayed(
        sum(part.lines for part in parts),
        pl.concat(part.people for part in parts),
        pl.concat(part.benefits for part in parts).group_by("benefit").sum().sort("benefit"),
        pl.concat(part.reasons for part in parts).group_by("reason").sum().sort("reason"),
    )
