"""What prices ask of a service beside its claim: the code that names it, where it was given, in which area."""

import polars as pl

FACILITY = (
    "02", "19", "21", "22", "23", "24", "26", "31", "34", "41", "42", "51", "52", "53", "56", "61",
)  # fmt: skip
"""Places of service in which practice expense is the facility's. Source: CMS Claims Processing Manual, chapter 12,
section 20.4.2."""

_is_facility = (pl.col("kind") == "institutional") | pl.col("place_of_service").is_in(FACILITY).fill_null(False)

SERVICE = (
    pl.coalesce("procedure_code", "revenue_code").alias("priced_code"),
    pl.when(_is_facility).then(pl.lit("facility")).otherwise(pl.lit("nonfacility")).alias("care_place"),
    pl.col("service_zip").str.head(3).alias("area"),
)
"""Columns that methods read beside those of CLAIMS and of the provider."""
