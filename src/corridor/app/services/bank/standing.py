"""Lines of statements, movements of the claims account, and what was matched, as they stand."""

from typing import Any

import polars as pl

from corridor.app.services.documents import UNDONE
from corridor.app.store.tx import Tx
from corridor.funding.bank_book import MOVEMENTS, PARTS
from corridor.ledger.accounts import CLAIMS_ACCOUNT
from corridor.records.bank import BANK_LINES, BANK_STATEMENTS
from corridor.records.bank_book import BANK_MATCHES

_STANDS = f"(b.seq is null or b.seq not in {UNDONE})"


def statements(tx: Tx, without: int = 0) -> pl.DataFrame:
    """BANK_STATEMENTS that were not taken back, in their order. without: place of a batch that is being taken back."""
    columns = ", ".join(f"s.{name}" for name in BANK_STATEMENTS.schema)
    return BANK_STATEMENTS.conform(
        tx.read(
            f"select {columns} from bank_statement s left join batch b on b.id = s.batch_id"
            f" where {_STANDS} and (b.seq is null or b.seq <> %s) order by s.closed_on, s.id",
            [without],
        )
    )


def lines(tx: Tx) -> pl.DataFrame:
    """BANK_LINES of the statements that stand, the oldest first."""
    columns = ", ".join(f"l.{name}" for name in BANK_LINES.schema)
    return BANK_LINES.conform(
        tx.read(
            f"select {columns} from bank_line l left join batch b on b.id = l.batch_id where {_STANDS}"
            " order by l.booked_on, l.id"
        )
    )


def movements(tx: Tx, references: list[str] | None = None) -> pl.DataFrame:
    """MOVEMENTS: every entry that moves the claims account, or those of `references`."""
    where = "" if references is None else " and coalesce(e.reference, e.entry_key) = any(%s)"
    found = tx.read(
        "select e.entry_key, e.entry_kind, e.effective_on, coalesce(e.reference, e.entry_key) as reference,"
        " sum(p.amount_cents)::bigint as amount_cents"
        " from posting p join journal_entry e on (e.tenant_id, e.id) = (p.tenant_id, p.entry_id)"
        f" where p.account = %s{where} group by e.id, e.entry_key, e.entry_kind, e.effective_on, e.reference"
        " having sum(p.amount_cents) <> 0 order by e.id",
        [CLAIMS_ACCOUNT] if references is None else [CLAIMS_ACCOUNT, references],
    )
    return found.select(*MOVEMENTS).cast(dict(MOVEMENTS))  # type: ignore[arg-type]


def parts(tx: Tx) -> pl.DataFrame:
    """PARTS that stand."""
    found = tx.read(
        "select entry_key, statement_id, line_number, sum(amount_cents)::bigint as amount_cents from bank_match"
        " group by 1, 2, 3 having sum(amount_cents) <> 0"
    )
    return found.select(*PARTS).cast(dict(PARTS))  # type: ignore[arg-type]


def standing_matches(tx: Tx, number: int | None = None) -> pl.DataFrame:
    """BANK_MATCHES that were not taken back, the newest first; those of one match where it is named."""
    columns = ", ".join(BANK_MATCHES.schema)
    where = "" if number is None else " and match_number = %s"
    return BANK_MATCHES.conform(
        tx.read(
            f"select {columns} from bank_match m where undoes is null and not exists"
            f" (select from bank_match u where u.undoes = m.match_number){where} order by match_number desc, part",
            None if number is None else [number],
        )
    )


def next_match(tx: Tx) -> int:
    """Number of the next match."""
    return int(tx.scalar("select coalesce(max(match_number), 0) + 1 from bank_match"))


def line_of(found: pl.DataFrame, statement_id: str, line_number: int) -> dict[str, Any] | None:
    """The row of a line; None where it is not among those found."""
    rows = found.filter(statement_id=statement_id, line_number=line_number)
    return rows.row(0, named=True) if len(rows) else None
