"""Holds: money of an account that is spoken for until it is posted, void, or its last day is over."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from corridor.app.services.errors import ServiceError
from corridor.app.services.ledger.accounts import asset, free_account, payee_of
from corridor.app.services.payments.doing import Doing, stated
from corridor.app.store.tx import Tx
from corridor.records.ledger import HOLD_EVENTS, HOLDS
from corridor.records.postings import POSTINGS
from corridor.wording.said import Said, said

HOLD_POSTED = "hold_posted"
"""Kind of the entry that posts a hold."""

STATES = {
    "open": said("open"),
    "posted": said("posted"),
    "voided": said("void"),
    "expired": said("expired"),
    "lapsed": said("lapsed"),
}
"""How a hold stands: expired when its last day is over, lapsed when that was set down."""

_STANDING = f"""
    select {", ".join(f"h.{name}" for name in HOLDS.schema)},
           coalesce(e.posted_cents, 0)::bigint as posted_cents,
           (h.amount_cents - coalesce(e.gone_cents, 0))::bigint as open_cents, coalesce(e.events, 0)::bigint as events,
           case when e.lapsed then 'lapsed' when h.amount_cents > coalesce(e.gone_cents, 0) then
                    case when h.expires_on < %(day)s then 'expired' else 'open' end
                when e.voided then 'voided' else 'posted' end as state
    from hold h left join (
        select tenant_id, hold_number, sum(amount_cents) as gone_cents, count(*) as events,
               sum(amount_cents) filter (where event = 'posted') as posted_cents,
               bool_or(event = 'voided') as voided, bool_or(event = 'lapsed') as lapsed
        from hold_event where happened_on <= %(day)s group by 1, 2) e
        on (e.tenant_id, e.hold_number) = (h.tenant_id, h.hold_number)
    where h.placed_on <= %(day)s order by h.hold_number collate "C"
"""


@dataclass(frozen=True)
class PlaceHold:
    """Cents of an account are held, to be posted against another. number None: the next one."""

    who: str
    account: str
    against: str
    amount_cents: int
    reason: str
    number: str | None = None
    expires_on: date | None = None
    currency: str | None = None


@dataclass(frozen=True)
class PostHold:
    """A hold is posted; amount_cents None: all that is left of it."""

    who: str
    number: str
    amount_cents: int | None = None


@dataclass(frozen=True)
class VoidHold:
    """What is left of a hold is free again."""

    who: str
    number: str
    reason: str


@dataclass(frozen=True)
class LapseHolds:
    """Holds whose last day is over are set down as lapsed; they counted no longer since that day."""

    who: str


def standing_holds(tx: Tx, day: date) -> pl.DataFrame:
    """Holds placed until `day`, as they stand then: HOLDS with posted_cents, open_cents, events, state.

    state: open, posted, voided, expired (its last day is over), lapsed (and that was set down).
    """
    return tx.read(_STANDING, {"day": day})


def hold_known(tx: Tx, what: PlaceHold, day: date) -> str | None:
    """The number of a hold that is there already as asked. Raises ServiceError where it is there otherwise."""
    if what.number is None:
        return None
    found = tx.read(f"select {', '.join(HOLDS.schema)} from hold where hold_number = %s", [what.number])
    if found.is_empty():
        return None
    row = found.row(0, named=True)
    currency = what.currency or row["currency"]
    asked = {"account": asset(what.account), "against": free_account(what.against), "currency": currency}
    asked |= {"amount_cents": what.amount_cents, "expires_on": what.expires_on}
    if any(row[name] != value for name, value in asked.items()):
        raise _fault(what.number, said("another hold under this number"), said("the same one, or a new number"))
    return what.number


def _place(doing: Doing, what: PlaceHold) -> str:
    number = what.number or f"HOLD-{doing.batch.seq}"
    if what.amount_cents <= 0:
        raise _fault(number, said("{cents} cents", cents=what.amount_cents), said("more than 0"))
    if what.expires_on is not None and what.expires_on < doing.day:
        raise _fault(number, said("last day {day}", day=what.expires_on), said("{day} or later", day=doing.day))
    if what.currency not in (None, doing.currency):
        found = said("currency {currency}", currency=what.currency)
        raise _fault(number, found, said("{currency}, the sponsor's", currency=doing.currency))
    row = {
        "hold_number": number,
        "account": asset(what.account),
        "against": free_account(what.against),
        "amount_cents": what.amount_cents,
        "currency": doing.currency,
        "placed_on": doing.day,
        "expires_on": what.expires_on,
        "placed_by": stated(what.who, "who"),
        "reason": stated(what.reason, "reason"),
    }
    doing.insert("hold", HOLDS.from_rows([row]))
    return number


def _post(doing: Doing, what: PostHold) -> str:
    row = _open_hold(doing, what.number)
    cents = row["open_cents"] if what.amount_cents is None else what.amount_cents
    if not 0 < cents <= row["open_cents"]:
        expected = said("1 to {cents}", cents=row["open_cents"])
        raise _fault(what.number, said("{cents} cents", cents=cents), expected)
    key = f"hold:{what.number}:{row['events'] + 1}"
    # What is posted is held no longer: in this order the floor sees the money leave once.
    _add_event(doing, row, {"event": "posted", "amount_cents": cents, "done_by": what.who, "entry_key": key})
    doing.post(_entry(row, key, cents, doing.day, payee_of(doing.tx, row["against"])))
    return key


def _void(doing: Doing, what: VoidHold) -> str:
    row = _open_hold(doing, what.number)
    reason = stated(what.reason, "reason")
    event = {"event": "voided", "amount_cents": row["open_cents"], "done_by": what.who, "reason": reason}
    _add_event(doing, row, event)
    return what.number


def _lapse(doing: Doing, what: LapseHolds) -> int:
    expired = standing_holds(doing.tx, doing.day).filter(pl.col("state") == "expired").to_dicts()
    for row in expired:
        event = {"event": "lapsed", "amount_cents": row["open_cents"], "done_by": what.who, "reason": "expired"}
        _add_event(doing, row, event)
    return len(expired)


def _open_hold(doing: Doing, number: str) -> dict[str, Any]:
    """The hold, open on the day. Raises ServiceError, also where something happened to it on a later day."""
    rows = standing_holds(doing.tx, doing.day).filter(pl.col("hold_number") == number).to_dicts()
    if not rows:
        raise _fault(number, said("none of that number"), said("one that is open"))
    row = rows[0]
    if row["state"] != "open":
        raise _fault(number, said("it is {state}", state=STATES[row["state"]]), said("one that is open"))
    later = doing.tx.scalar(
        "select min(happened_on) from hold_event where hold_number = %s and happened_on > %s", [number, doing.day]
    )
    if later is not None:
        raise _fault(number, said("something that happened on {day}", day=later), said("that day or later"))
    return row


def _add_event(doing: Doing, row: dict[str, Any], event: dict[str, Any]) -> None:
    place = {"hold_number": row["hold_number"], "event_number": row["events"] + 1, "happened_on": doing.day}
    doing.insert("hold_event", HOLD_EVENTS.from_rows([place | event]))


def _entry(row: dict[str, Any], key: str, cents: int, day: date, payee: str | None) -> pl.DataFrame:
    legs = ((row["against"], cents, payee), (row["account"], -cents, None))
    same = {"entry_key": key, "entry_kind": HOLD_POSTED, "currency": row["currency"], "effective_on": day}
    return POSTINGS.from_rows(
        [
            same
            | {"leg": leg, "account": account, "amount_cents": amount, "payee": to, "reference": row["hold_number"]}
            for leg, (account, amount, to) in enumerate(legs)
        ]
    )


def _fault(number: str, found: Said, expected: Said) -> ServiceError:
    return ServiceError(
        said("hold {hold}: found {found}, expected {expected}", hold=number, found=found, expected=expected)
    )


DO = {PlaceHold: _place, PostHold: _post, VoidHold: _void, LapseHolds: _lapse}
