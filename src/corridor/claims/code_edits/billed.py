"""The procedures that edits look at: of the lines to be decided, and of earlier ones that stand."""

from collections.abc import Sequence

import polars as pl

from corridor.codes.reasons import NO_ORIGINAL
from corridor.plan.code_edit_terms import CodeEdits as Terms

YIELDS = ("amount_above_limit",)
"""Reasons before which an edit comes: nobody need look at what is not payable."""

_INPATIENT = ("11", "18", "21", "41")
"""Types of bill of stays, which the edits of outpatient claims leave alone. Source: NUBC, form locator 4."""

LINE = ("claim_number", "line_number")
SAME = ("person", "provider", "setting")
_FACTS = (
    *LINE,
    "place",
    "person",
    pl.coalesce("rendering_npi", "billing_npi", "billing_tax_id").fill_null("").alias("provider"),
    pl.when(pl.col("kind") == "professional")
    .then(pl.lit("practitioner"))
    .when((pl.col("kind") == "institutional") & ~pl.col("bill_type").is_in(_INPATIENT).fill_null(False))
    .then(pl.lit("facility"))
    .alias("setting"),
    pl.col("procedure_code").alias("code"),
    pl.col("modifiers").fill_null("").str.split(":").alias("modifiers"),
    pl.col("service_from").alias("day"),
    (pl.col("units") // ((pl.col("service_to") - pl.col("service_from")).dt.total_days() + 1).clip(1)).alias("units"),
)
"""units: thousandths a day."""


def billed_of(lines: pl.DataFrame, earlier: pl.DataFrame, terms: Sequence[Terms | None]) -> pl.DataFrame:
    """The procedures that count, in the order of decision: LINE, place, SAME, facts of the line, is_asked, version_row.

    Not those refused before the plan was asked. is_asked: to be decided, under a plan that asks for code edits, and
    not held for another reason. lines: CLAIMS columns, claim_number, place, member, version_row, reason.
    """
    asking = [row for row, said in enumerate(terms) if said is not None]
    is_open = pl.col("reason").is_null() | pl.col("reason").is_in(YIELDS)
    own = (
        lines.filter(~pl.col("reason").is_in(NO_ORIGINAL).fill_null(False))
        .with_columns(pl.col("member").alias("person"))
        .select(*_FACTS, "version_row", (is_open & pl.col("version_row").is_in(asking)).alias("is_asked"))
    )
    if earlier.height:
        before = earlier.join(lines, on="claim_number", how="anti").with_columns(
            pl.col("member_id").alias("person"), pl.col("claim_number").alias("place")
        )
        facts = before.select(*_FACTS, pl.lit(None, pl.Int32).alias("version_row"), pl.lit(False).alias("is_asked"))
        own = pl.concat([facts, own])
    return own.drop_nulls(("person", "code", "setting")).sort("place", "line_number")


def has_modifier(modifiers: Sequence[str], column: str = "modifiers") -> pl.Expr:
    """Whether one of `modifiers` stands on the line."""
    return pl.col(column).list.eval(pl.element().is_in(list(modifiers))).list.any()
