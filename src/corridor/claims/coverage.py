"""What covers the person on the day of the service, and which version of the plan is in force then."""

import polars as pl

from corridor.claims.care import EYE_CARE, EYE_EXAMINATION, with_care
from corridor.claims.in_force import DatedRows, dated_rows, with_row_in_force

_PRODUCT_OF_CARE = pl.DataFrame(
    [
        ("professional", "medical", 0),
        ("institutional", "medical", 0),
        ("dental", "dental", 0),
        ("pharmacy", "medical", 0),
        ("pharmacy", "pharmacy", 1),
        (EYE_CARE, "medical", 0),
        (EYE_CARE, "vision", 1),
        (EYE_EXAMINATION, "vision", 0),
        (EYE_EXAMINATION, "medical", 1),
    ],
    schema=("care", "product", "product_rank"),
    orient="row",
)
"""Which product decides a kind of care; of two, the one of higher rank where the person has it on the day."""

_LINE = ("claim_number", "line_number")
_ALONE = ("EMP", "IND")


def with_coverage(lines: pl.DataFrame, coverage: pl.DataFrame) -> pl.DataFrame:
    """`lines` with product, plan_code, is_family_level and family_id of the span that covers the person on the day.

    lines: `member` (null: nobody), `family_id`, `service_from`, and what `with_care` asks for. coverage: COVERAGE.
    `coverage_reason` where no span does: no_plan_for_service (no span of a product that would decide),
    before_coverage (before the first of them), after_termination (after one of them ended).
    """
    spans = coverage.select(
        pl.col("member_id").alias("member"),
        "product",
        "plan_code",
        pl.col("subscriber_id").alias("covering_family_id"),
        (~pl.col("coverage_level").is_in(_ALONE)).alias("is_family_level"),
        "coverage_start",
        "coverage_end_exclusive",
    ).join(_PRODUCT_OF_CARE, on="product")
    dated = dated_rows(
        spans,
        by=("member", "care"),
        start="coverage_start",
        end_exclusive="coverage_end_exclusive",
        preference=("product_rank",),
    )
    held = with_row_in_force(with_care(lines, has_vision="vision" in coverage["product"]), dated)
    return held.with_columns(
        _reasons(held, dated),
        pl.coalesce("covering_family_id", "family_id").alias("family_id"),
    ).drop("care", "product_rank", "covering_family_id")


def _reasons(held: pl.DataFrame, dated: DatedRows) -> pl.Series:
    """`coverage_reason` of each line."""
    if held.get_column("plan_code").null_count() == held.get_column("member").null_count():
        return pl.Series("coverage_reason", [None], pl.String).new_from_index(0, held.height)
    reasons = held.select(_LINE).join(_why_not(held, dated.ranked), on=_LINE, how="left", maintain_order="left")
    return reasons.get_column("coverage_reason")


def _why_not(lines: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """The lines of known people that no span covers, with `coverage_reason`."""
    first_days = spans.group_by("member", "care").agg(pl.col("coverage_start").min().alias("first_day"))
    reason = (
        pl.when(pl.col("first_day").is_null())
        .then(pl.lit("no_plan_for_service"))
        .when(pl.col("service_from") < pl.col("first_day"))
        .then(pl.lit("before_coverage"))
        .otherwise(pl.lit("after_termination"))
    )
    uncovered = lines.filter(pl.col("member").is_not_null(), pl.col("plan_code").is_null())
    known = uncovered.select(*_LINE, "member", "care", "service_from").join(
        first_days, on=("member", "care"), how="left"
    )
    return known.select(*_LINE, reason.alias("coverage_reason"))


def with_plan_version(lines: pl.DataFrame, versions: pl.DataFrame | DatedRows) -> pl.DataFrame:
    """`lines` with version_row, plan_year_start and what the version says of filing, amounts, price, other payers.

    lines: `plan_code`, `service_from`. versions: that of the compiled plans, or `dated_versions` of it. All null where
    no version is in force.
    """
    dated = versions if isinstance(versions, DatedRows) else dated_versions(versions)
    held = with_row_in_force(lines, dated)
    return held.with_columns(_plan_year_start().alias("plan_year_start")).drop(_YEAR)


def dated_versions(versions: pl.DataFrame) -> DatedRows:
    """The versions of compiled plans, ready to be looked up."""
    terms = versions.select(
        "plan_code",
        pl.col("row").alias("version_row"),
        "effective_from",
        "effective_to_exclusive",
        *_YEAR,
        "timely_filing_days",
        "auto_limit_cents",
        "out_of_network_allowed_bp",
        "coordinates",
        "allowable",
        "on_work",
        "on_auto",
        "on_other_accident",
    )
    return dated_rows(terms, by=("plan_code",), start="effective_from", end_exclusive="effective_to_exclusive")


_YEAR = ("plan_year_start_month", "plan_year_start_day")


def _plan_year_start() -> pl.Expr:
    """First day of the plan year that holds the service, as periods.plan_year_of says."""
    year, day = pl.col("service_from").dt.year(), pl.col("service_from")
    month, first = "plan_year_start_month", "plan_year_start_day"
    this_year = pl.date(year, month, first)
    return pl.when(this_year <= day).then(this_year).otherwise(pl.date(year - 1, month, first))
