"""What lines that were decided elsewhere have used of the plan's limits: counted, never decided."""

import numpy as np
import polars as pl

from corridor.adjudication.limit_uses import limit_uses, surface_letters
from corridor.adjudication.opening import ALL_TIERS, limit_kind
from corridor.plan.arrays import COUNTS_DOLLARS, COUNTS_VISITS
from corridor.plan.compiled import CompiledPlans
from corridor.records.decisions import ACCUMULATORS, ALWAYS

_OCCASION = ("slot", "benefit", "service_from", "billing_npi")
"""What makes a visit of lines decided elsewhere."""
_OF_LINE = ("service_from", "benefit", "billing_npi", "units", "allowed_cents", "paid_cents", "proof")


def prior_uses(lines: pl.DataFrame, compiled: CompiledPlans) -> pl.DataFrame:
    """ACCUMULATORS rows: visits, days, services and cents by limit; with `limit_id`, and `proof` of the first line.

    lines: READY columns of units, tooth and benefit, `paid_cents` (by whoever decided) and `proof`; in the order in
    which they were decided. A line of which nothing was allowed used nothing.
    """
    counted = lines.filter(pl.col("allowed_cents") > 0).with_columns(pl.lit(None, pl.String).alias("reason"))
    uses = limit_uses(counted, compiled.limits)
    line_of_use = np.repeat(np.arange(counted.height), np.diff(uses.offsets))
    if not len(line_of_use):
        return pl.DataFrame(schema={**ACCUMULATORS.schema, "limit_id": pl.String, "proof": pl.String})
    first_row = compiled.arrays.limit_offsets[counted.get_column("benefit_row").to_numpy()[line_of_use]]
    row = first_row + np.arange(len(line_of_use)) - uses.offsets[line_of_use]
    letters = {bits: surface_letters(bits) for bits in np.unique(uses.surfaces).tolist()}
    surfaces = pl.Series(uses.surfaces, dtype=pl.Int32).replace_strict(letters, return_dtype=pl.String)
    of_use = pl.concat(
        [
            uses.limits[uses.slots],
            counted[line_of_use].select(_OF_LINE),
        ],
        how="horizontal",
    ).with_columns(
        pl.Series("counts", compiled.arrays.limit_counts[row]),
        pl.Series("is_after", compiled.arrays.limit_is_after[row] != 0),
        pl.Series("slot", uses.slots),
        surfaces.alias("letters"),
    )
    return _summed(of_use.with_columns(_amount().alias("amount"), _kind().alias("kind")))


def _amount() -> pl.Expr:
    is_first = pl.struct(_OCCASION).is_first_distinct()
    dollars = pl.when("is_after").then("paid_cents").otherwise("allowed_cents")
    return (
        pl.when(pl.col("counts") == COUNTS_DOLLARS)
        .then(dollars)
        .when(pl.col("counts") == COUNTS_VISITS)
        .then(is_first.cast(pl.Int64))
        .otherwise(pl.col("units").cast(pl.Int64))
    )


def _kind() -> pl.Expr:
    day = pl.col("service_from").dt.to_string("%Y-%m-%d")
    dated = pl.format("use:{}:{}@{}#{}", "limit_id", "item", day, "letters")
    return pl.when("is_rolling").then(dated).otherwise(limit_kind(pl.col("limit_id"), pl.col("item")))


def _summed(uses: pl.DataFrame) -> pl.DataFrame:
    year = pl.when("is_rolling").then(pl.lit(ALWAYS)).otherwise("limit_year")
    rows = uses.select(
        "plan_code",
        year.alias("plan_year_start"),
        pl.lit("person").alias("owner"),
        pl.col("member_id").alias("owner_id"),
        "kind",
        pl.lit(ALL_TIERS).alias("tier"),
        "amount",
        "limit_id",
        "proof",
    )
    key = (*ACCUMULATORS.key, "limit_id")
    summed = rows.group_by(key, maintain_order=True).agg(pl.col("amount").sum(), pl.col("proof").first())
    return summed.filter(pl.col("amount") != 0).select(*ACCUMULATORS.schema, "limit_id", "proof")
