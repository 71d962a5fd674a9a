"""Decisions into the store: new claims, and families decided again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import polars as pl

from corridor.app.services import selectors
from corridor.app.services.certifications import disability_of
from corridor.app.services.documents import Documents
from corridor.app.services.family_versions import claims_within, families_of_versions
from corridor.app.services.known import known_of
from corridor.app.services.overpayment_terms import asked_from
from corridor.app.services.takeover.standing import opening_of, prior_owners, with_run_in
from corridor.app.store.claims import insert_claims
from corridor.app.store.journal import post
from corridor.app.store.tx import Batch, Tx
from corridor.book.decide import decide
from corridor.book.numbering import number_claims
from corridor.book.redecide import redecide
from corridor.claims.instalments import with_instalments
from corridor.funding.look_back import look_back_postings
from corridor.funding.paid import taken_back_lines
from corridor.funding.postings import decision_postings, payees_of, reversal_postings
from corridor.records.decisions import ACCUMULATORS


@dataclass(frozen=True)
class New:
    """New claims decided, not yet stored. claims: CLAIMS with claim_number; moved: ACCUMULATORS that are others now."""

    claims: pl.DataFrame
    decisions: pl.DataFrame
    moved: pl.DataFrame

    def numbered_from(self, first: int) -> "New":
        """The same, with numbers that begin with `first` in place of those they were decided under."""
        by = first - int(self.claims.get_column("claim_number").min())  # type: ignore[arg-type]
        claims, decisions = (frame.with_columns(pl.col("claim_number") + by) for frame in (self.claims, self.decisions))
        return New(claims, decisions, self.moved)


def decide_new(tx: Tx, batch: Batch, documents: Documents, frame: pl.DataFrame) -> pl.DataFrame:
    """Number, decide, store and post the claims of a file (CLAIMS); returns their DECISIONS, with service_to.

    Where claims refer to earlier ones, their families are decided again, and the decisions have `is_redecided`.
    """
    numbered = number_claims(frame, next_number(tx))
    coverage = selectors.coverage_for(tx, numbered)
    families = families_of_versions(tx, numbered, coverage)
    if families:
        return _decide_with_families(tx, batch, documents, numbered, coverage, families)
    return store_new(tx, batch, documents, decided_new(tx, documents, numbered, coverage, batch.as_of))


def _decide_with_families(
    tx: Tx, batch: Batch, documents: Documents, numbered: pl.DataFrame, coverage: pl.DataFrame, families: list[str]
) -> pl.DataFrame:
    """Claims of these families with all that the families ever had, the others alone. DECISIONS, `is_redecided`."""
    is_within = claims_within(numbered, coverage, families)
    within, alone = numbered.filter(is_within), numbered.filter(~is_within)
    decided = []
    if not alone.is_empty():
        decided.append(store_new(tx, batch, documents, decided_new(tx, documents, alone, coverage, batch.as_of)))
    claims = with_instalments(within, coverage, documents.compiled)
    insert_claims(tx, batch, claims)
    numbers = claims.get_column("claim_number").unique().to_list()
    again = redecide_families(tx, batch, documents, families, new=numbers)
    days = claims.select("claim_number", "line_number", "service_to")
    decided.append(again.join(days, on=["claim_number", "line_number"]))
    return pl.concat(decided).with_columns(is_redecided=pl.lit(True))


def next_number(tx: Tx) -> int:
    """The number that the next claim gets; whoever asks has the sponsor, or the place in the line."""
    number: int = tx.scalar("select coalesce(max(claim_number), 0) + 1 from claim")
    return number


def decided_new(tx: Tx, documents: Documents, numbered: pl.DataFrame, coverage: pl.DataFrame, as_of: date) -> New:
    """Decide new claims (CLAIMS with claim_number, above all numbers before). coverage: COVERAGE of their families.

    Reads what is stored of these families and nothing of any other.
    """
    claims = with_instalments(numbered, coverage, documents.compiled)
    opening = selectors.opening(
        tx,
        coverage.get_column("subscriber_id").unique().to_list(),
        claims.get_column("service_from").min(),
        claims.get_column("service_from").max(),
        kinds=claims.get_column("kind").unique().to_list(),
        visit_benefits=documents.visit_benefits,
    )
    opening = with_run_in(tx, opening, coverage.get_column("member_id"))
    decided = decide(
        claims,
        coverage,
        documents.compiled,
        as_of,
        opening=opening,
        known=known_of(tx, documents, coverage.get_column("member_id"), claims=claims),
    )
    moved = decided.accumulators.join(opening.accumulators, on=list(ACCUMULATORS.schema), how="anti")
    return New(claims, decided.decisions, moved)


def store_new(tx: Tx, batch: Batch, documents: Documents, new: New) -> pl.DataFrame:
    """Store and post what was decided; returns the DECISIONS, with service_to."""
    insert_claims(tx, batch, new.claims)
    tx.insert("decision", new.decisions, batch_id=batch.id)
    tx.replace("accumulator", new.moved, ACCUMULATORS.key)
    currency = documents.arrangement.sponsor.currency
    post(tx, batch, decision_postings(new.decisions, payees_of(new.claims), documents.products, currency=currency))
    return new.decisions.join(
        new.claims.select("claim_number", "line_number", "service_to"), on=["claim_number", "line_number"]
    )


def redecide_families(
    tx: Tx,
    batch: Batch,
    documents: Documents,
    families: Collection[str],
    *,
    undoing: int = 0,
    new: Collection[int] = (),
) -> pl.DataFrame:
    """Decide these families again under what is known now; reverse and post what comes out differently.

    new: claims of theirs that no batch has decided yet. undoing: place of the batch that this one takes back, 0: none.
    Returns the DECISIONS that changed.
    """
    coverage = selectors.coverage(tx)
    members = coverage.filter(pl.col("subscriber_id").is_in(list(families))).get_column("member_id").unique().to_list()
    claims = _with_strangers(tx, selectors.claims_of(tx, families, members, new), members)
    opening = opening_of(tx, {*families, *members}, undoing)
    if claims.is_empty():
        nothing = selectors.current_decisions(tx, [])
        if opening is not None:
            _replace_accumulators(tx, {*families, *members}, nothing, opening.accumulators)
        return nothing
    numbers = claims.get_column("claim_number").unique().to_list()
    current = selectors.current_decisions(tx, numbers)
    again = redecide(
        claims,
        current,
        coverage,
        documents.compiled,
        batch.as_of,
        known=known_of(tx, documents, members, numbers, claims=claims, undoing=undoing),
        withdrawn=selectors.withdrawn_claims(tx, undoing),
        disability=disability_of(tx, documents, claims),
        opening=opening,
    )
    tx.insert("decision", again.changed, batch_id=batch.id)
    owners = {*families, *prior_owners(tx, members)}
    _replace_accumulators(tx, owners, current, again.accumulators)
    _repost(tx, batch, documents, claims, again.changed, again.claim_numbers)
    return again.changed


def _with_strangers(tx: Tx, claims: pl.DataFrame, members: Collection[str]) -> pl.DataFrame:
    """`claims` with those of unknown patients who could be one of `members` by now."""
    known = set(claims.get_column("claim_number").to_list())
    more = [number for number in selectors.strangers_born(tx, members) if number not in known]
    if not more:
        return claims
    return pl.concat([claims, selectors.claims_numbered(tx, more)]).sort("claim_number", "line_number")


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
    currency = documents.arrangement.sponsor.currency
    decided = decision_postings(changed, payees_of(claims), documents.products, currency=currency)
    post(tx, batch, decided)
    first_days = asked_from(documents, batch.as_of)
    if first_days and reversals.height:
        posted = pl.concat([reversals, decided])
        post(tx, batch, look_back_postings(posted, paid, changed, first_days, documents.products, batch.as_of))
