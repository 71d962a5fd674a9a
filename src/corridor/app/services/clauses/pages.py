"""The documents of a sponsor with their clauses, and one clause with what rests on it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from corridor.app.services.access.roles import Right
from corridor.app.services.access.seats import Place
from corridor.app.services.claim_pages.listing import ClaimRow, claim_rows
from corridor.app.services.clauses import words
from corridor.app.services.clauses.deciding import condition_of, latest_claims
from corridor.app.services.clauses.held import PLANS, READ, HeldDocument, held_document
from corridor.app.services.clauses.stated import Stated, Version
from corridor.app.services.documents import documents_of, sources_of
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.plan.compiled import Clause

_PARTIES = (Right.SEE_OVERVIEW, Right.SEE_CLAIMANTS)
"""Either shows what the employer agreed with the carrier and the administrator."""


@dataclass(frozen=True)
class Value:
    """A value that rests on a clause. where, what: to be told; unit: as `words.unit`; value: whole numbers, or told."""

    where: tuple[str, ...]
    what: str
    unit: str
    value: object


@dataclass(frozen=True)
class Quote:
    """What a clause says on the days of a span. text: empty where the document does not quote it."""

    text: str
    effective_from: date
    effective_to_exclusive: date | None
    is_by_hand: bool
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Entry:
    """A clause in the list of a document. text: what it says, where that is quoted. about: which values rest on it."""

    number: str
    text: str
    about: tuple[str, ...]
    is_by_hand: bool


@dataclass(frozen=True)
class Listed:
    """A document with its versions, oldest first, and its clauses by number."""

    document: HeldDocument
    clauses: tuple[Entry, ...]


@dataclass(frozen=True)
class ClausePage:
    """A clause. quotes: the latest first. changed_by: amendments that set what it once set.

    claims: None where the right to see them is missing, or none can be told.
    """

    document: HeldDocument
    number: str
    quotes: tuple[Quote, ...]
    changed_by: tuple[Clause, ...]
    claims: tuple[ClaimRow, ...] | None

    @property
    def is_by_hand(self) -> bool:
        return self.quotes[0].is_by_hand


def list_documents(place: Place) -> tuple[Listed, ...]:
    """The documents that the seat may see, plans first."""
    with tenant_transaction(place.sponsor, actor=place.who) as tx:
        return tuple(Listed(document, tuple(_entries(document))) for document in _seen_by(tx, place))


def clause_page(place: Place, code: str, number: str) -> ClausePage | None:
    """The clause of a document; None where there is none that the seat may see. Claims with patients are logged."""
    with tenant_transaction(place.sponsor, actor=place.who) as tx:
        for document in _seen_by(tx, place):
            quotes = tuple(_quotes(document, number)) if document.code == code else ()
            if quotes:
                changed_by = tuple(_amendments_of(document, number))
                return ClausePage(document, number, quotes[::-1], changed_by, _claims(tx, place, document, number))
    return None


def _seen_by(tx: Tx, place: Place) -> Iterator[HeldDocument]:
    is_party = any(place.may(right) for right in _PARTIES)
    held = [held_document(source) for source in sources_of(tx) if source.kind in READ]
    for document in sorted(held, key=lambda document: document.kind not in PLANS):
        if document.kind in PLANS or is_party:
            yield document if place.may(Right.SEE_CLAIMANTS) else _without_persons(document)


def _without_persons(document: HeldDocument) -> HeldDocument:
    versions = tuple(
        replace(version, stated=tuple(one for one in version.stated if not one.is_of_one_person))
        for version in document.versions
    )
    return replace(document, versions=versions)


def _entries(document: HeldDocument) -> Iterator[Entry]:
    """The clauses in the order of their numbers; of each what it says now, or said last."""
    numbers = {one.clause.number for version in document.versions for one in version.stated}
    for number in sorted(numbers, key=_natural):
        latest = [version for version in document.versions if any(_of(version, number))][-1]
        resting = list(_of(latest, number))
        text = " ".join(dict.fromkeys(one.clause.text for one in resting if one.clause.text))
        about = dict.fromkeys(words.where(one)[0] for one in resting)
        yield Entry(number, text, tuple(about), any(one.is_by_hand for one in resting))


def _quotes(document: HeldDocument, number: str) -> Iterator[Quote]:
    """What the clause says, oldest first; versions that say the same are one."""
    last: Quote | None = None
    for version in document.versions:
        for quote in _said_in(version, number):
            if last is not None and _is_same(last, quote):
                last = replace(last, effective_to_exclusive=quote.effective_to_exclusive)
            else:
                if last is not None:
                    yield last
                last = quote
    if last is not None:
        yield last


def _said_in(version: Version, number: str) -> Iterator[Quote]:
    resting = list(_of(version, number))
    for text in dict.fromkeys(one.clause.text for one in resting):
        own = [one for one in resting if one.clause.text == text]
        is_by_hand = any(one.is_by_hand for one in own)
        values = tuple(_value(one) for one in own)
        yield Quote(text, version.effective_from, version.effective_to_exclusive, is_by_hand, values)


def _amendments_of(document: HeldDocument, number: str) -> Iterable[Clause]:
    """The amendments that touch a value of the clause, the first of them first."""
    stated = (one for version in document.versions for one in version.stated)
    return dict.fromkeys(one.clause for one in stated if one.amends == number)


def _is_same(one: Quote, other: Quote) -> bool:
    follows = one.effective_to_exclusive == other.effective_from
    return follows and (one.text, one.values) == (other.text, other.values)


def _value(stated: Stated) -> Value:
    return Value(words.where(stated), words.what(stated), words.unit(stated), words.shown(stated))


def _claims(tx: Tx, place: Place, document: HeldDocument, number: str) -> tuple[ClaimRow, ...] | None:
    if not place.may(Right.SEE_CLAIMS) or document.kind not in PLANS:
        return None
    asked = [
        (version, condition)
        for version in document.versions
        for one in _of(version, number)
        if (condition := condition_of(one, version)) is not None
    ]
    if not asked:
        return None
    if place.may(Right.SEE_HEALTH):
        tx.log_access("claims of a clause", "page", place.who)
    return claim_rows(tx, place, latest_claims(tx, document.code, asked), documents_of(tx).products)


def _of(version: Version, number: str) -> Iterable[Stated]:
    return (one for one in version.stated if one.clause.number == number)


def _natural(number: str) -> tuple[bool, list[tuple[int, str]]]:
    """Numbers in the order of their parts, 5.2 before 5.12; after them what begins with a word, such as amendments."""
    parts = [part for part in re.split(r"(\d+)", number) if part.strip(" .")]
    return not number[:1].isdecimal(), [(int(part), "") if part.isdecimal() else (0, part) for part in parts]
