"""What the overview reads of the store: sums and the newest rows, never all of them."""

from datetime import date
from typing import NamedTuple

import polars as pl

from corridor.app.services.overview.selections import DayTotal
from corridor.app.services.overview.shapes import LatestDecision
from corridor.app.store.tx import Tx

LATEST_DECISIONS = 10
_STATUS_ORDER = ("pended", "paid", "denied")


class Head(NamedTuple):
    """Where the books stand: place of the newest batch, last day of any, and whether any claim was decided.

    What a round has dated ahead, such as Friday's payments, counts when a batch has reached that day.
    """

    batch_seq: int
    as_of: date
    has_claims: bool


def head(tx: Tx) -> Head:
    """A sponsor has one batch at least, its founding."""
    with tx.cursor() as cursor:
        cursor.execute("select max(seq), max(as_of), exists (select from decision) from batch")
        return Head(*cursor.fetchone())


def day_totals(tx: Tx, as_of: date) -> list[DayTotal]:
    """Sums of all postings up to the end of `as_of`."""
    with tx.cursor() as cursor:
        cursor.execute(
            "select effective_on, account, entry_kind, amount_cents, postings from day_total where effective_on <= %s",
            [as_of],
        )
        return [DayTotal(*row) for row in cursor.fetchall()]


def employees_covered(tx: Tx) -> pl.DataFrame:
    """Of COVERAGE the columns that enrolment is counted by, of employees only."""
    return tx.read(
        "select subscriber_id, relationship, plan_code, coverage_level, coverage_start, coverage_end_exclusive"
        " from coverage where relationship = 'self'"
    )


def latest_decisions(tx: Tx, products: dict[str, str], as_of: date) -> tuple[LatestDecision, ...]:
    """The claims decided last, newest first: by batch, in a batch by number."""
    numbers: list[int] = []
    with tx.cursor() as cursor:
        cursor.execute(
            "select id from batch b where as_of <= %s and exists (select from decision d where d.batch_id = b.id)"
            " order by seq desc limit %s",
            [as_of, LATEST_DECISIONS],
        )
        for (batch_id,) in cursor.fetchall():
            cursor.execute(
                "select distinct claim_number from decision where batch_id = %s order by claim_number desc limit %s",
                [batch_id, LATEST_DECISIONS],
            )
            numbers += [number for (number,) in cursor.fetchall() if number not in numbers]
            if len(numbers) >= LATEST_DECISIONS:
                break
        cursor.execute(
            "select distinct on (claim_number, line_number) claim_number, decided_on, plan_code, benefit, status,"
            " reason, version, plan_paid_cents from decision where claim_number = any(%s) and decided_on <= %s"
            " order by claim_number, line_number, version desc",
            [numbers[:LATEST_DECISIONS], as_of],
        )
        lines = [_Line(*row) for row in cursor.fetchall()]
    of_claim = {number: [line for line in lines if line.claim_number == number] for number in numbers}
    return tuple(_claim(own, products) for own in list(of_claim.values())[:LATEST_DECISIONS] if own)


class _Line(NamedTuple):
    claim_number: int
    decided_on: date
    plan_code: str | None
    benefit: str | None
    status: str
    reason: str
    version: int
    plan_paid_cents: int


def _claim(lines: list[_Line], products: dict[str, str]) -> LatestDecision:
    lead = min(lines, key=lambda line: _STATUS_ORDER.index(line.status))
    return LatestDecision(
        claim_number=lead.claim_number,
        decided_on=max(line.decided_on for line in lines),
        product=products.get(lead.plan_code or ""),
        benefit=lead.benefit,
        status=lead.status,
        reason=lead.reason,
        lines=len(lines),
        is_again=any(line.version for line in lines),
        plan_paid_cents=sum(line.plan_paid_cents for line in lines),
    )
