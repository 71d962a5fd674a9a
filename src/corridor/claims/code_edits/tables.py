"""What code edits are made against: tables that a user loaded, and lines that were decided before."""

from dataclasses import dataclass, field

import polars as pl

from corridor.records.history import EARLIER_PROCEDURES
from corridor.records.reference import PTP_EDITS, RELATIVE_VALUES, UNIT_EDITS


@dataclass(frozen=True)
class CodeEdits:
    """pairs: PTP_EDITS. units: UNIT_EDITS. values: RELATIVE_VALUES, of which the indicators are read.

    Rows of the codes that are asked about are enough; of one key no two rows hold on a day. earlier:
    EARLIER_PROCEDURES; of a claim among the lines the lines speak.
    """

    pairs: pl.DataFrame = field(default_factory=PTP_EDITS.empty)
    units: pl.DataFrame = field(default_factory=UNIT_EDITS.empty)
    values: pl.DataFrame = field(default_factory=RELATIVE_VALUES.empty)
    earlier: pl.DataFrame = field(default_factory=EARLIER_PROCEDURES.empty)


def in_force(day: str = "day") -> pl.Expr:
    """Whether a row of a reference table holds on `day`."""
    end = pl.col("effective_to_exclusive")
    return (pl.col("effective_from") <= pl.col(day)) & (end.is_null() | (pl.col(day) < end))
