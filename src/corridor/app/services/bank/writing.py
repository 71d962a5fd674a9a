"""A match is written: what the line says of a payment or a call is recorded, and line and entry are tied together."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from corridor.app.services.bank import standing
from corridor.app.services.errors import ServiceError
from corridor.app.services.payments import deposits, life
from corridor.app.services.payments.deposits import Deposit
from corridor.app.services.payments.doing import Doing
from corridor.app.services.payments.life import Clear, Return
from corridor.app.services.payments.standing import payments_standing
from corridor.funding.bank_book import open_entries
from corridor.funding.bank_pairs import CALL, PAYMENT, RETURN, Item
from corridor.funding.payment_life import OUTSTANDING
from corridor.records.bank_book import BANK_MATCHES
from corridor.records.payment_life import CLEARED, STALE
from corridor.wording.said import said

_RETURN_CODE = re.compile(r"\bR\d\d\b")
UNKNOWN_CODE = "bank"
"""Why a payment came back, where the line has no code of a return."""


@dataclass(frozen=True)
class Match:
    """A line and what it is: items with cents of the line, by what rule or by whom."""

    statement_id: str
    line_number: int
    booked_on: date
    text: str
    items: tuple[tuple[Item, int], ...]
    how: str
    who: str
    reason: str | None = None


def write_match(doing: Doing, match: Match) -> int:
    """Record it; returns its number. Raises ServiceError, FundingError or LedgerError."""
    rows = [row for item, cents in match.items for row in _rows(doing, match, item, cents)]
    number = standing.next_match(doing.tx)
    known = {
        "match_number": number,
        "statement_id": match.statement_id,
        "line_number": match.line_number,
        "how": match.how,
        "done_by": match.who,
        "done_on": doing.day,
        "reason": match.reason,
    }
    numbered = [known | row | {"part": part} for part, row in enumerate(rows, start=1)]
    doing.insert("bank_match", BANK_MATCHES.from_rows(numbered))
    return number


def _rows(doing: Doing, match: Match, item: Item, cents: int) -> list[dict[str, Any]]:
    """One row for each entry that the item is."""
    if item.subject == PAYMENT:
        _cleared(doing, match, item, cents)
    elif item.subject == RETURN:
        _returned(doing, match, item)
    elif item.subject == CALL:
        _deposited(doing, match, item, cents)
    shares = _shares(doing, match, item, cents)
    return [
        {"subject": item.subject, "reference": item.reference, "entry_key": key, "amount_cents": part}
        for key, part in shares
    ]


def _cleared(doing: Doing, match: Match, item: Item, cents: int) -> None:
    """The bank paid it, unless that is known: a match may have been taken back."""
    state = payments_standing(doing.tx, [item.reference]).get_column("state")
    if state.is_empty() or state[0] not in (OUTSTANDING, STALE):
        return
    life.clear(doing, Clear(match.who, item.reference, -cents, match.booked_on, match.statement_id))


def _returned(doing: Doing, match: Match, item: Item) -> None:
    """It came back: unless a file of returns has said so already."""
    state = payments_standing(doing.tx, [item.reference]).get_column("state")
    if not state.is_empty() and state[0] == CLEARED:
        code = _RETURN_CODE.search(match.text)
        life.take_back(doing, Return(match.who, item.reference, code.group() if code else UNKNOWN_CODE))


def _deposited(doing: Doing, match: Match, item: Item, cents: int) -> None:
    """The employer's money answers its call."""
    number = f"{match.statement_id}/{match.line_number}"
    step = Deposit(match.who, cents, match.booked_on, item.reference, number)
    deposits.DO[Deposit](doing, step)


def _shares(doing: Doing, match: Match, item: Item, cents: int) -> list[tuple[str, int]]:
    """Entry -> cents of the line, the oldest first, of a payment the newest.

    Raises ServiceError where the books hold less.
    """
    own = open_entries(standing.movements(doing.tx, [item.reference]), standing.parts(doing.tx))
    if item.subject == PAYMENT:
        own = own.reverse()  # an older clearing was taken back
    left, shares = cents, []
    for key, open_cents in own.filter(pl.col("open_cents") * cents > 0).select("entry_key", "open_cents").iter_rows():
        part = min(left, open_cents) if cents > 0 else max(left, open_cents)
        if part:
            shares.append((key, part))
            left -= part
    if left:
        raise ServiceError(
            said(
                "bank line {statement}/{line}: found {cents} cents of {reference}, expected {most} as in the books",
                statement=match.statement_id,
                line=match.line_number,
                reference=item.reference,
                cents=cents,
                most=cents - left,
            )
        )
    return shares
