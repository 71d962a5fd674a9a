"""What must hold between the values of a plan version. Each check yields findings; the checks stand at the end."""

from collections.abc import Callable, Iterator
from typing import Literal

from corridor.codes.place_of_service import place_of_service_names
from corridor.plan.arrays import TIERS
from corridor.plan.findings import Finding
from corridor.plan.sections import Amounts, Deductible, Maximums, OutOfPocketMaximum
from corridor.plan.statutory_checks import STATUTORY_CHECKS
from corridor.plan.values import shown_dollars
from corridor.plan.versions import PlanVersion
from corridor.wording.said import listed, said

Check = Callable[[PlanVersion], Iterator[Finding]]
People = Literal["individual", "family"]
PEOPLE: tuple[People, ...] = ("individual", "family")


def _tier(section: Deductible | OutOfPocketMaximum, tier: str) -> Amounts | Maximums:
    return section.in_ if tier == "in" else section.out


def deductible_within_maximum(version: PlanVersion) -> Iterator[Finding]:
    """A deductible above the out-of-pocket maximum could never be met."""
    terms = version.terms
    for tier in TIERS:
        for people in PEOPLE:
            deductible = getattr(_tier(terms.deductible, tier), people)
            maximum = getattr(_tier(terms.out_of_pocket_maximum, tier), people)
            if deductible > maximum:
                expected = said("at most the out-of-pocket maximum of {amount}", amount=shown_dollars(maximum))
                yield Finding(("deductible", tier, people), shown_dollars(deductible), expected)


def family_not_below_individual(version: PlanVersion) -> Iterator[Finding]:
    """A family amount is at least that of one person."""
    sections: dict[str, Deductible | OutOfPocketMaximum] = {
        "deductible": version.terms.deductible,
        "out_of_pocket_maximum": version.terms.out_of_pocket_maximum,
    }
    for field, section in sections.items():
        for tier in TIERS:
            amounts = _tier(section, tier)
            if amounts.family < amounts.individual:
                expected = said("at least the individual amount of {amount}", amount=shown_dollars(amounts.individual))
                yield Finding((field, tier, "family"), shown_dollars(amounts.family), expected)


def names_once(version: PlanVersion) -> Iterator[Finding]:
    """Benefits and limits are known by name: on decisions, in amendments, in accumulators."""
    names = {
        "benefits": [benefit.name for benefit in version.terms.benefits],
        "limits": [limit.name for limit in version.terms.limits],
    }
    for field, given in names.items():
        for position, name in enumerate(given):
            if name in given[:position]:
                found = said("{name} a second time", name=name)
                yield Finding((field, position, "name"), found, said("each of the {names} once", names=field))


def matches_once(version: PlanVersion) -> Iterator[Finding]:
    """A benefit with the criteria of an earlier one would never be reached."""
    for position, benefit in enumerate(version.terms.benefits):
        earlier = next((b.name for b in version.terms.benefits[:position] if b.match == benefit.match), None)
        if earlier:
            found = said("the criteria of {benefit}", benefit=earlier)
            yield Finding(("benefits", position, "match"), found, said("other criteria"))


def limits_exist(version: PlanVersion) -> Iterator[Finding]:
    """A benefit names limits of the plan, each once."""
    limits = {limit.name: limit for limit in version.terms.limits}
    for position, benefit in enumerate(version.terms.benefits):
        for number, name in enumerate(benefit.limits):
            location = ("benefits", position, "limits", number)
            if name not in limits:
                allowed = listed(limits) if limits else said("no limits, as the plan has none")
                yield Finding(location, name, said("one of {allowed}", allowed=allowed))
            elif name in benefit.limits[:number]:
                found = said("{name} a second time", name=name)
                yield Finding(location, found, said("each of the {names} once", names="limits"))


def limits_used(version: PlanVersion) -> Iterator[Finding]:
    """A limit that no benefit names limits nothing."""
    used = {name for benefit in version.terms.benefits for name in benefit.limits}
    for position, limit in enumerate(version.terms.limits):
        if limit.name not in used:
            found = said("{name}, which no benefit names", name=limit.name)
            yield Finding(("limits", position, "name"), found, said("a limit in use"))


def places_exist(version: PlanVersion) -> Iterator[Finding]:
    """Places of service that are written out are in the CMS list."""
    for position, benefit in enumerate(version.terms.benefits):
        for number, pattern in enumerate(benefit.match.place_of_service or ()):
            if pattern.isalnum() and pattern not in place_of_service_names():
                location = ("benefits", position, "match", "place_of_service", number)
                yield Finding(location, repr(pattern), said("a CMS place of service code"))


CHECKS: tuple[Check, ...] = (
    deductible_within_maximum,
    family_not_below_individual,
    names_once,
    matches_once,
    limits_exist,
    limits_used,
    places_exist,
    *STATUTORY_CHECKS,
)


def check_version(version: PlanVersion) -> list[Finding]:
    """All findings of all checks."""
    return [finding for check in CHECKS for finding in check(version)]
