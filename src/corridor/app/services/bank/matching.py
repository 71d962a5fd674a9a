"""Lines of statements matched by rule."""

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from corridor.app.services.bank.items import Open, lines_to_pair, open_now
from corridor.app.services.bank.writing import Match, write_match
from corridor.app.services.documents import documents_of
from corridor.app.services.payments.doing import Doing
from corridor.app.store.tenancy import tenant_transaction
from corridor.funding.bank_pairs import ENTRY, OPENING, PAYMENT, Item, Line, Pair, pairs_of
from corridor.records.bank_book import OPENING as OPENING_LINE

BANK_MATCH = "bank_match"
_ROUNDS = 100
"""Of one order: each round ends lines, so that far fewer are needed."""


@dataclass(frozen=True)
class Matched:
    """What rules found. by_rule: lines by the rule that spoke. left: lines that no rule explains."""

    matched: int
    left: int
    by_rule: dict[str, int] = field(default_factory=dict)


def match(sponsor: str, as_of: date, *, who: str = "rules", alias: str = "default") -> Matched:
    """Match all open lines up to a day by rule; what is in doubt is left. Nothing is written where nothing is found.

    Payments clear, deposits answer their calls, returned payments are payable again. Raises ServiceError,
    FundingError or LedgerError; the store is then as it was.
    """
    with tenant_transaction(sponsor, alias, actor=who) as tx:
        tx.wait_for_turn()
        documents = documents_of(tx)
        found = open_now(tx, documents, as_of)
        matches = _matches(found, who)
        if not matches:
            return Matched(0, found.lines.height)
        doing = Doing(tx, tx.next_batch(BANK_MATCH, as_of, params={"who": who}))
        by_rule: dict[str, int] = {}
        for _ in range(_ROUNDS):
            for one in matches:
                write_match(doing, one)
                by_rule[one.how] = by_rule.get(one.how, 0) + 1
            found = open_now(tx, documents, as_of)
            matches = _matches(found, who)
            if not matches:
                break
        counts = Matched(sum(by_rule.values()), found.lines.height, by_rule)
        tx.seal(doing.batch, {"matched": counts.matched, "left": counts.left, "by_rule": by_rule})
        return counts


def _matches(found: Open, who: str) -> list[Match]:
    texts = {(row["statement_id"], row["line_number"]): row["text"] or "" for row in found.lines.to_dicts()}
    pairs = _opening(found) or pairs_of(lines_to_pair(found.lines), found.items)
    return [_match(pair, texts[pair.line.key], who) for pair in pairs]


def _match(pair: Pair, text: str, who: str) -> Match:
    line = pair.line
    return Match(line.statement_id, line.line_number, line.booked_on, text, pair.items, pair.how, who)


def _opening(found: Open) -> list[Pair]:
    """What was brought forward, where it is all that the books had before: everything before was shown."""
    rows = found.lines.filter(pl.col("line_number") == OPENING_LINE)
    if rows.is_empty():
        return []
    row = rows.row(0, named=True)
    before = found.groups.filter(pl.col("since") < row["booked_on"])
    if before.is_empty() or int(before.get_column("open_cents").sum()) != row["open_cents"]:
        return []
    line = Line(row["statement_id"], row["line_number"], row["booked_on"], row["open_cents"])
    payments = {(item.reference, item.cents): item for item in found.items if item.subject == PAYMENT}
    items = (
        payments.get((reference, cents)) or Item(ENTRY, reference, cents, since, frozenset())
        for reference, since, cents in before.select("reference", "since", "open_cents").iter_rows()
    )
    return [Pair(line, OPENING, tuple((item, item.cents) for item in items))]
