"""A member's own claims: the list of them, one of them, and where the member stands against the plan's limits."""

from dataclasses import dataclass
from datetime import date

from corridor.app.services.access.seats import Place
from corridor.app.services.claim_pages.family import Family, family_of
from corridor.app.services.claim_pages.listing import ROWS, ClaimRow, claim_rows, pages_of
from corridor.app.services.claim_pages.one import is_known, read_claim
from corridor.app.services.claim_pages.sentences import Reader
from corridor.app.services.claim_pages.shapes import ClaimView
from corridor.app.services.claim_pages.standing import Standing, standings
from corridor.app.services.documents import documents_of
from corridor.app.services.selectors import STANDS
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.wording.language import Language

LOGGED = "own claims"


@dataclass(frozen=True)
class OwnClaims:
    """A page of a member's claims, newest first. found: claims on all pages."""

    family: Family
    rows: tuple[ClaimRow, ...]
    standings: tuple[Standing, ...]
    found: int
    page: int
    pages: int


def own_claims(place: Place, today: date, page: int) -> OwnClaims:
    """The claims that a member may see. Raises ServiceError for a page beyond the last. The reading is logged."""
    assert place.member_id is not None, "a seat with own claims names the member"
    with tenant_transaction(place.sponsor, actor=place.who) as tx:
        family, documents = family_of(tx, place.member_id, today), documents_of(tx)
        numbers = _numbers(tx, family)
        pages = pages_of(len(numbers), page)
        shown = numbers[(page - 1) * ROWS : page * ROWS]
        tx.log_access(LOGGED, "page", place.who)
        return OwnClaims(
            family=family,
            rows=claim_rows(tx, place, shown, documents.products, is_own=True),
            standings=standings(tx, documents, place.member_id, today),
            found=len(numbers),
            page=page,
            pages=pages,
        )


def own_claim(place: Place, number: int, language: Language, today: date) -> tuple[ClaimView, Family] | None:
    """A claim that a member may see, told to the member; None for any other number. The reading is logged."""
    assert place.member_id is not None, "a seat with own claims names the member"
    with tenant_transaction(place.sponsor, actor=place.who) as tx:
        family = family_of(tx, place.member_id, today)
        if not is_known(tx, number) or not is_of(tx, family, number):
            return None
        tx.log_access(f"claim {number}", LOGGED, place.who)
        return read_claim(tx, place, number, Reader(language, is_member=True, sees_health=True)), family


def _numbers(tx: Tx, family: Family) -> list[int]:
    """Numbers of the family's claims, newest first."""
    with tx.cursor() as cursor:
        cursor.execute(
            "select distinct d.claim_number from decision d where d.family_id in"
            " (select subscriber_id from coverage where member_id = any(%(people)s))"
            f" and d.member_id = any(%(people)s) and {STANDS} order by 1 desc",
            {"people": family.member_ids},
        )
        return [number for (number,) in cursor.fetchall()]


def is_of(tx: Tx, family: Family, number: int) -> bool:
    """Whether every line of the claim stands decided for one of these people."""
    with tx.cursor() as cursor:
        cursor.execute(f"select d.member_id from decision d where d.claim_number = %s and {STANDS}", [number])
        return all(member in family.names for (member,) in cursor.fetchall())
