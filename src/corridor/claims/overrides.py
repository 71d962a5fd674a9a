"""Overrides of people: a reason lifted, a line denied, an amount recognised; asked of the lines that have one only."""

import polars as pl

from corridor.claims.edits import EDITS, OF_REPEATS, first_reason

DENIED = "overridden_denied"
PRICE_SOURCE = "override"
KEY = ("claim_number", "line_number")

FIXED = (
    # nobody is known for whom a plan could pay, or no version of it
    "unknown_member",
    "ambiguous_member",
    "newborn_not_enrolled",
    "no_plan_for_service",
    "before_coverage",
    "after_termination",
    "plan_not_in_force",
    # no rule of the plan says what is paid: the document, or the claim, has to
    "unknown_code",
    "handled_by_hand",
    "not_covered",
    "benefit_maximum",
    "frequency_reached",
    # figures that cannot be computed with
    "amount_out_of_range",
    "reversal_unmatched",
    "negative_price",
    "zero_units",
    "service_before_birth",
    # another version of the claim has taken its place, or is waited for
    "replaced",
    "voided",
    "void",
    "void_not_possible",
    "original_not_found",
    "original_of_another",
    "original_unclear",
    "original_not_standing",
    "withdrawn",
    # weeks of a disability, and instalments
    "elimination_period",
    "duration_reached",
    "overlapping_disability",
    "not_yet_due",
)
"""Reasons that no word of a person lifts: without what they ask for nothing could be paid by rule."""


def with_overridden_price(lines: pl.DataFrame, overrides: pl.DataFrame) -> pl.DataFrame:
    """`lines` in which what a person allows of a line is its `allowed_cents`, at most the charge.

    overrides: OVERRIDES that hold. lines: CLAIMS columns, `allowed_cents`, `price_source`.
    """
    stated = overrides.filter(pl.col("allowed_cents").is_not_null())
    if stated.is_empty():
        return lines
    prices = stated.unique(KEY, keep="last", maintain_order=True).select(*KEY, pl.col("allowed_cents").alias("_stated"))
    joined = lines.join(prices, on=KEY, how="left", maintain_order="left")
    is_stated = pl.col("_stated").is_not_null()
    stated_cents = pl.min_horizontal("_stated", pl.col("charge_cents").clip(lower_bound=0))
    return joined.with_columns(
        pl.when(is_stated).then(stated_cents).otherwise("allowed_cents").alias("allowed_cents"),
        pl.when(is_stated).then(pl.lit(PRICE_SOURCE)).otherwise("price_source").alias("price_source"),
    ).drop("_stated")


def with_overrides(lines: pl.DataFrame, overrides: pl.DataFrame, *, asks_duplicate: bool = True) -> pl.DataFrame:
    """`lines` with `reason` as people have it: denied, or lifted where it is the one that they lifted.

    Below a reason that is lifted the other edits are asked. overrides: OVERRIDES that hold. asks_duplicate: whether it
    is known already which lines repeat another.
    """
    by_line = overrides.group_by(KEY, maintain_order=True).agg(
        (pl.col("action") == "deny").any().alias("_denies"),
        pl.col("lifts").drop_nulls().unique().sort().str.join(" ").alias("_lifts"),
    )
    joined = lines.join(by_line, on=KEY, how="left", maintain_order="left")
    reason = pl.col("reason")
    for together in by_line.get_column("_lifts").unique().sort():
        lifted = tuple(one for one in together.split() if one not in FIXED)
        if not lifted:
            continue
        asked = tuple(e for e in EDITS if e.reason not in lifted and (asks_duplicate or e.reason not in OF_REPEATS))
        is_lifted = (pl.col("_lifts") == together) & pl.col("reason").is_in(lifted)
        reason = pl.when(is_lifted).then(first_reason(asked)).otherwise(reason)
    decided = pl.when(pl.col("_denies")).then(pl.lit(DENIED)).otherwise(reason)
    return joined.with_columns(decided.alias("reason")).drop("_denies", "_lifts")
