"""Prior authorisations: what was asked for before a service, and what was answered."""

import polars as pl

from corridor.records.enrollment import PRODUCTS
from corridor.records.table import Column, Table

STATUSES = ("approved", "denied", "pending")

AUTHORIZATIONS = Table(
    name="authorizations",
    grain="one row per number of an authorisation; the row that comes last counts",
    key=("number",),
    columns=(
        Column("number", pl.String, "number that claims state (837 REF G1)"),
        Column("member_id", pl.String, "the person for whom it was asked"),
        Column("plan_code", pl.String, "plan that it binds; null: any", nullable=True),
        Column("product", pl.String, "product that it binds; null: any", nullable=True, values=PRODUCTS),
        Column("procedure_first", pl.String, "first procedure code; null: any", nullable=True),
        Column("procedure_last", pl.String, "last procedure code; null: the first alone", nullable=True),
        Column("revenue_first", pl.String, "first revenue code; null: any", nullable=True),
        Column("revenue_last", pl.String, "last revenue code; null: the first alone", nullable=True),
        Column("billing_npi", pl.String, "billing provider; null: any", nullable=True),
        Column("units_granted", pl.Int32, "days or services granted; null: as many as fall in its days", nullable=True),
        Column("units_used", pl.Int32, "of them used before the file was made; null: none", nullable=True),
        Column("valid_from", pl.Date, "first day of service that it is for"),
        Column("valid_to_exclusive", pl.Date, "the day after the last; null: open", nullable=True),
        Column("requested_on", pl.Date, "day on which it was asked for; null: in time", nullable=True),
        Column("decided_on", pl.Date, "day of the answer", nullable=True),
        Column("status", pl.String, "what was answered", values=STATUSES),
        Column("taken_over_from", pl.String, "prior administrator whose answer it is; null: ours", nullable=True),
    ),
)

KIND = "authorization:"
"""Kind of the accumulator of units used, before the number: `authorization:A-17`. It stands under plan year ALWAYS."""
