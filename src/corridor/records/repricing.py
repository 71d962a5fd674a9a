"""Rented networks: claims sent out to be priced, and what came back."""

import polars as pl

from corridor.records.table import Column, Table

REPRICING_REQUESTS = Table(
    name="repricing_requests",
    grain="one row per claim and network that it was sent to",
    key=("claim_number", "network"),
    columns=(
        Column("claim_number", pl.Int64, "Corridor's number of the claim"),
        Column("network", pl.String, "code of the contract with the network"),
        Column("sent_on", pl.Date, "day on which it was sent"),
        Column("due_on", pl.Date, "last day for the answer; afterwards the contract's own lines price it"),
    ),
)

REPRICED = Table(
    name="repriced",
    grain="one row per line that a network has answered, in the order of the answers; the last counts",
    key=("claim_number", "line_number"),
    columns=(
        Column("network", pl.String, "code of the contract with the network"),
        Column("claim_number", pl.Int64, "Corridor's number of the claim"),
        Column("line_number", pl.Int32, "position of the line in its claim"),
        Column(
            "repriced_cents",
            pl.Int64,
            "what the network allows; null: it does not price the line",
            unit="cents",
            nullable=True,
        ),
    ),
)
