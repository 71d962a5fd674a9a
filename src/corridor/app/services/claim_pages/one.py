"""One claim, as the seat of whoever opens it may see it."""

from dataclasses import dataclass

from corridor.app.services import selectors
from corridor.app.services.access.roles import Right
from corridor.app.services.access.seats import Place
from corridor.app.services.claim_pages.filters import NUMBER_MAX
from corridor.app.services.claim_pages.lines import amounts_of, line_views
from corridor.app.services.claim_pages.listing import lead
from corridor.app.services.claim_pages.people import Person, person_seen_by
from corridor.app.services.claim_pages.sentences import Reader
from corridor.app.services.claim_pages.shapes import ClaimView
from corridor.app.services.claim_pages.trail import payments_of, postings_of, versions_of
from corridor.app.services.documents import documents_of
from corridor.app.services.explain import ExplainedClaim, explanation_of
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.wording.language import Language


def claim_view(place: Place, number: int, language: Language) -> ClaimView | None:
    """The claim of that number, told in a language; None where the sponsor has none. The reading is logged."""
    with tenant_transaction(place.sponsor, actor=place.who) as tx:
        if not is_known(tx, number):
            return None
        tx.log_access(f"claim {number}", "page", place.who)
        sees_health = place.may(Right.SEE_HEALTH)
        return read_claim(tx, place, number, Reader(language, is_member=False, sees_health=sees_health))


def is_known(tx: Tx, number: int) -> bool:
    """Whether the sponsor has a claim of that number, and has decided it."""
    if not 0 < number <= NUMBER_MAX:
        return False
    return bool(tx.scalar("select exists (select from decision where claim_number = %s)", [number]))


def read_claim(tx: Tx, place: Place, number: int, reader: Reader) -> ClaimView:
    """The claim of a known number, its parts masked by what the reader and the seat may see."""
    explained, claimed = explanation_of(tx, number), selectors.claims_numbered(tx, [number])
    lines = line_views(claimed, explained, reader)
    head = _head(explained)
    first = claimed.row(0, named=True)
    member_id = next((row["member_id"] for row in head.decided if row["member_id"]), None)
    return ClaimView(
        claim_number=number,
        sender_number=first["claim_id"] if reader.sees_health else None,
        kind=first["kind"],
        frequency=first["frequency"],
        product=documents_of(tx).products.get(head.plan or ""),
        plan=head.plan,
        received=min(claimed.get_column("received_date")),
        service_from=min(claimed.get_column("service_from")),
        service_to=max(claimed.get_column("service_to")),
        decided_on=max(row["decided_on"] for row in head.decided),
        status=head.status,
        reason=head.reason,
        provider=first["billing_name"],
        person=_person(place, reader, member_id, first["patient_relationship"]),
        amounts=amounts_of(first["kind"], head.decided, reader),
        is_of_its_day=explained.is_of_its_day,
        lines=lines,
        versions=versions_of(tx, number),
        payments=payments_of(tx, number),
        postings=postings_of(tx, number) if place.may(Right.SEE_POSTINGS) else None,
    )


@dataclass(frozen=True)
class _Head:
    """What the lines of a claim say together. decided: its decisions that stand."""

    decided: list[dict[str, object]]
    status: str
    reason: str
    plan: str | None


def _head(explained: ExplainedClaim) -> _Head:
    decided = explained.decisions.sort("line_number").to_dicts()
    status = lead([row["status"] for row in decided])
    reason = next(row["reason"] for row in decided if row["status"] == status)
    plan = next((row["plan_code"] for row in decided if row["plan_code"]), None)
    return _Head(decided, status, reason, plan)


def _person(place: Place, reader: Reader, member_id: str | None, relationship: str | None) -> Person:
    """To a member the own family is named; to others by their right."""
    if reader.is_member:
        return Person(member_id, True, relationship)
    return person_seen_by(place, member_id, relationship)
