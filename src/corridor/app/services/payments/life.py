"""What happens to a payment after it is issued: cleared, void, stale, escheated, returned; `reissuing` has the rest."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from corridor.app.services import selectors
from corridor.app.services.cycle import recover
from corridor.app.services.errors import ServiceError
from corridor.app.services.payments.doing import Doer, Doing, Done, stated
from corridor.app.services.payments.files import cheque_file, keep
from corridor.app.services.payments.standing import entries_of, payments_standing
from corridor.banking.positive_pay import Cheque
from corridor.banking.returns import effect_of_return
from corridor.funding.payment_life import (
    Issued,
    cleared_postings,
    escheat_postings,
    money_account_of,
    refuse_early_stale,
    refuse_step,
    reversal_postings,
    stale_postings,
    uncleared_postings,
)
from corridor.records.paid import PAID
from corridor.records.payment_life import CLEARED, ESCHEATED, RETURNED, STALE, UNCLEARED, VOIDED
from corridor.wording.said import said


@dataclass(frozen=True)
class Clear:
    """The bank paid it. amount_cents: what the bank paid, where it says so. cleared_on: None: the day of the step."""

    who: str
    payment_number: str
    amount_cents: int | None = None
    cleared_on: date | None = None
    reference: str | None = None


@dataclass(frozen=True)
class Unclear:
    """The bank did not pay it after all: it is outstanding again, or stale."""

    who: str
    payment_number: str
    reason: str


@dataclass(frozen=True)
class Void:
    """It is stopped before the bank paid it; what it paid is payable again."""

    who: str
    payment_number: str
    reason: str


@dataclass(frozen=True)
class GoStale:
    """Nobody presented the cheque in time."""

    who: str
    payment_number: str


@dataclass(frozen=True)
class Escheat:
    """A stale payment is handed to the state as unclaimed property."""

    who: str
    payment_number: str
    reason: str


@dataclass(frozen=True)
class Return:
    """The bank sent it back, with a code (R01 to R85)."""

    who: str
    payment_number: str
    code: str


@dataclass(frozen=True)
class Standing:
    """A payment as it stands, and what was posted under its number."""

    issued: Issued
    payee_name: str
    method: str
    state: str
    entries: pl.DataFrame


def standing_of(doing: Doing, number: str) -> Standing:
    """The payment of that number. Raises ServiceError when there is none, or one that moved no money."""
    found = payments_standing(doing.tx, [number])
    if found.is_empty():
        raise ServiceError(said("payment {payment}: found none of that number, expected one issued", payment=number))
    row = found.row(0, named=True)
    if not row["amount_cents"]:
        raise ServiceError(said("payment {payment}: found 0 cents, expected one that moved money", payment=number))
    entries = entries_of(doing.tx, number)
    issued = Issued(number, row["payee"], row["paid_on"], row["amount_cents"], money_account_of(entries))
    return Standing(issued, row["payee_name"], row["method"], row["state"], entries)


def clear(doing: Doing, step: Clear) -> Done:
    """Record that the bank paid it. Raises FundingError or ServiceError."""
    paid, on = standing_of(doing, step.payment_number), step.cleared_on or doing.day
    refuse_step(step.payment_number, paid.state, CLEARED)
    if step.amount_cents is not None and step.amount_cents != paid.issued.amount_cents:
        raise ServiceError(
            said(
                "payment {payment}: found {cents} cents at the bank, expected {expected}",
                payment=step.payment_number,
                cents=step.amount_cents,
                expected=paid.issued.amount_cents,
            )
        )
    if not paid.issued.issued_on <= on <= doing.day:
        raise ServiceError(
            said(
                "payment {payment}: found it cleared on {found}, expected {first} to {last}",
                payment=step.payment_number,
                found=on,
                first=paid.issued.issued_on,
                last=doing.day,
            )
        )
    again = "select count(*) from payment_event where payment_number = %s and event = %s"
    nth = int(doing.tx.scalar(again, [step.payment_number, CLEARED])) + 1
    postings = cleared_postings(paid.issued, paid.state, on, doing.currency, nth)
    return lived(doing, step, CLEARED, postings, on=on, reference=step.reference)


def unclear(doing: Doing, step: Unclear) -> Done:
    """Record that the bank did not pay it after all. Raises FundingError or ServiceError."""
    paid = standing_of(doing, step.payment_number)
    refuse_step(step.payment_number, paid.state, UNCLEARED)
    postings = uncleared_postings(paid.entries, doing.day)
    return lived(doing, step, UNCLEARED, postings, reason=stated(step.reason, "reason"))


def _void(doing: Doing, step: Void) -> Done:
    done = _undone(doing, step, VOIDED, stated(step.reason, "reason"))
    settle(doing)
    tell_bank(doing, step.payment_number, is_void=True)
    return done


def _returned(doing: Doing, step: Return) -> Done:
    done = take_back(doing, step)
    settle(doing)
    return done


def take_back(doing: Doing, step: Return) -> Done:
    """Record that the bank sent it back; `settle` follows on the last one.

    Raises FundingError, ServiceError, or ReturnError for a code that there is not.
    """
    effect_of_return(step.code, doing.day)
    return _undone(doing, step, RETURNED, stated(step.code, "code"))


def settle(doing: Doing) -> None:
    """Stop-loss positions, and what the carrier owes, after payments were taken back."""
    unpaid = selectors.unpaid_claims(doing.tx)
    recover(doing.tx, doing.batch, doing.documents, unpaid, is_all=False, last_day=doing.day)


def _undone(doing: Doing, step: Void | Return, event: str, reason: str) -> Done:
    """The payment's entries are reversed, its lines are unpaid, and the claims are payable again."""
    paid = standing_of(doing, step.payment_number)
    refuse_step(step.payment_number, paid.state, event)
    done = lived(doing, step, event, reversal_postings(paid.entries, doing.day), reason=reason)
    doing.insert("paid_line", _unpaid_lines(doing, step.payment_number))
    return done


def _unpaid_lines(doing: Doing, number: str) -> pl.DataFrame:
    """PAID rows that take back what of the payment's lines still stands; they keep its number."""
    key = ["claim_number", "line_number", "version"]
    rows = PAID.conform(
        doing.tx.read(
            f"select {', '.join(PAID.schema)} from paid_line where claim_number in"
            " (select claim_number from paid_line where payment_number = %s) order by id",
            [number],
        )
    )
    money = pl.col("amount_cents") + pl.col("account_cents")
    stands = rows.group_by(key).agg(money.sum().alias("net")).filter(pl.col("net") > 0)
    own = rows.filter((pl.col("payment_number") == number) & (money > 0)).join(stands, on=key, how="semi")
    return PAID.conform(
        own.with_columns(
            pl.coalesce("takes_back_paid_on", "paid_on").alias("takes_back_paid_on"),
            pl.lit(doing.day).alias("paid_on"),
            -pl.col("amount_cents"),
            -pl.col("account_cents"),
        ).sort(*key)
    )


def _stale(doing: Doing, step: GoStale) -> Done:
    paid = standing_of(doing, step.payment_number)
    refuse_step(step.payment_number, paid.state, STALE)
    refuse_early_stale(paid.issued, doing.day, doing.documents.arrangement.funding.payments.stale_after_days)
    done = lived(doing, step, STALE, stale_postings(paid.issued, doing.day, doing.currency))
    tell_bank(doing, step.payment_number, is_void=True)
    return done


def _escheat(doing: Doing, step: Escheat) -> Done:
    paid = standing_of(doing, step.payment_number)
    refuse_step(step.payment_number, paid.state, ESCHEATED)
    postings = escheat_postings(paid.issued, doing.day, doing.currency)
    return lived(doing, step, ESCHEATED, postings, reason=stated(step.reason, "reason"))


def tell_bank(doing: Doing, number: str, *, is_void: bool) -> None:
    """A cheque is issued or void: the bank that takes such files is told."""
    row = payments_standing(doing.tx, [number]).row(0, named=True)
    if row["method"] == "CHK":
        cheque = Cheque(row["trace"], row["paid_on"], row["amount_cents"], row["payee_name"], is_void)
        head = f"{number}-{'void' if is_void else 'issued'}"
        keep(doing, None, cheque_file(doing, head, [cheque]))


def lived(
    doing: Doing,
    step: Any,
    event: str,
    postings: pl.DataFrame,
    *,
    on: date | None = None,
    reason: str | None = None,
    reference: str | None = None,
) -> Done:
    """Post what an event posts, and write it."""
    doing.post(postings)
    row = {
        "payment_number": step.payment_number,
        "event": event,
        "happened_on": on or doing.day,
        "actor": step.who,
        "reason": reason,
        "entry_key": None if postings.is_empty() else postings["entry_key"][0],
        "reference": reference,
    }
    doing.add_events([row])
    return {"payment_number": step.payment_number, "event": event}, {
        "payment_number": step.payment_number,
        "event": event,
    }


DO: dict[type, Doer] = {
    Clear: clear,
    Unclear: unclear,
    Void: _void,
    GoStale: _stale,
    Escheat: _escheat,
    Return: _returned,
}
