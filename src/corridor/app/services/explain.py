"""Why was this claim decided so: the kernel runs again over the family, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from corridor.adjudication.explain import ExplanationError, explain_family
from corridor.app.services import selectors
from corridor.app.services.certifications import disability_of
from corridor.app.services.desk.explained import with_overrides_told
from corridor.app.services.documents import Documents, documents_of
from corridor.app.services.errors import ServiceError
from corridor.app.services.explained_edits import with_edit_steps
from corridor.app.services.explained_matching import with_match_steps
from corridor.app.services.explained_prices import with_price_steps
from corridor.app.services.known import known_of
from corridor.app.services.takeover.explained import with_prior_steps
from corridor.app.services.takeover.standing import opening_of
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.book.disability import IS_DISABILITY, Explanation, explain_certified
from corridor.book.opening import nothing_before
from corridor.claims.prepare import prepared_lines
from corridor.wording.said import listed, said


@dataclass(frozen=True)
class ExplainedClaim:
    """decisions: those that stand, one per line. lines: why, in the same order. versions: how often it was decided.

    is_of_its_day: what is known has changed since without touching the decision, so the steps tell how the claim
    would be decided today.
    """

    claim_number: int
    claim_id: str
    decisions: pl.DataFrame
    lines: Sequence[Explanation]
    versions: int
    is_of_its_day: bool


def explain(sponsor: str, claim: str, why: str = "explain") -> ExplainedClaim:
    """Explain a claim by Corridor's number, or by its sender's where only one claim has it.

    The reading is logged. Raises ServiceError when there is no such claim, or several.
    """
    with tenant_transaction(sponsor) as tx:
        number = number_of(tx, claim)
        tx.log_access(f"claim {number}", why)
        return explanation_of(tx, number)


def number_of(tx: Tx, claim: str) -> int:
    wanted = claim.strip()
    if wanted.isdecimal() and tx.scalar("select exists (select from claim where claim_number = %s)", [int(wanted)]):
        return int(wanted)
    found = tx.read("select claim_number from claim where claim_id = %s order by claim_number", [wanted])
    numbers = found.get_column("claim_number").to_list()
    if not numbers:
        raise ServiceError(said("claim: found none of that number, expected Corridor's number or the sender's"))
    if len(numbers) > 1:
        raise ServiceError(
            said(
                "claim: found {count} of that sender's number, expected one of Corridor's: {allowed}",
                count=len(numbers),
                allowed=listed(numbers[:10]),
            )
        )
    return numbers[0]


def explanation_of(tx: Tx, number: int) -> ExplainedClaim:
    """Explain the claim of that number in an open transaction; the caller logs the reading."""
    documents = documents_of(tx)
    decisions = selectors.current_decisions(tx, [number])
    families = decisions.get_column("family_id").drop_nulls().unique().to_list()
    claims = selectors.claims_of(tx, families, []) if families else selectors.claims_numbered(tx, [number])
    own = claims.filter(pl.col("claim_number") == number)
    explained = _weeks if own.get_column("kind")[0] == "disability" else _lines
    lines, is_of_its_day = explained(tx, documents, claims, decisions)
    versions = int(decisions.get_column("version").max() or 0) + 1
    return ExplainedClaim(number, own.get_column("claim_id")[0], decisions, lines, versions, is_of_its_day)


def _lines(
    tx: Tx, documents: Documents, claims: pl.DataFrame, decisions: pl.DataFrame
) -> tuple[Sequence[Explanation], bool]:
    number = decisions.get_column("claim_number")[0]
    withdrawn = selectors.withdrawn_claims(tx)
    gone = withdrawn.filter(pl.col("claim_number") != number)
    coverage = selectors.coverage_for(tx, claims)
    stays = claims.filter(~IS_DISABILITY).join(gone, on="claim_number", how="anti")
    numbers = stays.get_column("claim_number")
    known = known_of(tx, documents, coverage.get_column("member_id"), numbers, claims=stays)
    decided_on = decisions.get_column("decided_on").max()
    opening = opening_of(tx, {*coverage.get_column("member_id"), *coverage.get_column("subscriber_id")})
    before = opening or nothing_before()
    prepared = prepared_lines(stays, coverage, documents.compiled, before.history, decided_on=decided_on, known=known)
    ready, is_of_its_day = _taken_back(prepared, withdrawn), True
    began = (documents.compiled, before.accumulators, before.visits(documents.compiled), number)
    try:
        explained = explain_family(ready, *began, decisions)
    except ExplanationError:
        explained, is_of_its_day = explain_family(ready, *began), False
    explained = with_prior_steps(tx, explained, prepared, stays, decisions, known)
    explained = with_edit_steps(explained, prepared, documents.compiled)
    explained = with_price_steps(explained, prepared, stays, known.prices)
    explained = with_match_steps(explained, prepared, stays, coverage, documents.compiled, known.providers)
    return with_overrides_told(tx, number, explained), is_of_its_day


def _weeks(
    tx: Tx, documents: Documents, claims: pl.DataFrame, decisions: pl.DataFrame
) -> tuple[Sequence[Explanation], bool]:
    coverage = selectors.coverage_of(tx, selectors.ids_in(claims))
    disability = disability_of(tx, documents, claims)
    return explain_certified(claims, disability, coverage, decisions, selectors.withdrawn_claims(tx))


def _taken_back(ready: pl.DataFrame, withdrawn: pl.DataFrame) -> pl.DataFrame:
    """READY in which claims whose load was taken back have that as their reason."""
    is_gone = pl.col("claim_number").is_in(withdrawn.get_column("claim_number").implode())
    return ready.with_columns(pl.when(is_gone).then(pl.lit("withdrawn")).otherwise("reason").alias("reason"))
