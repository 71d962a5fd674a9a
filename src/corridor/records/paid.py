"""Paid lines: when the plan's share of a line became money, and when it was taken back."""

import polars as pl

from corridor.records.enrollment import PRODUCTS
from corridor.records.table import Column, Table

PAID = Table(
    name="paid",
    grain="one row per decision version of a line and movement of money: its payment, or its taking back",
    key=(
        "claim_number",
        "line_number",
        "version",
        "paid_on",
        "amount_cents",
        "account_cents",
        "takes_back_paid_on",
    ),
    columns=(
        Column("payment_number", pl.String, "payment that paid it; null: taken back", nullable=True),
        Column("claim_number", pl.Int64, "Corridor's number of the claim"),
        Column("line_number", pl.Int32, "position of the line in its claim"),
        Column("version", pl.Int32, "version of the decision"),
        Column("member_id", pl.String, "the person"),
        Column("product", pl.String, "kind of benefit", values=PRODUCTS),
        Column("plan_code", pl.String, "plan that paid"),
        Column("service_from", pl.Date, "first day of the service"),
        Column("paid_on", pl.Date, "day of the payment, or of the decision that takes it back"),
        Column("amount_cents", pl.Int64, "the plan's; negative: taken back", unit="cents"),
        Column(
            "takes_back_paid_on",
            pl.Date,
            "of a line taken back, or of what was taken back and is paid again: the day it was first paid",
            nullable=True,
        ),
        Column(
            "account_cents",
            pl.Int64,
            "the health reimbursement account's, which no stop-loss counts; negative: taken back",
            unit="cents",
        ),
    ),
)
