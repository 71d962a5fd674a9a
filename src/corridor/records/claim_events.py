"""What people did about a claim that waits, and times in which clocks stand still."""

import polars as pl

from corridor.records.table import Column, Table

CLAIM_EVENT_KINDS = ("note", "information_asked", "information_arrived", "claim_kind")
CLAIM_EVENTS = Table(
    name="claim_events",
    grain="one row per thing that a person wrote down about a claim, in order",
    key=("claim_number", "event_number"),
    columns=(
        Column("claim_number", pl.Int64, "Corridor's number of the claim"),
        Column("event_number", pl.Int32, "position among the claim's events, from 1"),
        Column(
            "event",
            pl.String,
            "a note; information asked for or arrived; which clock the claim runs under",
            values=CLAIM_EVENT_KINDS,
        ),
        Column("happened_on", pl.Date, "day of it"),
        Column("who", pl.String, "who wrote it down"),
        Column("what", pl.String, "the note, what was asked, what came, or the kind of claim (clocks/kinds.csv)"),
        Column("answer_due_on", pl.Date, "of a question: last day to answer", nullable=True),
    ),
)

CLOCK_PAUSES = Table(
    name="clock_pauses",
    grain="one row per county and time in which clocks stand still",
    key=("county", "paused_from"),
    columns=(
        Column("county", pl.String, "FIPS code of the county, five digits; two: a whole state"),
        Column("paused_from", pl.Date, "first day"),
        Column("paused_to_exclusive", pl.Date, "day after the last; null: it goes on", nullable=True),
        Column("why", pl.String, "what was declared, and where it is published"),
    ),
)
