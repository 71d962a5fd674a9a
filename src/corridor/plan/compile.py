"""Checked plans -> the arrays that the kernel reads and the tables that the columnar steps read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corridor.codes.statutory import statutory_cents, statutory_days
from corridor.plan.arrays import NO_LIMIT
from corridor.plan.clauses import benefit_clauses, limit_clause, version_clauses
from corridor.plan.compiled import CompiledPlans
from corridor.plan.persons import compiled_exclusions, persons_of
from corridor.plan.rows import BenefitRow, VersionRow, limit_rows
from corridor.plan.stacking import stack
from corridor.plan.statutory_checks import is_under_aca_limits
from corridor.plan.tables import alternates_table, benefits_table, limits_table, versions_table
from corridor.plan.versions import Plan, PlanVersion
from corridor.wording.said import said

__all__ = ["CompiledPlans", "compile_plans"]


@dataclass(frozen=True)
class _Span:
    """Days of a version through which one statutory limit holds."""

    start: date
    end_exclusive: date | None
    statutory_person_cents: int


def compile_plans(plans: Sequence[Plan]) -> CompiledPlans:
    """All versions of all plans as one set of arrays and tables.

    A version whose family out-of-pocket maximum is not embedded becomes one row for each statutory limit of its
    plan years: nobody in a family pays more than the limit for one person (45 CFR 156.130, since 2016 each person).
    Raises ValueError when two plans have one code.
    """
    codes = [plan.code for plan in plans]
    if len(set(codes)) < len(codes):
        twice = next(code for code in codes if codes.count(code) > 1)
        raise ValueError(said("plans: found code {code} twice, expected each plan once", code=twice))
    versions = [
        VersionRow(plan, version, span.start, span.end_exclusive, span.statutory_person_cents)
        for plan in plans
        for version in plan.versions
        for span in _statutory_spans(version)
    ]
    benefits = [
        BenefitRow(row, version.plan.code, version.version, benefit)
        for row, version in enumerate(versions)
        for benefit in version.version.terms.benefits
    ]
    limits = limit_rows(benefits)
    return CompiledPlans(
        arrays=stack(versions, benefits),
        versions=versions_table(versions),
        benefits=benefits_table(benefits),
        limits=limits_table(limits),
        alternates=alternates_table(benefits),
        matches=tuple(row.benefit.match for row in benefits),
        benefit_clauses=tuple(benefit_clauses(row.version, row.benefit) for row in benefits),
        version_clauses=tuple(version_clauses(row.version) for row in versions),
        limit_clauses=tuple(limit_clause(benefits[row.benefit_row].version, row.limit) for row in limits),
        code_edits=tuple(row.version.terms.code_edits for row in versions),
        exclusions=tuple(compiled_exclusions(row.version) for row in versions),
        enrolments=tuple(row.version.terms.enrolment for row in versions),
        benefit_persons=tuple(persons_of(row.benefit.ages, row.benefit.sex) for row in benefits),
    )


def _statutory_spans(version: PlanVersion) -> list[_Span]:
    maximum = version.terms.out_of_pocket_maximum
    whole = _Span(version.effective_from, version.effective_to_exclusive, NO_LIMIT)
    # With separate maximums a person's own amounts keep the sum within the limit: statutory_checks.
    if maximum.embedded or version.terms.separate_maximums or not is_under_aca_limits(version):
        return [whole]
    # After the last known figure nothing changes; until then a limit begins with a plan year.
    known_until = version.plan_year_of(statutory_days("aca_out_of_pocket_self_only")[-1]).end_exclusive
    spans: list[_Span] = []
    for year in version.plan_years(known_until):
        limit = statutory_cents("aca_out_of_pocket_self_only", year)
        person = NO_LIMIT if limit is None or limit >= maximum.in_.family else limit
        if not spans or spans[-1].statutory_person_cents != person:
            spans.append(_Span(max(year, version.effective_from), version.effective_to_exclusive, person))
    ends = [span.start for span in spans[1:]] + [version.effective_to_exclusive]
    return [_Span(s.start, end, s.statutory_person_cents) for s, end in zip(spans, ends, strict=True)]
