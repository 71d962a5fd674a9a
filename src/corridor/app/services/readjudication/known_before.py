"""What the store knew before a batch: the rows of the batches before it that no undo before it took back."""

from datetime import date

import polars as pl

from corridor.app.services.documents import ARRANGEMENT, SourceDocument
from corridor.app.store.tx import Tx
from corridor.records.enrollment import ENROLLMENT
from corridor.records.other_coverage import OTHER_COVERAGE
from corridor.records.providers import PROVIDERS
from corridor.records.table import Table

STOOD = (
    "b.seq < %(first)s and b.seq not in"
    " (select (u.params ->> 'undoes')::bigint from batch u where u.kind = 'undo' and u.seq < %(first)s)"
)
"""Of rows of a batch `b`, whether they stood before the batch at place `first`."""


def first_since(tx: Tx, since: date) -> int | None:
    """Place of the first batch worked on `since` or later; None where there is none."""
    found: int | None = tx.scalar("select min(seq) from batch where as_of >= %s", [since])
    return found


def statements_before(tx: Tx, first: int) -> pl.DataFrame:
    """ENROLLMENT with batch_seq, as it stood."""
    return tx.read(
        f"select {_columns(ENROLLMENT, 'e.')}, b.seq as batch_seq from enrollment e join batch b on b.id = e.batch_id"
        f" where {STOOD} order by b.seq, e.statement",
        {"first": first},
    )


def providers_before(tx: Tx, first: int) -> pl.DataFrame:
    """PROVIDERS as they stood: of each key the row that came last."""
    return _last(tx, PROVIDERS, "provider", ("npi", "effective_from"), first)


def other_coverage_before(tx: Tx, first: int) -> pl.DataFrame:
    """OTHER_COVERAGE as it stood: of each key the row that came last."""
    return _last(tx, OTHER_COVERAGE, "other_coverage", OTHER_COVERAGE.key, first)


def documents_before(tx: Tx, first: int) -> tuple[SourceDocument, ...]:
    """The documents that were in force, in the order in which their codes first came."""
    with tx.cursor() as cursor:
        cursor.execute(
            "select d.kind, d.code, f.name, f.content from document d join batch b on b.id = d.batch_id"
            f" join stored_file f on f.id = d.file_id where {STOOD} order by d.id",
            {"first": first},
        )
        found: dict[tuple[str, str], SourceDocument] = {}
        for kind, code, name, body in cursor.fetchall():
            found[kind, "" if kind == ARRANGEMENT else code] = SourceDocument(kind, name, bytes(body))
    return tuple(found.values())


def _last(tx: Tx, table: Table, name: str, key: tuple[str, ...], first: int) -> pl.DataFrame:
    return table.conform(
        tx.read(
            f"select distinct on ({', '.join(f't.{one}' for one in key)}) {_columns(table, 't.')} from {name} t"
            f" join batch b on b.id = t.batch_id where {STOOD}"
            f" order by {', '.join(f't.{one}' for one in key)}, t.batch_id desc",
            {"first": first},
        )
    )


def _columns(table: Table, prefix: str) -> str:
    return ", ".join(f'{prefix}"{name}"' for name in table.schema)
