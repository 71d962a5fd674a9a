"""Overrides: an examiner decides a line against what the edits said, and a second person where the amount asks it."""

import polars as pl

from corridor.records.table import Column, Table

ACTIONS = ("pay", "deny", "allow")
OVERRIDES = Table(
    name="overrides",
    grain="one row per override and line of a claim that it decides",
    key=("override_number", "line_number"),
    columns=(
        Column("override_number", pl.Int64, "Corridor's number of the override, from 1"),
        Column("claim_number", pl.Int64, "Corridor's number of the claim"),
        Column("line_number", pl.Int32, "position of the line in its claim"),
        Column(
            "action",
            pl.String,
            "pay: the reason is lifted; deny: the line is denied; allow: an amount is recognised, the reason lifted",
            values=ACTIONS,
        ),
        Column("lifts", pl.String, "the reason in codes/reasons.py that is not asked again", nullable=True),
        Column("allowed_cents", pl.Int64, "of `allow`: what is recognised of the charge", unit="cents", nullable=True),
        Column("amount_cents", pl.Int64, "what the line puts to the person's limit", unit="cents"),
        Column("why", pl.String, "why the examiner decides so"),
        Column("who", pl.String, "who proposed it"),
        Column("authority", pl.String, "under which authority, such as a rule of the employer or an appeal"),
        Column(
            "limit_cents", pl.Int64, "up to which the person decides alone; null: none", unit="cents", nullable=True
        ),
        Column("proposed_on", pl.Date, "day of the proposal"),
    ),
)

ANSWERS = ("approved", "refused", "ended")
OVERRIDE_EVENTS = Table(
    name="override_events",
    grain="one row per answer to an override, in order; the last one says whether it holds",
    key=("override_number", "event_number"),
    columns=(
        Column("override_number", pl.Int64, "the override"),
        Column("event_number", pl.Int32, "position among its answers, from 1"),
        Column("event", pl.String, "approved, refused, or ended: it holds no longer", values=ANSWERS),
        Column("happened_on", pl.Date, "day of it"),
        Column("who", pl.String, "who answered; within the limit the one who proposed"),
        Column("authority", pl.String, "under which authority"),
        Column("why", pl.String, "what was said", nullable=True),
    ),
)

AUTHORITIES = Table(
    name="authorities",
    grain="one row per person or role and day from which it may decide up to an amount",
    key=("holder", "effective_from"),
    columns=(
        Column("holder", pl.String, "a person, or `role:` and a role's code"),
        Column("effective_from", pl.Date, "first day"),
        Column("limit_cents", pl.Int64, "up to which it decides alone; 0: never", unit="cents"),
        Column("authority", pl.String, "who gave it or where it stands, such as a letter of delegation"),
    ),
)
