"""What statute demands of a high deductible health plan, so that its members may have a health savings account.

Source: 26 USC 223(c). The plan pays nothing before the deductible but preventive care: here, what is paid in full.
"""

from collections.abc import Callable, Iterator

from corridor.codes.statutory import Figure
from corridor.plan.arrays import TIERS
from corridor.plan.benefit_terms import CostShare
from corridor.plan.findings import Finding, Location
from corridor.plan.sections import Deductible
from corridor.plan.statutory_checks import figures, maximums_within
from corridor.plan.values import shown_dollars
from corridor.plan.versions import PlanVersion
from corridor.wording.said import Said, said

_ONE: Figure = "hdhp_minimum_deductible_self_only"
_FAMILY: Figure = "hdhp_minimum_deductible_family"


def hdhp_maximum(version: PlanVersion) -> Iterator[Finding]:
    """In-network out-of-pocket maximums of an HDHP, taken together, stay within its own limits."""
    if version.terms.hdhp:
        yield from maximums_within(version, "individual", "hdhp_out_of_pocket_self_only", said("HDHP limit"))
        yield from maximums_within(version, "family", "hdhp_out_of_pocket_family", said("HDHP limit"))


def hdhp_deductible(version: PlanVersion) -> Iterator[Finding]:
    """Deductibles of an HDHP reach the minimum; an embedded one, for a person in a family, that of the family."""
    if not version.terms.hdhp:
        return
    yield from _reaches_minimum(version, ("deductible",), version.terms.deductible)
    for position, section in enumerate(version.terms.separate_deductibles):
        yield from _reaches_minimum(version, ("separate_deductibles", position), section)


def _reaches_minimum(version: PlanVersion, location: Location, section: Deductible) -> Iterator[Finding]:
    if section.embedded:
        embedded = said("HDHP family minimum, as the deductible is embedded,")
        yield from _below(version, (*location, "in", "individual"), section.in_.individual, _FAMILY, embedded)
    else:
        yield from _below(version, (*location, "in", "individual"), section.in_.individual, _ONE, _MINIMUM)
    yield from _below(version, (*location, "in", "family"), section.in_.family, _FAMILY, _MINIMUM)


def hdhp_without_carry_over(version: PlanVersion) -> Iterator[Finding]:
    """The deductible of an HDHP begins anew in each plan year: nothing of the year before counts."""
    if not version.terms.hdhp:
        return
    own: tuple[Location, Deductible] = (("deductible",), version.terms.deductible)
    separate = ((("separate_deductibles", i), each) for i, each in enumerate(version.terms.separate_deductibles))
    for location, section in (own, *separate):
        if section.carry_over:
            found = said("a carry-over in an HDHP")
            yield Finding((*location, "carry_over"), found, said("none, as each plan year must reach its minimum"))


def hdhp_pays_after_deductible(version: PlanVersion) -> Iterator[Finding]:
    """What an HDHP pays before the deductible is preventive care, paid in full."""
    if not version.terms.hdhp:
        return
    for position, benefit in enumerate(version.terms.benefits):
        for tier, share in zip(TIERS, (benefit.in_, benefit.out), strict=True):
            if share is None or not share.covered:
                continue
            if not share.deductible_applies and (share.copay or share.coinsurance):
                found = said("false in an HDHP")
                yield Finding(("benefits", position, tier, "deductible_applies"), found, _PREVENTIVE)
            elif _replaces_deductible(share):
                found = said("{order} in an HDHP", order=share.copay_order)
                yield Finding(("benefits", position, tier, "copay_order"), found, said("a copay after_deductible"))


def _replaces_deductible(share: CostShare) -> bool:
    return bool(share.copay) and share.copay_order == "instead_of_deductible"


def hdhp_account_after_deductible(version: PlanVersion) -> Iterator[Finding]:
    """An account that pays before the minimum deductible takes away the health savings account (Rev. Rul. 2004-45)."""
    account = version.terms.health_reimbursement
    if not version.terms.hdhp or account is None:
        return
    if account.bridge is None:
        found = said("{pays} in an HDHP", pays=account.pays)
        yield Finding(("health_reimbursement", "pays"), found, "after_bridge")
        return
    place: Location = ("health_reimbursement", "bridge")
    yield from _below(version, (*place, "individual"), account.bridge.individual, _ONE, _MINIMUM)
    yield from _below(version, (*place, "family"), account.bridge.family, _FAMILY, _MINIMUM)


def hdhp_is_medical(version: PlanVersion) -> Iterator[Finding]:
    """Only a medical plan is a high deductible health plan."""
    if version.terms.hdhp and version.terms.product != "medical":
        found = said("true in a {product} plan", product=version.terms.product)
        yield Finding(("hdhp",), found, said("it in a medical plan only"))


def _below(version: PlanVersion, location: Location, cents: int, figure: Figure, name: Said) -> Iterator[Finding]:
    for year, minimum in figures(version, figure):
        if cents < minimum:
            amount = shown_dollars(minimum)
            expected = said("at least the {bound} of {amount} ({year})", bound=name, amount=amount, year=year.year)
            yield Finding(location, shown_dollars(cents), expected)
            return


_MINIMUM = said("HDHP minimum")
_PREVENTIVE = said("true, or no copay and coinsurance 0%, as only preventive care comes before the deductible")

HDHP_CHECKS: tuple[Callable[[PlanVersion], Iterator[Finding]], ...] = (
    hdhp_maximum,
    hdhp_deductible,
    hdhp_without_carry_over,
    hdhp_pays_after_deductible,
    hdhp_account_after_deductible,
    hdhp_is_medical,
)
