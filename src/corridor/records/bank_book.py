"""What the lines of bank statements were matched with, and the differences that were named."""

import polars as pl

from corridor.records.table import Column, Table

OPENING = 0
"""Line number of what the first statement brings forward: it is matched like a movement."""

SUBJECTS = ("payment", "call", "deposit", "return", "entry", "difference")
HOW = ("trace", "reference", "total", "amount", "opening", "by_hand")
BANK_MATCHES = Table(
    name="bank_matches",
    grain="one row per line of a statement and entry that it is the other side of; a later row may take it back",
    key=("match_number", "part"),
    columns=(
        Column("match_number", pl.Int64, "number of the match, from 1"),
        Column("part", pl.Int32, "position in the match, from 1"),
        Column("statement_id", pl.String, "the statement"),
        Column("line_number", pl.Int32, "its line; 0: what the first statement brings forward"),
        Column("subject", pl.String, "what the line was found to be", values=SUBJECTS),
        Column("reference", pl.String, "payment, call, or entry where it is of neither"),
        Column("entry_key", pl.String, "the entry on the claims account"),
        Column("amount_cents", pl.Int64, "of the line, money in positive; taken back: of the other sign", unit="cents"),
        Column("how", pl.String, "by what they were found to belong together", values=HOW),
        Column("done_by", pl.String, "who matched them"),
        Column("done_on", pl.Date, "day of it"),
        Column("undoes", pl.Int64, "the match that this one takes back", nullable=True),
        Column("reason", pl.String, "why, where a person did it", nullable=True),
    ),
)

BANK_DIFFERENCES = Table(
    name="bank_differences",
    grain="one row per line that was posted as a difference with a name",
    key=("entry_key",),
    columns=(
        Column("entry_key", pl.String, "the entry that posts it"),
        Column("statement_id", pl.String, "the statement"),
        Column("line_number", pl.Int32, "its line"),
        Column("account", pl.String, "the account that it was posted to"),
        Column("amount_cents", pl.Int64, "as on the line, money in positive", unit="cents"),
        Column("reason", pl.String, "why"),
        Column("done_by", pl.String, "who posted it"),
        Column("done_on", pl.Date, "day of it"),
    ),
)
