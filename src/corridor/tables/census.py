"""A census (coverage spans) as enrolment statements, for who keeps enrolment by statements."""

import polars as pl

from corridor.records.enrollment import ENROLLMENT


def census_statements(coverage: pl.DataFrame) -> pl.DataFrame:
    """records.COVERAGE in file order -> records.ENROLLMENT: each span is added as it stands."""
    return ENROLLMENT.conform(
        coverage.with_row_index("statement").with_columns(
            pl.lit("add").alias("action"), (pl.col("statement") + 1).alias("segment_first")
        )
    )
