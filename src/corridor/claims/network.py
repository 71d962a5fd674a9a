"""Whether the provider of a line is in the network on its day."""

import polars as pl

from corridor.claims.in_force import with_row_in_force
from corridor.records.providers import PROVIDERS


def with_tier(lines: pl.DataFrame, providers: pl.DataFrame | None) -> pl.DataFrame:
    """`lines` with `tier` (in, out) and `contract_bp`, the provider's contract as a share of charge (null: none).

    The source's own word comes first, then the provider's row on the day, then a network's price; else out.
    lines: CLAIMS columns. providers: PROVIDERS or None.
    """
    rows = (PROVIDERS.empty() if providers is None else providers).select(
        pl.col("npi").alias("billing_npi"),
        pl.col("network").alias("listed_network"),
        pl.col("allowed_bp").alias("contract_bp"),
        "effective_from",
        "effective_to_exclusive",
    )
    listed = with_row_in_force(
        lines, rows, by=("billing_npi",), start="effective_from", end_exclusive="effective_to_exclusive"
    )
    priced_by_network = pl.when(pl.col("repriced_cents").is_not_null()).then(pl.lit("in"))
    tier = pl.coalesce("network", "listed_network", priced_by_network, pl.lit("out"))
    return listed.with_columns(tier.alias("tier")).drop("listed_network")
