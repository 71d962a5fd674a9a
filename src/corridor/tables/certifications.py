"""What a table of disability certifications needs beyond its columns: numbering, days in order, amounts that can be."""

import polars as pl

from corridor.records.disability import DISABILITY, LONGEST_DAYS
from corridor.tables.columns import Findings
from corridor.tables.faults import SHOWN_FAULTS
from corridor.wording.said import Said, said


def certifications(frame: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """The rows as DISABILITY, numbered in file order; faults go to `findings`."""
    longest = pl.col("certified_from").dt.offset_by(f"{LONGEST_DAYS - 1}d")
    _note(
        frame,
        "certified_from",
        pl.col("certified_from") < pl.col("disability_from"),
        said("disability_from or a later day"),
        findings,
    )
    _note(
        frame,
        "certified_to",
        pl.col("certified_to") < pl.col("certified_from"),
        said("certified_from or a later day"),
        findings,
    )
    _note(
        frame,
        "certified_to",
        pl.col("certified_to") > longest,
        said("at most {days} days certified", days=LONGEST_DAYS),
        findings,
    )
    if "returned_on" in frame.columns:
        is_early = pl.col("returned_on") <= pl.col("certified_from")
        _note(frame, "returned_on", is_early, said("a day after certified_from"), findings)
    _note(
        frame,
        "received_date",
        pl.col("received_date") < pl.col("disability_from"),
        said("disability_from or a later day"),
        findings,
    )
    for column in ("weekly_earnings_cents", "other_income_cents"):
        if column in frame.columns:
            _note(frame, column, pl.col(column) < 0, said("an amount of 0 or more"), findings)
    _note(frame, "claim_id", ~pl.col("claim_id").is_first_distinct(), said("each claim_id once"), findings)
    numbered = frame.with_row_index("segment_first", offset=findings.source.first_row)
    return DISABILITY.conform(numbered.with_row_index("claim_index"))


def _note(frame: pl.DataFrame, column: str, is_wrong: pl.Expr, expected: Said, findings: Findings) -> None:
    rows = frame.select(is_wrong.fill_null(False)).to_series().arg_true()
    found = frame[rows.head(SHOWN_FAULTS)].get_column(column).cast(pl.String).to_list()
    findings.add_rows(rows, column, found, [expected] * len(found))
