"""Periods: the books are closed through a day, and reopened by a named person with a reason."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from corridor.app.services.errors import ServiceError
from corridor.app.services.payments.doing import Doing, stated
from corridor.app.store.tx import Tx
from corridor.records.ledger import BALANCE_SNAPSHOTS, PERIOD_CLOSES
from corridor.wording.said import said

ACTIONS = {"closed": said("closed"), "reopened": said("reopened")}
"""What was done to the books."""

_SNAPSHOT = """
    select account, sum(amount_cents)::bigint as amount_cents, sum(postings)::bigint as postings
    from day_total where effective_on <= %s group by account order by account
"""


@dataclass(frozen=True)
class ClosePeriod:
    """No entry may be effective on `through` or before it."""

    who: str
    through: date
    reason: str | None = None


@dataclass(frozen=True)
class ReopenPeriod:
    """Days after `through` are open again; None: all days."""

    who: str
    through: date | None
    reason: str


def periods(tx: Tx) -> pl.DataFrame:
    """PERIOD_CLOSES of the sponsor, in their order."""
    return tx.read(f"select {', '.join(PERIOD_CLOSES.schema)} from period_close order by close_number")


def closed_through(tx: Tx) -> date | None:
    """The last day that is closed; None: none is."""
    day: date | None = tx.scalar("select closed_through from period_close order by close_number desc limit 1")
    return day


def _close(doing: Doing, what: ClosePeriod) -> str:
    before = closed_through(doing.tx)
    if what.through > doing.day:
        found, expected = said("closed through {day}", day=what.through), said("{day} or earlier", day=doing.day)
        raise _fault(found, expected)
    if before is not None and what.through <= before:
        found = said("closed through {day} already", day=before)
        raise _fault(found, said("a later day than {day}", day=what.through))
    number = _add(doing, "closed", what)
    sums = doing.tx.read(_SNAPSHOT, [what.through]).with_columns(
        pl.lit(number, pl.Int64).alias("close_number"),
        pl.lit(doing.batch.seq, pl.Int64).alias("seq"),
        pl.lit(what.through).alias("through"),
    )
    doing.tx.replace("balance_snapshot", BALANCE_SNAPSHOTS.conform(sums), ["close_number", "account"])
    return str(what.through)


def _reopen(doing: Doing, what: ReopenPeriod) -> str:
    before = closed_through(doing.tx)
    stated(what.reason, "reason")
    if before is None or (what.through is not None and what.through >= before):
        found = said("nothing closed") if before is None else said("closed through {day}", day=before)
        raise _fault(found, said("a closed day after the one that stays closed"))
    _add(doing, "reopened", what)
    return str(what.through or "")


def _add(doing: Doing, action: str, what: ClosePeriod | ReopenPeriod) -> int:
    number = int(doing.tx.scalar("select coalesce(max(close_number), 0) + 1 from period_close"))
    row: dict[str, Any] = {
        "close_number": number,
        "action": action,
        "closed_through": what.through,
        "done_by": stated(what.who, "who"),
        "done_on": doing.day,
        "reason": what.reason,
    }
    doing.insert("period_close", PERIOD_CLOSES.from_rows([row]))
    return number


def _fault(found: Any, expected: Any) -> ServiceError:
    return ServiceError(said("period: found {found}, expected {expected}", found=found, expected=expected))


DO = {ClosePeriod: _close, ReopenPeriod: _reopen}
