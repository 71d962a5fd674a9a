"""One transaction of one sponsor: everything that a service does to the store goes through it."""

import getpass
import hashlib
import json
from collections.abc import Callable, Collection, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import polars as pl
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Identifier

from corridor.app.store import bulk, chain, turns
from corridor.app.store.copy_out import copy_out
from corridor.app.store.errors import StoreError
from corridor.app.store.few import read_few
from corridor.app.store.frames import Field, from_csv, result_fields
from corridor.wording.said import said

Params = Sequence[Any] | Mapping[str, Any] | None
Thing = TypeVar("Thing")

_BATCH_ROW = """
    insert into batch (id, tenant_id, seq, kind, file_id, as_of, params, result, chain_hash, recorded_at)
    values (%s, %s, %s, %s, %s, %s, %s, %s, %s, greatest(clock_timestamp(), (
        select recorded_at + interval '1 microsecond' from batch order by seq desc limit 1)))
"""
"""Recorded while the sponsor's turn is held, after the batch before it: who has the turn sees all of a moment."""

_fields_of_query: dict[str, list[Field]] = {}
"""What a query answers with, by its text: parameters change the rows, never the columns."""


@dataclass(frozen=True)
class Batch:
    """One operation that is being written. seq: its place among the sponsor's batches, from 1 without gaps."""

    id: int
    seq: int
    kind: str
    as_of: date
    file_id: int | None
    params: Mapping[str, Any]


class Tx:
    """A transaction in which one sponsor is set. Made by `tenant_transaction`, useless after it."""

    def __init__(self, connection: BaseDatabaseWrapper, tenant_id: int):
        self.connection = connection
        self.tenant_id = tenant_id
        self.kept: MutableMapping[str, Any] | None = None
        self._batch: Batch | None = None
        self._is_sealed = False
        self._written: set[str] = set()

    def cursor(self) -> CursorWrapper:
        """A cursor of the transaction."""
        return self.connection.cursor()

    # reading

    def read(self, query: str, params: Params = None) -> pl.DataFrame:
        """The answer of a SELECT as a frame, its columns typed even when it has no row."""
        if self.kept is not None and (few := read_few(self.connection.connection, query, params)) is not None:
            return few
        with self.cursor() as cursor:
            text = cursor.mogrify(query, params) if params is not None else query
            fields = _fields_of_query.get(query)
            if fields is None:
                cursor.execute(f"select * from ({text}\n) as answer limit 0")
                fields = _fields_of_query[query] = result_fields(cursor.description)
            if len(fields) == 1:  # an empty line, a null of one column, would be taken for no row
                fields = [*fields, Field("", pl.Int32)]
                text = f"select answer.*, 0 from ({text}\n) as answer"
            content = copy_out(self.connection.connection, f"copy ({text}\n) to stdout (format csv)")
            return from_csv(fields, content).drop("", strict=False)

    def scalar(self, query: str, params: Params = None) -> Any:
        """First column of the first row; None when there is no row."""
        with self.cursor() as cursor:
            cursor.execute(query, params)
            row = cursor.fetchone()
            return row[0] if row else None

    def execute(self, statement: str, params: Params = None) -> int:
        """Run a statement; returns how many rows it touched."""
        with self.cursor() as cursor:
            cursor.execute(statement, params)
            return cursor.rowcount

    # writing

    def insert(self, table: str, frame: pl.DataFrame, **constants: Any) -> int:
        """Insert `frame` into `table`, each row with `constants` (such as batch_id); returns how many rows."""
        self._refuse_sealed(table)
        self._written.add(table)
        with self.cursor() as cursor:
            return bulk.insert(cursor, self.tenant_id, table, frame, constants)

    def replace(self, table: str, frame: pl.DataFrame, key: Sequence[str], gone: pl.DataFrame | None = None) -> int:
        """Put `frame` in the place of the rows that share its values of `key`; an empty key replaces all rows.

        gone: values of `key` whose rows go although `frame` has none for them. A cache is replaced under the
        sponsor's lock, so only in a batch. Returns how many rows stand in their place.
        """
        if self._batch is None:
            raise StoreError(
                said("replace in {table}: found no batch, expected next_batch before the rows are read", table=table)
            )
        self._refuse_sealed(table)
        with self.cursor() as cursor:
            if key:
                keys = [part.select(key) for part in (frame, gone) if part is not None]
                bulk.delete_matching(cursor, self.tenant_id, table, pl.concat(keys))
            else:
                cursor.execute(SQL("delete from {}").format(Identifier(table)))
            return bulk.insert(cursor, self.tenant_id, table, frame, {})

    def store_file(self, content: bytes, name: str, kind: str, direction: str = "in") -> tuple[int, bool]:
        """Keep the bytes of a file once. Returns its id, and whether it is new: False means nothing was changed."""
        sha256 = hashlib.sha256(content).hexdigest()
        values = [self.tenant_id, sha256, name, kind, direction, content, len(content)]
        added = self.scalar(
            "insert into stored_file (tenant_id, sha256, name, kind, direction, content, size)"
            " values (%s, %s, %s, %s, %s, %s, %s) on conflict do nothing returning id",
            values,
        )
        if added is not None:
            return added, True
        return self.scalar(
            "select id from stored_file where (sha256, direction) = (%s, %s)", [sha256, direction]
        ), False

    def log_access(self, what: str, why: str, who: str = "") -> None:
        """Leave a trace of a reading of health data. `what` and `why` are codes or numbers, never names."""
        row = [self.tenant_id, who or getpass.getuser(), what, why]
        self.execute("insert into access_log (tenant_id, who, what, why) values (%s, %s, %s, %s)", row)

    # batches

    def wait_for_turn(self) -> None:
        """Wait until no other writer of this sponsor has a batch; the turn lasts as long as the transaction."""
        turns.alone(self.connection, self.tenant_id)

    def share_turn(self) -> None:
        """Wait until no writer has the sponsor alone, and keep such writers out until the transaction ends.

        Only what `hold` names may then be read and written back; `next_batch` waits for the place in the line.
        """
        self.kept = turns.shared(self.connection, self.tenant_id)

    def hold(self, things: Collection[str]) -> None:
        """Wait until no other writer that shares the turn holds one of `things`, families for one."""
        turns.hold(self.connection, self.tenant_id, things)

    def once(self, name: str, make: Callable[[], Thing]) -> Thing:
        """What `make` reads of documents, providers and tables of reference: kept while the turn is shared.

        It is read again after the next batch that brought other than claims. Nothing of a family may be kept.
        """
        if self.kept is None:
            return make()
        if name not in self.kept:
            self.kept[name] = make()
        return self.kept[name]

    def next_batch(
        self, kind: str, as_of: date, file_id: int | None = None, params: Mapping[str, Any] | None = None
    ) -> Batch:
        """Begin the transaction's one batch, waiting until no other writer of this sponsor has one.

        Call it before reading what the batch builds on: what was read earlier may be older than the lock. Whoever
        shares the turn calls it last, when only numbering and writing are left.
        """
        if self._batch is not None:
            raise StoreError(
                said(
                    "batch {kind}: found batch {batch} begun, expected one batch a transaction",
                    kind=kind,
                    batch=self._batch.seq,
                )
            )
        if self.kept is None:
            self.wait_for_turn()
        else:
            turns.place(self.connection, self.tenant_id)
        with self.cursor() as cursor:
            cursor.execute("select coalesce(max(seq), 0) + 1, nextval('batch_id_seq') from batch")
            seq, number = cursor.fetchone()
        self._batch = Batch(number, seq, kind, as_of, file_id, params or {})
        return self._batch

    def seal(self, batch: Batch, result: Mapping[str, Any] | None = None) -> None:
        """End the batch: its row, with the hash link over all that it brought. Nothing is written after it."""
        if batch is not self._batch or self._is_sealed:
            raise StoreError(
                said(
                    "batch {batch}: found another or none open, expected the one that next_batch began", batch=batch.seq
                )
            )
        params, outcome = (json.dumps(part, default=str) for part in (batch.params, result or {}))
        with self.cursor() as cursor:
            cursor.execute(
                "select (select sha256 from stored_file where id = %s), %s::jsonb::text, %s::jsonb::text",
                [batch.file_id, params, outcome],
            )
            sha256, params, outcome = cursor.fetchone()
            header = chain.Header(batch.seq, batch.kind, sha256, batch.as_of, params, outcome)
            link = chain.next_link(cursor, batch.id, header, self._written)
            cursor.execute(
                _BATCH_ROW,
                [batch.id, self.tenant_id, batch.seq, batch.kind, batch.file_id, batch.as_of, params, outcome, link],
            )
        self._is_sealed = True

    def check_sealed(self) -> None:
        """Raises StoreError when a batch was begun and not sealed."""
        if self._batch is not None and not self._is_sealed:
            raise StoreError(
                said(
                    "batch {batch}, {kind}: found it unsealed at commit, expected seal",
                    batch=self._batch.seq,
                    kind=self._batch.kind,
                )
            )

    def _refuse_sealed(self, table: str) -> None:
        if self._is_sealed:
            raise StoreError(
                said("insert into {table}: found the batch sealed, expected all rows before seal", table=table)
            )
