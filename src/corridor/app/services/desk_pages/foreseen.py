"""What would be decided if the holds of a claim were lifted: the kernel is asked, nothing is written."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from corridor.adjudication.explain import LineExplanation, explain_family
from corridor.app.services import selectors
from corridor.app.services.documents import Documents
from corridor.app.services.known import known_of
from corridor.app.services.takeover.standing import opening_of
from corridor.app.store.tx import Tx
from corridor.book.disability import IS_DISABILITY
from corridor.book.opening import nothing_before
from corridor.claims.prepare import prepared_lines
from corridor.records.recoveries import RELEASES


def foreseen(tx: Tx, documents: Documents, number: int, holds: Sequence[str]) -> Sequence[LineExplanation]:
    """The lines of the claim, explained as they would be decided without `holds`; none for a claim without a family."""
    decisions = selectors.current_decisions(tx, [number])
    families = decisions.get_column("family_id").drop_nulls().unique().to_list()
    if not families:
        return ()
    claims = selectors.claims_of(tx, families, [])
    coverage = selectors.coverage_for(tx, claims)
    stays = claims.filter(~IS_DISABILITY).join(selectors.withdrawn_claims(tx), on="claim_number", how="anti")
    numbers = stays.get_column("claim_number")
    known = known_of(tx, documents, coverage.get_column("member_id"), numbers, claims=stays)
    day = decisions.get_column("decided_on").max()
    lifted = RELEASES.from_rows(
        [{"claim_number": number, "reason": hold, "released_on": day, "why": ""} for hold in holds]
    )
    parts = [lifted] if known.released is None else [known.released, lifted]
    known = replace(known, released=pl.concat(parts))
    before = opening_of(tx, {*coverage.get_column("member_id"), *coverage.get_column("subscriber_id")})
    before = before or nothing_before()
    ready = prepared_lines(stays, coverage, documents.compiled, before.history, decided_on=day, known=known)
    return explain_family(ready, documents.compiled, before.accumulators, before.visits(documents.compiled), number)
