"""Everything derived is derived again, and compared to the cent."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from corridor.app.services.replay import PastBatch, past_batches, replay
from corridor.app.store.chain import verify_chain
from corridor.app.store.scratch import scratch_schema
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.records.coverage import COVERAGE
from corridor.records.decisions import ACCUMULATORS, DECISIONS
from corridor.records.ledger import BALANCE_SNAPSHOTS
from corridor.records.paid import PAID
from corridor.records.postings import POSTINGS
from corridor.records.recoveries import RECOVERED
from corridor.wording.said import Said, said


@dataclass(frozen=True)
class Compared:
    """A table of the store and how it is compared. key: what makes rows the same; shown: what a message may name.

    A person's id never stands in a message: such a row is named by what else its key holds, and by its place.
    """

    name: str
    query: str
    key: tuple[str, ...]
    shown: tuple[str, ...]


def _select(columns: tuple[str, ...], table: str) -> str:
    return f"select {', '.join(columns)} from {table}"


_POSITION_KEY = ("contract_code", "policy_start", "coverage", "member_id", "month")
_POSITION_CENTS = ("eligible", "deductible", "excess", "reimbursement", "attachment", "pending")
COMPARED = (
    Compared(
        "coverage",
        _select(tuple(COVERAGE.schema), "coverage"),
        COVERAGE.key,
        ("plan_code", "coverage_start"),
    ),
    Compared("decision", _select(tuple(DECISIONS.schema), "decision"), DECISIONS.key, DECISIONS.key),
    Compared(
        "accumulator",
        _select(tuple(ACCUMULATORS.schema), "accumulator"),
        ACCUMULATORS.key,
        ("plan_code", "plan_year_start", "owner", "kind", "tier"),
    ),
    Compared("posting", _select(tuple(POSTINGS.schema), "posting_row"), POSTINGS.key, POSTINGS.key),
    Compared(
        "paid line", _select(tuple(PAID.schema), "paid_line"), PAID.key, ("claim_number", "line_number", "version")
    ),
    Compared(
        "position",
        _select((*_POSITION_KEY, *(f"{name}_cents" for name in _POSITION_CENTS)), "stoploss_position"),
        _POSITION_KEY,
        ("contract_code", "policy_start", "coverage", "month"),
    ),
)
_DAY_TOTAL_KEY = ("effective_on", "account", "entry_kind")
SUMS = (
    Compared(
        "day total",
        _select((*_DAY_TOTAL_KEY, "amount_cents", "postings"), "day_total"),
        _DAY_TOTAL_KEY,
        _DAY_TOTAL_KEY,
    ),
    Compared(
        "balance snapshot",
        _select(tuple(BALANCE_SNAPSHOTS.schema), "balance_snapshot"),
        BALANCE_SNAPSHOTS.key,
        BALANCE_SNAPSHOTS.key,
    ),
    Compared("recovered line", _select(tuple(RECOVERED.schema), "recovered_line"), RECOVERED.key, RECOVERED.key),
)
"""Sums and shares of what is compared already: they are checked too, but are no rows of their own in the count."""
_PERSONAL = frozenset(
    ("member_id", "family_id", "subscriber_id", "owner_id", "last_name", "first_name", "birth_date", "sex", "payee")
)


@dataclass(frozen=True)
class Difference:
    """Where what is stored and what follows from the files part."""

    table: str
    where: str
    column: str
    found: str
    expected: str

    @property
    def text(self) -> Said:
        """The difference as a sentence."""
        return said("{table} {where}, {column}: found {found}, expected {expected}", **vars(self))

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Verified:
    """One sponsor's verification. rows: per table, rows compared; cents: sum of differences in money columns."""

    sponsor: str
    batches: int
    files: int
    rows: dict[str, int]
    cents: int
    differences: tuple[Difference, ...]

    @property
    def agrees(self) -> bool:
        return not self.differences


Progress = Callable[[int, int], None]


def verify(sponsor: str, progress: Progress | None = None) -> Verified:
    """Replay everything of a sponsor in an empty schema and compare. progress: called with (done, total) batches."""
    with tenant_transaction(sponsor) as tx:
        tx.wait_for_turn()  # a batch that commits between two readings would look like a fault
        past = past_batches(tx)
        differences, broken = _file_faults(tx), _chain_faults(tx)
        stored = {table.name: tx.read(table.query) for table in (*COMPARED, *SUMS)}
    files = sum(batch.file is not None for batch in past)
    if differences:
        # What follows from bytes that are not the ones taken in proves nothing.
        return Verified(sponsor, len(past), files, {}, 0, (*differences, *broken))
    again = _replayed(sponsor, past, progress)
    cents = 0
    for table in (*COMPARED, *SUMS):
        found, moved = compare(table, stored[table.name], again[table.name])
        differences += found
        cents += moved
    rows = {table.name: stored[table.name].height for table in COMPARED}
    return Verified(sponsor, len(past), files, rows, cents, (*differences, *broken))


def _file_faults(tx: Tx) -> list[Difference]:
    with tx.cursor() as cursor:
        cursor.execute("select name, sha256, content from stored_file order by id")
        rows = cursor.fetchall()
    return [
        Difference(
            said("file"),
            name,
            said("bytes"),
            f"SHA-256 {actual[:12]}…",
            said("{sha256}…, as taken in", sha256=sha256[:12]),
        )
        for name, sha256, content in rows
        if (actual := hashlib.sha256(content).hexdigest()) != sha256
    ]


def _chain_faults(tx: Tx) -> list[Difference]:
    with tx.cursor() as cursor:
        return [Difference(said("chain"), f.where, said("link"), f.found, f.expected) for f in verify_chain(cursor)]


def _replayed(sponsor: str, past: list[PastBatch], progress: Progress | None) -> dict[str, pl.DataFrame]:
    with scratch_schema() as alias:
        for done, _ in enumerate(replay(sponsor, past, alias), 1):
            if progress:
                progress(done, len(past))
        with tenant_transaction(sponsor, alias) as tx:
            return {table.name: tx.read(table.query) for table in (*COMPARED, *SUMS)}


def compare(table: Compared, stored: pl.DataFrame, again: pl.DataFrame) -> tuple[list[Difference], int]:
    """All differences of a table, first by key, and the sum of what money columns differ by, in cents."""
    marked = stored.with_columns(is_stored=pl.lit(True)).join(
        again.with_columns(is_again=pl.lit(True)),
        on=list(table.key),
        how="full",
        coalesce=True,
        nulls_equal=True,
        suffix="_again",
    )
    values = [name for name in stored.columns if name not in table.key]
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_again")) for name in values)
    is_one_sided = pl.col("is_stored").is_null() | pl.col("is_again").is_null()
    wrong = marked.filter(differs | is_one_sided).sort(table.key, nulls_last=True)
    cents = sum(
        int((wrong.get_column(name).fill_null(0) - wrong.get_column(f"{name}_again").fill_null(0)).abs().sum())
        for name in values
        if name.endswith("_cents")
    )
    return [_difference(table, row, values, place) for place, row in enumerate(wrong.to_dicts(), 1)], cents


def _difference(table: Compared, row: dict[str, object], values: list[str], place: int) -> Difference:
    where = " ".join(f"{name} {row[name]}" for name in table.shown if row[name] is not None)
    if len(table.shown) < len(table.key):
        where = said("{where} (difference {place})", where=where, place=place)
    if row["is_stored"] is None or row["is_again"] is None:
        nothing, a_row = said("nothing"), said("a row")
        sides = (nothing, a_row) if row["is_stored"] is None else (a_row, nothing)
        return Difference(table.name, where, said("row"), *sides)
    column = next(name for name in values if row[name] != row[f"{name}_again"])
    if column in _PERSONAL:
        return Difference(table.name, where, column, said("another value"), said("the one that follows from the files"))
    return Difference(table.name, where, column, str(row[column]), str(row[f"{column}_again"]))
