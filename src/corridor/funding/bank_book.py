"""The claims account beside the bank: what is on its way, what is unexplained, at any day.

bank = book + outstanding payments - deposits in transit + what is unexplained. Entries of one payment or call are
looked at together: a payment that was voided leaves nothing outstanding.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

MOVEMENTS = {
    "entry_key": pl.String,
    "entry_kind": pl.String,
    "effective_on": pl.Date,
    "reference": pl.String,
    "amount_cents": pl.Int64,
}
"""Entries on the claims account, money in positive. reference: payment or call; the entry itself where it has none."""
PARTS = {"entry_key": pl.String, "statement_id": pl.String, "line_number": pl.Int32, "amount_cents": pl.Int64}
"""What of a line was matched with what entry, and stands."""
LINE = ["statement_id", "line_number"]


@dataclass(frozen=True)
class Reconciliation:
    """The account on a day. bank_cents, unexplained_cents: None where no statement tells.

    lines: bank lines with open_cents, those that are not explained. movements: reference, entry_kind, since,
    open_cents of payments and deposits that the bank has not shown.
    """

    as_of: date
    book_cents: int
    outstanding_cents: int
    in_transit_cents: int
    bank_cents: int | None
    lines: pl.DataFrame
    movements: pl.DataFrame

    @property
    def expected_cents(self) -> int:
        """What the bank would have if nothing were unexplained."""
        return self.book_cents + self.outstanding_cents - self.in_transit_cents

    @property
    def unexplained_cents(self) -> int | None:
        """What the bank has beyond what is expected; None where no statement tells."""
        return None if self.bank_cents is None else self.bank_cents - self.expected_cents


def reconcile(lines: pl.DataFrame, movements: pl.DataFrame, parts: pl.DataFrame, as_of: date) -> Reconciliation:
    """The account at the end of a day. lines: bank lines, all; movements: MOVEMENTS; parts: PARTS."""
    known = lines.filter(pl.col("booked_on") <= as_of)
    posted = movements.filter(pl.col("effective_on") <= as_of)
    both = parts.join(known, on=LINE, how="semi").join(posted, on="entry_key", how="semi")
    groups = open_groups(posted, both)
    cents = groups.get_column("open_cents")
    return Reconciliation(
        as_of=as_of,
        book_cents=int(posted.get_column("amount_cents").sum()),
        outstanding_cents=-int(cents.filter(cents < 0).sum()),
        in_transit_cents=int(cents.filter(cents > 0).sum()),
        bank_cents=None if known.is_empty() else int(known.get_column("amount_cents").sum()),
        lines=open_lines(known, both),
        movements=groups,
    )


def open_lines(lines: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """The lines of which something is not matched, with open_cents; the oldest first."""
    done = parts.group_by(LINE).agg(pl.col("amount_cents").sum().alias("done"))
    found = lines.join(done, on=LINE, how="left").with_columns(
        (pl.col("amount_cents") - pl.col("done").fill_null(0)).alias("open_cents")
    )
    return found.filter(pl.col("open_cents") != 0).drop("done").sort("booked_on", *LINE)


def open_entries(movements: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """The entries of which something is not matched: MOVEMENTS and open_cents."""
    done = parts.group_by("entry_key").agg(pl.col("amount_cents").sum().alias("done"))
    found = movements.join(done, on="entry_key", how="left", maintain_order="left").with_columns(
        (pl.col("amount_cents") - pl.col("done").fill_null(0)).alias("open_cents")
    )
    return found.filter(pl.col("open_cents") != 0).drop("done")


def open_groups(movements: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """reference, entry_kind (of its first entry), since, open_cents; those that sum to zero are left out."""
    sums = (
        open_entries(movements, parts)
        .sort("effective_on", "entry_key")
        .group_by("reference", maintain_order=True)
        .agg(
            pl.col("entry_kind").first(),
            pl.col("effective_on").min().alias("since"),
            pl.col("open_cents").sum(),
        )
    )
    return sums.filter(pl.col("open_cents") != 0).sort("since", "reference")
