"""What a benefit says of members' shares that can change no amount."""

from collections.abc import Iterator

from corridor.money.rounding import BASIS_POINTS
from corridor.plan.arrays import NO_LIMIT
from corridor.plan.benefit_terms import Benefit, CostShare
from corridor.plan.findings import Location
from corridor.plan.review.remarks import Remark, idle
from corridor.plan.schema import PlanDocument
from corridor.plan.values import shown_dollars
from corridor.wording.said import Said, said

_OF_COPAYS = ("copay_per", "copay_order")


def shares_of(benefit: Benefit) -> list[tuple[str, CostShare]]:
    """Tier and cost share of the tiers in which the benefit is covered."""
    tiers = (("in", benefit.in_), ("out", benefit.out))
    return [(tier, share) for tier, share in tiers if share is not None and share.covered]


def idle_shares(terms: PlanDocument) -> Iterator[Remark]:
    """Fields of cost shares that can never bite."""
    for position, benefit in enumerate(terms.benefits):
        for tier, share in shares_of(benefit):
            at: Location = ("benefits", position, tier)
            yield from _copays(share, at)
            yield from _coinsurance(share, at)
            if share.penalty and share.penalty.most == 0:
                yield _term((*at, "penalty"), "most", said("nothing of any penalty"), said("a bound above 0"))


def _term(at: Location, field: str, found: Said, expected: Said) -> Remark:
    return idle("idle_term", (*at, field), found, expected)


def _copays(share: CostShare, at: Location) -> Iterator[Remark]:
    given = share.model_fields_set
    if share.copay == 0:
        for field in _OF_COPAYS:
            if field in given:
                yield _term(at, field, said("{value} without a copay", value=getattr(share, field)), said("a copay"))
        return
    if share.copay_most < share.copay:
        most, copay = shown_dollars(share.copay_most), shown_dollars(share.copay)
        found = said("{most}, less than one copay of {copay}", most=most, copay=copay)
        yield _term(at, "copay_most", found, said("at least one copay"))
    if "copay_order" in given and not share.deductible_applies:
        found = said("{value} where the deductible does not apply", value=share.copay_order)
        yield _term(at, "copay_order", found, said("a deductible that applies"))


def _coinsurance(share: CostShare, at: Location) -> Iterator[Remark]:
    least, most = share.coinsurance_least, share.coinsurance_most
    if share.coinsurance == 0 and least == 0 and most < NO_LIMIT:
        found = said("{most} of a coinsurance of 0%", most=shown_dollars(most))
        yield _term(at, "coinsurance_most", found, said("a coinsurance"))
    if share.coinsurance == BASIS_POINTS and least > 0:
        found = said("{least} of a coinsurance of 100%", least=shown_dollars(least))
        yield _term(at, "coinsurance_least", found, said("a coinsurance below 100%"))
    if share.coinsurance > 0 and most == 0:
        yield _term(at, "coinsurance_most", said("nothing of any coinsurance"), said("a coinsurance of 0%"))
