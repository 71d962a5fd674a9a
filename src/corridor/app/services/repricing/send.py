"""Claims out to the networks that price them, and claims whose networks have not answered in time."""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from corridor.app.services import selectors
from corridor.app.services.decisions import redecide_families
from corridor.app.services.documents import Documents, documents_of
from corridor.app.services.positions import refresh_positions
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Batch, Tx
from corridor.claims.network import with_tier
from corridor.claims.pricing.contracts import Contracts
from corridor.claims.pricing.repricing import AWAITING
from corridor.records.repricing import REPRICING_REQUESTS
from corridor.tables.write import csv_bytes

SEND, OVERDUE = "repricing_sent", "repricing_overdue"
OUT_COLUMNS = (
    "claim_number",
    "line_number",
    "kind",
    "bill_type",
    "place_of_service",
    "service_from",
    "service_to",
    "service_zip",
    "revenue_code",
    "procedure_code",
    "modifiers",
    "diagnosis_codes",
    "drg",
    "units",
    "charge_cents",
    "billing_npi",
    "billing_tax_id",
    "rendering_npi",
)
"""What a network needs to price a line, and nothing that says who the patient is."""


@dataclass(frozen=True)
class SentFile:
    """A file for a network. content: CSV of OUT_COLUMNS."""

    network: str
    claims: int
    due_on: date
    content: bytes


def send_out(sponsor: str, as_of: date, *, alias: str = "default") -> tuple[SentFile, ...]:
    """Send every claim that waits for a network and was not sent to it: one file for each network.

    Nothing is written where none waits.
    """
    with tenant_transaction(sponsor, alias) as tx:
        tx.wait_for_turn()
        documents = documents_of(tx)
        lines = _waiting_lines(tx, documents)
        if lines.is_empty():
            return ()
        tx.log_access("claims for rented networks", "repricing")
        batch = tx.next_batch(SEND, as_of)
        files = tuple(
            _sent(tx, batch, str(network), part, documents.networks)
            for (network,), part in lines.partition_by("contract", as_dict=True, maintain_order=True).items()
        )
        tx.seal(batch, {"files": len(files), "claims": sum(one.claims for one in files)})
        return files


def _waiting_lines(tx: Tx, documents: Documents) -> pl.DataFrame:
    """CLAIMS lines that await repricing, with the contract that says by whom, of claims not sent to it."""
    found = tx.read(
        "select distinct claim_number from current_decision where status = 'pended' and reason = %s order by 1",
        [AWAITING],
    )
    claims = selectors.claims_numbered(tx, found.get_column("claim_number").to_list())
    tiered = with_tier(claims, selectors.providers(tx), asks_price=True).filter(pl.col("contract").is_not_null())
    sent = tx.read("select claim_number, network as contract from repricing_request")
    return tiered.join(sent, on=("claim_number", "contract"), how="anti").sort(
        "contract", "claim_number", "line_number"
    )


def _sent(tx: Tx, batch: Batch, network: str, lines: pl.DataFrame, contracts: Contracts) -> SentFile:
    due_on = batch.as_of + timedelta(days=_answer_days(contracts, network, batch.as_of))
    claims = lines.select("claim_number").unique(maintain_order=True)
    requests = claims.with_columns(
        pl.lit(network).alias("network"), pl.lit(batch.as_of).alias("sent_on"), pl.lit(due_on).alias("due_on")
    )
    tx.insert("repricing_request", REPRICING_REQUESTS.conform(requests), batch_id=batch.id)
    content = csv_bytes(lines.select(pl.col("contract").alias("network"), *OUT_COLUMNS))
    tx.store_file(content, f"repricing-{network}-{batch.as_of:%Y%m%d}-{batch.seq}.csv", "repricing", "out")
    return SentFile(network, claims.height, due_on, content)


def _answer_days(contracts: Contracts, network: str, day: date) -> int:
    """Of the version in force on the day, else of the last that says."""
    found = 0
    for contract in contracts.contracts:
        for version in contract.versions if contract.code == network else ():
            if version.terms.repricing is not None and (version.effective_from <= day or not found):
                found = version.terms.repricing.answer_days
    return found


@dataclass(frozen=True)
class Overdue:
    """claims: whose time was up. redecided: of them and their families, those that come out differently."""

    claims: int
    redecided: int


def price_overdue(sponsor: str, as_of: date, *, alias: str = "default") -> Overdue:
    """Decide again the claims whose network has not answered in time: the contract's own lines price them."""
    with tenant_transaction(sponsor, alias) as tx:
        tx.wait_for_turn()
        found = tx.read(
            "select distinct d.claim_number, d.family_id from current_decision d"
            " join repricing_request r on r.claim_number = d.claim_number"
            " where d.status = 'pended' and d.reason = %s and r.due_on < %s order by 1",
            [AWAITING, as_of],
        )
        if found.is_empty():
            return Overdue(0, 0)
        documents = documents_of(tx)
        batch = tx.next_batch(OVERDUE, as_of)
        families = found.get_column("family_id").drop_nulls().unique().sort().to_list()
        changed = redecide_families(tx, batch, documents, families)
        refresh_positions(tx, batch, documents)
        counts = Overdue(found.get_column("claim_number").n_unique(), changed.get_column("claim_number").n_unique())
        tx.seal(batch, {"claims": counts.claims, "claims_redecided": counts.redecided})
        return counts
