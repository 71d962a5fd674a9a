"""Rows of plans -> the tables that the columnar steps read. Columns: corridor.plan.compiled."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from corridor.plan.authorization_terms import Authorization
from corridor.plan.benefit_terms import Limit
from corridor.plan.compiled import ALTERNATES_SCHEMA, BENEFITS_SCHEMA, LIMITS_SCHEMA, VERSIONS_SCHEMA
from corridor.plan.rows import BenefitRow, LimitRow, VersionRow
from corridor.plan.schema import PlanDocument

_AUTHORIZATION = Authorization(clause="-", text="-")
"""What holds where the plan says nothing: a missing one costs the benefit's penalty."""
_MONTHS = {"month": 1, "quarter": 3}


def versions_table(rows: Sequence[VersionRow]) -> pl.DataFrame:
    """VERSIONS_SCHEMA, one row for each version row."""
    records = []
    for row, item in enumerate(rows):
        year = item.version.plan_year_of(item.effective_from).start
        records.append(
            {
                "row": row,
                "plan_code": item.plan.code,
                "plan_name": item.plan.name,
                "product": item.plan.product,
                "effective_from": item.effective_from,
                "effective_to_exclusive": item.effective_to_exclusive,
                "plan_year_start_month": year.month,
                "plan_year_start_day": year.day,
                **_of_terms(item.version.terms),
            }
        )
    return pl.DataFrame(records, schema=VERSIONS_SCHEMA, orient="row")


def _of_terms(terms: PlanDocument) -> dict[str, Any]:
    way, third, bills = terms.coordination, terms.third_party, terms.no_surprises
    return {
        "timely_filing_days": terms.timely_filing.days,
        "auto_limit_cents": terms.auto_adjudication.limit,
        "out_of_network_allowed_bp": terms.out_of_network.allowed,
        "out_of_network_percentile": terms.out_of_network.percentile,
        "out_of_network_reference_bp": terms.out_of_network.reference,
        "surprise_applies": bills is not None and bills.applies,
        "surprise_states": ":".join((*bills.all_payer, *bills.opted_in)) if bills else "",
        "has_account": terms.health_reimbursement is not None,
        "coordinates": way is not None,
        "reserves_benefits": way is not None and way.benefit_reserve,
        "allowable": way.allowable if way else None,
        "medicare_estimated_bp": way.medicare_estimated if way else 0,
        "on_work": third.work if third else None,
        "on_auto": third.auto if third else None,
        "on_other_accident": third.other_accident if third else None,
    }


def benefits_table(rows: Sequence[BenefitRow]) -> pl.DataFrame:
    """BENEFITS_SCHEMA, one row for each benefit row."""
    records = [{"row": row, **_of_benefit(item), **_of_sections(item)} for row, item in enumerate(rows)]
    return pl.DataFrame(records, schema=BENEFITS_SCHEMA, orient="row")


def _of_benefit(row: BenefitRow) -> dict[str, Any]:
    benefit, course = row.benefit, row.benefit.orthodontia
    authorization = row.version.terms.authorization or _AUTHORIZATION
    return {
        "version_row": row.version_row,
        "name": benefit.name,
        "clause": _clause(row),
        "is_by_hand": benefit.handled == "by hand",
        "is_per_admission": row.is_per_admission,
        "requires_authorization": benefit.requires_authorization,
        "authorization_missing": authorization.missing,
        "authorization_late_days": authorization.late_days,
        "waiting_months": benefit.waiting_months,
        "excludes_missing_teeth": benefit.missing_tooth == "excluded",
        "member_pays_brand_difference": benefit.dispense_as_written == "member_pays_difference",
        "orthodontia_initial_bp": course.initial if course else None,
        "orthodontia_every_months": _MONTHS[course.every] if course else None,
        "orthodontia_months_most": course.months_most if course else None,
    }


def _of_sections(row: BenefitRow) -> dict[str, Any]:
    """Under which plan and kind the benefit's deductible and maximum are added up."""
    deductible, maximum = row.deductible, row.maximum
    return {
        "deductible_plan": deductible.shared_with or row.plan_code,
        "deductible_kind": _kind("deductible", row.benefit.deductible),
        "carry_over_months": deductible.carry_over.last_months if deductible.carry_over else 0,
        "maximum_plan": maximum.shared_with or row.plan_code,
        "maximum_kind": _kind("out_of_pocket", row.benefit.out_of_pocket_maximum),
    }


def _kind(kind: str, name: str | None) -> str:
    return f"{kind}:{name}" if name else kind


def limits_table(rows: Sequence[LimitRow]) -> pl.DataFrame:
    """LIMITS_SCHEMA, one row for each limit row."""
    records = [
        {
            "row": row,
            "benefit_row": item.benefit_row,
            "limit_id": item.limit.name,
            "unit": item.limit.unit,
            "period": _period(item.limit),
            "of": item.limit.of,
        }
        for row, item in enumerate(rows)
    ]
    return pl.DataFrame(records, schema=LIMITS_SCHEMA, orient="row")


def _period(limit: Limit) -> str:
    return "rolling" if limit.rolling_months else limit.per


def alternates_table(rows: Sequence[BenefitRow]) -> pl.DataFrame:
    """ALTERNATES_SCHEMA, in the order of benefit rows."""
    records = [
        {
            "benefit_row": b,
            "procedure_code": performed,
            "alternate_code": alternate.procedure_code,
            "alternate_allowed_cents": alternate.allowed,
        }
        for b, row in enumerate(rows)
        if row.benefit.alternates
        for performed, alternate in row.benefit.alternates.procedures.items()
    ]
    return pl.DataFrame(records, schema=ALTERNATES_SCHEMA, orient="row")


def _clause(row: BenefitRow) -> str:
    amended = row.version.amended.get(f"benefits.{row.benefit.name}")
    return amended.number if amended else row.benefit.clause
