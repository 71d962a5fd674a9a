"""What a line of a statement may be: payments on their way, calls that wait for money, returns, other entries."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from corridor.app.services.bank import standing
from corridor.app.services.documents import Documents
from corridor.app.services.payments.deposits import open_calls
from corridor.app.services.payments.standing import payments_standing
from corridor.app.store.tx import Tx
from corridor.funding.bank_book import open_entries, open_groups, open_lines
from corridor.funding.bank_pairs import (
    CALL,
    CHEQUE_DAYS,
    DAYS_AROUND,
    DEPOSIT,
    ENTRY,
    PAYMENT,
    RETURN,
    Item,
    Line,
    name,
    words,
)
from corridor.funding.payment_life import OUTSTANDING
from corridor.records.bank_book import OPENING
from corridor.records.payment_life import CLEARED, RETURNED, STALE

CONFIRMED = "confirmed"


@dataclass(frozen=True)
class Open:
    """All that is open on either side. lines: with open_cents; groups: as funding.bank_book.open_groups."""

    lines: pl.DataFrame
    groups: pl.DataFrame
    items: tuple[Item, ...]


def open_now(tx: Tx, documents: Documents, as_of: date) -> Open:
    """What is open on a day."""
    parts, movements = standing.parts(tx), standing.movements(tx)
    entries = open_entries(movements, parts)
    lines = open_lines(standing.lines(tx).filter(pl.col("booked_on") <= as_of), parts)
    groups = open_groups(movements, parts)
    items = (*_payments(tx, documents, entries), *_calls(tx, documents), *_others(tx, groups))
    return Open(lines, groups, items)


def _payments(tx: Tx, documents: Documents, entries: pl.DataFrame) -> Iterator[Item]:
    """Payments that the bank has not shown, and what may come back of those it has."""
    out: dict[str, int] = defaultdict(int)
    back: dict[str, int] = defaultdict(int)
    for reference, cents in entries.select("reference", "open_cents").iter_rows():
        (out if cents < 0 else back)[reference] += cents
    shown = _shown(tx)
    charges = documents.arrangement.administration_fee.payee, documents.arrangement.stop_loss_premium.payee
    moved = payments_standing(tx).filter(pl.col("amount_cents") > 0, pl.col("method") != "NON")
    for row in moved.iter_rows(named=True):
        number, state = row["payment_number"], row["state"]
        names = frozenset({name(number), name(row["trace"]), name(row["reference"])} - {""})
        is_cheque = row["method"] == "CHK"
        days = CHEQUE_DAYS if is_cheque or state == STALE else DAYS_AROUND
        together = None if is_cheque or row["payee"] in charges else f"{row['paid_on']} {row['method']}"
        if state in (OUTSTANDING, STALE) and number not in shown:
            yield Item(PAYMENT, number, -row["amount_cents"], row["paid_on"], names, days, together)
        elif state in (CLEARED, RETURNED) and out[number]:
            came_back = state == RETURNED
            yield Item(PAYMENT, number, out[number], row["paid_on"], names, days, together, came_back=came_back)
        if state == CLEARED and number in shown:
            yield Item(RETURN, number, row["amount_cents"], row["paid_on"], names, 60)
        elif state == RETURNED and back[number]:
            yield Item(RETURN, number, back[number], row["paid_on"], names, 60)


def _shown(tx: Tx) -> frozenset[str]:
    """Payments that a line stands for."""
    found = standing.standing_matches(tx).filter(pl.col("subject") == PAYMENT)
    return frozenset(found.get_column("reference"))


def _calls(tx: Tx, documents: Documents) -> Iterator[Item]:
    """Calls for which money has to come before anything is posted."""
    if documents.arrangement.funding.deposits != CONFIRMED:
        return
    for number, called_on, open_cents in open_calls(tx).select("call_number", "called_on", "open_cents").iter_rows():
        yield Item(CALL, number, open_cents, called_on, frozenset({name(number)}), 60, is_partial=True)


def _others(tx: Tx, groups: pl.DataFrame) -> Iterator[Item]:
    """Entries that are in the books and were not shown by the bank, of no payment."""
    payments = set(tx.read("select payment_number from payment").get_column("payment_number"))
    for reference, kind, since, cents in groups.select("reference", "entry_kind", "since", "open_cents").iter_rows():
        if reference not in payments:
            subject = DEPOSIT if kind == "deposit" else ENTRY
            yield Item(subject, reference, cents, since, frozenset({name(reference)}))


def lines_to_pair(lines: pl.DataFrame) -> list[Line]:
    """Open lines as rules look at them; what was brought forward is no movement."""
    return [
        Line(
            row["statement_id"],
            row["line_number"],
            row["booked_on"],
            row["open_cents"],
            words(row["trace"]),
            words(row["customer_reference"], row["bank_reference"], row["text"]),
        )
        for row in lines.filter(pl.col("line_number") != OPENING).iter_rows(named=True)
    ]
