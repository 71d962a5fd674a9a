"""What of the allowed amount benefits are computed on: the alternate service's price, the generic's."""

import polars as pl

from corridor.claims.terms import Terms

BRAND_ASKED_FOR = ("1", "2")
"""Dispense-as-written codes by which somebody asked for the brand: 1 the prescriber, 2 the patient.

Source: NCPDP telecommunication standard, field 408-D8. The others (0, 3 to 9) are the pharmacy's, the market's or the
plan's own doing, and cost the member nothing more.
"""


def with_recognised(lines: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    """`lines` with `recognised_cents`, from 0 to allowed_cents; null: all of it.

    The line's own `alternate_cents` comes before the plan's table of alternates; a generic price counts where the plan
    leaves the difference to the member and the brand was asked for. lines: CLAIMS columns, `benefit_row`,
    `allowed_cents`, `member_pays_brand_difference`.
    """
    alternate = pl.col("alternate_cents")
    if terms.alternates.height:
        lines = _with_table(lines, terms.alternates)
        alternate = pl.coalesce(alternate, "alternate_allowed_cents")
    is_brand = pl.col("member_pays_brand_difference") & pl.col("daw").str.strip_chars().is_in(BRAND_ASKED_FOR)
    generic = pl.when(is_brand).then(pl.col("generic_cents"))
    least = pl.min_horizontal(alternate, generic)
    recognised = pl.when(least.is_not_null()).then(
        pl.min_horizontal(least.clip(lower_bound=0), pl.col("allowed_cents"))
    )
    return lines.with_columns(recognised.alias("recognised_cents"))


def _with_table(lines: pl.DataFrame, alternates: pl.DataFrame) -> pl.DataFrame:
    prices = alternates.select("benefit_row", "procedure_code", "alternate_allowed_cents")
    return lines.join(prices, on=["benefit_row", "procedure_code"], how="left", maintain_order="left")
