"""More units than are likely (NCCI medically unlikely edits): of a line, or of all lines of a day.

Source: CMS, Medicare NCCI MUE files; adjudication indicator 1 is judged by line, 2 and 3 by day of service.
"""

import polars as pl

from corridor.claims.code_edits.billed import LINE, SAME
from corridor.claims.code_edits.tables import in_force

REASON = "units_exceeded"
DAY = (*SAME, "code", "day")
_THOUSANDTHS = 1000


def limited(billed: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Lines that may be beyond their limit, with it: LINE, place, DAY, units, is_asked, most, adjudication, row_from.

    Of limits by line those beyond it; of limits by day all lines of a day that is beyond it, as some of them may not
    stand. billed: `billed_of`. units: UNIT_EDITS.
    """
    if units.is_empty():
        return billed.clear().select(*_SHOWN, *_LIMIT)
    limits = units.rename({"most_units": "most"})
    met = (
        billed.join(limits, on=("setting", "code"), maintain_order="left")
        .filter(in_force())
        .unique(LINE, keep="last", maintain_order=True)
    )
    most = pl.col("most").cast(pl.Int64) * _THOUSANDTHS
    claimed = pl.when(pl.col("adjudication") == "1").then("units").otherwise(pl.col("units").sum().over(DAY))
    beyond = met.filter(claimed > most, pl.col("is_asked").any().over(DAY))
    return beyond.select(*_SHOWN, "most", "adjudication", pl.col("effective_from").alias("row_from"))


_SHOWN = (*LINE, "place", *DAY, "units", "is_asked")
_LIMIT = (
    pl.lit(None, pl.Int32).alias("most"),
    pl.lit(None, pl.String).alias("adjudication"),
    pl.lit(None, pl.Date).alias("row_from"),
)
