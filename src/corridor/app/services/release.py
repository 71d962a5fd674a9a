"""An examiner lifts a hold: recorded, and the family decided again without it."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from corridor.app.services import selectors
from corridor.app.services.decisions import redecide_families
from corridor.app.services.documents import documents_of
from corridor.app.services.errors import ServiceError
from corridor.app.services.explain import number_of
from corridor.app.services.positions import refresh_positions
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.claims.released import HOLDS
from corridor.records.recoveries import RELEASES
from corridor.wording.said import listed, said

RELEASE = "release"


@dataclass(frozen=True)
class Released:
    """seq: the batch. reasons: the holds lifted. decisions: DECISIONS of the claim after it."""

    seq: int
    claim_number: int
    reasons: tuple[str, ...]
    decisions: pl.DataFrame


def release(sponsor: str, claim: str, why: str, as_of: date, *, alias: str = "default") -> Released:
    """Lift the holds on a claim from a day on, and decide its family again. claim: our number or the sender's.

    Raises ServiceError where the claim waits for no person's word, or no reason is given.
    """
    with tenant_transaction(sponsor, alias) as tx:
        return release_claim(tx, number_of(tx, claim), why, as_of)


def release_claim(tx: Tx, number: int, why: str, as_of: date) -> Released:
    """The batch that lifts the holds of the claim of that number."""
    tx.wait_for_turn()
    documents = documents_of(tx)
    current = selectors.current_decisions(tx, [number])
    reasons = _held_for(current, number, why)
    batch = tx.next_batch(RELEASE, as_of, params={"claim_number": number, "why": why})
    rows = [{"claim_number": number, "reason": one, "released_on": as_of, "why": why} for one in reasons]
    tx.insert("release", RELEASES.from_rows(rows), batch_id=batch.id)
    families = current.get_column("family_id").drop_nulls().unique().sort().to_list()
    changed = redecide_families(tx, batch, documents, families)
    refresh_positions(tx, batch, documents)
    counts = {"holds_lifted": len(reasons), "claims_redecided": changed.get_column("claim_number").n_unique()}
    tx.seal(batch, counts)
    return Released(batch.seq, number, reasons, selectors.current_decisions(tx, [number]))


def _held_for(current: pl.DataFrame, number: int, why: str) -> tuple[str, ...]:
    held = current.filter(pl.col("reason").is_in(HOLDS)).get_column("reason").unique().sort().to_list()
    if not held:
        raise ServiceError(
            said(
                "claim {claim}: found no line that waits for an examiner, expected one held for {holds}",
                claim=number,
                holds=listed(HOLDS),
            )
        )
    if not why.strip():
        raise ServiceError(said("claim {claim}: found no reason to lift the hold, expected one", claim=number))
    return tuple(held)
