"""Who belongs to which part of the employer, what each part was called, and what went to the employer's own books."""

import polars as pl

from corridor.records.table import Column, Table

UNASSIGNED = ""
"""The bill group of an employee who is in none: what falls on the employer as a whole."""

BILL_GROUP_MEMBERS = Table(
    name="bill_group_members",
    grain="one row per employee and span of days in one bill group",
    key=("subscriber_id", "assigned_from"),
    columns=(
        Column("subscriber_id", pl.String, "the employee; the family goes along"),
        Column("bill_group", pl.String, "code of the group in the arrangement"),
        Column("cost_centre", pl.String, "the employee's own; null: the group's", nullable=True),
        Column("assigned_from", pl.Date, "first day"),
        Column("assigned_to_exclusive", pl.Date, "the day after the last day; null: open", nullable=True),
    ),
)

CALL_PARTS = Table(
    name="call_parts",
    grain="one row per funding call and bill group; the parts sum to the call",
    key=("call_number", "bill_group"),
    columns=(
        Column("call_number", pl.String, "the call"),
        Column("bill_group", pl.String, "code of the group; empty: the employer as a whole"),
        Column("cost_centre", pl.String, "the group's on the day of the call", nullable=True),
        Column("payable_cents", pl.Int64, "what was payable for the group, by which the call is shared", unit="cents"),
        Column("amount_cents", pl.Int64, "the group's part of the call", unit="cents"),
    ),
)

LEDGER_EXPORTS = Table(
    name="ledger_exports",
    grain="one row per export to the employer's own books",
    key=("export_number",),
    columns=(
        Column("export_number", pl.Int32, "position among the exports, from 1"),
        Column("starts_on", pl.Date, "first effective day; null: all that was not exported yet", nullable=True),
        Column("ends_on", pl.Date, "last effective day"),
        Column("entries", pl.Int64, "how many journal entries"),
        Column("postings", pl.Int64, "how many legs"),
        Column("debit_cents", pl.Int64, "sum of the debits, which is that of the credits", unit="cents"),
        Column("last_entry", pl.String, "entry_key of the last entry; null: none", nullable=True),
        Column("file_name", pl.String, "name of the file"),
        Column("made_by", pl.String, "who made it"),
    ),
)

LEDGER_EXPORT_ENTRIES = Table(
    name="ledger_export_entries",
    grain="one row per journal entry that was exported: each once",
    key=("entry_key",),
    columns=(
        Column("export_number", pl.Int32, "the export"),
        Column("entry_key", pl.String, "the entry, with all its legs"),
    ),
)
