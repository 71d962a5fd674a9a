"""What must hold between the values of a plan version. Each check yields findings; the checks stand at the end."""

from collections.abc import Callable, Iterator
from typing import Literal

from corridor.codes.place_of_service import place_of_service_names
from corridor.plan.arrays import TIERS
from corridor.plan.benefit_checks import BENEFIT_CHECKS
from corridor.plan.findings import Finding, Location
from corridor.plan.hdhp_checks import HDHP_CHECKS
from corridor.plan.naming_checks import NAMING_CHECKS
from corridor.plan.schema import PlanDocument
from corridor.plan.sections import Amounts, Deductible, HealthReimbursement, Maximums, OutOfPocketMaximum
from corridor.plan.statutory_checks import STATUTORY_CHECKS
from corridor.plan.values import shown_dollars
from corridor.plan.versions import PlanVersion
from corridor.wording.said import said

Check = Callable[[PlanVersion], Iterator[Finding]]
People = Literal["individual", "family"]
PEOPLE: tuple[People, ...] = ("individual", "family")


def _tier(section: Deductible | OutOfPocketMaximum, tier: str) -> Amounts | Maximums:
    return section.in_ if tier == "in" else section.out


def _deductibles(terms: PlanDocument) -> dict[str | None, tuple[Location, Deductible]]:
    """The plan's own and the separate ones by name, with their places."""
    found: dict[str | None, tuple[Location, Deductible]] = {None: (("deductible",), terms.deductible)}
    for position, item in enumerate(terms.separate_deductibles):
        found[item.name] = ("separate_deductibles", position), item
    return found


def _maximums(terms: PlanDocument) -> dict[str | None, tuple[Location, OutOfPocketMaximum]]:
    found: dict[str | None, tuple[Location, OutOfPocketMaximum]] = {
        None: (("out_of_pocket_maximum",), terms.out_of_pocket_maximum)
    }
    for position, item in enumerate(terms.separate_maximums):
        found[item.name] = ("separate_maximums", position), item
    return found


def deductible_within_maximum(version: PlanVersion) -> Iterator[Finding]:
    """A deductible above the out-of-pocket maximum of its benefits could never be met."""
    deductibles, maximums = _deductibles(version.terms), _maximums(version.terms)
    used = [(benefit.deductible, benefit.out_of_pocket_maximum) for benefit in version.terms.benefits]
    for own, most in dict.fromkeys([(None, None), *used]):
        if own in deductibles and most in maximums:
            yield from _within(*deductibles[own], maximums[most][1])


def _within(location: Location, section: Deductible, most: OutOfPocketMaximum) -> Iterator[Finding]:
    for tier in TIERS:
        for people in PEOPLE:
            deductible, maximum = getattr(_tier(section, tier), people), getattr(_tier(most, tier), people)
            if deductible > maximum:
                expected = said("at most the out-of-pocket maximum of {amount}", amount=shown_dollars(maximum))
                yield Finding((*location, tier, people), shown_dollars(deductible), expected)


def family_not_below_individual(version: PlanVersion) -> Iterator[Finding]:
    """A family amount is at least that of one person."""
    for location, amounts in _amounts(version.terms):
        if amounts.family < amounts.individual:
            expected = said("at least the individual amount of {amount}", amount=shown_dollars(amounts.individual))
            yield Finding((*location, "family"), shown_dollars(amounts.family), expected)


def _amounts(terms: PlanDocument) -> Iterator[tuple[Location, Amounts | Maximums | HealthReimbursement]]:
    sections: list[tuple[Location, Deductible | OutOfPocketMaximum]] = list(_deductibles(terms).values())
    for location, section in (*sections, *_maximums(terms).values()):
        for tier in TIERS:
            yield (*location, tier), _tier(section, tier)
    if account := terms.health_reimbursement:
        yield ("health_reimbursement",), account
        if account.bridge:
            yield ("health_reimbursement", "bridge"), account.bridge


def matches_once(version: PlanVersion) -> Iterator[Finding]:
    """A benefit with the criteria of an earlier one would never be reached."""
    for position, benefit in enumerate(version.terms.benefits):
        earlier = next((b.name for b in version.terms.benefits[:position] if b.match == benefit.match), None)
        if earlier:
            found = said("the criteria of {benefit}", benefit=earlier)
            yield Finding(("benefits", position, "match"), found, said("other criteria"))


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
    matches_once,
    places_exist,
    *NAMING_CHECKS,
    *BENEFIT_CHECKS,
    *STATUTORY_CHECKS,
    *HDHP_CHECKS,
)


def check_version(version: PlanVersion) -> list[Finding]:
    """All findings of all checks."""
    return [finding for check in CHECKS for finding in check(version)]
