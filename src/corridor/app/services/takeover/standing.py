"""What was taken over and stands: with what decisions of families begin."""

from collections.abc import Collection

import polars as pl

from corridor.app.services.documents import UNDONE
from corridor.app.store.tx import Tx
from corridor.book.opening import Opening
from corridor.records.decisions import ACCUMULATORS
from corridor.records.history import HISTORY
from corridor.records.table import Table
from corridor.records.takeover import OPENINGS, PRIOR_TREATMENTS, RUN_IN_LINES

TAKEOVER = "takeover"
"""Kind of the batches that take over."""
_STANDS = f"(b.seq is null or (b.seq <> %(without)s and b.seq not in {UNDONE}))"
"""Of a row `t` joined to its batch `b`: it was not taken back. A batch has no row until it is sealed."""


def was_taken_over(tx: Tx) -> bool:
    """Whether anything was ever taken over."""
    return tx.once("was_taken_over", lambda: _has_any(tx))


def _has_any(tx: Tx) -> bool:
    tables = ("opening_total", "run_in_line", "prior_treatment")
    return bool(tx.scalar("select " + " or ".join(f"exists (select from {table})" for table in tables)))


def opening_of(tx: Tx, owners: Collection[str], without: int = 0) -> Opening | None:
    """With what families begin that are decided from their first claim on; None: with nothing.

    owners: ids of the families and of their members. without: place of a batch that is being taken back.
    """
    if not was_taken_over(tx):
        return None
    rows = openings_of(tx, owners, without)
    totals = rows.group_by(ACCUMULATORS.key, maintain_order=True).agg(pl.col("amount").sum()).sort(ACCUMULATORS.key)
    return Opening(ACCUMULATORS.conform(totals), HISTORY.conform(run_in_of(tx, owners, without)))


def openings_of(tx: Tx, owners: Collection[str], without: int = 0) -> pl.DataFrame:
    """OPENINGS of these owners that stand."""
    return _standing(tx, OPENINGS, "opening_total", "owner_id", owners, without)


def run_in_of(tx: Tx, members: Collection[str], without: int = 0) -> pl.DataFrame:
    """RUN_IN_LINES of these people that stand."""
    return _standing(tx, RUN_IN_LINES, "run_in_line", "member_id", members, without)


def treatments_of(tx: Tx, numbers: Collection[int]) -> pl.DataFrame:
    """PRIOR_TREATMENTS of these claims that stand."""
    return _standing(tx, PRIOR_TREATMENTS, "prior_treatment", "claim_number", numbers, 0)


def _standing(
    tx: Tx, table: Table, name: str, column: str, wanted: Collection[str] | Collection[int], without: int
) -> pl.DataFrame:
    columns = ", ".join(f't."{each}"' for each in table.schema)
    rows = tx.read(
        f"select {columns} from {name} t left join batch b on b.id = t.batch_id"
        f" where t.{column} = any(%(wanted)s) and {_STANDS} order by t.id",
        {"wanted": sorted(wanted), "without": without},
    )
    return table.conform(rows)


def with_run_in(tx: Tx, opening: Opening, members: Collection[str]) -> Opening:
    """`opening` of new claims of these people, with the lines that were decided elsewhere."""
    if not was_taken_over(tx):
        return opening
    run_in = HISTORY.conform(run_in_of(tx, set(members)))
    return Opening(opening.accumulators, pl.concat([run_in, opening.history]))


def prior_owners(tx: Tx, ids: Collection[str]) -> list[str]:
    """Those of `ids` for whom a running total was ever taken over, taken back or not."""
    if not was_taken_over(tx):
        return []
    found = tx.read("select distinct owner_id from opening_total where owner_id = any(%s)", [sorted(ids)])
    return found.get_column("owner_id").sort().to_list()


def prior_paid_lines(tx: Tx, incurred_means: str, without: int = 0) -> pl.DataFrame:
    """stoploss.lines.PAID_LINES of open large claims that a prior administrator paid on."""
    return tx.read(
        f"select t.member_id, t.product, t.{incurred_means}, t.prior_paid_on as paid_on,"
        " null::date as takes_back_paid_on, t.prior_paid_cents as amount_cents"
        f" from prior_paid t left join batch b on b.id = t.batch_id where {_STANDS} order by t.id",
        {"without": without},
    )
