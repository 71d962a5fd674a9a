"""The life of a payment after it is issued: what may follow on what, and what each event posts.

Source: RULES 2.2. The accounts: on the issued basis issuing credits the claims account and clearing posts nothing; on
the cleared basis issuing credits what waits to be presented, and clearing pays it. Identity at all times:
issued = cleared + outstanding + void + stale, where escheated and reissued payments count as stale.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from corridor.funding.postings import FundingError
from corridor.ledger.accounts import CLAIMS_ACCOUNT, STALE_PAYMENTS, UNPRESENTED_PAYMENTS
from corridor.ledger.journal import reverse
from corridor.records.payment_life import CLEARED, ESCHEATED, REISSUED, RETURNED, STALE, UNCLEARED, VOIDED
from corridor.records.postings import POSTINGS
from corridor.wording.said import listed, said

OUTSTANDING = "outstanding"
LIFE_EVENTS = (CLEARED, VOIDED, STALE, REISSUED, ESCHEATED, RETURNED, UNCLEARED)
"""Events that change where a payment stands once it is issued."""
NEXT: Mapping[str, tuple[str, ...]] = {
    OUTSTANDING: (CLEARED, VOIDED, STALE, RETURNED),
    CLEARED: (RETURNED, UNCLEARED),
    STALE: (CLEARED, REISSUED, ESCHEATED),
    VOIDED: (),
    RETURNED: (),
    REISSUED: (),
    ESCHEATED: (),
}
"""State -> the events that may follow. A stale payment that the bank honours all the same is cleared."""
BUCKETS = {
    OUTSTANDING: OUTSTANDING,
    CLEARED: CLEARED,
    VOIDED: "void",
    RETURNED: "void",
    STALE: STALE,
    REISSUED: STALE,
    ESCHEATED: STALE,
}
"""State -> the part of what was issued that it counts under."""
ISSUES = ("payment", "reissue")
"""Kinds of the entries by which money goes out."""


@dataclass(frozen=True)
class Issued:
    """A payment as issued: its number, day and cents, and the account that it credited."""

    number: str
    payee: str
    issued_on: date
    amount_cents: int
    money_account: str = CLAIMS_ACCOUNT


def state_after(events: Collection[str]) -> str:
    """Where a payment stands after its events, in their order; those before its issue change nothing."""
    state = before = OUTSTANDING
    for event in events:
        if event == UNCLEARED:
            state = before
        elif event in LIFE_EVENTS:
            before, state = state, event
    return state


def refuse_step(number: str, state: str, event: str) -> None:
    """Raises FundingError when `event` may not follow on `state`."""
    if event in NEXT[state]:
        return
    allowed = [before for before, events in NEXT.items() if event in events]
    raise FundingError(
        said(
            "payment {payment}, {event}: found it {state}, expected {allowed}",
            payment=number,
            event=event,
            state=state,
            allowed=listed(allowed),
        )
    )


def refuse_early_stale(payment: Issued, on: date, after_days: int) -> None:
    """Raises FundingError when the payment is not `after_days` old on the day."""
    first = stale_on(payment.issued_on, after_days)
    if on < first:
        raise FundingError(
            said(
                "payment {payment}, stale: found {day}, expected {first} or later",
                payment=payment.number,
                day=on,
                first=first,
            )
        )


def stale_on(issued_on: date, after_days: int) -> date:
    """First day on which a payment is stale."""
    return issued_on + timedelta(days=after_days)


def money_account_of(entries: pl.DataFrame) -> str:
    """The account that a payment credited when it was issued. entries: POSTINGS of the payment."""
    issue = entries.filter(pl.col("entry_kind").is_in(ISSUES) & (pl.col("account") == UNPRESENTED_PAYMENTS))
    return CLAIMS_ACCOUNT if issue.is_empty() else UNPRESENTED_PAYMENTS


def cleared_postings(payment: Issued, state: str, on: date, currency: str, nth: int = 1) -> pl.DataFrame:
    """What the bank's paying of it posts: nothing on the issued basis, unless it had become stale.

    nth: how often it was found paid; each time but the last was taken back.
    """
    account = STALE_PAYMENTS if state == STALE else payment.money_account
    postings = _move("clearing", payment, account, CLAIMS_ACCOUNT, on, currency)
    return postings if nth == 1 else postings.with_columns(entry_key=pl.lit(f"clearing:{payment.number}:{nth}"))


def uncleared_postings(entries: pl.DataFrame, on: date) -> pl.DataFrame:
    """Linked reversal of the clearing that stands, if clearing posted anything. Raises LedgerError (reverse)."""
    undone = entries.get_column("reverses").drop_nulls()
    stands = entries.filter((pl.col("entry_kind") == "clearing") & ~pl.col("entry_key").is_in(undone.implode()))
    keys = stands.get_column("entry_key").unique().to_list()
    return reverse(entries, keys, on) if keys else POSTINGS.empty()


def stale_postings(payment: Issued, on: date, currency: str) -> pl.DataFrame:
    """Out of what is on its way, into what is owed to those who never presented it."""
    return _move("stale", payment, payment.money_account, STALE_PAYMENTS, on, currency)


def escheat_postings(payment: Issued, on: date, currency: str) -> pl.DataFrame:
    """Handed to the state as unclaimed property."""
    return _move("escheat", payment, STALE_PAYMENTS, CLAIMS_ACCOUNT, on, currency)


def reissue_postings(new: Issued, on: date, currency: str) -> pl.DataFrame:
    """A stale payment goes out anew under the number of `new`."""
    return _move("reissue", new, STALE_PAYMENTS, new.money_account, on, currency)


def reversal_postings(entries: pl.DataFrame, on: date) -> pl.DataFrame:
    """Linked reversals of all entries of a payment that stand: it is void, or came back.

    entries: POSTINGS of the payment, reversals too. Raises LedgerError (ledger.journal.reverse).
    """
    undone = entries.get_column("reverses").drop_nulls()
    stands = entries.filter(pl.col("reverses").is_null() & ~pl.col("entry_key").is_in(undone.implode()))
    keys = stands.get_column("entry_key").unique(maintain_order=True).to_list()
    return reverse(entries, keys, on)


def shares_of(payments: pl.DataFrame) -> dict[str, int]:
    """issued, cleared, outstanding, void and stale in cents; payments: amount_cents, state."""
    sums = dict(payments.group_by("state").agg(pl.col("amount_cents").sum()).rows())
    parts = dict.fromkeys(("issued", *dict.fromkeys(BUCKETS.values())), 0)
    for state, cents in sums.items():
        parts[BUCKETS[state]] += cents
        parts["issued"] += cents
    return parts


def _move(kind: str, payment: Issued, debit: str, credit: str, on: date, currency: str) -> pl.DataFrame:
    """One entry of two legs over the payment's amount; nothing where money stays where it is."""
    if debit == credit or not payment.amount_cents:
        return POSTINGS.empty()
    rows = [
        {
            "entry_key": f"{kind}:{payment.number}",
            "entry_kind": kind,
            "leg": leg,
            "account": account,
            "amount_cents": sign * payment.amount_cents,
            "currency": currency,
            "effective_on": on,
            "payee": payment.payee,
            "reference": payment.number,
        }
        for leg, (account, sign) in enumerate(((debit, 1), (credit, -1)))
    ]
    return POSTINGS.from_rows(rows)
