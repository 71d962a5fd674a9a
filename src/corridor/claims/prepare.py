"""Claims as they came in -> lines ready for the kernel: the columnar steps in their order."""

from datetime import date

import polars as pl

from corridor.claims.classify import classify
from corridor.claims.code_edits.edit import with_code_edits
from corridor.claims.coverage import with_coverage, with_plan_version
from corridor.claims.duplicates import with_duplicates
from corridor.claims.edits import CHARGE_OF_CLAIM
from corridor.claims.known import NOTHING_KNOWN, Known
from corridor.claims.match import match_members
from corridor.claims.network import with_tier
from corridor.claims.order.other_plans import with_order_of_benefits
from corridor.claims.other_payers import with_shared_amounts
from corridor.claims.price import with_allowed
from corridor.claims.recognise import with_recognised
from corridor.claims.released import with_reason
from corridor.claims.stays import with_admissions
from corridor.claims.teeth import SURFACES, TOOTH
from corridor.claims.terms import Terms, terms_of
from corridor.claims.unbroken import with_covered_since
from corridor.claims.units import COUNTED_UNITS
from corridor.plan.compiled import CompiledPlans
from corridor.records.ready import READY

DECISION_COLUMNS = ("kind", "product", "price_source", "order_rule")
"""What a decision takes beside READY. order_rule: by which rule of the order of benefits another plan pays first."""

_authorization = pl.col("authorization").str.strip_chars()
_COUNTED = (
    COUNTED_UNITS.alias("units"),
    TOOTH.alias("tooth"),
    SURFACES.alias("surfaces"),
    (pl.col("requires_authorization").fill_null(False) & (_authorization.fill_null("") == "")).alias("is_unauthorised"),
    pl.col("member").alias("member_id"),
)


def prepare(
    claims: pl.DataFrame,
    coverage: pl.DataFrame,
    compiled: CompiledPlans,
    history: pl.DataFrame | None = None,
    *,
    decided_on: date | None = None,
    known: Known = NOTHING_KNOWN,
) -> pl.DataFrame:
    """READY, by claim and line, and DECISION_COLUMNS.

    claims: CLAIMS with `claim_number`, the order in which claims are decided. coverage: COVERAGE.
    history: HISTORY, the earlier lines that a line could repeat or belong to. decided_on: instalments of a later day
    are not due; None: all are.
    """
    lines = prepared_lines(claims, coverage, compiled, history, decided_on=decided_on, known=known)
    return pl.concat([READY.conform(lines), lines.select(DECISION_COLUMNS)], how="horizontal")


def prepared_lines(
    claims: pl.DataFrame,
    coverage: pl.DataFrame,
    compiled: CompiledPlans,
    history: pl.DataFrame | None = None,
    *,
    decided_on: date | None = None,
    known: Known = NOTHING_KNOWN,
) -> pl.DataFrame:
    """As `prepare`, with all that the steps have found beside: a book that is replayed keeps some of it."""
    terms = terms_of(compiled)
    lines = match_members(claims.sort("claim_number", "line_number"), coverage)
    lines = with_benefit(with_plan_version(with_coverage(lines, coverage), terms.versions), compiled, terms)
    lines = _with_covered_since(lines, coverage, terms)
    lines = with_recognised(with_allowed(with_tier(lines, known.providers)), terms)
    lines = with_shared_amounts(with_order_of_benefits(lines, known.other_plans, coverage, compiled.versions))
    lines = lines.with_columns(pl.lit(decided_on, pl.Date).alias("decided_on"), CHARGE_OF_CLAIM)
    lines = with_duplicates(with_reason(lines, known.released, asks_duplicate=False), history)
    if lines.get_column("is_duplicate").any():
        lines = with_reason(lines, known.released)
    if known.code_edits is not None:
        lines = with_code_edits(lines, known.code_edits, compiled.code_edits)
    lines = with_admissions(lines, history)
    return lines.with_columns(_COUNTED)


def with_benefit(lines: pl.DataFrame, compiled: CompiledPlans, terms: Terms) -> pl.DataFrame:
    """`lines` with benefit_row, benefit, and what the plan says of the benefit (Terms.benefits)."""
    classified = classify(lines, compiled)
    said = terms.benefits.select(pl.all().gather(classified.get_column("benefit_row")))
    return pl.concat([classified, said], how="horizontal")


def _with_covered_since(lines: pl.DataFrame, coverage: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    if not terms.asks_since:
        return lines.with_columns(pl.lit(None, pl.Date).alias("covered_since"))
    return with_covered_since(lines, coverage)
