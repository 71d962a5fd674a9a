"""Contributions that people pay for their cover, findings that let it be rescinded, and letters that ask money back."""

import polars as pl

from corridor.records.enrollment import PRODUCTS
from corridor.records.table import Column, Table

FINDINGS = ("fraud", "misrepresentation")

CONTRIBUTIONS = Table(
    name="contributions",
    grain="one row per person, kind of benefit and month: what was taken from pay, or came in otherwise",
    key=("member_id", "product", "month"),
    columns=(
        Column("member_id", pl.String, "the person's own id; for an employee the subscriber id"),
        Column("product", pl.String, "kind of benefit that it pays for", values=PRODUCTS),
        Column("month", pl.Date, "the month that it pays for: its first day"),
        Column("amount_cents", pl.Int64, "taken; 0: nothing was", unit="cents"),
    ),
)

RESCISSION_FINDINGS = Table(
    name="rescission_findings",
    grain="one row per person of whom fraud or intentional misrepresentation was found and told",
    key=("member_id",),
    columns=(
        Column("member_id", pl.String, "the employee, whose dependants it holds for as well, or one dependant"),
        Column("finding", pl.String, "what was found", values=FINDINGS),
        Column("noticed_on", pl.Date, "day of the written notice"),
        Column("why", pl.String, "what it rests on, such as the number of a file"),
    ),
)

LETTERS = Table(
    name="letters",
    grain="one row per batch, payee and plan of whom money is asked back",
    key=("letter_number",),
    columns=(
        Column("letter_number", pl.String, "OP-, place of the batch, position"),
        Column("payee", pl.String, "NPI or tax id of who was paid too much, or the employee's id"),
        Column("plan_code", pl.String, "plan that paid"),
        Column("written_on", pl.Date, "day of the letter"),
        Column("amount_cents", pl.Int64, "asked back", unit="cents"),
    ),
)
