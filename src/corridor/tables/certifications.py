"""What a table of disability certifications needs beyond its columns: numbering, days in order, amounts that can be."""

from collections.abc import Iterator

import polars as pl

from corridor.records.disability import DISABILITY, LONGEST_DAYS
from corridor.tables.columns import Findings
from corridor.tables.faults import SHOWN_FAULTS
from corridor.wording.said import Said, said


def certifications(frame: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """The rows as DISABILITY, numbered in file order; faults go to `findings`."""
    for column, is_wrong, expected in _checks():
        if column in frame.columns:
            rows = frame.select(is_wrong.fill_null(False)).to_series().arg_true()
            found = frame[rows.head(SHOWN_FAULTS)].get_column(column).cast(pl.String).to_list()
            findings.add_rows(rows, column, found, [expected] * len(found))
    numbered = frame.with_row_index("segment_first", offset=findings.source.first_row)
    return DISABILITY.conform(numbered.with_row_index("claim_index"))


def _checks() -> Iterator[tuple[str, pl.Expr, Said]]:
    """Column, when its cell is wrong, and what was expected."""
    begin, first, last = pl.col("disability_from"), pl.col("certified_from"), pl.col("certified_to")
    not_negative = said("an amount of 0 or more")
    yield "certified_from", first < begin, said("{day} or a later day", day="disability_from")
    yield "certified_to", last < first, said("{day} or a later day", day="certified_from")
    longest = first.dt.offset_by(f"{LONGEST_DAYS - 1}d")
    yield "certified_to", last > longest, said("at most {days} days certified", days=LONGEST_DAYS)
    yield "returned_on", pl.col("returned_on") <= first, said("a day after {day}", day="certified_from")
    yield "received_date", pl.col("received_date") < begin, said("{day} or a later day", day="disability_from")
    yield "weekly_earnings_cents", pl.col("weekly_earnings_cents") < 0, not_negative
    yield "other_income_cents", pl.col("other_income_cents") < 0, not_negative
    yield "claim_id", ~pl.col("claim_id").is_first_distinct(), said("each {key} once", key="claim_id")
