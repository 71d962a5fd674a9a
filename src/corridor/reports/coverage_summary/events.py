"""What members pay, benefit by benefit: the table of common medical events."""

from dataclasses import dataclass

from corridor.plan.benefit_terms import Benefit, CostShare
from corridor.plan.compiled import Clause
from corridor.plan.schema import PlanDocument
from corridor.plan.terms_said import benefit_said, cost_share_said, dollars_said, limit_said, share_said
from corridor.plan.versions import PlanVersion
from corridor.wording.said import Said, listed, said


@dataclass(frozen=True)
class Event:
    """A benefit: what it is, what members pay in and out of the network, and its limits and other conditions."""

    benefit: str
    text: str
    clause: str
    in_network: Said
    out_of_network: Said
    conditions: Said
    is_excluded: bool


def events(version: PlanVersion) -> tuple[Event, ...]:
    """A row for each benefit, in the order of the plan."""
    return tuple(_event(version, benefit) for benefit in version.terms.benefits)


def _event(version: PlanVersion, benefit: Benefit) -> Event:
    shares = [share for share in (benefit.in_, benefit.out) if share is not None]
    return Event(
        benefit=benefit.name,
        text=benefit.text,
        clause=version.clause_of(f"benefits.{benefit.name}", Clause(benefit.clause, benefit.text)).number,
        in_network=cost_share_said(benefit.in_),
        out_of_network=cost_share_said(benefit.out),
        conditions=listed(_conditions(version.terms, benefit), "; "),
        is_excluded=bool(shares) and not any(share.covered for share in shares),
    )


def _conditions(terms: PlanDocument, benefit: Benefit) -> list[Said]:
    limits = {limit.name: limit for limit in terms.limits}
    found = [limit_said(limits[name]) for name in benefit.limits]
    if benefit.deductible:
        found.append(said("deductible {name}", name=benefit_said(benefit.deductible)))
    if benefit.out_of_pocket_maximum:
        found.append(said("out-of-pocket limit {name}", name=benefit_said(benefit.out_of_pocket_maximum)))
    if benefit.requires_authorization:
        found.append(said("prior authorisation required"))
    found += [_penalty(share) for share in (benefit.in_, benefit.out) if share is not None and share.penalty][:1]
    if benefit.waiting_months:
        found.append(said("after {months} months of coverage", months=benefit.waiting_months))
    if benefit.missing_tooth == "excluded":
        found.append(said("not for teeth missing before coverage"))
    if benefit.alternates:
        found.append(said("some services are recognised as less costly ones"))
    if benefit.dispense_as_written == "member_pays_difference":
        found.append(said("you pay what a brand costs above its generic"))
    if benefit.orthodontia:
        found.append(said("paid in instalments"))
    return found


def _penalty(share: CostShare) -> Said:
    penalty = share.penalty
    assert penalty is not None
    parts = [share_said(penalty.percent)] if penalty.percent else []
    parts += [dollars_said(penalty.amount)] if penalty.amount else []
    return said("without it you pay {penalty} more", penalty=listed(parts, " + "))
