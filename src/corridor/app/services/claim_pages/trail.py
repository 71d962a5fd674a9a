"""What happened to a claim: how often it was decided, what was posted, what was paid."""

from collections.abc import Iterator
from itertools import groupby

from corridor.app.services.claim_pages.listing import lead
from corridor.app.services.claim_pages.shapes import PaymentView, PostingView, VersionView
from corridor.app.store.tx import Tx


def versions_of(tx: Tx, number: int) -> tuple[VersionView, ...]:
    """Every time the claim was decided, the latest first."""
    with tx.cursor() as cursor:
        cursor.execute(
            "select d.version, d.decided_on, d.status, d.plan_paid_cents,"
            " (select min(r.effective_on) from journal_entry r where r.reverses = e.entry_key)"
            " from decision d left join journal_entry e"
            " on e.entry_key = 'decision:' || d.claim_number || ':' || d.version"
            " where d.claim_number = %s order by d.version desc, d.line_number",
            [number],
        )
        rows = cursor.fetchall()
    latest = rows[0][0] if rows else 0
    return tuple(
        VersionView(
            number=version + 1,
            decided_on=lines[0][1],
            status=lead([line[2] for line in lines]),
            plan_paid_cents=sum(line[3] for line in lines),
            stands=version == latest,
            reversed_on=lines[0][4],
        )
        for version, lines in _grouped(rows)
    )


def _grouped(rows: list[tuple]) -> Iterator[tuple[int, list[tuple]]]:
    return ((version, list(lines)) for version, lines in groupby(rows, key=lambda row: row[0]))


def postings_of(tx: Tx, number: int) -> tuple[PostingView, ...]:
    """Every posting that names the claim, the oldest first."""
    with tx.cursor() as cursor:
        cursor.execute(
            "select effective_on, entry_kind, account, line_number, amount_cents, reference from posting_row"
            " where claim_number = %s order by effective_on, batch_id, entry_key, leg",
            [number],
        )
        return tuple(PostingView(*row) for row in cursor.fetchall())


def payments_of(tx: Tx, number: int) -> tuple[PaymentView, ...]:
    """The payments that paid the claim, and what later decisions took back, the oldest first."""
    with tx.cursor() as cursor:
        cursor.execute(
            "select l.payment_number, l.paid_on, p.method, sum(l.amount_cents + l.account_cents)::bigint"
            " from paid_line l left join payment p on p.payment_number = l.payment_number where l.claim_number = %s"
            " group by 1, 2, 3 order by l.paid_on, l.payment_number nulls last",
            [number],
        )
        return tuple(PaymentView(*row) for row in cursor.fetchall())
