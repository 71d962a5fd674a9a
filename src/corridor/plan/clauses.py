"""From a value back to the clause that sets it, amendments included."""

from corridor.plan.benefit_terms import Benefit, CostShare
from corridor.plan.compiled import BenefitValue, Clause, Tier, VersionValue
from corridor.plan.sections import Section
from corridor.plan.versions import PlanVersion

_FIELDS: dict[BenefitValue, str] = {
    "covered": "covered",
    "copay": "copay",
    "coinsurance": "coinsurance",
}
_LIMITS: dict[BenefitValue, str] = {"visit_limit": "visits_per_plan_year", "dollar_limit": "dollars_per_plan_year"}
_SECTIONS: dict[BenefitValue, str] = {"deductible": "deductible", "out_of_pocket": "out_of_pocket_maximum"}


def benefit_clauses(version: PlanVersion, benefit: Benefit) -> dict[tuple[BenefitValue, Tier], Clause]:
    """The clause behind each value of a benefit in each tier."""
    clauses: dict[tuple[BenefitValue, Tier], Clause] = {}
    tiers: tuple[tuple[Tier, CostShare | None], ...] = (("in", benefit.in_), ("out", benefit.out))
    for tier, share in tiers:
        for value, field in _FIELDS.items():
            path = f"benefits.{benefit.name}.{tier}.{field}"
            clauses[value, tier] = version.clause_of(path, _base(benefit, share))
        for value, field in _SECTIONS.items():
            section = getattr(version.terms, field)
            clauses[value, tier] = version.clause_of(f"{field}.{tier}", _stated(section))
        for limit in version.terms.limits:
            for value, field in _LIMITS.items():
                if limit.name in benefit.limits and getattr(limit, field) is not None:
                    clauses[value, tier] = version.clause_of(f"limits.{limit.name}.{field}", _stated(limit))
    return clauses


def version_clauses(version: PlanVersion) -> dict[VersionValue, Clause]:
    """The clause behind each value that holds for a whole version."""
    terms = version.terms
    sections: dict[VersionValue, tuple[str, Section]] = {
        "deductible": ("deductible", terms.deductible),
        "out_of_pocket": ("out_of_pocket_maximum", terms.out_of_pocket_maximum),
        "timely_filing": ("timely_filing", terms.timely_filing),
        "auto_adjudication": ("auto_adjudication", terms.auto_adjudication),
        "out_of_network": ("out_of_network", terms.out_of_network),
    }
    return {value: version.clause_of(path, _stated(section)) for value, (path, section) in sections.items()}


def _base(benefit: Benefit, share: CostShare | None) -> Clause:
    if share is not None and share.clause is not None and share.text is not None:
        return Clause(share.clause, share.text)
    return _stated(benefit)


def _stated(section: Section) -> Clause:
    return Clause(section.clause, section.text)
