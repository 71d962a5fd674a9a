"""Enrolment statements: what an 834 or a census says, before anybody draws a conclusion from it."""

import polars as pl

from corridor.records.table import Column, Table

RELATIONSHIPS = ("self", "spouse", "child", "other")
ACTIONS = ("add", "change", "terminate", "reinstate", "audit")
PRODUCTS = ("medical", "dental", "vision", "pharmacy", "disability")
COVERAGE_LEVELS = ("EMP", "ESP", "ECH", "FAM", "E1D", "IND", "DEP", "SPO", "CHD", "TWO")
"""Who is covered, in the codes of 834 HD05; the plan reads each but EMP and IND as family coverage."""

ENROLLMENT = Table(
    name="enrollment",
    grain="one row per person, product and statement in a file, in file order",
    key=("statement",),
    columns=(
        Column("statement", pl.Int32, "position of the statement in its file, from 0"),
        Column("member_id", pl.String, "the person's own id; for an employee the subscriber id"),
        Column("subscriber_id", pl.String, "the employee through whom the person is covered"),
        Column("relationship", pl.String, "to the employee", values=RELATIONSHIPS),
        Column("last_name", pl.String, "personal: never in an error or a log", nullable=True),
        Column("first_name", pl.String, "personal: never in an error or a log", nullable=True),
        Column("birth_date", pl.Date, "personal: never in an error or a log", nullable=True),
        Column("sex", pl.String, "F, M or U", nullable=True, values=("F", "M", "U")),
        Column("group_number", pl.String, "the employer's group at the administrator", nullable=True),
        Column("action", pl.String, "what the statement does; an audit row restates what holds", values=ACTIONS),
        Column("termination_reason", pl.String, "maintenance reason code (834 INS04), as sent", nullable=True),
        Column(
            "product", pl.String, "kind of benefit; null: a statement about the person", nullable=True, values=PRODUCTS
        ),
        Column("plan_code", pl.String, "which of the employer's plans (834 HD04)", nullable=True),
        Column("coverage_level", pl.String, "who is covered (834 HD05)", nullable=True, values=COVERAGE_LEVELS),
        Column("coverage_start", pl.Date, "first day of coverage", nullable=True),
        Column("coverage_end_exclusive", pl.Date, "the day after the last day of coverage", nullable=True),
        Column(
            "segment_first",
            pl.Int32,
            "first segment of the statement in its file, from 1; row of a table",
            nullable=True,
        ),
        Column("segment_last", pl.Int32, "last segment of it", nullable=True),
    ),
)
