"""Which reference tables stand, and their rows with the days on which they hold."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from corridor.app.services.documents import UNDONE
from corridor.app.services.reference.cache import FileOfList, rows_of_file
from corridor.app.store.tx import Tx
from corridor.records.reference import REFERENCE_TABLES
from corridor.tables.reference.layouts import SUBJECT


@dataclass(frozen=True)
class StandingTable:
    """A table that was loaded and not taken back. until: first day of the table that follows it; None: the last."""

    list: str
    name: str
    file_id: int
    file: FileOfList
    is_first: bool
    until: date | None


@dataclass(frozen=True)
class ReferenceTables:
    """The standing tables of a sponsor, asked for once a transaction."""

    tx: Tx
    standing: tuple[StandingTable, ...]

    def has(self, list_name: str) -> bool:
        """Whether any table of the list was loaded."""
        return any(table.list == list_name for table in self.standing)

    def rows(self, list_name: str, values: Collection[str]) -> pl.DataFrame:
        """Rows of REFERENCE_TABLES[list_name] of these values: codes; of localities and groups their own.

        Of one key no two rows hold on a day: a table holds until the next of its name begins, a file that came later
        for the same day goes before. Of pairs both codes are among `values`.
        """
        table = REFERENCE_TABLES[list_name]
        own = [standing for standing in self.standing if standing.list == list_name]
        found = [self._rows_of(standing, values) for standing in own]
        # The last file of a key and day wins, in the order in which they came.
        rows = pl.concat([table.empty(), *found]).unique(table.key, keep="last", maintain_order=True)
        return rows.filter(pl.col("column_two").is_in(list(values))) if list_name == "ncci" else rows

    def _rows_of(self, standing: StandingTable, values: Collection[str]) -> pl.DataFrame:
        rows = rows_of_file(standing.file, lambda: self._content(standing.file_id)).of(values)
        column = SUBJECT.get(standing.list)
        if column is not None:
            rows = rows.filter(pl.col(column) == standing.name)
        begins = pl.col("effective_from")
        if not standing.is_first:
            begins = pl.max_horizontal(begins, pl.lit(standing.file.effective_from))
        ends = pl.col("effective_to_exclusive")
        if standing.until is not None:
            ends = pl.min_horizontal(ends, pl.lit(standing.until))
        held = rows.with_columns(begins.alias("effective_from"), ends.alias("effective_to_exclusive"))
        return held.filter(ends.is_null() | (pl.col("effective_from") < ends))

    def _content(self, file_id: int) -> bytes:
        return bytes(self.tx.scalar("select content from stored_file where id = %s", [file_id]))


def reference_tables(tx: Tx, without: int = 0) -> ReferenceTables:
    """The tables that stand. without: place of a batch that is being taken back."""
    with tx.cursor() as cursor:
        cursor.execute(
            "select r.list, r.name, r.subject, r.effective_from, r.file_id, f.sha256, b.params ->> 'name',"
            " m.content, m.name"
            " from reference_table r join stored_file f on f.id = r.file_id join batch b on b.id = r.batch_id"
            " left join stored_file m on m.id = (b.params ->> 'map')::bigint"
            f" where b.seq <> %s and b.seq not in {UNDONE} order by r.list, r.name, r.effective_from, r.id",
            [without],
        )
        rows = cursor.fetchall()
    return ReferenceTables(tx, tuple(_standing(rows)))


def _standing(rows: Sequence[tuple[Any, ...]]) -> list[StandingTable]:
    days: dict[tuple[str, str], list[date]] = {}
    for list_name, name, _, effective, *_ in rows:
        days.setdefault((list_name, name), []).append(effective)
    found = []
    for list_name, name, subject, effective, file_id, sha256, file_name, body, map_name in rows:
        own = days[list_name, name]
        column_map = None if body is None else (bytes(body), map_name)
        file = FileOfList(sha256, list_name, subject, effective, file_name, column_map)
        until = min((day for day in own if day > effective), default=None)
        found.append(StandingTable(list_name, name, file_id, file, effective == min(own), until))
    return found
