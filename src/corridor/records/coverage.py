"""Coverage: who is covered by which plan on which days."""

import polars as pl

from corridor.records.enrollment import COVERAGE_LEVELS, PRODUCTS, RELATIONSHIPS
from corridor.records.table import Column, Table

COVERAGE = Table(
    name="coverage",
    grain="one row per person, plan and unbroken span of days at one coverage level",
    key=("member_id", "plan_code", "coverage_start"),
    columns=(
        Column("member_id", pl.String, "the person's own id"),
        Column("subscriber_id", pl.String, "the employee: the key of the family"),
        Column("relationship", pl.String, "to the employee", values=RELATIONSHIPS),
        Column("last_name", pl.String, "personal: never in an error or a log", nullable=True),
        Column("first_name", pl.String, "personal: never in an error or a log", nullable=True),
        Column("birth_date", pl.Date, "personal: never in an error or a log", nullable=True),
        Column("sex", pl.String, "F, M or U", nullable=True, values=("F", "M", "U")),
        Column("product", pl.String, "kind of benefit", values=PRODUCTS),
        Column("plan_code", pl.String, "which of the employer's plans"),
        Column("coverage_level", pl.String, "who is covered", values=COVERAGE_LEVELS),
        Column("coverage_start", pl.Date, "first day"),
        Column("coverage_end_exclusive", pl.Date, "the day after the last day; null: open", nullable=True),
    ),
)
