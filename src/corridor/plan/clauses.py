"""From a value back to the clause that sets it, amendments included."""

from corridor.plan.benefit_terms import Benefit, CostShare, Limit, Penalty
from corridor.plan.compiled import BenefitValue, Clause, Tier, VersionValue
from corridor.plan.enrollment_terms import Exclusion
from corridor.plan.sections import Section
from corridor.plan.versions import PlanVersion

_OF_TIERS: dict[BenefitValue, str] = {
    "covered": "covered",
    "copay": "copay",
    "coinsurance": "coinsurance",
    "discount": "over_limit_discount",
}
_OF_BENEFITS: dict[BenefitValue, str] = {
    "waiting_period": "waiting_months",
    "missing_tooth": "missing_tooth",
    "authorization": "requires_authorization",
    "alternates": "alternates",
    "dispense_as_written": "dispense_as_written",
    "orthodontia": "orthodontia",
    "ages": "ages",
    "sex": "sex",
}
_OF_VERSIONS: dict[VersionValue, str] = {
    "deductible": "deductible",
    "out_of_pocket": "out_of_pocket_maximum",
    "health_reimbursement": "health_reimbursement",
    "coordination": "coordination",
    "third_party": "third_party",
    "timely_filing": "timely_filing",
    "auto_adjudication": "auto_adjudication",
    "out_of_network": "out_of_network",
    "code_edits": "code_edits",
    "enrolment": "enrolment",
    "authorization": "authorization",
    "no_surprises": "no_surprises",
    "claims_procedure": "claims_procedure",
    "overpayments": "overpayments",
    "rescission": "rescission",
}


def benefit_clauses(version: PlanVersion, benefit: Benefit) -> dict[tuple[BenefitValue, Tier], Clause]:
    """The clause behind each value that a benefit has in each tier."""
    clauses: dict[tuple[BenefitValue, Tier], Clause] = {}
    tiers: tuple[tuple[Tier, CostShare | None], ...] = (("in", benefit.in_), ("out", benefit.out))
    for tier, share in tiers:
        base = _base(benefit, share)
        found = _of_tier(version, benefit, tier, base) | _of_amounts(version, benefit, tier)
        found |= _of_benefit(version, benefit)
        if share is not None:
            found |= _of_penalties(version, f"benefits.{benefit.name}.{tier}", share)
        clauses |= {(value, tier): clause for value, clause in found.items()}
    return clauses


def _of_tier(version: PlanVersion, benefit: Benefit, tier: Tier, base: Clause) -> dict[BenefitValue, Clause]:
    way = f"benefits.{benefit.name}.{tier}"
    return {value: version.clause_of(f"{way}.{field}", base) for value, field in _OF_TIERS.items()}


def _of_amounts(version: PlanVersion, benefit: Benefit, tier: Tier) -> dict[BenefitValue, Clause]:
    """The plan's own deductible and maximum, or the separate ones that the benefit names."""
    terms = version.terms
    deductibles: dict[str | None, tuple[str, Section]] = {None: ("deductible", terms.deductible)}
    deductibles |= {each.name: (f"separate_deductibles.{each.name}", each) for each in terms.separate_deductibles}
    maximums: dict[str | None, tuple[str, Section]] = {None: ("out_of_pocket_maximum", terms.out_of_pocket_maximum)}
    maximums |= {each.name: (f"separate_maximums.{each.name}", each) for each in terms.separate_maximums}
    named: dict[BenefitValue, tuple[str, Section]] = {
        "deductible": deductibles[benefit.deductible],
        "out_of_pocket": maximums[benefit.out_of_pocket_maximum],
    }
    return {value: version.clause_of(f"{way}.{tier}", _stated(section)) for value, (way, section) in named.items()}


def _of_penalties(version: PlanVersion, way: str, share: CostShare) -> dict[BenefitValue, Clause]:
    stated: dict[BenefitValue, Penalty | None] = {"penalty": share.penalty, "late_penalty": share.late_penalty}
    return {
        value: version.clause_of(f"{way}.{value}", _stated(penalty))
        for value, penalty in stated.items()
        if penalty is not None
    }


def _of_benefit(version: PlanVersion, benefit: Benefit) -> dict[BenefitValue, Clause]:
    """Values that the benefit itself states, in whatever tier: only those that are set."""
    found: dict[BenefitValue, Clause] = {}
    for value, field in _OF_BENEFITS.items():
        stated = getattr(benefit, field)
        if stated != type(benefit).model_fields[field].default:
            base = _stated(stated) if isinstance(stated, Section) else _stated(benefit)
            found[value] = version.clause_of(f"benefits.{benefit.name}.{field}", base)
    return found


def version_clauses(version: PlanVersion) -> dict[VersionValue, Clause]:
    """The clause behind each value that holds for a whole version: only those that it has."""
    terms = version.terms
    clauses = {
        value: version.clause_of(field, _stated(section))
        for value, field in _OF_VERSIONS.items()
        if (section := getattr(terms, field)) is not None
    }
    ways = {"deductible": terms.deductible}
    ways |= {f"separate_deductibles.{each.name}": each for each in terms.separate_deductibles}
    for way, deductible in ways.items():
        if deductible.carry_over is not None:
            clauses.setdefault("carry_over", version.clause_of(f"{way}.carry_over", _stated(deductible.carry_over)))
    return clauses


def exclusion_clause(version: PlanVersion, exclusion: Exclusion) -> Clause:
    """The clause behind an exclusion."""
    return version.clause_of(f"exclusions.{exclusion.name}", _stated(exclusion))


def limit_clause(version: PlanVersion, limit: Limit) -> Clause:
    """The clause behind a limit's amount."""
    return version.clause_of(f"limits.{limit.name}.{limit.unit}", _stated(limit))


def _base(benefit: Benefit, share: CostShare | None) -> Clause:
    if share is not None and share.clause is not None and share.text is not None:
        return Clause(share.clause, share.text)
    return _stated(benefit)


def _stated(section: Section) -> Clause:
    return Clause(section.clause, section.text)
