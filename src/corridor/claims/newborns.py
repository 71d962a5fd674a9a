"""Newborns whom nobody has enrolled yet: their claims wait while the plan's window is open."""

from datetime import date

import polars as pl

from corridor.claims.coverage import with_coverage, with_plan_version
from corridor.claims.match_score import folded_id
from corridor.claims.terms import Terms
from corridor.plan.compiled import CompiledPlans

NOT_ENROLLED = "newborn_not_enrolled"
_LINE = ("claim_number", "line_number")


def with_newborns(
    lines: pl.DataFrame, coverage: pl.DataFrame, compiled: CompiledPlans, terms: Terms, decided_on: date | None
) -> pl.DataFrame:
    """`lines` with NOT_ENROLLED as `member_reason` where the patient can still be enrolled from birth.

    That is a child of a known family, unknown itself, born no longer before the service than the window is
    (`enrolment.newborn_days`), whose employee the plan covers on the day. decided_on: the window may have closed;
    None: it has not. A plan without the section asks nothing.
    """
    windows = [enrolment.newborn_days if enrolment else None for enrolment in compiled.enrolments]
    most = max((days for days in windows if days is not None), default=None)
    if most is None:
        return lines
    age = (pl.col("service_from") - pl.col("patient_birth_date")).dt.total_days()
    children = lines.filter(
        pl.col("member_reason") == "unknown_member",
        pl.col("patient_relationship") == "child",
        age.is_between(0, most),
    )
    if children.is_empty():
        return lines
    held = _as_covered_as_the_employee(children, coverage, terms)
    last_day = pl.col("patient_birth_date") + pl.duration(days=pl.col("newborn_days"))
    is_open = pl.lit(True) if decided_on is None else last_day >= decided_on
    table = pl.DataFrame(
        {"version_row": range(len(windows)), "newborn_days": windows},
        schema={"version_row": pl.Int32, "newborn_days": pl.Int32},
    )
    waiting = (
        held.join(table, on="version_row")
        .filter(age <= pl.col("newborn_days"), is_open)
        .select(*_LINE, pl.lit(NOT_ENROLLED).alias("newborn_reason"))
    )
    told = lines.select(_LINE).join(waiting, on=_LINE, how="left", maintain_order="left").get_column("newborn_reason")
    return lines.with_columns(pl.coalesce(told, "member_reason").alias("member_reason"))


def _as_covered_as_the_employee(children: pl.DataFrame, coverage: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    """The lines with what covers their employee on the day."""
    employees = (
        coverage.filter(pl.col("relationship") == "self")
        .sort("coverage_start")
        .select(folded_id("subscriber_id").alias("family_key"), pl.col("member_id").alias("employee"))
        .unique("family_key", keep="last", maintain_order=True)
    )
    keyed = children.with_columns(folded_id("subscriber_id").alias("family_key")).join(
        employees, on="family_key", maintain_order="left"
    )
    return with_plan_version(with_coverage(keyed.with_columns(member="employee"), coverage), terms.versions)
