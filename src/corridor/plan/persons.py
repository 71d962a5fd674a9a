"""For whom benefits and exclusions are, as the steps before the kernel read it."""

from typing import Literal

from corridor.plan.clauses import exclusion_clause
from corridor.plan.compiled import CompiledExclusion, PersonTerms
from corridor.plan.enrollment_terms import Ages
from corridor.plan.versions import PlanVersion


def persons_of(ages: Ages | None, sex: Literal["F", "M"] | None) -> PersonTerms | None:
    """None: for everybody."""
    if ages is None and sex is None:
        return None
    return PersonTerms((ages.least, ages.most) if ages else None, sex)


def compiled_exclusions(version: PlanVersion) -> tuple[CompiledExclusion, ...]:
    """The exclusions of a version, in its order."""
    return tuple(
        CompiledExclusion(
            one.name, one.match, persons_of(one.ages, one.sex) or PersonTerms(), exclusion_clause(version, one)
        )
        for one in version.terms.exclusions
    )
