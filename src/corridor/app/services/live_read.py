"""What another system reads: a claim as it stands, its explanation, the running totals of a member."""

from typing import Any

from corridor.app.services import selectors
from corridor.app.services.access.seats import Place
from corridor.app.services.explain import explanation_of
from corridor.app.services.explained_data import explained_data
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.book.disability import explanation_text
from corridor.wording.language import Language

WHY = "api"
LAST_NUMBER = 2**62


def claim_data(place: Place, number: int) -> dict[str, Any] | None:
    """The decisions that stand for a claim; None where there is no such claim. The reading is logged."""
    with tenant_transaction(place.sponsor, actor=place.who) as tx:
        if not _is_known(tx, number):
            return None
        tx.log_access(f"claim {number}", WHY, place.who)
        return {"claim_number": number, "lines": selectors.current_decisions(tx, [number]).to_dicts()}


def explanation_data(place: Place, number: int, language: Language) -> dict[str, Any] | None:
    """Why each line was decided so, in sentences and as data; None where there is no such claim. Logged."""
    with tenant_transaction(place.sponsor, actor=place.who) as tx:
        if not _is_known(tx, number):
            return None
        tx.log_access(f"claim {number}", WHY, place.who)
        explained = explanation_of(tx, number)
    pairs = zip(explained.decisions.to_dicts(), explained.lines, strict=True)
    lines = [
        {**row, "explanation": explanation_text(line, language), **explained_data(row, line, language)}
        for row, line in pairs
    ]
    return {"claim_number": number, "is_of_its_day": explained.is_of_its_day, "lines": lines}


def accumulators_data(place: Place, member_id: str) -> list[dict[str, Any]] | None:
    """Running totals of a member and of the member's family; None where nobody of that id is enrolled. Logged."""
    with tenant_transaction(place.sponsor, actor=place.who) as tx:
        tx.log_access("accumulators of a member", WHY, place.who)
        owners = tx.read("select distinct member_id, subscriber_id from coverage where member_id = %s", [member_id])
        if owners.is_empty():
            return None
        ids = sorted({member_id, *owners.get_column("subscriber_id")})
        found = tx.read(
            "select plan_code, plan_year_start, owner, kind, tier, amount from accumulator"
            " where owner_id = any(%s) and (owner = 'family' or owner_id = %s) order by 1, 2, 3, 4, 5",
            [ids, member_id],
        )
        return found.to_dicts()


def _is_known(tx: Tx, number: int) -> bool:
    wanted = "select exists (select from decision where claim_number = %s)"
    return 0 < number < LAST_NUMBER and bool(tx.scalar(wanted, [number]))
