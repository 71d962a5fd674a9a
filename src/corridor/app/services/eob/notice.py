"""The explanation of benefits of one claim, read of the store; every reading is logged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from corridor.app.services import selectors
from corridor.app.services.access.roles import Right
from corridor.app.services.access.seats import Place
from corridor.app.services.claim_pages.family import family_of
from corridor.app.services.claim_pages.one import is_known
from corridor.app.services.claim_pages.own import LOGGED, is_of
from corridor.app.services.claim_pages.people import person_seen_by
from corridor.app.services.documents import Documents, documents_of
from corridor.app.services.errors import ServiceError
from corridor.app.services.explain import ExplainedClaim, explanation_of, number_of
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.disability.weeks import KIND as DISABILITY
from corridor.records.decisions import ACCUMULATORS
from corridor.reports.explanation_of_benefits.assemble import Eob, Heading, explanation_of_benefits
from corridor.reports.explanation_of_benefits.rights import rights_of
from corridor.reports.explanation_of_benefits.year import Bar, Cover, year_to_date
from corridor.wording.said import said

WHY = "explanation of benefits"
_ALONE = ("EMP", "IND")
"""Coverage levels of somebody who is covered without family."""


def eob_of(sponsor: str, claim: str) -> Eob:
    """The notice of a claim, by Corridor's number or its sender's.

    Raises ServiceError when there is no such claim, several, or one of weeks of disability, which nobody bills.
    """
    with tenant_transaction(sponsor) as tx:
        number = number_of(tx, claim)
        tx.log_access(f"claim {number}", WHY)
        found = _read(tx, number, _Reader(sees_health=True))
    if found is None:
        raise ServiceError(
            said("claim {number}: found weeks of a disability, expected services that a provider bills", number=number)
        )
    return found


def eob_seen_by(place: Place, number: int) -> Eob | None:
    """The notice as a seat may see it; None where the sponsor has no such claim, or one of a disability."""
    with tenant_transaction(place.sponsor, actor=place.who) as tx:
        if not is_known(tx, number):
            return None
        tx.log_access(f"claim {number}", WHY, place.who)
        return _read(tx, number, _Reader(place.may(Right.SEE_HEALTH), place=place))


def own_eob(place: Place, number: int, today: date) -> Eob | None:
    """The notice of a claim that a member may see; None for any other number."""
    assert place.member_id is not None, "a seat with own claims names the member"
    with tenant_transaction(place.sponsor, actor=place.who) as tx:
        family = family_of(tx, place.member_id, today)
        if not is_known(tx, number) or not is_of(tx, family, number):
            return None
        tx.log_access(f"claim {number}", f"{LOGGED}: {WHY}", place.who)
        return _read(tx, number, _Reader(sees_health=True, names=family.names))


@dataclass(frozen=True)
class _Reader:
    """Who reads. place: a seat, by whose right the patient is named. names: member id -> first name, for a member."""

    sees_health: bool
    place: Place | None = None
    names: dict[str, str | None] | None = None

    def patient(self, member_id: str | None) -> str | None:
        """What the patient is called to this reader."""
        if self.place is not None:
            return person_seen_by(self.place, member_id, None).label
        return (self.names or {}).get(member_id or "") or member_id


def _read(tx: Tx, number: int, reader: _Reader) -> Eob | None:
    claimed = selectors.claims_numbered(tx, [number])
    if claimed.get_column("kind")[0] == DISABILITY:
        return None
    documents, explained = documents_of(tx), explanation_of(tx, number)
    rows = explained.decisions.sort("line_number").to_dicts()
    led = next((row for row in rows if row["plan_code"]), None)
    product = documents.products[led["plan_code"]] if led else "medical"
    noticed_on = max(row["decided_on"] for row in rows)
    return explanation_of_benefits(
        _heading(documents, explained, led, noticed_on, reader),
        claimed,
        explained.decisions,
        explained.lines,
        (_bars(tx, documents, rows), tx.scalar("select max(as_of) from batch")),
        rights_of(documents.arrangement.payer, noticed_on, product),
        sees_health=reader.sees_health,
    )


def _heading(
    documents: Documents, explained: ExplainedClaim, led: dict[str, Any] | None, noticed_on: date, reader: _Reader
) -> Heading:
    """led: the first line that a plan decided."""
    version = _version_of(documents, led) if led else None
    return Heading(
        claim_number=explained.claim_number,
        sender_number=explained.claim_id if reader.sees_health else None,
        patient=reader.patient(led["member_id"] if led else None),
        sponsor_name=documents.arrangement.sponsor.name,
        plan_code=led["plan_code"] if led else None,
        plan_name=version["plan_name"] if version else None,
        noticed_on=noticed_on,
        is_of_its_day=explained.is_of_its_day,
    )


def _version_of(documents: Documents, decision: dict[str, Any]) -> dict[str, Any] | None:
    """The version of the plan in force on the day of the service."""
    day, end = decision["service_from"], pl.col("effective_to_exclusive")
    found = documents.compiled.versions.filter(
        (pl.col("plan_code") == decision["plan_code"])
        & (pl.col("effective_from") <= day)
        & (end.is_null() | (end > day))
    )
    return found.row(0, named=True) if len(found) else None


def _bars(tx: Tx, documents: Documents, rows: list[dict[str, Any]]) -> Sequence[Bar]:
    """The plan year of the first line whose plan and person are known; none where no line has both."""
    led = next((row for row in rows if row["plan_year_start"] and row["member_id"]), None)
    version = _version_of(documents, led) if led else None
    if led is None or version is None:
        return ()
    cover = Cover(
        plan_code=led["plan_code"],
        member_id=led["member_id"],
        family_id=led["family_id"],
        version_row=version["row"],
        level=_level(tx, led),
        year_start=led["plan_year_start"],
        benefits=frozenset(row["benefit"] for row in rows if row["benefit"]),
    )
    accumulators = tx.read(
        f"select {', '.join(ACCUMULATORS.schema)} from accumulator where (owner, owner_id) in"
        " (('person', %s), ('family', %s)) order by plan_code, plan_year_start, owner, kind, tier",
        [cover.member_id, cover.family_id],
    )
    return year_to_date(ACCUMULATORS.conform(accumulators), documents.compiled, cover)


def _level(tx: Tx, decision: dict[str, Any]) -> int:
    """0 where the person was covered alone on the day of the service, else 1."""
    level = tx.scalar(
        "select coverage_level from coverage where member_id = %(member)s and plan_code = %(plan)s"
        " and coverage_start <= %(day)s and coalesce(coverage_end_exclusive > %(day)s, true) limit 1",
        {"member": decision["member_id"], "plan": decision["plan_code"], "day": decision["service_from"]},
    )
    return int(level not in _ALONE)
