"""The two panes of the reconciliation: movements of the books, lines of the bank, and the difference over both."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from corridor.app.services.access.seats import Place
from corridor.app.services.bank import standing
from corridor.app.services.bank.items import open_now
from corridor.app.services.bank.reconciliation import reconciled
from corridor.app.services.documents import documents_of
from corridor.app.store.tenancy import tenant_transaction
from corridor.funding.bank_book import Reconciliation
from corridor.funding.bank_pairs import RETURN, Item
from corridor.money.cents import MoneyError, parse_cents

MOST = 200
"""Rows of a pane; a search finds the others."""


@dataclass(frozen=True)
class BankRow:
    """An open line. text: as the bank writes it."""

    statement_id: str
    line_number: int
    booked_on: date
    amount_cents: int
    open_cents: int
    kind: str
    reference: str | None
    text: str | None

    @property
    def id(self) -> str:
        """How a form names it."""
        return f"{self.statement_id}/{self.line_number}"


@dataclass(frozen=True)
class MatchRow:
    """A match that stands."""

    match_number: int
    statement_id: str
    line_number: int
    subject: str
    reference: str
    amount_cents: int
    how: str
    done_by: str
    done_on: date
    reason: str | None

    @property
    def line_text(self) -> str:
        """The line's number as a part of an address."""
        return str(self.line_number)


@dataclass(frozen=True)
class BankPage:
    """What the page shows. lines, items: those found, MOST at most; all_lines, all_items: how many are open."""

    reconciliation: Reconciliation
    lines: tuple[BankRow, ...]
    items: tuple[Item, ...]
    all_lines: int
    all_items: int
    matches: tuple[MatchRow, ...]


def bank_page(place: Place, day: date, find: str = "") -> BankPage:
    """The page on a day. find: a part of a reference or text, or an amount, that both panes are searched for."""
    with tenant_transaction(place.sponsor, actor=place.who) as tx:
        tx.log_access("bank lines", "reconciliation", place.who)
        now = open_now(tx, documents_of(tx), day)
        lines = tuple(_line(row) for row in now.lines.iter_rows(named=True))
        # What may come back of a payment is offered once somebody looks for it.
        items = tuple(item for item in now.items if find or item.subject != RETURN)
        matches = standing.standing_matches(tx).head(MOST).to_dicts()
        return BankPage(
            reconciliation=reconciled(tx, day),
            lines=tuple(row for row in lines if _has_line(row, find))[:MOST],
            items=tuple(sorted((one for one in items if _has_item(one, find)), key=lambda one: one.since))[:MOST],
            all_lines=len(lines),
            all_items=len(items),
            matches=tuple(_match(row) for row in matches),
        )


def _line(row: dict[str, Any]) -> BankRow:
    names = ("statement_id", "line_number", "booked_on", "amount_cents", "open_cents", "kind")
    known = {name: row[name] for name in names}
    return BankRow(**known, reference=row["customer_reference"] or row["bank_reference"], text=row["text"])


def _match(row: dict[str, Any]) -> MatchRow:
    return MatchRow(**{name: row[name] for name in MatchRow.__dataclass_fields__})


def _has_line(row: BankRow, find: str) -> bool:
    return _has(find, row.open_cents, row.id, row.reference or "", row.text or "")


def _has_item(item: Item, find: str) -> bool:
    return _has(find, item.cents, item.reference, *item.names)


def _has(find: str, cents: int, *texts: str) -> bool:
    wanted = find.strip().casefold()
    if not wanted or any(wanted in text.casefold() for text in texts):
        return True
    try:
        return abs(parse_cents(wanted)) == abs(cents)
    except MoneyError:
        return False
