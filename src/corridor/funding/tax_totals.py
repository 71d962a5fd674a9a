"""What information returns (1099-MISC, 1099-NEC) say of payees: totals per payee, form and box of a calendar year.

Source: 26 USC 6041 and 6041A; IRS instructions for forms 1099-MISC and 1099-NEC. Which kind of payment goes to which
box, and from which total on, are dated data in `codes/`.
"""

from datetime import date

import polars as pl

from corridor.codes.lists import read_list
from corridor.codes.payee_figures import reportable_cents

TAX_PAYMENTS = {
    "payee": pl.String,
    "kind": pl.String,
    "paid_on": pl.Date,
    "amount_cents": pl.Int64,
    "withheld_cents": pl.Int64,
    "undone_on": pl.Date,
}
"""Payments: what left (cents), what was withheld of it besides, and the day on which it was void or came back."""


def tax_totals(payments: pl.DataFrame, year: int, as_of: date) -> pl.DataFrame:
    """payee, form, box, paid_cents, withheld_cents, is_reportable, is_corrected; by payee, form and box.

    payments: columns TAX_PAYMENTS. paid_cents: what left and what was withheld, of payments of the year that were not
    undone by `as_of`; a payment counts in the year in which it was made. is_reportable: from the year's threshold on,
    and wherever tax was withheld. is_corrected: something of the year was undone after it ended, so that a return
    already sent has to be corrected. Kinds without a box are left out.
    """
    boxes = pl.DataFrame(_boxes(year), schema=["kind", "form", "box"], orient="row", infer_schema_length=None)
    boxes = boxes.cast(pl.String)
    known = payments.select(pl.col(name).cast(dtype) for name, dtype in TAX_PAYMENTS.items())
    undone = (pl.col("undone_on") <= as_of).fill_null(False)
    of_year = known.filter((pl.col("paid_on").dt.year() == year) & (pl.col("paid_on") <= as_of))
    totals = (
        of_year.join(boxes, on="kind")
        .group_by("payee", "form", "box")
        .agg(
            (pl.col("amount_cents") + pl.col("withheld_cents")).filter(~undone).sum().alias("paid_cents"),
            pl.col("withheld_cents").filter(~undone).sum(),
            (undone & (pl.col("undone_on").dt.year() > year)).any().alias("is_corrected"),
        )
        .sort("payee", "form", "box")
    )
    is_due = (pl.col("paid_cents") >= reportable_cents(date(year, 12, 31))) & (pl.col("paid_cents") > 0)
    return totals.select(
        "payee",
        "form",
        "box",
        "paid_cents",
        "withheld_cents",
        (is_due | (pl.col("withheld_cents") > 0)).alias("is_reportable"),
        "is_corrected",
    )


def _boxes(year: int) -> list[tuple[str, str, str]]:
    """Kind, form and box in force in the year, the last of each kind."""
    rows = sorted(read_list("tax_boxes"), key=lambda row: row["effective_from"])
    found = {row["kind"]: row for row in rows if date.fromisoformat(row["effective_from"]).year <= year}
    return [(kind, row["form"], row["box"]) for kind, row in found.items()]
