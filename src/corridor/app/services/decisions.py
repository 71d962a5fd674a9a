"""Decisions into the store: new claims, and families decided again."""

from collections.abc import Collection

import polars as pl

from corridor.app.services import selectors
from corridor.app.services.certifications import disability_of
from corridor.app.services.documents import Documents
from corridor.app.services.known import known_of
from corridor.app.store.claims import insert_claims
from corridor.app.store.journal import post
from corridor.app.store.tx import Batch, Tx
from corridor.book.decide import decide
from corridor.book.numbering import number_claims
from corridor.book.redecide import redecide
from corridor.claims.instalments import with_instalments
from corridor.funding.paid import taken_back_lines
from corridor.funding.postings import decision_postings, payees_of, reversal_postings
from corridor.records.decisions import ACCUMULATORS


def decide_new(tx: Tx, batch: Batch, documents: Documents, frame: pl.DataFrame) -> pl.DataFrame:
    """Number, decide, store and post the claims of a file (CLAIMS); returns their DECISIONS, with service_to."""
    first = tx.scalar("select coalesce(max(claim_number), 0) + 1 from claim")
    numbered = number_claims(frame, first)
    coverage = selectors.coverage_of(tx, selectors.ids_in(numbered))
    claims = with_instalments(numbered, coverage, documents.compiled)
    opening = selectors.opening(
        tx,
        coverage.get_column("subscriber_id").unique().to_list(),
        claims.get_column("service_from").min(),
        claims.get_column("service_from").max(),
        kinds=claims.get_column("kind").unique().to_list(),
        visit_benefits=documents.visit_benefits,
    )
    decided = decide(
        claims,
        coverage,
        documents.compiled,
        batch.as_of,
        opening=opening,
        known=known_of(tx, documents, coverage.get_column("member_id")),
    )
    insert_claims(tx, batch, claims)
    tx.insert("decision", decided.decisions, batch_id=batch.id)
    moved = decided.accumulators.join(opening.accumulators, on=list(ACCUMULATORS.schema), how="anti")
    tx.replace("accumulator", moved, ACCUMULATORS.key)
    currency = documents.arrangement.sponsor.currency
    post(tx, batch, decision_postings(decided.decisions, payees_of(claims), documents.products, currency=currency))
    return decided.decisions.join(
        claims.select("claim_number", "line_number", "service_to"), on=["claim_number", "line_number"]
    )


def redecide_families(
    tx: Tx, batch: Batch, documents: Documents, families: Collection[str], *, undoing: int = 0
) -> pl.DataFrame:
    """Decide these families again under what is known now; reverse and post what comes out differently.

    undoing: place of the batch that this one takes back, 0: none. Returns the DECISIONS that changed.
    """
    coverage = selectors.coverage(tx)
    members = coverage.filter(pl.col("subscriber_id").is_in(list(families))).get_column("member_id").unique().to_list()
    claims = selectors.claims_of(tx, families, members)
    if claims.is_empty():
        return selectors.current_decisions(tx, [])
    numbers = claims.get_column("claim_number").unique().to_list()
    current = selectors.current_decisions(tx, numbers)
    again = redecide(
        claims,
        current,
        coverage,
        documents.compiled,
        batch.as_of,
        known=known_of(tx, documents, members, numbers, undoing=undoing),
        withdrawn=selectors.withdrawn_claims(tx, undoing),
        disability=disability_of(tx, documents, claims),
    )
    tx.insert("decision", again.changed, batch_id=batch.id)
    _replace_accumulators(tx, families, current, again.accumulators)
    _repost(tx, batch, documents, claims, again.changed, again.claim_numbers)
    return again.changed


def _replace_accumulators(tx: Tx, families: Collection[str], current: pl.DataFrame, new: pl.DataFrame) -> None:
    """The running totals of families and of everybody whose claims were decided in them."""
    owners = {*families, *current.get_column("family_id").drop_nulls(), *current.get_column("member_id").drop_nulls()}
    gone = tx.read(f"select {', '.join(ACCUMULATORS.key)} from accumulator where owner_id = any(%s)", [sorted(owners)])
    tx.replace("accumulator", new, ACCUMULATORS.key, gone=gone)


def _repost(
    tx: Tx, batch: Batch, documents: Documents, claims: pl.DataFrame, changed: pl.DataFrame, numbers: list[int]
) -> None:
    if not numbers:
        return
    journal = selectors.journal(
        tx,
        "claim_number = any(%s) or entry_key in (select entry_key from posting_row where claim_number = any(%s))",
        [numbers, numbers],
    )
    reversals = reversal_postings(journal, numbers, batch.as_of)
    post(tx, batch, reversals)
    paid = tx.read("select * from paid_line where claim_number = any(%s)", [numbers])
    tx.insert("paid_line", taken_back_lines(paid, batch.as_of), batch_id=batch.id)
    payees = payees_of(claims)
    post(
        tx,
        batch,
        decision_postings(changed, payees, documents.products, currency=documents.arrangement.sponsor.currency),
    )
