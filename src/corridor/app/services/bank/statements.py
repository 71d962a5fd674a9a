"""A file of bank statements is taken in: once, after the last one, with totals that add up. It posts nothing."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from corridor.app.services.bank import standing
from corridor.app.services.bank.files import read_statements
from corridor.app.services.documents import Documents, documents_of
from corridor.app.services.errors import ServiceError
from corridor.app.services.intake import standing_load
from corridor.app.services.reading import NamedFile
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Batch, Tx
from corridor.funding.arrangement import BankAccount
from corridor.records.bank import BANK_LINES, BANK_STATEMENTS
from corridor.records.bank_book import OPENING
from corridor.wording.said import said

BANK_STATEMENT = "bank_statement"
FILE = "bank_statement"


@dataclass(frozen=True)
class Loaded:
    """What a file brought."""

    name: str
    seq: int
    statements: int
    lines: int
    closed_on: date
    closing_cents: int


def load_statement(sponsor: str, file: NamedFile, as_of: date, *, alias: str = "default") -> Loaded:
    """Take in a file of statements of the claims account.

    Raises ServiceError, or the reader's error, for a file or statement that is in already, that does not follow on
    the last one, whose lines do not lead from its opening to its closing balance, of another account or currency.
    """
    statements, lines = read_statements(file)
    with tenant_transaction(sponsor, alias) as tx:
        tx.wait_for_turn()
        known = standing_load(tx, file)
        if known is not None:
            raise ServiceError(
                said("{file}: found it taken in by batch {batch}, expected a new one", file=file.name, batch=known[1])
            )
        in_order = statements.sort("closed_on", "opened_on", maintain_order=True)
        _refuse(tx, documents_of(tx), in_order, lines, as_of)
        file_id, _ = tx.store_file(file.content, file.name, FILE)
        batch = tx.next_batch(BANK_STATEMENT, as_of, file_id, {"name": file.name})
        count = _store(tx, batch, in_order, lines)
        last = in_order.row(-1, named=True)
        loaded = Loaded(file.name, batch.seq, len(in_order), count, last["closed_on"], last["closing_cents"])
        tx.seal(batch, {"statements": loaded.statements, "lines": loaded.lines})
        return loaded


def _store(tx: Tx, batch: Batch, statements: pl.DataFrame, lines: pl.DataFrame) -> int:
    """Statements and lines; the first statement's opening balance is a line of its own. How many lines came."""
    is_first = standing.statements(tx).is_empty()
    tx.insert("bank_statement", BANK_STATEMENTS.conform(statements), batch_id=batch.id)
    first = statements.row(0, named=True)
    if is_first and first["opening_cents"]:
        opening = {
            "statement_id": first["statement_id"],
            "line_number": OPENING,
            "booked_on": first["opened_on"],
            "amount_cents": first["opening_cents"],
            "currency": first["currency"],
            "kind": "opening",
        }
        tx.insert("bank_line", BANK_LINES.from_rows([opening]), batch_id=batch.id)
    tx.insert("bank_line", BANK_LINES.conform(lines), batch_id=batch.id)
    return len(lines)


def _refuse(tx: Tx, documents: Documents, statements: pl.DataFrame, lines: pl.DataFrame, as_of: date) -> None:
    if statements.is_empty():
        raise ServiceError(said("bank statement: found none in the file, expected one at least"))
    before = standing.statements(tx)
    known = set(before.get_column("statement_id"))
    last = before.row(-1, named=True) if len(before) else None
    currency = documents.arrangement.sponsor.currency
    for row in statements.iter_rows(named=True):
        own = lines.filter(statement_id=row["statement_id"])
        _refuse_account(row, own, documents.arrangement.bank.claims_account, currency)
        if row["statement_id"] in known:
            raise _fault(row, "statement", said("one that is in already"), said("a new one"))
        if not row["is_complete"]:
            raise _fault(row, "statement", said("one that is not complete"), said("one of closed days"))
        if row["closed_on"] > as_of:
            raise _fault(row, "closing day", row["closed_on"], said("{day} or earlier", day=as_of))
        _refuse_total(row, own)
        if last is not None:
            _refuse_gap(row, last)
        known.add(row["statement_id"])
        last = row


def _refuse_account(row: dict[str, Any], lines: pl.DataFrame, own: BankAccount, currency: str) -> None:
    account = "".join(filter(str.isalnum, row["account"]))
    if account not in (own.account, own.routing + own.account) and not account.endswith(own.account):
        # Not the number that was sent: it may be a person's.
        raise _fault(row, "account", said("another"), said("the claims account of the arrangement"))
    found = {row["currency"], *lines.get_column("currency")} - {currency}
    if found:
        raise _fault(row, "currency", min(found), currency)


def _refuse_total(row: dict[str, Any], lines: pl.DataFrame) -> None:
    total = row["opening_cents"] + int(lines.get_column("amount_cents").sum())
    if total != row["closing_cents"]:
        raise _fault(
            row,
            "closing balance",
            said("{cents} cents", cents=row["closing_cents"]),
            said("{cents} cents, the opening balance and the lines", cents=total),
        )


def _refuse_gap(row: dict[str, Any], last: dict[str, Any]) -> None:
    if row["opened_on"] < last["opened_on"] or row["closed_on"] < last["closed_on"]:
        raise _fault(row, "days", said("days before the last statement"), said("{day} or later", day=last["closed_on"]))
    if row["opening_cents"] != last["closing_cents"]:
        raise _fault(
            row,
            "opening balance",
            said("{cents} cents", cents=row["opening_cents"]),
            said(
                "{cents} cents, at which {statement} closed",
                cents=last["closing_cents"],
                statement=last["statement_id"],
            ),
        )


_WHAT = {
    "statement": said("statement"),
    "account": said("account"),
    "currency": said("currency"),
    "closing day": said("closing day"),
    "closing balance": said("closing balance"),
    "opening balance": said("opening balance"),
    "days": said("days"),
}


def _fault(row: dict[str, Any], what: str, found: Any, expected: Any) -> ServiceError:
    return ServiceError(
        said(
            "bank statement {statement}, {what}: found {found}, expected {expected}",
            statement=row["statement_id"],
            what=_WHAT[what],
            found=found,
            expected=expected,
        )
    )


def undo_statement(tx: Tx, batch: Batch, documents: Documents, seq: int) -> dict[str, int]:
    """Take back a file of statements. Raises ServiceError where a later one stands or a line is matched.

    batch, documents: as every undo is called; a statement posts nothing, so that nothing has to be reversed.
    """
    own = tx.read(
        "select s.statement_id, s.closed_on from bank_statement s join batch b on b.id = s.batch_id where b.seq = %s",
        [seq],
    )
    ids = own.get_column("statement_id")
    rest = standing.statements(tx, without=seq)
    later = rest.filter(pl.col("closed_on") > own.get_column("closed_on").max())
    if len(later):
        raise ServiceError(
            said(
                "bank statement {statement}: found {later} after it, expected the last one",
                statement=ids[0],
                later=later["statement_id"][0],
            )
        )
    matched = standing.parts(tx).filter(pl.col("statement_id").is_in(ids.implode()))
    if len(matched):
        raise ServiceError(
            said(
                "bank statement {statement}: found lines that are matched, expected none; take the matches back first",
                statement=matched["statement_id"][0],
            )
        )
    return {"statements": len(own)}
