"""Bank statements and their lines, whatever format they came in."""

import polars as pl

from corridor.records.table import Column, Table

BANK_STATEMENTS = Table(
    name="bank_statements",
    grain="one row per statement of an account at a bank",
    key=("statement_id",),
    columns=(
        Column("statement_id", pl.String, "the bank's number of the statement, with the account"),
        Column("account", pl.String, "the account as the bank writes it"),
        Column("currency", pl.String, "ISO 4217"),
        Column("opened_on", pl.Date, "day of the opening balance"),
        Column("closed_on", pl.Date, "day of the closing balance"),
        Column("opening_cents", pl.Int64, "balance before the lines", unit="cents"),
        Column("closing_cents", pl.Int64, "balance after them", unit="cents"),
        Column("is_complete", pl.Boolean, "whether the bank says that all lines of the days are there"),
    ),
)

BANK_LINES = Table(
    name="bank_lines",
    grain="one row per movement on a statement",
    key=("statement_id", "line_number"),
    columns=(
        Column("statement_id", pl.String, "the statement"),
        Column("line_number", pl.Int32, "position in the statement, from 1"),
        Column("booked_on", pl.Date, "day on which the bank booked it"),
        Column("value_on", pl.Date, "day from which it counts", nullable=True),
        Column("amount_cents", pl.Int64, "money in positive, out negative", unit="cents"),
        Column("currency", pl.String, "ISO 4217"),
        Column("kind", pl.String, "the bank's code of what it is, as sent"),
        Column("bank_reference", pl.String, "the bank's own reference", nullable=True),
        Column("customer_reference", pl.String, "the reference that the customer gave", nullable=True),
        Column("text", pl.String, "what the bank writes beside it; it may name a person", nullable=True),
        Column("trace", pl.String, "trace number of an electronic payment", nullable=True),
    ),
)
