"""Why was this claim decided so: the kernel runs again over the family, line by line."""

from dataclasses import dataclass

import polars as pl

from corridor.adjudication.explain import ExplanationError, LineExplanation, explain_family
from corridor.app.services import selectors
from corridor.app.services.documents import documents_of
from corridor.app.services.errors import ServiceError
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.claims.prepare import prepare


@dataclass(frozen=True)
class ExplainedClaim:
    """decisions: those that stand, one per line. lines: why, in the same order. versions: how often it was decided.

    is_of_its_day: what is known has changed since without touching the decision, so the steps tell how the claim
    would be decided today.
    """

    claim_number: int
    claim_id: str
    decisions: pl.DataFrame
    lines: list[LineExplanation]
    versions: int
    is_of_its_day: bool


def explain(sponsor: str, claim: str, why: str = "explain") -> ExplainedClaim:
    """Explain a claim by Corridor's number, or by its sender's where only one claim has it.

    The reading is logged. Raises ServiceError when there is no such claim, or several.
    """
    with tenant_transaction(sponsor) as tx:
        number = _number_of(tx, claim)
        tx.log_access(f"claim {number}", why)
        return _explained(tx, number)


def _number_of(tx: Tx, claim: str) -> int:
    wanted = claim.strip()
    if wanted.isdecimal() and tx.scalar("select exists (select from claim where claim_number = %s)", [int(wanted)]):
        return int(wanted)
    found = tx.read("select claim_number from claim where claim_id = %s order by claim_number", [wanted])
    numbers = found.get_column("claim_number").to_list()
    if not numbers:
        raise ServiceError("claim: found none of that number, expected Corridor's number or the sender's")
    if len(numbers) > 1:
        listed = ", ".join(map(str, numbers[:10]))
        raise ServiceError(f"claim: found {len(numbers)} of that sender's number, expected one of Corridor's: {listed}")
    return numbers[0]


def _explained(tx: Tx, number: int) -> ExplainedClaim:
    documents = documents_of(tx)
    decisions = selectors.current_decisions(tx, [number])
    families = decisions.get_column("family_id").drop_nulls().unique().to_list()
    claims = selectors.claims_of(tx, families, []) if families else selectors.claims_numbered(tx, [number])
    withdrawn = selectors.withdrawn_claims(tx)
    gone = withdrawn.filter(pl.col("claim_number") != number)
    coverage = selectors.coverage_of(tx, selectors.ids_in(claims))
    stays = claims.join(gone, on="claim_number", how="anti")
    ready = _taken_back(prepare(stays, coverage, documents.compiled, selectors.providers(tx)), withdrawn)
    versions = int(decisions.get_column("version").max() or 0) + 1
    claim_id = claims.filter(pl.col("claim_number") == number).get_column("claim_id")[0]
    try:
        lines = explain_family(ready, documents.compiled, None, None, number, decisions)
        return ExplainedClaim(number, claim_id, decisions, lines, versions, True)
    except ExplanationError:
        lines = explain_family(ready, documents.compiled, None, None, number)
        return ExplainedClaim(number, claim_id, decisions, lines, versions, False)


def _taken_back(ready: pl.DataFrame, withdrawn: pl.DataFrame) -> pl.DataFrame:
    """READY in which claims whose load was taken back have that as their reason."""
    is_gone = pl.col("claim_number").is_in(withdrawn.get_column("claim_number").implode())
    return ready.with_columns(pl.when(is_gone).then(pl.lit("withdrawn")).otherwise("reason").alias("reason"))
