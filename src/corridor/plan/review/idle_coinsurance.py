"""Coinsurance that an out-of-pocket maximum equal to the deductible leaves no room for."""

from collections.abc import Iterator

from corridor.plan.benefit_terms import Benefit
from corridor.plan.review.idle_sections import deductibles_of, maximums_of
from corridor.plan.review.idle_shares import shares_of
from corridor.plan.review.remarks import Remark, idle
from corridor.plan.schema import PlanDocument
from corridor.plan.sections import Deductible, OutOfPocketMaximum
from corridor.plan.terms_said import share_said
from corridor.wording.said import said


def idle_coinsurance(terms: PlanDocument) -> Iterator[Remark]:
    """Coinsurance of a benefit whose deductible is met only when its maximum is."""
    deductibles = {name: section for name, _, section in deductibles_of(terms)}
    maximums = {name: section for name, _, section in maximums_of(terms)}
    for position, benefit in enumerate(terms.benefits):
        deductible, maximum = deductibles.get(benefit.deductible), maximums.get(benefit.out_of_pocket_maximum)
        if deductible is None or maximum is None or not _meets_both(terms, benefit, deductible, maximum):
            continue
        for tier, share in shares_of(benefit):
            if share.coinsurance and share.deductible_applies and _is_equal(deductible, maximum, tier):
                found = said("{share} after a deductible that is the maximum", share=share_said(share.coinsurance))
                expected = said("a maximum above the deductible, or 0%")
                yield idle("idle_term", ("benefits", position, tier, "coinsurance"), found, expected)


def _meets_both(terms: PlanDocument, benefit: Benefit, deductible: Deductible, maximum: OutOfPocketMaximum) -> bool:
    """Whether every cent of the deductible is one of the maximum, for each person and in each tier."""
    if deductible.carry_over or deductible.shared_with or maximum.shared_with:
        return False
    if deductible.cross_accumulation != maximum.cross_accumulation or deductible.embedded > maximum.embedded:
        return False
    others = [other for other in terms.benefits if other.deductible == benefit.deductible]
    shares = [share for other in others for _, share in shares_of(other) if share.deductible_applies]
    same = all(other.out_of_pocket_maximum == benefit.out_of_pocket_maximum for other in others)
    return same and all(share.counts_toward_out_of_pocket for share in shares)


def _is_equal(deductible: Deductible, maximum: OutOfPocketMaximum, tier: str) -> bool:
    one, other = (deductible.in_, maximum.in_) if tier == "in" else (deductible.out, maximum.out)
    return (one.individual, one.family) == (other.individual, other.family)
