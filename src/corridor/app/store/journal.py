"""Journal entries into the store: each key once, and never with another body."""

import polars as pl

from corridor.app.store.errors import Refused
from corridor.app.store.tx import Batch, Tx
from corridor.ledger.journal import entries
from corridor.records.postings import ENTRY_COLUMNS, POSTINGS
from corridor.wording.said import said


def post(tx: Tx, batch: Batch, postings: pl.DataFrame) -> int:
    """Store the entries of a postings frame (records/postings.py); returns how many were new.

    An entry that is there already, with the same body, is left alone. Raises Refused when its body is another, and
    when an entry does not sum to zero.
    """
    postings = POSTINGS.conform(postings)
    if postings.is_empty():
        return 0
    legs = postings.group_by("entry_key").agg(pl.len().cast(pl.Int32).alias("legs"))
    heads = entries(postings).select(*ENTRY_COLUMNS, "body_hash").join(legs, on="entry_key", maintain_order="left")
    new = heads.join(_known(tx, heads), on="entry_key", how="anti", maintain_order="left")
    tx.insert("journal_entry", new, batch_id=batch.id)
    ids = tx.read("select entry_key, id as entry_id from journal_entry where batch_id = %s", [batch.id])
    bodies = postings.join(new.select("entry_key"), on="entry_key", how="semi").join(ids, on="entry_key")
    tx.insert("posting", bodies.drop(ENTRY_COLUMNS))
    return len(new)


def is_stored(tx: Tx, postings: pl.DataFrame) -> bool:
    """Whether all entries of a frame are stored already, with the same bodies. Raises Refused for another body."""
    heads = entries(POSTINGS.conform(postings))
    return len(heads) > 0 and len(_known(tx, heads)) == len(heads)


def _known(tx: Tx, heads: pl.DataFrame) -> pl.DataFrame:
    """Keys of the heads that are stored already. Raises Refused for one whose body is another."""
    stored = tx.read(
        "select entry_key, body_hash as stored_hash from journal_entry where entry_key = any(%s)",
        [heads.get_column("entry_key").to_list()],
    )
    known = heads.join(stored, on="entry_key")
    other = known.filter(pl.col("body_hash") != pl.col("stored_hash")).get_column("entry_key")
    if len(other):
        raise Refused(
            said(
                "entry {entry}: found another body under the same key, expected the one stored, or a new key",
                entry=other[0],
            )
        )
    return known.select("entry_key")
