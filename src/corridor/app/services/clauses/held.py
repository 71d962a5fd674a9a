"""The documents that a sponsor has in force, as versions of what they state."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise

from corridor.app.services.clauses.stated import Stated, Version, stated_in
from corridor.app.services.documents import ARRANGEMENT, DISABILITY_PLAN, PLAN, STOP_LOSS, SourceDocument
from corridor.disability.load import DisabilityVersion, load_disability_plan
from corridor.funding.arrangement import Arrangement, Charge, load_arrangement
from corridor.plan.amendments import overlap
from corridor.plan.compiled import Clause
from corridor.plan.load import load_plan
from corridor.plan.versions import PlanVersion
from corridor.stoploss.contract import load_contract

PLANS = (PLAN, DISABILITY_PLAN)


@dataclass(frozen=True)
class HeldDocument:
    """A document in force. product: None for contracts and arrangements."""

    kind: str
    code: str
    name: str
    product: str | None
    versions: tuple[Version, ...]


@lru_cache(maxsize=32)
def held_document(source: SourceDocument) -> HeldDocument:
    """Read a document. Raises DocumentError for a faulty one, which the store does not have."""
    return READ[source.kind](source)


def _plan(source: SourceDocument) -> HeldDocument:
    plan = load_plan(source.content, source.name)
    return HeldDocument(PLAN, plan.code, plan.name, plan.product, tuple(_versions(plan.versions)))


def _disability_plan(source: SourceDocument) -> HeldDocument:
    plan = load_disability_plan(source.content, source.name)
    return HeldDocument(DISABILITY_PLAN, plan.code, plan.name, "disability", tuple(_versions(plan.versions)))


def _contract(source: SourceDocument) -> HeldDocument:
    contract = load_contract(source.content, source.name)
    versions = tuple(
        Version(policy.start, policy.end_exclusive, tuple(stated_in(policy))) for policy in contract.policies
    )
    return HeldDocument(STOP_LOSS, contract.code, contract.name, None, versions)


def _arrangement(source: SourceDocument) -> HeldDocument:
    terms = load_arrangement(source.content, source.name)
    return HeldDocument(ARRANGEMENT, terms.sponsor.code, terms.sponsor.name, None, tuple(_charges(terms)))


READ = {PLAN: _plan, DISABILITY_PLAN: _disability_plan, STOP_LOSS: _contract, ARRANGEMENT: _arrangement}


def _versions(versions: Sequence[PlanVersion | DisabilityVersion]) -> Iterator[Version]:
    ends: list[date | None] = [after.effective_from for _, after in pairwise(versions)]
    before: Mapping[str, Clause] = {}
    for version, end in zip(versions, [*ends, None], strict=True):
        stated = tuple(_amended(one, version.amended) for one in stated_in(version.terms))
        new = [clause for clause in version.amended.values() if clause not in before.values()]
        yield Version(version.effective_from, end, stated, new[0] if new else None)
        before = version.amended


def _amended(stated: Stated, amended: Mapping[str, Clause]) -> Stated:
    """The value with the clause of the amendment that last touched it."""
    touched = [clause for change, clause in amended.items() if overlap(".".join(stated.path), change)]
    return replace(stated, clause=touched[-1], amends=stated.clause.number) if touched else stated


def _charges(terms: Arrangement) -> Iterator[Version]:
    """The fee and the premium, one version for each rate. The arrangement writes number and text as `number: text`."""
    for name in ("administration_fee", "stop_loss_premium"):
        charge: Charge = getattr(terms, name)
        number, _, text = charge.clause.partition(": ")
        ends = [*(after.effective for _, after in pairwise(charge.rates)), None]
        for rate, end in zip(charge.rates, ends, strict=True):
            levels = rate.by_level if rate.composite is None else {"composite": rate.composite}
            clause = Clause(number, text)
            stated = (Stated((name, "per_month", level), cents, clause) for level, cents in levels.items())
            yield Version(rate.effective, end, tuple(stated))
