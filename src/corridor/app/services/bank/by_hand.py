"""What a person does about a line that no rule explains: match it, name the difference, take a match back."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import polars as pl

from corridor.app.services import selectors
from corridor.app.services.bank import standing
from corridor.app.services.bank.items import open_now
from corridor.app.services.bank.writing import Match, write_match
from corridor.app.services.documents import documents_of
from corridor.app.services.errors import ServiceError
from corridor.app.services.payments import life
from corridor.app.services.payments.doing import Doing, stated
from corridor.app.services.payments.standing import payments_standing
from corridor.app.store.tenancy import tenant_transaction
from corridor.funding.bank_book import open_lines
from corridor.funding.bank_pairs import PAYMENT, Item
from corridor.ledger.accounts import BANK_CHARGES, BANK_DIFFERENCES, CLAIMS_ACCOUNT, INTEREST_INCOME
from corridor.ledger.journal import reverse
from corridor.records.bank_book import BANK_DIFFERENCES as DIFFERENCE_ROWS
from corridor.records.bank_book import BANK_MATCHES
from corridor.records.payment_life import CLEARED
from corridor.records.postings import POSTINGS
from corridor.wording.said import listed, said

BANK_HAND = "bank_by_hand"
BY_HAND, DIFFERENCE = "by_hand", "difference"
ACCOUNTS = (BANK_CHARGES, INTEREST_INCOME, BANK_DIFFERENCES)
"""Where a named difference may be posted to."""


@dataclass(frozen=True)
class Tie:
    """A line is these items: each as subject:reference, such as payment:PAY-20260105-0001."""

    who: str
    statement_id: str
    line_number: int
    items: tuple[str, ...]
    reason: str | None = None


@dataclass(frozen=True)
class Name:
    """What is open of a line is posted to an account, with the reason."""

    who: str
    statement_id: str
    line_number: int
    account: str
    reason: str


@dataclass(frozen=True)
class Untie:
    """A match is taken back."""

    who: str
    match_number: int
    reason: str


def match_by_hand(
    sponsor: str,
    line: tuple[str, int],
    items: Sequence[str],
    who: str,
    as_of: date,
    *,
    reason: str | None = None,
    alias: str = "default",
) -> int:
    """Match a line with items of the other side; returns the number of the match.

    items: subject:reference, as `funding.bank_pairs.Item`. Raises ServiceError where amounts do not agree; one item
    may be more than the line, which then is a part of it.
    """
    return int(act(sponsor, Tie(who, *line, tuple(items), reason), as_of, alias=alias))


def post_difference(
    sponsor: str, line: tuple[str, int], account: str, reason: str, who: str, as_of: date, *, alias: str = "default"
) -> str:
    """Post what is open of a line to bank charges, interest income or bank differences; returns the entry's key."""
    return str(act(sponsor, Name(who, *line, account, reason), as_of, alias=alias))


def undo_match(sponsor: str, match_number: int, reason: str, who: str, as_of: date, *, alias: str = "default") -> int:
    """Take a match back; returns the number of the match that does so.

    A payment that it cleared is outstanding again, the entry of a named difference is reversed.
    """
    return int(act(sponsor, Untie(who, match_number, reason), as_of, alias=alias))


def act(sponsor: str, what: Any, as_of: date, *, alias: str = "default") -> Any:
    """Do a Tie, Name or Untie in a batch of its own."""
    with tenant_transaction(sponsor, alias, actor=what.who) as tx:
        params = {"act": type(what).__name__, **asdict(what)}
        batch = tx.next_batch(BANK_HAND, as_of, params=params)
        answer = _DO[type(what)](Doing(tx, batch), what)
        tx.seal(batch, {"answer": answer})
        return answer


def act_from(params: dict[str, Any]) -> Any:
    """The act that a batch kept in its params."""
    kept = {name: tuple(value) if isinstance(value, list) else value for name, value in params.items()}
    return _ACTS[kept.pop("act")](**kept)


def _line(doing: Doing, statement_id: str, line_number: int) -> dict[str, Any]:
    """The open line. Raises ServiceError where there is none."""
    found = open_lines(standing.lines(doing.tx), standing.parts(doing.tx))
    row = standing.line_of(found, statement_id, line_number)
    if row is None or row["booked_on"] > doing.day:
        raise _fault(statement_id, line_number, said("no open line"), said("one that is not matched in full"))
    return row


def _fault(statement_id: str, line_number: int, found: Any, expected: Any) -> ServiceError:
    return ServiceError(
        said(
            "bank line {statement}/{line}: found {found}, expected {expected}",
            statement=statement_id,
            line=line_number,
            found=found,
            expected=expected,
        )
    )


def _tie(doing: Doing, what: Tie) -> int:
    line = _line(doing, what.statement_id, what.line_number)
    known = {f"{item.subject}:{item.reference}": item for item in _items(doing)}
    missing = [one for one in what.items if one not in known]
    if missing or not what.items:
        found = missing[0] if missing else said("nothing chosen")
        raise _fault(what.statement_id, what.line_number, found, said("what is open on the other side"))
    chosen = [known[one] for one in dict.fromkeys(what.items)]
    items = _amounts(what, chosen, line["open_cents"])
    text = line["text"] or ""
    return write_match(doing, Match(*_key(line), line["booked_on"], text, items, BY_HAND, what.who, what.reason))


def _items(doing: Doing) -> tuple[Item, ...]:
    return open_now(doing.tx, documents_of(doing.tx), doing.day).items


def _key(line: dict[str, Any]) -> tuple[str, int]:
    return line["statement_id"], line["line_number"]


def _amounts(what: Tie, chosen: list[Item], open_cents: int) -> tuple[tuple[Item, int], ...]:
    """Cents of the line for each item. One item alone may be more than the line, or less: the smaller counts."""
    total = sum(item.cents for item in chosen)
    if total == open_cents:
        return tuple((item, item.cents) for item in chosen)
    if len(chosen) == 1 and total * open_cents > 0:
        return ((chosen[0], min(total, open_cents, key=abs)),)
    found, expected = said("{cents} cents chosen", cents=total), said("{cents} cents", cents=open_cents)
    raise _fault(what.statement_id, what.line_number, found, expected)


def _name(doing: Doing, what: Name) -> str:
    reason = stated(what.reason, "reason")
    if what.account not in ACCOUNTS:
        raise _fault(what.statement_id, what.line_number, said("another account"), listed(ACCOUNTS))
    line = _line(doing, what.statement_id, what.line_number)
    number = standing.next_match(doing.tx)
    key, cents = f"bank_difference:{number}", line["open_cents"]
    doing.post(_difference_postings(key, line, what.account, doing.currency))
    about = {"statement_id": what.statement_id, "line_number": what.line_number, "entry_key": key}
    about |= {"amount_cents": cents, "done_by": what.who, "done_on": doing.day, "reason": reason}
    doing.insert("bank_difference", DIFFERENCE_ROWS.from_rows([about | {"account": what.account}]))
    match = {"match_number": number, "part": 1, "subject": DIFFERENCE, "reference": key, "how": BY_HAND}
    doing.insert("bank_match", BANK_MATCHES.from_rows([about | match]))
    return key


def _difference_postings(key: str, line: dict[str, Any], account: str, currency: str) -> pl.DataFrame:
    """Money in debits the claims account; the other side is what the bank's line was for."""
    cents = line["open_cents"]
    rows = [
        {
            "entry_key": key,
            "entry_kind": "bank_difference",
            "leg": leg,
            "account": code,
            "amount_cents": amount,
            "currency": currency,
            "effective_on": line["booked_on"],
            "reference": key,
        }
        for leg, (code, amount) in enumerate(((CLAIMS_ACCOUNT, cents), (account, -cents)))
    ]
    return POSTINGS.from_rows(rows)


def _untie(doing: Doing, what: Untie) -> int:
    reason = stated(what.reason, "reason")
    rows = standing.standing_matches(doing.tx, what.match_number)
    if rows.is_empty():
        raise ServiceError(
            said("match {number}: found none that stands, expected one to take back", number=what.match_number)
        )
    number = standing.next_match(doing.tx)
    back = rows.with_columns(
        pl.lit(number, pl.Int64).alias("match_number"),
        pl.lit(what.match_number, pl.Int64).alias("undoes"),
        -pl.col("amount_cents"),
        pl.lit(BY_HAND).alias("how"),
        pl.lit(what.who).alias("done_by"),
        pl.lit(doing.day).alias("done_on"),
        pl.lit(reason).alias("reason"),
    )
    doing.insert("bank_match", BANK_MATCHES.conform(back))
    _unclear(doing, what, rows)
    keys = rows.filter(pl.col("subject") == DIFFERENCE).get_column("entry_key").to_list()
    if keys:
        doing.post(reverse(selectors.journal(doing.tx, "entry_key = any(%s)", [keys]), keys, doing.day))
    return number


def _unclear(doing: Doing, what: Untie, rows: pl.DataFrame) -> None:
    """Payments that were cleared by this match are outstanding again; one that came back since stays so."""
    numbers = rows.filter(pl.col("subject") == PAYMENT).get_column("reference").unique(maintain_order=True).to_list()
    cleared = payments_standing(doing.tx, numbers).filter(pl.col("state") == CLEARED).get_column("payment_number")
    by_bank = "select reference from payment_event where payment_number = %s and event = %s order by event_number desc"
    for number in numbers:
        if number in cleared and doing.tx.scalar(by_bank, [number, CLEARED]) == rows["statement_id"][0]:
            life.unclear(doing, life.Unclear(what.who, number, what.reason))


_DO = {Tie: _tie, Name: _name, Untie: _untie}
_ACTS = {act.__name__: act for act in _DO}
