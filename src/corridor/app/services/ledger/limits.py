"""The floor that a balance may not pass, and overdrafts that another person approves below it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from corridor.app.services.errors import ServiceError
from corridor.app.services.ledger.accounts import asset
from corridor.app.services.payments.doing import Doing, stated
from corridor.app.store.tx import Tx
from corridor.records.ledger import BALANCE_LIMITS
from corridor.wording.said import said

KINDS = {"floor": said("floor"), "lifted": said("floor lifted"), "overdraft": said("overdraft approved")}
"""What a row of limits says."""


@dataclass(frozen=True)
class SetLimit:
    """From a day on so much must be left on an account, posted less held. floor_cents None: it is lifted."""

    who: str
    account: str
    floor_cents: int | None
    effective_from: date
    reason: str


@dataclass(frozen=True)
class ApproveOverdraft:
    """From a day through another the balance may be so far below its floor; of those in force the last set counts."""

    who: str
    account: str
    amount_cents: int
    effective_from: date
    until: date
    approved_by: str
    reason: str


def limits(tx: Tx) -> pl.DataFrame:
    """BALANCE_LIMITS of the sponsor, in their order."""
    return tx.read(f"select {', '.join(BALANCE_LIMITS.schema)} from balance_limit order by limit_number")


def _set(doing: Doing, what: SetLimit) -> int:
    kind = "lifted" if what.floor_cents is None else "floor"
    return _add(doing, what, {"kind": kind, "amount_cents": what.floor_cents})


def _approve(doing: Doing, what: ApproveOverdraft) -> int:
    approved_by = stated(what.approved_by, "approved by")
    if approved_by == what.who:
        raise ServiceError(
            said("overdraft of {account}: found it approved by who asks for it, expected another person",
                 account=what.account)
        )  # fmt: skip
    if what.amount_cents < 0 or what.until < what.effective_from:
        raise ServiceError(
            said(
                "overdraft of {account}: found {cents} cents, {start} to {end}, expected 0 or more, first day first",
                account=what.account,
                cents=what.amount_cents,
                start=what.effective_from,
                end=what.until,
            )
        )
    row = {"kind": "overdraft", "amount_cents": what.amount_cents, "until": what.until, "approved_by": approved_by}
    return _add(doing, what, row)


def _add(doing: Doing, what: SetLimit | ApproveOverdraft, row: dict[str, Any]) -> int:
    number = int(doing.tx.scalar("select coalesce(max(limit_number), 0) + 1 from balance_limit"))
    same = {
        "limit_number": number,
        "account": asset(what.account),
        "effective_from": what.effective_from,
        "set_by": stated(what.who, "who"),
        "reason": stated(what.reason, "reason"),
    }
    doing.insert("balance_limit", BALANCE_LIMITS.from_rows([same | row]))
    return number


DO = {SetLimit: _set, ApproveOverdraft: _approve}
