"""Everything that happened to a claim, in one order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from corridor.app.services.claim_pages.listing import lead
from corridor.app.store.tx import Tx

ORDER = (
    "received", "decided", "released", "override", "override_answer", "event", "appeal", "payment", "letter",
)  # fmt: skip
"""Kinds of happenings; of one day and one batch in this order."""


@dataclass(frozen=True)
class Happened:
    """One thing. kind: of ORDER; what: which of its kind, such as a status, an action or an event's code.

    batch: id of the batch that brought it. number: of a version, an override, an appeal, a payment.
    """

    on: date
    kind: str
    what: str
    batch: int
    who: str | None = None
    why: str | None = None
    reason: str | None = None
    number: str | None = None
    cents: int | None = None
    until: date | None = None
    level: int | None = None


def timeline(tx: Tx, number: int) -> tuple[Happened, ...]:
    """What happened to the claim of that number, the oldest first."""
    found = [one for source in _SOURCES for one in source(tx, number)]
    return tuple(sorted(found, key=lambda one: (one.on, one.batch, ORDER.index(one.kind))))


def _rows(tx: Tx, query: str, number: int) -> Iterator[dict[str, Any]]:
    return tx.read(query, [number]).iter_rows(named=True)


def _received(tx: Tx, number: int) -> Iterator[Happened]:
    query = (
        "select min(l.received_date) as day, min(c.batch_id) as batch_id, sum(l.charge_cents)::bigint as cents"
        " from claim c join claim_line l using (tenant_id, claim_number) where c.claim_number = %s"
    )
    for row in _rows(tx, query, number):
        yield Happened(row["day"], "received", "received", row["batch_id"], cents=row["cents"])


def _decided(tx: Tx, number: int) -> Iterator[Happened]:
    query = (
        "select version, min(decided_on) as day, min(batch_id) as batch_id, sum(plan_paid_cents)::bigint as cents,"
        " array_to_string(array_agg(status order by line_number), ' ') as statuses,"
        " array_to_string(array_agg(reason order by line_number), ' ') as reasons"
        " from decision where claim_number = %s group by version order by version"
    )
    for row in _rows(tx, query, number):
        statuses, reasons = row["statuses"].split(), row["reasons"].split()
        status = lead(statuses)
        yield Happened(
            row["day"],
            "decided",
            status,
            row["batch_id"],
            reason=reasons[statuses.index(status)],
            number=str(row["version"] + 1),
            cents=row["cents"],
        )


def _released(tx: Tx, number: int) -> Iterator[Happened]:
    query = "select released_on, batch_id, reason, why from release where claim_number = %s order by reason"
    for row in _rows(tx, query, number):
        yield Happened(
            row["released_on"], "released", "released", row["batch_id"], why=row["why"], reason=row["reason"]
        )


def _overrides(tx: Tx, number: int) -> Iterator[Happened]:
    query = (
        "select override_number, action, min(batch_id) as batch_id, min(proposed_on) as day, min(who) as who,"
        " min(why) as why, min(authority) as authority, sum(amount_cents)::bigint as cents, min(lifts) as lifts"
        " from claim_override where claim_number = %s group by 1, 2 order by 1"
    )
    for row in _rows(tx, query, number):
        yield Happened(
            row["day"],
            "override",
            row["action"],
            row["batch_id"],
            who=row["who"],
            why=f"{row['why']} ({row['authority']})",
            reason=row["lifts"],
            number=str(row["override_number"]),
            cents=row["cents"],
        )


def _override_answers(tx: Tx, number: int) -> Iterator[Happened]:
    query = (
        "select e.override_number, e.event, e.happened_on, e.batch_id, e.who, e.why from override_event e"
        " where e.override_number in (select override_number from claim_override where claim_number = %s)"
        " order by e.override_number, e.event_number"
    )
    for row in _rows(tx, query, number):
        yield Happened(
            row["happened_on"],
            "override_answer",
            row["event"],
            row["batch_id"],
            who=row["who"],
            why=row["why"],
            number=str(row["override_number"]),
        )


def _events(tx: Tx, number: int) -> Iterator[Happened]:
    query = (
        "select event, happened_on, batch_id, who, what, answer_due_on from claim_event where claim_number = %s"
        " order by event_number"
    )
    for row in _rows(tx, query, number):
        yield Happened(
            row["happened_on"],
            "event",
            row["event"],
            row["batch_id"],
            who=row["who"],
            why=row["what"],
            until=row["answer_due_on"],
        )


def _appeals(tx: Tx, number: int) -> Iterator[Happened]:
    query = (
        "select appeal_number, event, level, happened_on, batch_id, who, why, outcome from appeal_event"
        " where claim_number = %s order by appeal_number, event_number"
    )
    for row in _rows(tx, query, number):
        yield Happened(
            row["happened_on"],
            "appeal",
            row["event"],
            row["batch_id"],
            who=row["who"],
            why=row["why"],
            reason=row["outcome"],
            number=str(row["appeal_number"]),
            level=row["level"],
        )


def _payments(tx: Tx, number: int) -> Iterator[Happened]:
    query = (
        "select l.payment_number, l.paid_on, min(l.batch_id) as batch_id,"
        " sum(l.amount_cents + l.account_cents)::bigint as cents"
        " from paid_line l where l.claim_number = %s group by 1, 2 order by l.paid_on, l.payment_number nulls last"
    )
    for row in _rows(tx, query, number):
        kind = "paid" if row["payment_number"] else "taken_back"
        yield Happened(
            row["paid_on"], "payment", kind, row["batch_id"], number=row["payment_number"], cents=row["cents"]
        )


def _letters(tx: Tx, number: int) -> Iterator[Happened]:
    """Letters to whoever was paid for the claim, of the batches that took something of it back."""
    query = (
        "select t.letter_number, t.written_on, t.batch_id, t.amount_cents from claim c join letter t"
        " on t.tenant_id = c.tenant_id and t.payee in (c.billing_npi, c.billing_tax_id, c.subscriber_id)"
        " where c.claim_number = %s and t.batch_id in (select b.batch_id from paid_line b"
        "  where b.tenant_id = c.tenant_id and b.claim_number = c.claim_number and b.amount_cents < 0)"
        " order by t.letter_number"
    )
    for row in _rows(tx, query, number):
        facts = {"number": row["letter_number"], "cents": row["amount_cents"]}
        yield Happened(row["written_on"], "letter", "letter", row["batch_id"], **facts)


_SOURCES = (_received, _decided, _released, _overrides, _override_answers, _events, _appeals, _payments, _letters)
