"""Money from the employer is recorded, and answers the calls that wait for it."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from corridor.app.services.errors import ServiceError
from corridor.app.services.payments.doing import Doer, Doing, Done, refuse_assumed
from corridor.app.store.tx import Tx
from corridor.funding.cycle import Deposit as CallDeposit
from corridor.funding.cycle import deposit_postings
from corridor.ledger.accounts import FUNDING_RECEIVABLE
from corridor.records.payment_life import DEPOSITS
from corridor.wording.said import said


@dataclass(frozen=True)
class Deposit:
    """Money received. call_number: the call that it answers; None: the oldest first. number: the bank's reference."""

    who: str
    amount_cents: int
    received_on: date
    call_number: str | None = None
    number: str | None = None
    currency: str | None = None


def open_calls(tx: Tx) -> pl.DataFrame:
    """call_number, called_on, due_on, amount_cents, open_cents of the calls not yet answered, the oldest first."""
    return tx.read(
        "select c.call_number, c.called_on, c.due_on, c.amount_cents, sum(p.amount_cents)::bigint as open_cents"
        " from funding_call c join posting_row p on p.reference = c.call_number and p.account = %s"
        " group by 1, 2, 3, 4 having sum(p.amount_cents) > 0 order by c.called_on, c.call_number",
        [FUNDING_RECEIVABLE],
    )


def _deposit(doing: Doing, step: Deposit) -> Done:
    refuse_assumed(doing.documents)
    number = step.number or _next_number(doing.tx)
    _refuse_money(doing, step, number)
    calls = open_calls(doing.tx)
    if step.call_number is not None:
        calls = _named(doing.tx, calls, step.call_number)
    shares = _shared(calls, step)
    rows = [
        {
            "deposit_number": number,
            "call_number": call,
            "received_on": step.received_on,
            "amount_cents": cents,
            "currency": doing.currency,
            "recorded_by": step.who,
        }
        for call, cents in shares
    ]
    frame = DEPOSITS.from_rows(rows)
    doing.insert("deposit", frame)
    for call, cents in shares:
        postings = deposit_postings(CallDeposit(call, step.received_on, cents), doing.currency)
        key = pl.lit(f"deposit:{number}:{call}").alias("entry_key")
        doing.post(postings.with_columns(key))
    return frame, {"deposit_number": number, "deposited_cents": step.amount_cents}


def _next_number(tx: Tx) -> str:
    return f"DEP-{tx.scalar('select count(distinct deposit_number) + 1 from deposit'):04d}"


def _refuse_money(doing: Doing, step: Deposit, number: str) -> None:
    currency = step.currency or doing.currency
    if currency != doing.currency:
        raise ServiceError(
            said(
                "deposit {deposit}: found currency {found}, expected {expected}",
                deposit=number,
                found=currency,
                expected=doing.currency,
            )
        )
    if step.amount_cents <= 0:
        raise ServiceError(
            said("deposit {deposit}: found {cents} cents, expected 1 or more", deposit=number, cents=step.amount_cents)
        )
    if step.received_on > doing.day:
        raise ServiceError(
            said(
                "deposit {deposit}: found it received on {found}, expected {day} or earlier",
                deposit=number,
                found=step.received_on,
                day=doing.day,
            )
        )
    if doing.tx.scalar("select exists (select from deposit where deposit_number = %s)", [number]):
        raise ServiceError(said("deposit {deposit}: found it recorded already, expected a new one", deposit=number))


def _named(tx: Tx, calls: pl.DataFrame, call: str) -> pl.DataFrame:
    found = calls.filter(pl.col("call_number") == call)
    if found.is_empty():
        is_known = tx.scalar("select exists (select from funding_call where call_number = %s)", [call])
        what = said("it answered in full") if is_known else said("no call of that number")
        raise ServiceError(said("call {call}: found {what}, expected one that waits for money", call=call, what=what))
    return found


def _shared(calls: pl.DataFrame, step: Deposit) -> list[tuple[str, int]]:
    """Call -> cents, the oldest first. Raises ServiceError for more than is called, or money from before the call."""
    most = int(calls.get_column("open_cents").sum())
    if step.amount_cents > most:
        raise ServiceError(
            said(
                "deposit: found {cents} cents, expected at most the {most} that are called",
                cents=step.amount_cents,
                most=most,
            )
        )
    left, shares = step.amount_cents, []
    for call, called_on, open_cents in calls.select("call_number", "called_on", "open_cents").iter_rows():
        cents = min(left, open_cents)
        if cents and step.received_on < called_on:
            raise ServiceError(
                said(
                    "call {call}: found money of {found}, expected {day} or later",
                    call=call,
                    found=step.received_on,
                    day=called_on,
                )
            )
        if cents:
            shares.append((call, cents))
            left -= cents
    return shares


DO: dict[type, Doer] = {Deposit: _deposit}
