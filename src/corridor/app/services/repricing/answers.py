"""A network's answers: kept, the claims decided again, and what the network is owed posted."""

from typing import Any

import polars as pl

from corridor.app.services import selectors
from corridor.app.services.decisions import redecide_families
from corridor.app.services.documents import Documents
from corridor.app.services.positions import refresh_positions
from corridor.app.services.repricing.known import repricing_of
from corridor.app.store.journal import post
from corridor.app.store.tx import Batch, Tx
from corridor.claims.pricing.contract import Repricing as Terms
from corridor.claims.pricing.repricing import network_fee_cents
from corridor.funding.network_fees import DUE, network_fee_postings
from corridor.ledger.accounts import NETWORK_FEE_EXPENSE
from corridor.records.repricing import REPRICED
from corridor.wording.said import said

_LINE = ("claim_number", "line_number")


def take_answers(
    tx: Tx, batch: Batch, documents: Documents, frame: pl.DataFrame
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Keep answers to what was asked, and decide the families again. frame: REPRICED.

    An answer to what nobody asked, or below 0 or above the charge, is reported and not taken; the others are.
    """
    asked = tx.read(
        "select l.claim_number, l.line_number, r.network, l.charge_cents from repricing_request r"
        " join claim_line l on l.claim_number = r.claim_number where r.claim_number = any(%s)",
        [frame.get_column("claim_number").unique().to_list()],
    )
    known = frame.unique(_LINE, keep="last", maintain_order=True).join(
        asked, on=(*_LINE, "network"), how="left", maintain_order="left"
    )
    good = known.filter(
        pl.col("charge_cents").is_not_null(),
        pl.col("repriced_cents").is_null() | pl.col("repriced_cents").is_between(0, pl.col("charge_cents")),
    )
    tx.insert("repriced_line", REPRICED.conform(good), batch_id=batch.id)
    changed = decide_answered(tx, batch, documents, good.get_column("claim_number").unique().to_list())
    counts = {
        "lines": good.height,
        "claims": good.get_column("claim_number").n_unique(),
        "claims_redecided": changed,
    }
    return counts, _faults(known.join(good, on=_LINE, how="anti"))


def decide_answered(tx: Tx, batch: Batch, documents: Documents, numbers: list[int], *, undoing: int = 0) -> int:
    """Decide the families of these claims again, and post what networks are owed; how many claims changed."""
    families = selectors.current_decisions(tx, numbers).get_column("family_id").drop_nulls().unique().sort().to_list()
    changed = redecide_families(tx, batch, documents, families, undoing=undoing) if families else None
    due = _fees_due(tx, documents, numbers, undoing)
    journal = selectors.journal(tx, "account = %s and claim_number = any(%s)", [NETWORK_FEE_EXPENSE, numbers])
    currency = documents.arrangement.sponsor.currency
    post(tx, batch, network_fee_postings(due, journal, batch.as_of, currency, batch.seq))
    refresh_positions(tx, batch, documents)
    return 0 if changed is None else int(changed.get_column("claim_number").n_unique())


def _fees_due(tx: Tx, documents: Documents, numbers: list[int], undoing: int) -> pl.DataFrame:
    """DUE for each of the claims: of those without a priced line 0."""
    repricing = repricing_of(tx, documents, numbers, undoing)
    assert repricing is not None, "answers come only where a contract asks for them"
    charges = selectors.claims_numbered(tx, numbers).select(*_LINE, "charge_cents")
    priced = repricing.answers.filter(pl.col("repriced_cents").is_not_null()).join(charges, on=_LINE)
    sums = priced.group_by("claim_number", "network").agg(pl.col("charge_cents").sum(), pl.col("repriced_cents").sum())
    terms = _terms(documents)
    owed = {
        number: (
            network,
            network_fee_cents(charge, allowed, terms[network].fee_per_claim, terms[network].share_of_savings),
        )
        for number, network, charge, allowed in sums.iter_rows()
    }
    asked = dict(repricing.requests.select("claim_number", "network").iter_rows())
    rows = [(number, *owed.get(number, (asked.get(number, ""), 0))) for number in sorted(numbers)]
    return pl.DataFrame(rows, schema=DUE, orient="row")


def _terms(documents: Documents) -> dict[str, Terms]:
    """By network, as its last version that speaks of repricing says."""
    return {
        contract.code: version.terms.repricing
        for contract in documents.networks.contracts
        for version in contract.versions
        if version.terms.repricing is not None
    }


def _faults(strange: pl.DataFrame) -> tuple[str, ...]:
    return tuple(
        said(
            "repricing, claim {claim} line {line}: found an answer to what was not asked of {network}, or an amount "
            "beyond the charge, expected one from 0 to the charge of a line that was sent",
            claim=row["claim_number"],
            line=row["line_number"],
            network=row["network"],
        )
        for row in strange.iter_rows(named=True)
    )
