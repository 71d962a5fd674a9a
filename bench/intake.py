"""Claims a second from the bytes of an 837 to committed postings, beside a bare COPY of the rows that came of it."""

import argparse
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections
from psycopg.sql import SQL, Identifier

from bench.book_of_claims import COVERED_FROM, TAKEN_IN_ON, BookOfClaims, ClaimFile, book_of_claims
from bench.claims_check import RULES, Checked, check
from bench.registry import Measurement
from corridor.app.services.demo.documents import MERIDIAN, sources
from corridor.app.services.intake import NamedFile, take_in
from corridor.app.services.sponsors import add_sponsor
from corridor.app.store.connect import DATABASE, SCHEMA, Store, open_store
from corridor.app.store.server import stop
from corridor.app.store.server.cluster import BOOTSTRAP
from corridor.app.store.tenancy import tenant_transaction

DURABLE = ("fsync", "synchronous_commit", "full_page_writes")
ROWS_OF_BATCH = {
    "stored_file": "id = (select file_id from {schema}.batch where id = {batch})",
    "batch": "id = {batch}",
    "claim": "batch_id = {batch}",
    "claim_line": "claim_number in (select claim_number from {schema}.claim where batch_id = {batch})",
    "decision": "batch_id = {batch}",
    "accumulator": "xmin = (select xmin from {schema}.batch where id = {batch})",
    "journal_entry": "batch_id = {batch}",
    "posting": "entry_id in (select id from {schema}.journal_entry where batch_id = {batch})",
    "stoploss_position": "xmin = (select xmin from {schema}.batch where id = {batch})",
}
"""Table -> which of its rows the transaction of a batch wrote."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of this measurement."""
    parser.add_argument("--claims", type=int, default=20_000, help="how many claims a file has")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--repeat", type=int, default=3, help="so many files, one after another; the best counts")


def measure(options: argparse.Namespace) -> Measurement:
    """Take in files of claims in a store of their own, copy their rows bare, and check what was decided."""
    book = book_of_claims(options.claims, options.repeat, options.seed)
    with temporary_store() as store:
        sponsor = _founded(book)
        bare = _BareTables(store)
        _take(sponsor, book.first)  # kernels loaded, connections open, plans of statements cached
        bare.copy_batch()
        seconds, bare_seconds, rows = [], [], 0
        for file in book.files:
            seconds.append(_take(sponsor, file))
            taken, rows = bare.copy_batch()
            bare_seconds.append(taken)
        with tenant_transaction(sponsor) as tx:
            checked = check(tx)
            durable = {name: tx.scalar(f"show {name}") for name in DURABLE}
    return _measurement(options, book, seconds, bare_seconds, rows, checked, durable)


def _measurement(
    options: argparse.Namespace,
    book: BookOfClaims,
    seconds: list[float],
    bare_seconds: list[float],
    rows: int,
    checked: Checked,
    durable: dict[str, str],
) -> Measurement:
    return Measurement(
        name="intake",
        figure=options.claims / min(seconds),
        unit="claims/s",
        yardstick=f"COPY of the {rows:,} rows it stored into bare tables, one durable commit, as claims/s",
        yardstick_figure=options.claims / min(bare_seconds),
        rows_checked=checked.lines,
        settings={
            "claims of a file": options.claims,
            "megabytes of a file": round(len(book.files[0].content) / 1e6, 1),
            "claims taken in before": book.first.claims,
            "people": book.people,
            "seed": options.seed,
            "claims/s of each file": [round(options.claims / one) for one in seconds],
            "seconds of each file": [round(one, 3) for one in seconds],
            "seconds of each COPY": [round(one, 3) for one in bare_seconds],
            **durable,
            "rules at work, share of checked lines": {rule: round(checked.shares[rule], 4) for rule in RULES},
        },
    )


@contextmanager
def temporary_store() -> Iterator[Store]:
    """A store in a folder of its own, with the settings that every store has; server and folder go at the end."""
    home = Path(tempfile.mkdtemp(prefix="corridor-bench-"))
    try:
        yield open_store(home)
    finally:
        connections.close_all()
        if (home / "data").exists():
            stop(home)
        shutil.rmtree(home)


def _founded(book: BookOfClaims) -> str:
    """A sponsor with its documents, providers and members."""
    sponsor: str = add_sponsor(sources(MERIDIAN), COVERED_FROM)
    take_in(sponsor, NamedFile("providers.csv", book.providers), COVERED_FROM)
    take_in(sponsor, NamedFile("members.834", book.enrollment), COVERED_FROM)
    return sponsor


def _take(sponsor: str, file: ClaimFile) -> float:
    """Seconds from the bytes of a file to the commit of all that follows from it."""
    named = NamedFile(file.name, file.content)
    start = time.perf_counter()
    take_in(sponsor, named, TAKEN_IN_ON)
    return time.perf_counter() - start


class _BareTables:
    """Tables without an index, a constraint, a trigger or a policy, in the same server."""

    def __init__(self, store: Store):
        if store.server is None:
            raise RuntimeError("bench intake: found a server of somebody else's, expected the one it has started")
        self._address = store.server.address(BOOTSTRAP, DATABASE)
        with psycopg.connect(**self._address) as connection:
            connection.execute("create schema bare")
            for table in ROWS_OF_BATCH:
                like = SQL("create table bare.{0} (like {1}.{0})").format(Identifier(table), Identifier(SCHEMA))
                connection.execute(like)

    def copy_batch(self) -> tuple[float, int]:
        """Copy the rows of the last batch into the bare tables: seconds, commit included, and how many rows."""
        with psycopg.connect(**self._address) as connection:
            [(batch,)] = connection.execute(f"select max(id) from {SCHEMA}.batch").fetchall()
            contents = {table: self._rows(connection, table, batch) for table in ROWS_OF_BATCH}
            connection.commit()
            start = time.perf_counter()
            rows = sum(self._copied(connection, table, content) for table, content in contents.items())
            connection.commit()
            return time.perf_counter() - start, rows

    def _rows(self, connection: psycopg.Connection[Any], table: str, batch: int) -> bytes:
        where = ROWS_OF_BATCH[table].format(schema=SCHEMA, batch=int(batch))
        with connection.cursor().copy(f"copy (select * from {SCHEMA}.{table} where {where}) to stdout") as copy:
            return b"".join(copy)

    def _copied(self, connection: psycopg.Connection[Any], table: str, content: bytes) -> int:
        cursor = connection.cursor()
        with cursor.copy(f"copy bare.{table} from stdin") as copy:
            copy.write(content)
        return cursor.rowcount
