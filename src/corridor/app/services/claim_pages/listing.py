"""The list of claims: newest first, or what waits for an examiner, oldest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from corridor.app.services.access.roles import Right
from corridor.app.services.access.seats import Place
from corridor.app.services.claim_pages.filters import NUMBER_MAX, ClaimFilter
from corridor.app.services.claim_pages.people import Person, person_seen_by
from corridor.app.services.documents import documents_of
from corridor.app.services.errors import ServiceError
from corridor.app.services.selectors import STANDS
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.codes.reasons import REASON_BY_NAME
from corridor.disability.weeks import KIND as DISABILITY
from corridor.wording.said import said

ROWS = 50
LEADS = ("pended", "paid", "denied")
"""The status of a claim is the first of these that any of its lines has."""

_SUPERSEDED = "(select claim_number, generate_series(0, version - 1) from decision where version > 0)"
"""Claims and versions that a later one replaced: few, where a look for later versions of every line would be many."""

_STANDING = f"(d.claim_number, d.version) not in {_SUPERSEDED}"
_WITH_STATUS = f"select d.claim_number from decision d where d.status = any(%({{name}})s) and {_STANDING}"


@dataclass(frozen=True)
class ClaimRow:
    """A claim on a list. reason: of the first line that has the claim's status. sender_number: None where hidden.

    is_again: decided more than once. Amounts in cents. Of a disability the charge are the earnings lost, None where
    health data is hidden; the member owes nothing that one could know, so member_cents is None.
    """

    claim_number: int
    sender_number: str | None
    kind: str
    received: date
    service_from: date
    decided_on: date | None
    product: str | None
    provider: str | None
    person: Person
    lines: int
    status: str
    reason: str
    is_again: bool
    charge_cents: int | None
    plan_paid_cents: int
    member_cents: int | None


@dataclass(frozen=True)
class ClaimPage:
    """One page of a list. found: claims that fit the filter, on all pages."""

    filter: ClaimFilter
    rows: tuple[ClaimRow, ...]
    found: int
    pages: int


def list_claims(place: Place, wanted: ClaimFilter) -> ClaimPage:
    """The claims that fit, as the seat may see them; a list with patients in it is logged.

    Raises ServiceError for a page beyond the last.
    """
    with tenant_transaction(place.sponsor, actor=place.who) as tx:
        products = documents_of(tx).products
        found, numbers = _found(tx, wanted, *_fitting(wanted, products, is_named=place.may(Right.SEE_HEALTH)))
        pages = pages_of(found, wanted.page)
        if place.may(Right.SEE_HEALTH):
            tx.log_access("claims list", "page", place.who)
        return ClaimPage(wanted, claim_rows(tx, place, numbers, products), found, pages)


def pages_of(found: int, page: int) -> int:
    """How many pages so many claims fill. Raises ServiceError where `page` lies beyond the last."""
    pages = max(1, -(-found // ROWS))
    if page > pages:
        raise ServiceError(said("page: found {page}, expected {pages} at most", page=page, pages=pages))
    return pages


def claim_rows(
    tx: Tx, place: Place, numbers: Sequence[int], products: dict[str, str], *, is_own: bool = False
) -> tuple[ClaimRow, ...]:
    """Claims of these numbers, in the order of the numbers, as the seat may see them. is_own: of the own family."""
    with tx.cursor() as cursor:
        cursor.execute(_ROWS, [list(numbers)])
        lines = [_Line(*row) for row in cursor.fetchall()]
    of_claim: dict[int, list[_Line]] = {number: [] for number in numbers}
    for line in lines:
        of_claim[line.claim_number].append(line)
    return tuple(_row(own, products, place, is_own=is_own) for own in of_claim.values() if own)


def falls_to_member(status: str, reason: str) -> bool:
    """Whether a charge that is not covered is the member's: denied in group PR. Nobody owes a pended line yet."""
    return status == "denied" and REASON_BY_NAME[reason].group == "PR"


def lead(statuses: Sequence[str]) -> str:
    """The status of a claim whose lines have these."""
    return min(statuses, key=LEADS.index)


def _found(tx: Tx, wanted: ClaimFilter, fitting: str, params: dict[str, Any]) -> tuple[int, list[int]]:
    """How many claims fit, and the numbers of those on the page, in order."""
    order = "asc" if wanted.is_queue else "desc"
    skipped = (wanted.page - 1) * ROWS
    with tx.cursor() as cursor:
        cursor.execute(
            f"with fits as materialized ({fitting})"
            " select (select count(*) from fits),"
            f" array(select claim_number from fits order by claim_number {order} limit {ROWS} offset {skipped})",
            params,
        )
        found, numbers = cursor.fetchone()
        return found, numbers


def _fitting(wanted: ClaimFilter, products: dict[str, str], *, is_named: bool) -> tuple[str, dict[str, Any]]:
    """SQL of the numbers of the claims that fit: by the claim's own columns, by its lines, or by both."""
    asks_lines = wanted.status or wanted.reason or wanted.product
    parts, params = [], dict[str, Any]()
    if wanted.kind or wanted.sought or not asks_lines:
        condition, params = _of_a_claim(wanted, is_named)
        parts.append(f"select c.claim_number from claim c where {condition}")
    if asks_lines:
        condition, of_lines = _of_a_line(wanted, products)
        parts.append(f"select distinct d.claim_number from decision d where {condition}")
        params |= of_lines
    return " intersect ".join(parts), params


def _of_a_claim(wanted: ClaimFilter, is_named: bool) -> tuple[str, dict[str, Any]]:
    """SQL over claim `c`. The sender's number finds a claim only for somebody who may see it."""
    parts, params = ["true"], dict[str, Any]()
    if wanted.kind:
        parts.append("c.kind = %(kind)s")
        params["kind"] = wanted.kind
    if wanted.sought:
        is_ours = wanted.sought.isascii() and wanted.sought.isdecimal() and int(wanted.sought) <= NUMBER_MAX
        params |= {"number": int(wanted.sought) if is_ours else None, "sought": wanted.sought}
        senders = " or c.claim_id = %(sought)s" if is_named else ""
        parts.append(f"(c.claim_number = %(number)s{senders})")
    return " and ".join(parts), params


def _of_a_line(wanted: ClaimFilter, products: dict[str, str]) -> tuple[str, dict[str, Any]]:
    """SQL over decision `d`: one line has all that is asked for, and none has a status that comes before."""
    parts, params = [_STANDING], dict[str, Any]()
    if wanted.reason:
        parts.append("d.reason = %(reason)s")
        params["reason"] = wanted.reason
    if wanted.product:
        parts.append("d.plan_code = any(%(plans)s)")
        params["plans"] = [code for code, product in products.items() if product == wanted.product]
    if wanted.status:
        before = LEADS[: LEADS.index(wanted.status)]
        parts.append("d.status = %(status)s")
        params |= {"status": wanted.status, "before": list(before)}
        if before:
            parts.append(f"d.claim_number not in ({_WITH_STATUS.format(name='before')})")
    return " and ".join(parts), params


class _Line(NamedTuple):
    claim_number: int
    claim_id: str
    kind: str
    provider: str | None
    relationship: str | None
    received: date
    service_from: date
    charge_cents: int
    member_id: str | None
    plan_code: str | None
    decided_on: date
    status: str
    reason: str
    version: int
    plan_paid_cents: int
    shares_cents: int
    not_covered_cents: int


_ROWS = f"""
    select c.claim_number, c.claim_id, c.kind, c.billing_name, c.patient_relationship, l.received_date, l.service_from,
           l.charge_cents, d.member_id, d.plan_code, d.decided_on, d.status, d.reason, d.version, d.plan_paid_cents,
           d.deductible_cents + d.coinsurance_cents + d.copay_cents + d.over_limit_cents + d.penalty_cents
            + d.not_recognised_cents + d.above_allowed_cents - d.account_cents,
           d.not_covered_cents
    from claim c join claim_line l on l.claim_number = c.claim_number
    join decision d on d.claim_number = l.claim_number and d.line_number = l.line_number
    where c.claim_number = any(%s) and {STANDS}
    order by c.claim_number, l.line_number
"""


def _row(lines: list[_Line], products: dict[str, str], place: Place, *, is_own: bool) -> ClaimRow:
    status = lead([line.status for line in lines])
    first = next(line for line in lines if line.status == status)
    is_named = is_own or place.may(Right.SEE_HEALTH)
    is_disability = first.kind == DISABILITY
    return ClaimRow(
        claim_number=first.claim_number,
        sender_number=first.claim_id if is_named else None,
        kind=first.kind,
        received=min(line.received for line in lines),
        service_from=min(line.service_from for line in lines),
        decided_on=max(line.decided_on for line in lines),
        product=next((products[line.plan_code] for line in lines if line.plan_code in products), None),
        provider=first.provider,
        person=Person(first.member_id, True, first.relationship)
        if is_own
        else person_seen_by(place, first.member_id, first.relationship),
        lines=len(lines),
        status=status,
        reason=first.reason,
        is_again=any(line.version for line in lines),
        charge_cents=None if is_disability and not is_named else sum(line.charge_cents for line in lines),
        plan_paid_cents=sum(line.plan_paid_cents for line in lines),
        member_cents=None if is_disability else sum(map(_member_cents, lines)),
    )


def _member_cents(line: _Line) -> int:
    return line.shares_cents + (line.not_covered_cents if falls_to_member(line.status, line.reason) else 0)
