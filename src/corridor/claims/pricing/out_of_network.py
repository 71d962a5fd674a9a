"""What the plan recognises out of the network where it looks beyond the charge: usual charges, Medicare's price."""

import polars as pl

from corridor.claims.pricing.by_table import usual_charge
from corridor.claims.pricing.methods import Rbrvs, Usual
from corridor.claims.pricing.relative_values import rbrvs
from corridor.claims.pricing.services import SERVICE
from corridor.claims.pricing.tables import PriceTables

_ADDED = {"usual_cents": pl.Int64, "reference_cents": pl.Int64}
_TERMS = ("out_of_network_percentile", "out_of_network_reference_bp")


def with_outside_prices(lines: pl.DataFrame, versions: pl.DataFrame, tables: PriceTables) -> pl.DataFrame:
    """`lines` with `usual_cents` and `reference_cents`, null where the plan asks for neither or none is found.

    lines: CLAIMS columns, tier, version_row, the provider's columns. versions: of the compiled plans.
    """
    said = versions.select(pl.col(_TERMS).gather(lines.get_column("version_row")))
    asks = pl.any_horizontal(pl.col(_TERMS).is_not_null())
    if not said.select(asks.any()).item():
        return lines.with_columns(pl.lit(None, dtype).alias(name) for name, dtype in _ADDED.items())
    asked = pl.concat([lines.with_columns(SERVICE), said], how="horizontal").with_row_index("_at")
    asked = asked.filter(asks, pl.col("tier") == "out", pl.col("repriced_cents").is_null())
    groups = [_of_terms(own, terms[0], terms[1], tables) for terms, own in asked.group_by(*_TERMS)]
    empty = pl.DataFrame(schema={"_at": pl.UInt32, **_ADDED})
    found = pl.concat([empty, *groups])
    at = lines.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("_at"))
    prices = at.join(found, on="_at", how="left", maintain_order="left").drop("_at")
    return pl.concat([lines, prices], how="horizontal")


def _of_terms(
    lines: pl.DataFrame, percentile: int | None, reference_bp: int | None, tables: PriceTables
) -> pl.DataFrame:
    """The prices of lines whose plan asks for this percentile and this share of Medicare's price."""
    usual = reference = pl.Series([None], dtype=pl.Int64).new_from_index(0, lines.height)
    if percentile is not None:
        usual = usual_charge(lines, Usual(percentile=percentile), tables).get_column("price_cents")
    if reference_bp is not None:
        reference = medicare_price(lines, reference_bp, tables)
    return lines.select("_at").with_columns(usual.alias("usual_cents"), reference.alias("reference_cents"))


def medicare_price(lines: pl.DataFrame, percent_bp: int, tables: PriceTables) -> pl.Series:
    """A share of what Medicare allows: in the provider's locality, or of the nation where that is not known."""
    bare = Rbrvs.model_construct(percent=percent_bp, conversion_factor=None, geographic=True, locality=None)
    local = rbrvs(lines, bare, tables).get_column("price_cents")
    national = rbrvs(lines, bare.model_copy(update={"geographic": False}), tables).get_column("price_cents")
    is_known = pl.col("locality").is_not_null()
    both = lines.select("locality").with_columns(local.alias("local"), national.alias("national"))
    return both.select(pl.when(is_known).then("local").otherwise("national").alias("price_cents")).to_series()
