"""Whether the provider of a line is in the network on its day."""

import polars as pl

from corridor.claims.in_force import dated_rows, with_row_in_force

OF_PROVIDER = {
    "contract": pl.String,
    "provider_kind": pl.String,
    "specialty": pl.String,
    "locality": pl.String,
    "state": pl.String,
}
"""What prices ask of the provider's row of the day."""


def with_tier(lines: pl.DataFrame, providers: pl.DataFrame | None, *, asks_price: bool = False) -> pl.DataFrame:
    """`lines` with `tier` (in, out) and `contract_bp`, the provider's contract as a share of charge (null: none).

    The source's own word comes first, then the provider's row on the day, then a network's price; else out.
    lines: CLAIMS columns. providers: PROVIDERS or None. asks_price: with OF_PROVIDER.
    """
    priced_by_network = pl.when(pl.col("repriced_cents").is_not_null()).then(pl.lit("in"))
    asked = tuple(OF_PROVIDER) if asks_price else ()
    if providers is None:
        tier = pl.coalesce("network", priced_by_network, pl.lit("out"))
        nothing = (pl.lit(None, OF_PROVIDER[name]).alias(name) for name in asked)
        return lines.with_columns(pl.lit(None, pl.Int32).alias("contract_bp"), tier.alias("tier"), *nothing)
    rows = providers.rename({"kind": "provider_kind"}).select(
        pl.col("npi").alias("billing_npi"),
        pl.col("network").alias("listed_network"),
        pl.col("allowed_bp").alias("contract_bp"),
        *asked,
        "effective_from",
        "effective_to_exclusive",
    )
    dated = dated_rows(rows, by=("billing_npi",), start="effective_from", end_exclusive="effective_to_exclusive")
    listed = with_row_in_force(lines, dated)
    tier = pl.coalesce("network", "listed_network", priced_by_network, pl.lit("out"))
    return listed.with_columns(tier.alias("tier")).drop("listed_network")
