"""How many days or services a line is, and whether what was sent can be counted."""

import polars as pl

from corridor.claims.stays import IS_ROOM_AND_BOARD
from corridor.claims.terms import PER_DAY, PER_SERVICE

MOST_UNITS = 100_000
"""As many as the kernel takes: no limit counts more."""

_THOUSANDTHS = 1000
_A_COUNT = r"^[0-9D]"
"""Procedures that are done a number of times: CPT and CDT codes. Codes of other letters may be measured instead, in
miles or milligrams, of which there can be less than one."""

_services = (pl.col("units") // _THOUSANDTHS).clip(1, MOST_UNITS)
_nights = (pl.col("service_to") - pl.col("service_from")).dt.total_days()
_is_pharmacy = pl.col("kind") == "pharmacy"
_is_by_day = pl.col("counted") == PER_DAY
_is_by_service = (pl.col("counted") == PER_SERVICE).fill_null(False)
_is_of_stay = IS_ROOM_AND_BOARD.any().over("claim_number")

COUNTED_UNITS = (
    pl.when(_is_pharmacy)
    .then(pl.when(_is_by_service).then(1).otherwise(pl.col("days_supply").fill_null(1).clip(1, MOST_UNITS)))
    .when(IS_ROOM_AND_BOARD)
    .then(pl.when(pl.col("units") > 0).then(_services).otherwise(_nights.clip(1, MOST_UNITS)))
    .when(_is_by_day)
    .then(pl.when(_is_of_stay).then(0).otherwise((_nights + 1).clip(1, MOST_UNITS)))
    .otherwise(_services)
    .cast(pl.Int32)
)
"""Days' supply of a drug, or one fill where the benefit limits services. Days of room and board as billed, else by the
dates, the day of discharge not counted; where the benefit counts days, the other lines of the stay are none of their
own, and a line outside a stay is its days. Else whole services, 1 or more."""

HAS_NO_UNITS = (pl.col("units") < 0) | (
    (pl.col("units") == 0)
    & ~_is_pharmacy
    & ~IS_ROOM_AND_BOARD
    & (_is_by_service | pl.col("procedure_code").str.contains(_A_COUNT))
)
"""Nothing was done, or less, of what is counted by the plan or by its code. Room and board of no day is a stay within
one day; totals, and what is measured, may round to nothing."""
