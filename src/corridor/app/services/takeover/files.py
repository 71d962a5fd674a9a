"""The files of a takeover, read and checked together: all of them, or none."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from corridor.app.services.errors import ServiceError
from corridor.app.services.reading import NamedFile
from corridor.book.takeover_checks import MONEY, accumulator_faults, control_faults
from corridor.plan.compiled import CompiledPlans
from corridor.tables.faults import TableError
from corridor.tables.map import TABLES, load_map
from corridor.tables.read import read_table
from corridor.wording.said import listed, said

CONTROL = "control_totals"


@dataclass(frozen=True)
class TakeoverFile:
    """A table of the prior administrator, and how it is read; None: in our own column names."""

    file: NamedFile
    column_map: NamedFile | None = None


@dataclass(frozen=True)
class Bundle:
    """frames: by kind, as read. names: the file of each kind. warnings: of the readers."""

    frames: dict[str, pl.DataFrame]
    names: dict[str, str]
    warnings: tuple[str, ...]

    def frame(self, kind: str) -> pl.DataFrame:
        """The rows of a kind; of one that nobody sent, none."""
        return self.frames.get(kind, next(table for name, table in TABLES.items() if name == kind).empty())


def read_bundle(files: Sequence[TakeoverFile], control: NamedFile, compiled: CompiledPlans) -> Bundle:
    """Read the files and hold them against the control totals.

    Raises TableError for what cannot be read, counted or reconciled; ServiceError for a file of another kind, or two of
    one kind.
    """
    frames: dict[str, pl.DataFrame] = {}
    names: dict[str, str] = {}
    warnings: list[str] = []
    for each in files:
        column_map = load_map(each.column_map.content, each.column_map.name) if each.column_map else None
        table = read_table(each.file.content, each.file.name, column_map)
        _refuse(each.file.name, table.kind, names)
        frames[table.kind], names[table.kind] = table.frame, each.file.name
        warnings += table.warnings
    totals = read_table(control.content, control.name, kind=CONTROL)
    faults = control_faults(totals.frame, frames, control.name)
    if "prior_accumulators" in frames:
        faults += accumulator_faults(frames["prior_accumulators"], compiled, names["prior_accumulators"])
    if faults:
        raise TableError(faults)
    return Bundle(frames, names, tuple(warnings))


def _refuse(file: str, kind: str, names: dict[str, str]) -> None:
    if kind not in MONEY:
        raise ServiceError(
            said("{file}: found {kind}, expected one of {allowed}", file=file, kind=kind, allowed=listed(MONEY))
        )
    if kind in names:
        raise ServiceError(
            said(
                "{file}: found {kind} a second time, after {other}; expected one file a kind",
                file=file,
                kind=kind,
                other=names[kind],
            )
        )
