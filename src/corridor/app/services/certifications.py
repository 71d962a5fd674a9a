"""Certifications of disability into the store: claims with a line a week, decided, and posted; weeks that come due."""

from collections.abc import Collection
from datetime import date

import polars as pl

from corridor.app.services import selectors
from corridor.app.services.documents import Documents
from corridor.app.store.claims import insert_claims
from corridor.app.store.journal import post
from corridor.app.store.tx import Batch, Tx
from corridor.book.disability import IS_DISABILITY, Disability, decide_certified, no_disability
from corridor.book.numbering import number_claims
from corridor.codes.reasons import NO_ORIGINAL
from corridor.disability.weeks import claims_from
from corridor.funding.postings import decision_postings, payees_of
from corridor.records.disability import CLAIMED, FACTS


def decide_certifications(tx: Tx, batch: Batch, documents: Documents, frame: pl.DataFrame) -> pl.DataFrame:
    """Number, decide, store and post the certifications of a file (DISABILITY); returns DECISIONS with service_to."""
    first = tx.scalar("select coalesce(max(claim_number), 0) + 1 from claim")
    claims = number_claims(claims_from(frame), first)
    numbers = claims.select("claim_number", "claim_index").unique(maintain_order=True)
    facts = numbers.join(frame, on="claim_index", maintain_order="left").select("claim_number", *FACTS)
    coverage = selectors.coverage_of(tx, selectors.ids_in(claims))
    claimed = _claimed_weeks(tx, coverage.get_column("member_id").unique().to_list())
    decisions = decide_certified(claims, Disability(facts, documents.disability), coverage, batch.as_of, claimed)
    insert_claims(tx, batch, claims)
    tx.insert("disability_claim", facts, batch_id=batch.id)
    tx.insert("decision", decisions, batch_id=batch.id)
    currency = documents.arrangement.sponsor.currency
    post(tx, batch, decision_postings(decisions, payees_of(claims), documents.products, currency=currency))
    days = claims.select("claim_number", "line_number", "service_to")
    return decisions.join(days, on=["claim_number", "line_number"], maintain_order="left")


def disability_of(tx: Tx, documents: Documents, claims: pl.DataFrame) -> Disability:
    """What the disability claims among `claims` (CLAIMS with claim_number) are decided by."""
    numbers = claims.filter(IS_DISABILITY).get_column("claim_number").unique().to_list()
    return Disability(_facts(tx, numbers), documents.disability) if numbers else no_disability()


def families_due(tx: Tx, as_of: date) -> list[str]:
    """The families with what was not due when it was decided, and is on `as_of`.

    A week of disability is due when it has ended before the day, an instalment of a treatment on its day.
    """
    with tx.cursor() as cursor:
        cursor.execute(
            "select distinct d.family_id from decision d"
            " join claim_line l on (l.claim_number, l.line_number) = (d.claim_number, d.line_number)"
            " left join disability_claim f on f.claim_number = d.claim_number"
            " where d.reason = 'not_yet_due' and d.family_id is not null"
            " and case when f.claim_number is null then l.service_from <= %(day)s else l.service_to < %(day)s end"
            f" and {selectors.STANDS} order by 1",
            {"day": as_of},
        )
        return [family for (family,) in cursor.fetchall()]


def _facts(tx: Tx, numbers: Collection[int]) -> pl.DataFrame:
    query = f"select claim_number, {', '.join(FACTS)} from disability_claim where claim_number = any(%s) order by 1"
    return tx.read(query, [list(numbers)])


def _claimed_weeks(tx: Tx, members: Collection[str]) -> pl.DataFrame:
    """CLAIMED of these people: what a later certification could repeat."""
    return CLAIMED.conform(
        tx.read(
            "select d.claim_number, d.member_id, f.disability_from, l.service_from, l.service_to"
            " from disability_claim f join decision d on d.claim_number = f.claim_number"
            " join claim_line l on (l.claim_number, l.line_number) = (d.claim_number, d.line_number)"
            f" where d.member_id = any(%s) and d.reason <> all(%s) and {selectors.STANDS}"
            " order by d.claim_number, d.line_number",
            [list(members), list(NO_ORIGINAL)],
        )
    )
