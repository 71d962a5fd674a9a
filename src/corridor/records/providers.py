"""Providers and the networks they belong to, by date."""

import polars as pl

from corridor.records.table import Column, Table

PROVIDERS = Table(
    name="providers",
    grain="one row per provider and span of days in a network",
    key=("npi", "effective_from"),
    columns=(
        Column("npi", pl.String, "National Provider Identifier"),
        Column("name", pl.String, "name of the practice or facility", nullable=True),
        Column("network", pl.String, "in or out", values=("in", "out")),
        Column(
            "allowed_bp",
            pl.Int32,
            "contract: allowed as a share of charge; null: the charge",
            unit="basis points",
            nullable=True,
        ),
        Column("contract", pl.String, "code of the network contract that prices its services", nullable=True),
        Column("kind", pl.String, "what it is", nullable=True, values=("practitioner", "facility")),
        Column("specialty", pl.String, "specialty, as the contract names it", nullable=True),
        Column("locality", pl.String, "Medicare payment locality, for geographic adjustment", nullable=True),
        Column("state", pl.String, "two letters: whose law on surprise bills holds", nullable=True),
        Column("effective_from", pl.Date, "first day"),
        Column("effective_to_exclusive", pl.Date, "the day after the last day; null: open", nullable=True),
    ),
)
