"""What statute demands of a plan's amounts, in each plan year that a version touches.

An open version is held to the figures of the plan year in which it begins: later ones need an amendment.
Sources: 45 CFR 156.130 (out-of-pocket limits), 26 USC 223(c)(2) (high deductible health plans).
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from corridor.codes.statutory import Figure, statutory_cents
from corridor.plan.findings import Finding, Location
from corridor.plan.values import shown_dollars
from corridor.plan.versions import PlanVersion
from corridor.wording.said import Said, said

Bound = tuple[Location, int, Figure]


def is_under_aca_limits(version: PlanVersion) -> bool:
    """Whether the ACA's out-of-pocket limits hold for the plan: medical and not grandfathered."""
    return version.terms.product == "medical" and not version.terms.grandfathered


def aca_maximum(version: PlanVersion) -> Iterator[Finding]:
    """In-network out-of-pocket maximums stay within the ACA's limits."""
    if not is_under_aca_limits(version):
        return
    maximum = version.terms.out_of_pocket_maximum.in_
    for_one: Bound = (_OOP_ONE, maximum.individual, "aca_out_of_pocket_self_only")
    for_family: Bound = (_OOP_FAMILY, maximum.family, "aca_out_of_pocket_family")
    yield from _above(version, (for_one, for_family), said("ACA limit"))


def hdhp_maximum(version: PlanVersion) -> Iterator[Finding]:
    """In-network out-of-pocket maximums of an HDHP stay within its own limits."""
    if not version.terms.hdhp:
        return
    maximum = version.terms.out_of_pocket_maximum.in_
    for_one: Bound = (_OOP_ONE, maximum.individual, "hdhp_out_of_pocket_self_only")
    for_family: Bound = (_OOP_FAMILY, maximum.family, "hdhp_out_of_pocket_family")
    yield from _above(version, (for_one, for_family), said("HDHP limit"))


def hdhp_deductible(version: PlanVersion) -> Iterator[Finding]:
    """Deductibles of an HDHP reach the minimum; an embedded one, for a person in a family, that of the family."""
    if not version.terms.hdhp:
        return
    deductible = version.terms.deductible
    for_one: Figure = "hdhp_minimum_deductible_family" if deductible.embedded else "hdhp_minimum_deductible_self_only"
    bounds: tuple[Bound, ...] = (
        (("deductible", "in", "individual"), deductible.in_.individual, for_one),
        (("deductible", "in", "family"), deductible.in_.family, "hdhp_minimum_deductible_family"),
    )
    for location, cents, figure in bounds:
        for year, minimum in _figures(version, figure):
            if cents < minimum:
                what = (
                    said("HDHP family minimum, as the deductible is embedded,")
                    if _is_embedded(figure, location)
                    else said("HDHP minimum")
                )
                amount = shown_dollars(minimum)
                expected = said("at least the {bound} of {amount} ({year})", bound=what, amount=amount, year=year.year)
                yield Finding(location, shown_dollars(cents), expected)
                break


def hdhp_is_medical(version: PlanVersion) -> Iterator[Finding]:
    """Only a medical plan is a high deductible health plan."""
    if version.terms.hdhp and version.terms.product != "medical":
        found = said("true in a {product} plan", product=version.terms.product)
        yield Finding(("hdhp",), found, said("it in a medical plan only"))


def _above(version: PlanVersion, bounds: tuple[Bound, ...], name: Said) -> Iterator[Finding]:
    for location, cents, figure in bounds:
        for year, limit in _figures(version, figure):
            if cents > limit:
                amount = shown_dollars(limit)
                expected = said("at most the {bound} of {amount} ({year})", bound=name, amount=amount, year=year.year)
                yield Finding(location, shown_dollars(cents), expected)
                break


def _figures(version: PlanVersion, figure: Figure) -> Iterator[tuple[date, int]]:
    for year in version.plan_years(version.effective_to_exclusive or version.effective_from + timedelta(days=1)):
        if (cents := statutory_cents(figure, year)) is not None:
            yield year, cents


def _is_embedded(figure: Figure, location: Location) -> bool:
    return figure == "hdhp_minimum_deductible_family" and location[-1] == "individual"


_OOP_ONE: Location = ("out_of_pocket_maximum", "in", "individual")
_OOP_FAMILY: Location = ("out_of_pocket_maximum", "in", "family")

STATUTORY_CHECKS: tuple[Callable[[PlanVersion], Iterator[Finding]], ...] = (
    aca_maximum,
    hdhp_maximum,
    hdhp_deductible,
    hdhp_is_medical,
)
