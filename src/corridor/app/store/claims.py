"""Claims into the store: the header once, the lines under it."""

import polars as pl

from corridor.app.store.errors import Refused
from corridor.app.store.tx import Batch, Tx
from corridor.records.claims import CLAIMS, HEADER_COLUMNS
from corridor.wording.said import said


def insert_claims(tx: Tx, batch: Batch, claims: pl.DataFrame) -> int:
    """Store a frame of claims (records/claims.py, and claim_number); returns how many lines.

    Raises Refused when the lines of a claim differ in what belongs to the claim.
    """
    lines = CLAIMS.conform(claims).with_columns(claims.get_column("claim_number"))
    headers = lines.select("claim_number", *HEADER_COLUMNS).unique(maintain_order=True)
    twice = headers.filter(pl.col("claim_number").is_duplicated())
    if len(twice):
        number = twice.get_column("claim_number")[0]
        facts = twice.filter(pl.col("claim_number") == number)
        name = next(name for name in HEADER_COLUMNS if facts.get_column(name).n_unique() > 1)
        raise Refused(
            said(
                "claim {number}, {column}: found several values among its lines, expected one",
                number=number,
                column=name,
            )
        )
    tx.insert("claim", headers, batch_id=batch.id)
    return tx.insert("claim_line", lines.drop(HEADER_COLUMNS))
