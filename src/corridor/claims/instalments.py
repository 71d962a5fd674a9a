"""Orthodontia: a course of treatment as the instalments in which the plan pays it.

Source: docs/explanation/orthodontia.md.
"""

from collections.abc import Callable
from datetime import date
from typing import cast

import polars as pl

from corridor.claims.coverage import with_coverage, with_plan_version
from corridor.claims.match import match_members
from corridor.claims.prepare import with_benefit
from corridor.claims.terms import terms_of
from corridor.money.rounding import share_of_cents
from corridor.plan.compiled import CompiledPlans

AMOUNTS = (
    "charge_cents",
    "repriced_cents",
    "other_payer_paid_cents",
    "other_payer_allowed_cents",
    "alternate_cents",
)
"""Amounts of a line that are divided with it."""

AN_INSTALMENT = 0
"""`treatment_months` of a line that is one of the instalments of a treatment."""

_SERVICE = 1000
_LINE = ("claim_number", "line_number")
_share_of_column = cast(Callable[[pl.Expr, pl.Expr], pl.Expr], share_of_cents)


def with_instalments(claims: pl.DataFrame, coverage: pl.DataFrame, compiled: CompiledPlans) -> pl.DataFrame:
    """CLAIMS with claim_number, in which each treatment that the plan pays by instalments is a line for each of them.

    The first keeps the line's number and day; the others follow after the claim's last line, one at each end of the
    plan's months, the last of them at the end of the treatment. Their amounts are those of the line, to the cent.
    Lines that are instalments already, and treatments that no such benefit takes, stay as they are.
    coverage: COVERAGE.
    """
    treatments = claims.filter(pl.col("treatment_months") > AN_INSTALMENT)
    if treatments.is_empty() or not terms_of(compiled).has_instalments:
        return claims
    treated = _by_instalments(treatments, coverage, compiled)
    if treated.is_empty():
        return claims
    others = claims.join(treated, on=_LINE, how="anti")
    lines = pl.concat([others, _numbered(_divided(treated), claims).select(claims.columns)])
    return lines.sort(_LINE)


def remaining_instalments(
    treatments: pl.DataFrame, coverage: pl.DataFrame, compiled: CompiledPlans, from_day: date
) -> pl.DataFrame:
    """CLAIMS with claim_number: of treatments that began before, the instalments due on a day or later.

    The plan of that day divides them: what was due before it, the initial share with it, is somebody else's.
    treatments: CLAIMS with claim_number, a line each, service_from the day on which it began.
    """
    now = treatments.with_columns(pl.lit(from_day).alias("service_from"), pl.lit(from_day).alias("service_to"))
    days = treatments.select(*_LINE, "service_from", "service_to")
    treated = _by_instalments(now, coverage, compiled).drop("service_from", "service_to").join(days, on=_LINE)
    due = _divided(treated).filter(pl.col("nth") > 0, pl.col("service_from") >= from_day)
    place = pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("claim_number")
    lines = due.sort("claim_number", "nth").with_columns(place.alias("line_number"))
    return lines.with_columns(pl.col("treatment_months").cast(pl.Int32)).select(treatments.columns)


def _by_instalments(lines: pl.DataFrame, coverage: pl.DataFrame, compiled: CompiledPlans) -> pl.DataFrame:
    """The lines whose benefit is paid by instalments, with `initial_bp`, and `every` and `months` in months."""
    known = with_plan_version(with_coverage(match_members(lines, coverage), coverage), terms_of(compiled).versions)
    taken = with_benefit(known, compiled, terms_of(compiled))
    is_divided = pl.col("orthodontia_initial_bp").is_not_null() & (pl.col("charge_cents") > 0)
    return taken.filter(is_divided).select(
        *lines.columns,
        pl.col("orthodontia_initial_bp").cast(pl.Int64).alias("initial_bp"),
        pl.col("orthodontia_every_months").alias("every"),
        pl.min_horizontal("treatment_months", "orthodontia_months_most").alias("months"),
    )


def _divided(lines: pl.DataFrame) -> pl.DataFrame:
    """Each line once for every instalment, `nth` from 0, with its day and its part of the amounts."""
    later = (pl.col("months") + pl.col("every") - 1) // pl.col("every")
    parts = pl.when(pl.col("initial_bp") == 10_000).then(0).otherwise(later)
    each = lines.with_columns(parts.alias("parts")).with_columns(pl.int_ranges(0, pl.col("parts") + 1).alias("nth"))
    months = pl.min_horizontal(pl.col("nth") * pl.col("every"), "months")
    is_first = pl.col("nth") == 0
    due = pl.col("service_from").dt.offset_by(pl.format("{}mo", months))
    return each.explode("nth").with_columns(
        *(_part(pl.col(amount)).alias(amount) for amount in AMOUNTS),
        due.alias("service_from"),
        pl.when(is_first).then("service_to").otherwise(due).alias("service_to"),
        pl.when(is_first).then("units").otherwise(_SERVICE).alias("units"),
        pl.lit(AN_INSTALMENT, pl.Int32).alias("treatment_months"),
    )


def _part(amount: pl.Expr) -> pl.Expr:
    """The initial share, and of the rest equal parts, the cents that remain on the earliest (money.split_cents)."""
    initial = _share_of_column(amount, pl.col("initial_bp"))
    rest = amount - initial
    equal = rest // pl.col("parts") + (pl.col("nth") <= rest % pl.col("parts")).cast(pl.Int64)
    return pl.when(pl.col("nth") == 0).then(initial).otherwise(equal)


def _numbered(parts: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    last = claims.group_by("claim_number").agg(pl.col("line_number").max().alias("last"))
    is_later = pl.col("nth") > 0
    place = is_later.cast(pl.Int32).cum_sum().over("claim_number", order_by=["line_number", "nth"])
    number = pl.when(is_later).then(pl.col("last") + place).otherwise("line_number")
    numbered = parts.join(last, on="claim_number").with_columns(number.cast(pl.Int32).alias("line_number"))
    return numbered.with_columns(pl.col("treatment_months").cast(pl.Int32))
