"""The difference between bank and books by plain loops over all rows, without any of the service's code."""

from datetime import date
from typing import Any


def plain_difference(sponsor: str, day: date) -> int | None:
    """What the bank has beyond books, outstanding payments and deposits in transit; None without a statement."""
    from corridor.app.store.tenancy import tenant_transaction

    with tenant_transaction(sponsor) as tx:
        undone = {row[0] for row in _all(tx, "select (params ->> 'undoes')::bigint from batch where kind = 'undo'")}
        seqs = dict(_all(tx, "select id, seq from batch"))
        lines = _all(tx, "select batch_id, statement_id, line_number, booked_on, amount_cents from bank_line")
        entries = _all(tx, "select id, entry_key, effective_on, reference from journal_entry")
        postings = _all(tx, "select entry_id, amount_cents from posting where account = '1000'")
        matches = _all(
            tx, "select match_number, undoes, statement_id, line_number, entry_key, amount_cents from bank_match"
        )
    standing = [line for line in lines if seqs[line[0]] not in undone and line[3] <= day]
    if not standing:
        return None
    bank = 0
    for line in standing:
        bank += line[4]
    book, by_group = 0, {}
    group_of = {}
    for number, key, on, reference in entries:
        if on <= day:
            group_of[key] = reference or key
            for entry, cents in postings:
                if entry == number:
                    book += cents
                    by_group[group_of[key]] = by_group.get(group_of[key], 0) + cents
    taken_back = {undoes for _, undoes, *_ in matches if undoes is not None}
    known = {(line[1], line[2]) for line in standing}
    for number, undoes, statement, line_number, key, cents in matches:
        if undoes is None and number not in taken_back and (statement, line_number) in known and key in group_of:
            by_group[group_of[key]] -= cents
    outstanding = -sum(cents for cents in by_group.values() if cents < 0)
    in_transit = sum(cents for cents in by_group.values() if cents > 0)
    return bank - (book + outstanding - in_transit)


def _all(tx: Any, query: str) -> list[tuple[Any, ...]]:
    with tx.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())
