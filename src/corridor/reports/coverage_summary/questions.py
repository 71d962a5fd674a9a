"""The important questions of a Summary of Benefits and Coverage, answered from the plan document."""

from collections.abc import Iterator
from dataclasses import dataclass

from corridor.plan.benefit_terms import Benefit, CostShare
from corridor.plan.compiled import Clause
from corridor.plan.schema import PlanDocument
from corridor.plan.sections import Deductible, OutOfPocketMaximum, Section
from corridor.plan.terms_said import TIERS_SAID, benefit_said, dollars_said, limit_said, share_said
from corridor.plan.versions import PlanVersion
from corridor.wording.said import Said, listed, said


@dataclass(frozen=True)
class Question:
    """A question and its answer. clause: where the plan document says so; empty: in several places."""

    question: Said
    answer: Said
    clause: str = ""


def questions(version: PlanVersion) -> tuple[Question, ...]:
    """The questions in the order of the SBC."""
    terms = version.terms
    return (
        Question(
            said("What is the overall deductible?"),
            amounts_said(terms.deductible),
            _clause(version, "deductible", terms.deductible),
        ),
        Question(said("Are there services covered before you meet the deductible?"), _before_deductible(terms)),
        Question(said("Are there other deductibles for specific services?"), _other_deductibles(terms)),
        Question(
            said("What is the out-of-pocket limit for this plan?"),
            _maximums(terms),
            _clause(version, "out_of_pocket_maximum", terms.out_of_pocket_maximum),
        ),
        Question(said("What is not included in the out-of-pocket limit?"), _not_in_the_limit(terms)),
        Question(
            said("Will you pay less if you use a network provider?"),
            _network(terms),
            _clause(version, "out_of_network", terms.out_of_network),
        ),
        *_account(version),
        *_limits(terms),
    )


def _clause(version: PlanVersion, path: str, section: Section) -> str:
    """The clause of a section, or of the amendment that last changed it."""
    return version.clause_of(path, Clause(section.clause, section.text)).number


def amounts_said(section: Deductible | OutOfPocketMaximum) -> Said:
    """`in network: $500.00 one person, $1,000.00 family; out of network: …`."""
    tiers = []
    for tier, amounts in (("in", section.in_), ("out", section.out)):
        facts = {"individual": dollars_said(amounts.individual), "family": dollars_said(amounts.family)}
        people = said("{individual} one person, {family} family", **facts)
        tiers.append(said("{tier}: {amounts}", tier=TIERS_SAID[tier], amounts=people))
    return listed(tiers, "; ")


def network_share(benefit: Benefit) -> CostShare | None:
    """The cost share in the network, where a rule decides and it is covered."""
    return benefit.in_ if benefit.in_ is not None and benefit.in_.covered else None


def _names(benefits: Iterator[Benefit]) -> Said | None:
    names = [benefit_said(benefit.name) for benefit in benefits]
    return listed(names) if names else None


def _before_deductible(terms: PlanDocument) -> Said:
    free = _names(b for b in terms.benefits if (share := network_share(b)) and not share.deductible_applies)
    if free is None:
        return said("No: the deductible applies to every covered service in the network.")
    return said("Yes, in the network: {benefits}.", benefits=free)


def _other_deductibles(terms: PlanDocument) -> Said:
    if not terms.separate_deductibles:
        return said("No.")
    each = (
        said("{name} ({amounts})", name=benefit_said(one.name), amounts=amounts_said(one))
        for one in terms.separate_deductibles
    )
    return said("Yes: {deductibles}.", deductibles=listed(each, "; "))


def _maximums(terms: PlanDocument) -> Said:
    separate = (
        said("{name} ({amounts})", name=benefit_said(one.name), amounts=amounts_said(one))
        for one in terms.separate_maximums
    )
    return listed([amounts_said(terms.out_of_pocket_maximum), *separate], "; ")


def _not_in_the_limit(terms: PlanDocument) -> Said:
    outside = [
        said("premiums"),
        said("charges above what the plan recognises"),
        said("services that it does not cover"),
    ]
    shares = [(benefit, share) for benefit in terms.benefits for share in (benefit.in_, benefit.out) if share]
    if any(share.penalty for _, share in shares):
        outside.append(said("penalties for missing authorisation"))
    apart = [
        benefit_said(benefit.name)
        for benefit, share in shares
        if share.covered and not share.counts_toward_out_of_pocket
    ]
    if apart:
        outside.append(said("what you pay for {benefits}", benefits=listed(dict.fromkeys(apart))))
    return listed(outside)


def _network(terms: PlanDocument) -> Said:
    covered = [benefit for benefit in terms.benefits if network_share(benefit)]
    if all(benefit.out is None or not benefit.out.covered for benefit in covered):
        return said("Yes: out of the network this plan covers nothing.")
    if all(benefit.in_ == benefit.out for benefit in covered) and terms.deductible.in_ == terms.deductible.out:
        return said("No: this plan pays alike in and out of a network.")
    only = _names(b for b in covered if b.out is not None and not b.out.covered)
    share = share_said(terms.out_of_network.allowed)
    answer = said("Yes: out of the network the plan recognises {share} of the charge.", share=share)
    return listed([answer, said("Covered in the network only: {benefits}.", benefits=only)], " ") if only else answer


def _account(version: PlanVersion) -> Iterator[Question]:
    account = version.terms.health_reimbursement
    if account is not None:
        amounts = {"individual": dollars_said(account.individual), "family": dollars_said(account.family)}
        answer = said("{individual} one person, {family} family", **amounts)
        yield Question(
            said("What does the employer's health reimbursement account pay?"),
            answer,
            _clause(version, "health_reimbursement", account),
        )


def _limits(terms: PlanDocument) -> Iterator[Question]:
    if terms.limits:
        each = (
            said("{name} ({amounts})", name=benefit_said(one.name), amounts=limit_said(one)) for one in terms.limits
        )
        yield Question(
            said("Are there limits on what the plan covers?"), said("Yes: {limits}.", limits=listed(each, "; "))
        )
