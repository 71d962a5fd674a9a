"""An entry by hand, and any entry taken back by a linked reversal."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from corridor.app.services import selectors
from corridor.app.services.errors import ServiceError
from corridor.app.services.ledger.accounts import free_account, payee_of
from corridor.app.services.payments.doing import Doing, stated
from corridor.app.store.journal import is_stored
from corridor.app.store.tx import Tx
from corridor.ledger.journal import check_balanced, reversal_key, reverse
from corridor.records.postings import POSTINGS
from corridor.wording.said import Said, said

BY_HAND = "by_hand"
"""Kind of an entry that a person posts."""
_REVERSED_BY = {
    "decision": said("the claim decided again"),
    "payment": said("the payment made void, `corridor payments void`"),
    "clearing": said("the match taken back, `corridor bank unmatch`"),
    "bank_difference": said("the match taken back, `corridor bank unmatch`"),
    "stale": said("the payment made anew, `corridor payments reissue`"),
    "reissue": said("the payment made void, `corridor payments void`"),
    "escheat": said("an entry by hand of the money that came back"),
    "deposit": said("an entry by hand of the money that went back"),
    "third_party_recovery": said("the case changed, `corridor subrogation`"),
}
"""Kinds of entries that more hangs on than the ledger: what takes them back instead."""


@dataclass(frozen=True)
class PostEntry:
    """An entry of legs (account, cents debit positive) under a key of the caller's, with the reason."""

    who: str
    key: str
    legs: tuple[tuple[str, int], ...]
    reason: str
    effective_on: date | None = None
    reference: str | None = None
    currency: str | None = None


@dataclass(frozen=True)
class ReverseEntry:
    """An entry is taken back by one that is linked to it, on the day of the act."""

    who: str
    key: str
    reason: str


def entry_known(tx: Tx, what: PostEntry, day: date) -> str | None:
    """The key of an entry that is stored already as asked. Raises Refused where it is stored otherwise."""
    currency = what.currency or tx.scalar("select currency from tenant")
    return _key(what) if is_stored(tx, _postings(tx, what, what.effective_on or day, currency)) else None


def _key(what: PostEntry) -> str:
    return f"{BY_HAND}:{stated(what.key, 'key')}"


def _post(doing: Doing, what: PostEntry) -> str:
    stated(what.reason, "reason")
    postings = _postings(doing.tx, what, what.effective_on or doing.day, what.currency or doing.currency)
    if what.currency not in (None, doing.currency):
        found = said("currency {currency}", currency=what.currency)
        raise _fault(_key(what), found, said("{currency}, the sponsor's", currency=doing.currency))
    if faults := check_balanced(postings):
        raise ServiceError(faults[0].text)
    doing.post(postings)
    return _key(what)


def _postings(tx: Tx, what: PostEntry, day: date, currency: str) -> pl.DataFrame:
    same = {"entry_key": _key(what), "entry_kind": BY_HAND, "currency": currency, "effective_on": day}
    same["reference"] = what.reference
    rows = []
    for leg, (named, cents) in enumerate(what.legs):
        account = free_account(named)
        rows.append(same | {"leg": leg, "account": account, "amount_cents": cents, "payee": payee_of(tx, account)})
    return POSTINGS.from_rows(rows)


def _reverse(doing: Doing, what: ReverseEntry) -> str:
    stated(what.reason, "reason")
    legs = selectors.journal(doing.tx, "entry_key = %s or reverses = %s", [what.key, what.key])
    own = legs.filter(pl.col("entry_key") == what.key)
    kind = own.item(0, "entry_kind") if len(own) else ""
    if kind in _REVERSED_BY:
        raise _fault(what.key, said("kind {kind}", kind=kind), _REVERSED_BY[kind])
    doing.post(reverse(legs, [what.key], doing.day))
    return reversal_key(what.key)


def _fault(key: str, found: Said, expected: Said) -> ServiceError:
    return ServiceError(
        said("entry {entry}: found {found}, expected {expected}", entry=key, found=found, expected=expected)
    )


DO = {PostEntry: _post, ReverseEntry: _reverse}
