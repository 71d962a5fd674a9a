"""What holds the ledger in bounds: money held back, floors of balances, periods that are closed."""

import polars as pl

from corridor.records.table import Column, Table

HOLDS = Table(
    name="holds",
    grain="one row per hold: money of an account that is spoken for, not yet posted",
    key=("hold_number",),
    columns=(
        Column("hold_number", pl.String, "number of the hold, unique for the sponsor; given again it changes nothing"),
        Column("account", pl.String, "asset whose money is held"),
        Column("against", pl.String, "account that is debited when the hold is posted"),
        Column("amount_cents", pl.Int64, "held at first", unit="cents"),
        Column("currency", pl.String, "ISO 4217"),
        Column("placed_on", pl.Date, "first day that it counts"),
        Column("expires_on", pl.Date, "last day that it counts; none: until it is posted or void", nullable=True),
        Column("placed_by", pl.String, "who placed it"),
        Column("reason", pl.String, "what the money is held for"),
    ),
)

HOLD_EVENTS = Table(
    name="hold_events",
    grain="one row per thing that happened to a hold",
    key=("hold_number", "event_number"),
    columns=(
        Column("hold_number", pl.String, "the hold"),
        Column("event_number", pl.Int32, "position among the events of the hold, from 1"),
        Column("event", pl.String, "what happened", values=("posted", "voided", "lapsed")),
        Column("amount_cents", pl.Int64, "of the hold, that is held no longer", unit="cents"),
        Column("happened_on", pl.Date, "day of it"),
        Column("done_by", pl.String, "who did it"),
        Column("reason", pl.String, "why; not of a posting", nullable=True),
        Column("entry_key", pl.String, "entry that posted it", nullable=True),
    ),
)

BALANCE_LIMITS = Table(
    name="balance_limits",
    grain="one row per floor of a balance, lifting of one, or overdraft approved below it",
    key=("limit_number",),
    columns=(
        Column("limit_number", pl.Int64, "number of the row, from 1"),
        Column("account", pl.String, "asset that is limited"),
        Column("kind", pl.String, "what the row says", values=("floor", "lifted", "overdraft")),
        Column(
            "amount_cents",
            pl.Int64,
            "floor: the least that must be left, posted less held; overdraft: how far below it; lifted: empty",
            unit="cents",
            nullable=True,
        ),
        Column("effective_from", pl.Date, "first day that it counts"),
        Column("until", pl.Date, "overdraft: last day on which money may leave under it", nullable=True),
        Column("set_by", pl.String, "who set it down"),
        Column("approved_by", pl.String, "overdraft: who approved it, another person", nullable=True),
        Column("reason", pl.String, "why"),
    ),
)

PERIOD_CLOSES = Table(
    name="period_closes",
    grain="one row per closing or reopening of the books; the last one counts",
    key=("close_number",),
    columns=(
        Column("close_number", pl.Int64, "number of the row, from 1"),
        Column("action", pl.String, "what was done", values=("closed", "reopened")),
        Column("closed_through", pl.Date, "last day that is closed; none: every day is open again", nullable=True),
        Column("done_by", pl.String, "who did it"),
        Column("done_on", pl.Date, "day of it"),
        Column("reason", pl.String, "why; a reopening has one", nullable=True),
    ),
)

BALANCE_SNAPSHOTS = Table(
    name="balance_snapshots",
    grain="one row per closing of the books and account that had postings: a cache",
    key=("close_number", "account"),
    columns=(
        Column("close_number", pl.Int64, "the closing at which it was taken"),
        Column("seq", pl.Int64, "place of the last batch that it counts"),
        Column("through", pl.Date, "last effective day that it counts"),
        Column("account", pl.String, "code in the chart of accounts"),
        Column("amount_cents", pl.Int64, "sum of the postings, debit positive", unit="cents"),
        Column("postings", pl.Int64, "how many they are", unit="postings"),
    ),
)
