"""What code edits did to a line, kept beside it until it is explained."""

from typing import Any

import polars as pl

NOTE: dict[str, Any] = {
    "rule": pl.String,  # a reason, or one of reductions.RULES
    "code": pl.String,
    "other_code": pl.String,
    "other_claim": pl.Int64,
    "other_line": pl.Int32,
    "other_day": pl.Date,
    "count": pl.Int32,  # units that are allowed, days that surgery includes, rank among the procedures of the day
    "row_from": pl.Date,  # first day of the row of the table
    "share_bp": pl.Int64,
    "before_cents": pl.Int64,
    "after_cents": pl.Int64,
}
NOTES_SCHEMA: dict[str, Any] = {
    "claim_number": pl.Int64,
    "line_number": pl.Int32,
    "code_edits": pl.List(pl.Struct(NOTE)),
}
"""Of each line that edits touched, what they did, in order."""
