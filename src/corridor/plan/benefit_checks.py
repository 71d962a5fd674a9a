"""What must hold within a benefit: rules that could never be at work, and rules of another product."""

from collections.abc import Iterator
from typing import Literal

from corridor.plan.arrays import NO_LIMIT, TIERS
from corridor.plan.benefit_terms import Benefit, CostShare
from corridor.plan.findings import Finding, Location
from corridor.plan.values import shown_dollars, shown_share
from corridor.plan.versions import PlanVersion
from corridor.wording.said import Said, said

Shares = Iterator[tuple[Location, Benefit, CostShare]]
Product = Literal["dental", "medical"]


def _benefits(version: PlanVersion) -> Iterator[tuple[Location, Benefit]]:
    for position, benefit in enumerate(version.terms.benefits):
        yield ("benefits", position), benefit


def _shares(version: PlanVersion) -> Shares:
    """The cost sharing of each benefit and tier, with its place."""
    for location, benefit in _benefits(version):
        for tier, share in zip(TIERS, (benefit.in_, benefit.out), strict=True):
            if share is not None:
                yield (*location, tier), benefit, share


def penalties_take(version: PlanVersion) -> Iterator[Finding]:
    """A penalty takes something, and is of a benefit that needs authorisation."""
    for location, benefit, share in _shares(version):
        for name, penalty in (("penalty", share.penalty), ("late_penalty", share.late_penalty)):
            if penalty is None:
                continue
            if not penalty.percent and not penalty.amount:
                yield Finding((*location, name), said("a penalty of nothing"), said("a percent or an amount above 0"))
            if not benefit.requires_authorization:
                expected = said("it where requires_authorization is true")
                yield Finding((*location, name), said("a penalty"), expected)


def discounts_have_an_allowance(version: PlanVersion) -> Iterator[Finding]:
    """A discount is of what lies beyond a limit of dollars on what the plan pays, and a network provider gives it."""
    limits = {limit.name: limit for limit in version.terms.limits}
    for location, benefit, share in _shares(version):
        if not share.over_limit_discount:
            continue
        named = [limits[name] for name in benefit.limits if name in limits]
        place, found = (*location, "over_limit_discount"), shown_share(share.over_limit_discount)
        if location[-1] == "out":
            yield Finding(place, found, said("it in the network only"))
        elif not any(limit.unit == "dollars" and limit.is_after_cost_share for limit in named):
            yield Finding(place, found, said("it with a limit of dollars that is applied after_cost_share"))


def copays_hold_together(version: PlanVersion) -> Iterator[Finding]:
    """What is said of a copay can be at work."""
    for location, _, share in _shares(version):
        if share.copay_most < NO_LIMIT and share.copay_per != "day":
            found = shown_dollars(share.copay_most)
            yield Finding((*location, "copay_most"), found, said("it with copay_per day only"))
        if share.copay_waived_if_admitted and not share.copay:
            yield Finding((*location, "copay_waived_if_admitted"), said("no copay to waive"), said("it with a copay"))
        if share.copay_order == "instead_of_deductible" and not (share.copay and share.deductible_applies):
            found = said("instead_of_deductible without a copay or without a deductible")
            yield Finding((*location, "copay_order"), found, said("it with both"))


def copays_of_one_occasion(version: PlanVersion) -> Iterator[Finding]:
    """A copay of an admission and one of a visit cannot stand side by side: one of the two counts the other's."""
    for location, benefit in _benefits(version):
        charged = [share for share in (benefit.in_, benefit.out) if share and share.copay]
        if len({_is_of_stay(share) for share in charged}) > 1 and all(s.copay_per != "line" for s in charged):
            found = said(
                "{per} in one tier and {other} in the other", per=charged[0].copay_per, other=charged[1].copay_per
            )
            yield Finding((*location, "out", "copay_per"), found, said("copays of admissions, or of visits, in both"))


def _is_of_stay(share: CostShare) -> bool:
    return share.copay_per == "admission" or (share.copay_per == "day" and share.copay_most < NO_LIMIT)


def dental_rules_in_dental_plans(version: PlanVersion) -> Iterator[Finding]:
    """Teeth and orthodontia belong to dental plans."""
    if version.terms.product == "dental":
        return
    for position, limit in enumerate(version.terms.limits):
        if limit.of != "person":
            yield _elsewhere(version, ("limits", position, "of"), limit.of)
    for location, benefit in _benefits(version):
        if benefit.orthodontia:
            yield _elsewhere(version, (*location, "orthodontia"), "orthodontia")
        if benefit.missing_tooth == "excluded":
            yield _elsewhere(version, (*location, "missing_tooth"), benefit.missing_tooth)
        if benefit.match.tooth:
            yield _elsewhere(version, (*location, "match", "tooth"), "tooth")


def _elsewhere(version: PlanVersion, location: Location, value: str) -> Finding:
    found = said("{value} in a {product} plan", value=value, product=version.terms.product)
    return Finding(location, found, said("it in a dental plan only"))


def pharmacy_rules_on_pharmacy_lines(version: PlanVersion) -> Iterator[Finding]:
    """Tiers, days' supply and brands are of drugs: of benefits that can take a pharmacy line."""
    for location, benefit in _benefits(version):
        if _takes_drugs(version, benefit):
            continue
        if benefit.dispense_as_written != "plan_pays":
            yield Finding((*location, "dispense_as_written"), benefit.dispense_as_written, _WITH_DRUGS)
        for criterion in ("formulary_tier", "channel"):
            if getattr(benefit.match, criterion):
                yield Finding((*location, "match", criterion), criterion, _WITH_DRUGS)
    for location, benefit, share in _shares(version):
        if share.copay_per == "supply" and not _takes_drugs(version, benefit):
            yield Finding((*location, "copay_per"), share.copay_per, _WITH_DRUGS)


_WITH_DRUGS: Said = said("it in a benefit that takes pharmacy lines")


def _takes_drugs(version: PlanVersion, benefit: Benefit) -> bool:
    match = benefit.match
    of_others = match.place_of_service or match.bill_type or match.revenue_code
    kinds = match.kinds or ("pharmacy",)
    return version.terms.product in ("medical", "pharmacy") and "pharmacy" in kinds and not of_others


def alternates_are_others(version: PlanVersion) -> Iterator[Finding]:
    """A procedure is recognised as another one."""
    for location, benefit in _benefits(version):
        for performed, alternate in (benefit.alternates.procedures if benefit.alternates else {}).items():
            if alternate.procedure_code == performed:
                place = (*location, "alternates", "procedures", performed, "procedure_code")
                yield Finding(place, performed, said("another procedure"))


BENEFIT_CHECKS = (
    penalties_take,
    discounts_have_an_allowance,
    copays_hold_together,
    copays_of_one_occasion,
    dental_rules_in_dental_plans,
    pharmacy_rules_on_pharmacy_lines,
    alternates_are_others,
)
