"""Disability: what a certification says of a person who cannot work. A benefit is worked out from it week by week."""

import polars as pl

from corridor.records.table import Column, Table

CAUSES = ("injury", "sickness")
LONGEST_DAYS = 731
"""A row that certifies more days, two years of them, is a slip of the pen."""

DISABILITY = Table(
    name="disability",
    grain="one row per certification: the first of a disability, or a later one that continues it",
    key=("claim_id",),
    columns=(
        Column("claim_index", pl.Int32, "position of the certification in its file, from 0"),
        Column("claim_id", pl.String, "the sender's number of the certification, once in a file"),
        Column("member_id", pl.String, "the employee's own id as sent"),
        Column("cause", pl.String, "injury or sickness", values=CAUSES),
        Column("disability_from", pl.Date, "first day on which the employee could not work"),
        Column(
            "certified_from", pl.Date, "first day of this certification; where nothing is said, that of the disability"
        ),
        Column("certified_to", pl.Date, "last day certified, inclusive"),
        Column("returned_on", pl.Date, "first day back at work, where known", nullable=True),
        Column("weekly_earnings_cents", pl.Int64, "earnings a week before the disability", unit="cents"),
        Column(
            "other_income_cents",
            pl.Int64,
            "a week from elsewhere for the same disability: workers' compensation, a public scheme",
            unit="cents",
            nullable=True,
        ),
        Column("received_date", pl.Date, "when the administrator received it"),
        Column("segment_first", pl.Int32, "row of the table", nullable=True),
    ),
)

CLAIMED = Table(
    name="claimed",
    grain="one row per week of a disability that was decided before and that a later certification could repeat",
    key=("claim_number", "service_from"),
    columns=(
        Column("claim_number", pl.Int64, "Corridor's number of the claim"),
        Column("member_id", pl.String, "the person matched"),
        Column("disability_from", pl.Date, "first day of the disability to which the week belongs"),
        Column("service_from", pl.Date, "first day of the week that was claimed"),
        Column("service_to", pl.Date, "last day of it, inclusive"),
    ),
)

FACTS = (
    "cause",
    "disability_from",
    "certified_from",
    "certified_to",
    "returned_on",
    "weekly_earnings_cents",
    "other_income_cents",
)
"""What is kept beside the claim and its lines, which hold the rest."""
