"""Deductibles, maximums and accounts that reach nobody, unusual family amounts, and amendments that change nothing."""

from collections.abc import Iterator, Sequence
from typing import Any

from corridor.plan.arrays import NO_LIMIT
from corridor.plan.benefit_terms import CostShare
from corridor.plan.findings import Location
from corridor.plan.review.idle_shares import shares_of
from corridor.plan.review.remarks import Remark, idle
from corridor.plan.schema import PlanDocument
from corridor.plan.sections import Amendment, Deductible, OutOfPocketMaximum
from corridor.plan.values import shown_dollars
from corridor.plan.versions import PlanVersion
from corridor.wording.said import said

_TIERS = ("in", "out")


def idle_sections(terms: PlanDocument) -> Iterator[Remark]:
    """Sections of a version that change nothing."""
    yield from _deductibles(terms)
    yield from _maximums(terms)
    yield from _accounts(terms)


def _deductibles(terms: PlanDocument) -> Iterator[Remark]:
    for name, location, section in deductibles_of(terms):
        applied = {
            tier
            for benefit in terms.benefits
            if benefit.deductible == name
            for tier, share in shares_of(benefit)
            if share.deductible_applies
        }
        stated = [tier for tier in _TIERS if _amount(section, tier) > 0]
        for tier in stated:
            if tier not in applied:
                found = said("{amount}, which no benefit applies", amount=shown_dollars(_amount(section, tier)))
                expected = said("a benefit with deductible_applies true")
                yield idle("idle_deductible", (*location, tier), found, expected)
        if section.carry_over and not applied & set(stated):
            found = said("a carry-over of nothing")
            yield idle("idle_deductible", (*location, "carry_over"), found, said("a deductible that benefits apply"))


def _maximums(terms: PlanDocument) -> Iterator[Remark]:
    for name, location, section in maximums_of(terms):
        counted = {
            tier
            for benefit in terms.benefits
            if benefit.out_of_pocket_maximum == name
            for tier, share in shares_of(benefit)
            if share.counts_toward_out_of_pocket and _has_a_share(share)
        }
        for tier in _TIERS:
            amount = _amount(section, tier)
            if amount < NO_LIMIT and tier not in counted:
                found = said("{amount}, toward which no share counts", amount=shown_dollars(amount))
                expected = said("a benefit whose shares count toward it")
                yield idle("idle_maximum", (*location, tier), found, expected)


def deductibles_of(terms: PlanDocument) -> list[tuple[str | None, Location, Deductible]]:
    """Name (None: the plan's own), place and terms of each deductible."""
    separate = terms.separate_deductibles
    places = [(one.name, ("separate_deductibles", number), one) for number, one in enumerate(separate)]
    return [(None, ("deductible",), terms.deductible), *places]


def maximums_of(terms: PlanDocument) -> list[tuple[str | None, Location, OutOfPocketMaximum]]:
    """Name (None: the plan's own), place and terms of each out-of-pocket maximum."""
    separate = terms.separate_maximums
    places = [(one.name, ("separate_maximums", number), one) for number, one in enumerate(separate)]
    return [(None, ("out_of_pocket_maximum",), terms.out_of_pocket_maximum), *places]


def _amount(section: Deductible | OutOfPocketMaximum, tier: str) -> int:
    amounts = section.in_ if tier == "in" else section.out
    return max(amounts.individual, amounts.family)


def _has_a_share(share: CostShare) -> bool:
    return bool(share.copay or share.coinsurance or share.coinsurance_least or share.deductible_applies)


def _accounts(terms: PlanDocument) -> Iterator[Remark]:
    account = terms.health_reimbursement
    if account is None:
        return
    if not account.individual and not account.family:
        yield idle("idle_term", ("health_reimbursement",), said("an account of nothing"), said("an amount"))
    if account.bridge and not account.bridge.individual and not account.bridge.family:
        found, expected = said("a bridge of nothing"), said("pays first, or a bridge")
        yield idle("idle_term", ("health_reimbursement", "bridge"), found, expected)


def unusual_amounts(terms: PlanDocument) -> Iterator[Remark]:
    """Of embedded sections, a family amount that two people never reach."""
    sections: list[tuple[str | None, Location, Deductible | OutOfPocketMaximum]] = []
    sections += deductibles_of(terms)
    sections += maximums_of(terms)
    for _, location, section in sections:
        for tier in _TIERS:
            amounts = section.in_ if tier == "in" else section.out
            if section.embedded and 2 * amounts.individual < amounts.family < NO_LIMIT:
                text = said(
                    "{family} for a family is more than twice {individual} for one person: two people never reach it",
                    family=shown_dollars(amounts.family),
                    individual=shown_dollars(amounts.individual),
                )
                yield Remark("note", "unusual_amount", (*location, tier, "family"), text)


def idle_amendments(versions: Sequence[PlanVersion], amendments: Sequence[Amendment]) -> Iterator[Remark]:
    """Changes that set what stood there already."""
    for position, amendment in enumerate(amendments):
        before, after = (versions[number].terms.model_dump(by_alias=True) for number in (position, position + 1))
        for path in amendment.changes:
            if value_at(before, path) == value_at(after, path):
                found, expected = said("what stood there before"), said("another value")
                yield idle("idle_amendment", ("amendments", position, "changes", path), found, expected)


def value_at(data: Any, path: str) -> Any:
    """The value that an amendment's path leads to; None where it leads nowhere."""
    for part in path.split("."):
        if isinstance(data, (list, tuple)):
            data = next((item for item in data if isinstance(item, dict) and item.get("name") == part), None)
        else:
            data = data.get(part) if isinstance(data, dict) else None
    return data
