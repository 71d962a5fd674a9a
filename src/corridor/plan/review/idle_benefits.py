"""Rules of a benefit that no line of its can meet, or that its other terms leave without effect."""

from collections.abc import Iterator, Sequence

from corridor.money.rounding import BASIS_POINTS
from corridor.plan.arrays import NO_LIMIT
from corridor.plan.benefit_terms import Benefit, CostShare, Limit
from corridor.plan.match import Match
from corridor.plan.review.idle_shares import shares_of
from corridor.plan.review.line_sets import LineSet, lines_of
from corridor.plan.review.reach import Reach
from corridor.plan.review.remarks import Remark, idle
from corridor.plan.schema import PlanDocument
from corridor.wording.said import Said, said


def idle_benefits(terms: PlanDocument, reaches: Sequence[Reach]) -> Iterator[Remark]:
    """Rules without effect, of the benefits that lines reach."""
    limits = {limit.name: limit for limit in terms.limits}
    for reach in reaches:
        benefit = reach.benefit
        if benefit.handled == "by hand" or reach.taken.is_empty:
            continue
        named = [limits[name] for name in benefit.limits]
        yield from _not_covered(reach)
        yield from _limits(terms, reach, named)
        yield from _deductible(reach)
        yield from _authorization(reach)
        yield from _of_drugs(reach)
        yield from _alternates(reach, terms)


def _of(reach: Reach, field: str, found: Said, expected: Said) -> Remark:
    return idle("idle_term", ("benefits", reach.position, field), found, expected)


def _not_covered(reach: Reach) -> Iterator[Remark]:
    """Nothing more needs saying of what is not covered."""
    benefit = reach.benefit
    if shares_of(benefit):
        return
    said_all_the_same = {
        "limits": benefit.limits,
        "deductible": benefit.deductible,
        "out_of_pocket_maximum": benefit.out_of_pocket_maximum,
        "requires_authorization": benefit.requires_authorization,
        "waiting_months": benefit.waiting_months,
        "alternates": benefit.alternates,
        "orthodontia": benefit.orthodontia,
    }
    for field, value in said_all_the_same.items():
        if value:
            yield _of(reach, field, said("{field} of what is not covered", field=field), said("a tier that is covered"))


def _limits(terms: PlanDocument, reach: Reach, named: Sequence[Limit]) -> Iterator[Remark]:
    """A limit on what the plan pays, where it pays nothing."""
    shares = shares_of(reach.benefit)
    if not shares or any(_plan_pays(terms, reach.benefit, tier, share) for tier, share in shares):
        return
    for number, limit in enumerate(named):
        if limit.is_after_cost_share:
            yield idle(
                "idle_limit",
                ("benefits", reach.position, "limits", number),
                said("{limit}, which limits what the plan pays, where it pays nothing", limit=limit.name),
                said("a share of the plan"),
            )


def _plan_pays(terms: PlanDocument, benefit: Benefit, tier: str, share: CostShare) -> bool:
    """Whether the plan could owe anything: its own share, what a bound leaves it, or all beyond the maximum."""
    if share.coinsurance < BASIS_POINTS or share.coinsurance_most < NO_LIMIT:
        return True
    maxima = {maximum.name: maximum for maximum in terms.separate_maximums}
    maximum = maxima.get(benefit.out_of_pocket_maximum or "", terms.out_of_pocket_maximum)
    amounts = maximum.in_ if tier == "in" else maximum.out
    return share.counts_toward_out_of_pocket and min(amounts.individual, amounts.family) < NO_LIMIT


def _deductible(reach: Reach) -> Iterator[Remark]:
    name, shares = reach.benefit.deductible, shares_of(reach.benefit)
    if name and shares and not any(share.deductible_applies for _, share in shares):
        found = said("{name}, which applies in no tier", name=name)
        yield _of(reach, "deductible", found, said("deductible_applies true in a tier"))


def _authorization(reach: Reach) -> Iterator[Remark]:
    shares = shares_of(reach.benefit)
    if reach.benefit.requires_authorization and shares and not any(share.penalty for _, share in shares):
        found = said("an authorisation whose lack costs nothing")
        yield _of(reach, "requires_authorization", found, said("a penalty in a tier"))


def _of_drugs(reach: Reach) -> Iterator[Remark]:
    if reach.taken.boxes.get("pharmacy"):
        return
    expected = said("a benefit that takes pharmacy lines")
    if reach.benefit.dispense_as_written == "member_pays_difference":
        yield _of(reach, "dispense_as_written", said("a rule for brands where no line is of a pharmacy"), expected)
    for tier, share in shares_of(reach.benefit):
        if share.copay_per == "supply":
            location = ("benefits", reach.position, tier, "copay_per")
            yield idle("idle_term", location, said("supply where no line is of a pharmacy"), expected)


def _alternates(reach: Reach, terms: PlanDocument) -> Iterator[Remark]:
    """A downgrade of a procedure that the benefit never takes."""
    alternates = reach.benefit.alternates
    for code in alternates.procedures if alternates else ():
        if not _takes(reach, code, terms):
            location = ("benefits", reach.position, "alternates", "procedures", code)
            yield idle(
                "idle_term", location, said("a procedure that the benefit does not take"), said("one of its own")
            )


def _takes(reach: Reach, code: str, terms: PlanDocument) -> bool:
    only: LineSet = lines_of(Match.model_validate({"procedure_code": (code,)}), terms.product)
    return not (only & reach.taken).is_empty
