"""Services that surgery includes: visits and procedures of the same provider within its global period.

Source: CMS, Medicare Claims Processing Manual, chapter 12, section 40.
"""

import polars as pl

from corridor.claims.code_edits.assistants import ASSISTS
from corridor.claims.code_edits.billed import LINE, has_modifier
from corridor.claims.code_edits.hits import asked_with_others, hits_from, no_hits
from corridor.claims.code_edits.tables import in_force
from corridor.codes.procedures import VISITS

REASON = "global_period"
PAYABLE_WITH = ("24", "25", "57", "58", "78", "79")
_DAYS_AFTER = {"000": 0, "010": 10, "090": 90}
_DAYS_BEFORE = {"000": 0, "010": 0, "090": 1}
MOST_DAYS_AFTER = max(_DAYS_AFTER.values())

_IS_VISIT = pl.col("code").str.contains(r"^\d{5}$") & pl.any_horizontal(
    pl.col("code").is_between(pl.lit(first), pl.lit(last)) for first, last in VISITS
)
_days_after = (pl.col("day") - pl.col("day_other")).dt.total_days()


def global_hits(with_values: pl.DataFrame) -> pl.DataFrame:
    """Visits from the day before major surgery, and from the day of other surgery, to the end of its global period;

    other surgery after its day to the end. Modifiers of unrelated, staged or further services lift it.
    with_values: `valued`.
    """
    surgeries = with_values.filter(
        pl.col("setting") == "practitioner",
        pl.col("global_period").is_in(list(_DAYS_AFTER)),
        ~has_modifier(ASSISTS),
    ).select(*LINE, "place", "person", "provider", "code", "day", "global_period", "effective_from")
    if surgeries.is_empty():
        return no_hits()
    asked = with_values.filter(pl.col("setting") == "practitioner", ~has_modifier(PAYABLE_WITH)).select(
        *LINE, "place", "person", "provider", "code", "day", "is_asked", pl.col("global_period").alias("own_period")
    )
    after = pl.col("global_period_other").replace_strict(_DAYS_AFTER, return_dtype=pl.Int64)
    before = pl.col("global_period_other").replace_strict(_DAYS_BEFORE, return_dtype=pl.Int64)
    is_surgery = pl.col("own_period").is_in(list(_DAYS_AFTER)).fill_null(False)
    is_included = (_IS_VISIT & (_days_after >= -before)) | (is_surgery & (_days_after > 0))
    met = asked_with_others(asked, surgeries, ("person", "provider")).filter(is_included, _days_after <= after)
    return hits_from(
        met.sort("place", "line_number", "place_other", "line_number_other"),
        REASON,
        other_claim=pl.col("claim_number_other"),
        other_line=pl.col("line_number_other"),
        other_code=pl.col("code_other"),
        other_day=pl.col("day_other"),
        most=after,
        row_from=pl.col("effective_from_other"),
    )


def valued(billed: pl.DataFrame, values: pl.DataFrame) -> pl.DataFrame:
    """`billed` with the indicators of its codes on its day (VALUES, effective_from), null where there is none."""
    whole = values.filter(pl.col("modifier").is_null()).select(
        "code", *VALUES, "effective_from", "effective_to_exclusive"
    )
    held = billed.select(*LINE, "code", "day").join(whole, on="code").filter(in_force())
    return billed.join(
        held.select(*LINE, *VALUES, "effective_from").unique(LINE), on=LINE, how="left", maintain_order="left"
    )


VALUES = ("global_period", "multiple_procedure", "bilateral", "assistant", "co_surgeon")
