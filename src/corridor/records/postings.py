"""Postings: the legs of journal entries. Everything that money does is here."""

import polars as pl

from corridor.records.table import Column, Table

POSTINGS = Table(
    name="postings",
    grain="one row per leg of a journal entry; the legs of an entry sum to zero",
    key=("entry_key", "leg"),
    columns=(
        Column("entry_key", pl.String, "idempotency key of the entry, unique for the sponsor"),
        Column("entry_kind", pl.String, "what happened, e.g. decision, decision_reversal, funding_call, payment"),
        Column("leg", pl.Int32, "position in the entry, from 0"),
        Column("account", pl.String, "code in the chart of accounts"),
        Column("amount_cents", pl.Int64, "debit positive, credit negative", unit="cents"),
        Column("currency", pl.String, "ISO 4217"),
        Column("effective_on", pl.Date, "day to which the amount belongs"),
        Column("product", pl.String, "kind of benefit, where the leg has one", nullable=True),
        Column("plan_code", pl.String, "plan, where the leg has one", nullable=True),
        Column("claim_number", pl.Int64, "claim, where the leg has one", nullable=True),
        Column("line_number", pl.Int32, "its line", nullable=True),
        Column("member_id", pl.String, "person, where the leg has one", nullable=True),
        Column("payee", pl.String, "NPI or tax id of who is paid, where the leg has one", nullable=True),
        Column("reference", pl.String, "call, payment or month that the entry belongs to", nullable=True),
        Column("reverses", pl.String, "entry_key of the entry that this one reverses", nullable=True),
        Column("bill_group", pl.String, "part of the employer that bears the leg, where it is divided", nullable=True),
    ),
)

ENTRY_COLUMNS = ("entry_key", "entry_kind", "effective_on", "reference", "reverses")
"""Columns that all legs of an entry share; the others are the leg's."""

ADDED_COLUMNS = ("bill_group",)
"""Columns that came later: the hash of an entry's body leaves them out where they are null, as before they came."""
