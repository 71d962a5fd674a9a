"""Claims as they came in -> lines ready for the kernel: the columnar steps in their order."""

import polars as pl

from corridor.claims.classify import classify
from corridor.claims.coverage import with_coverage, with_plan_version
from corridor.claims.duplicates import with_duplicates
from corridor.claims.edits import first_reason
from corridor.claims.match import match_members
from corridor.claims.network import with_tier
from corridor.claims.price import with_allowed
from corridor.plan.compiled import CompiledPlans
from corridor.records.ready import READY

DECISION_COLUMNS = ("kind", "product", "price_source")
"""What a decision takes beside READY."""


def prepare(
    claims: pl.DataFrame,
    coverage: pl.DataFrame,
    compiled: CompiledPlans,
    providers: pl.DataFrame | None = None,
    history: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """READY, by claim and line, and DECISION_COLUMNS: kind, product (null: none decides), price_source.

    claims: CLAIMS with `claim_number`, the order in which claims are decided. coverage: COVERAGE.
    providers: PROVIDERS. history: HISTORY, the earlier lines that a line could repeat.
    """
    lines = match_members(claims.sort("claim_number", "line_number"), coverage)
    lines = with_plan_version(with_coverage(lines, coverage), compiled.versions)
    lines = _with_benefit(lines, compiled)
    lines = with_allowed(with_tier(lines, providers))
    lines = with_duplicates(lines.with_columns(first_reason(without=("duplicate",))), history)
    lines = lines.with_columns(first_reason(), pl.col("member").alias("member_id"))
    return pl.concat([READY.conform(lines), lines.select(DECISION_COLUMNS)], how="horizontal")


def _with_benefit(lines: pl.DataFrame, compiled: CompiledPlans) -> pl.DataFrame:
    by_hand = compiled.benefits.get_column("is_by_hand")
    classified = classify(lines, compiled)
    return classified.with_columns(by_hand.gather(classified.get_column("benefit_row")).alias("is_by_hand"))
