"""What is posted, held and left on accounts; balances by effective day and recorded moment."""

from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from corridor.app.services.errors import ServiceError
from corridor.app.services.ledger.accounts import asset
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.ledger.accounts import chart, find_account
from corridor.wording.said import said

_BY_DAY = """
    select account, sum(amount_cents)::bigint as amount_cents, sum(postings)::bigint as postings
    from day_total where effective_on <= %(day)s group by account
"""
_SNAPSHOT = """
    select close_number, seq, through from balance_snapshot
    where seq <= %s and through <= %s order by seq desc, through desc limit 1
"""
_BY_MOMENT = """
    select account, sum(amount_cents)::bigint as amount_cents, sum(postings)::bigint as postings from (
        select account, amount_cents, postings from balance_snapshot where close_number = %(snapshot)s
        union all
        select p.account, p.amount_cents, 1 from journal_entry e
        join batch b on (b.tenant_id, b.id) = (e.tenant_id, e.batch_id)
        join posting p on (p.tenant_id, p.entry_id) = (e.tenant_id, e.id)
        where b.seq <= %(seq)s and e.effective_on <= %(day)s
          and not (b.seq <= %(known_seq)s and e.effective_on <= %(known_day)s)
    ) counted group by account
"""
_HELD = """
    select account, sum(held_cents)::bigint as held_cents from account_movement
    where day <= %(day)s group by account having sum(held_cents) <> 0
"""
_NOTHING_KEPT = (0, 0, date.min)


@dataclass(frozen=True)
class Balance:
    """One account at two moments. balance_cents: debit less credit; None: nothing is posted, which is not zero."""

    account: str
    effective: date
    recorded: datetime | None
    balance_cents: int | None
    postings: int
    held_cents: int
    """Held on the effective day, as known now."""


def balances(
    sponsor: str, effective: date, recorded: datetime | None = None, *, alias: str = "default"
) -> pl.DataFrame:
    """Accounts of the chart: account, name, name_tr, kind, balance_cents (null: nothing posted), postings.

    effective: last effective day that counts. recorded: what was known at that moment, with its time zone; None: now.
    """
    with tenant_transaction(sponsor, alias) as tx:
        return _named(balances_at(tx, effective, recorded))


def balance(
    sponsor: str, account: str, effective: date, recorded: datetime | None = None, *, alias: str = "default"
) -> Balance:
    """The balance of one account, named by code or name. Raises LedgerError, ServiceError."""
    code = find_account(account).code
    with tenant_transaction(sponsor, alias) as tx:
        found = balances_at(tx, effective, recorded).filter(pl.col("account") == code)
        held = dict(tx.read(_HELD, {"day": effective}).rows()).get(code, 0)
    cents, postings = found.select("amount_cents", "postings").row(0) if len(found) else (None, 0)
    return Balance(code, effective, recorded, cents, postings, held)


def positions(sponsor: str, as_of: date, *, alias: str = "default") -> pl.DataFrame:
    """Accounts at the end of a day with what is posted, held, and left: `_named` with held_cents, left_cents.

    left_cents is null where nothing is posted and nothing held.
    """
    with tenant_transaction(sponsor, alias) as tx:
        named = _named(balances_at(tx, as_of, None))
        held = tx.read(_HELD, {"day": as_of})
    joined = named.join(held, on="account", how="left", maintain_order="left")
    left = pl.col("balance_cents").fill_null(0) - pl.col("held_cents").fill_null(0)
    is_empty = pl.col("balance_cents").is_null() & pl.col("held_cents").is_null()
    return joined.with_columns(
        pl.col("held_cents").fill_null(0), pl.when(is_empty).then(None).otherwise(left).alias("left_cents")
    )


def available(sponsor: str, account: str, as_of: date, *, alias: str = "default") -> int | None:
    """Cents that may still leave an account on a day, before any floor: posted less held. None: nothing at all."""
    rows = positions(sponsor, as_of, alias=alias).filter(pl.col("account") == asset(account))
    cents: int | None = rows.item(0, "left_cents")
    return cents


def balances_at(tx: Tx, effective: date, recorded: datetime | None) -> pl.DataFrame:
    """Accounts that had postings then: account, amount_cents, postings. Raises ServiceError for a moment to come."""
    if recorded is None:
        return tx.read(_BY_DAY, {"day": effective})
    tx.wait_for_turn()  # a batch gets its moment while it has the turn: then none of an earlier moment can follow
    _refuse_future(tx, recorded)
    seq = tx.scalar("select coalesce(max(seq), 0) from batch where recorded_at <= %s", [recorded])
    with tx.cursor() as cursor:
        cursor.execute(_SNAPSHOT, [seq, effective])
        number, known_seq, known_day = cursor.fetchone() or _NOTHING_KEPT
    asked = {"snapshot": number, "known_seq": known_seq, "known_day": known_day, "seq": seq, "day": effective}
    return tx.read(_BY_MOMENT, asked)


def _refuse_future(tx: Tx, recorded: datetime) -> None:
    if tx.scalar("select %s > clock_timestamp()", [recorded]):
        raise ServiceError(
            said("recorded: found {moment}, expected a moment that is past", moment=recorded.isoformat(" ", "seconds"))
        )


def _named(sums: pl.DataFrame) -> pl.DataFrame:
    named = chart().rename({"code": "account"}).join(sums, on="account", how="left", maintain_order="left")
    return named.rename({"amount_cents": "balance_cents"}).with_columns(pl.col("postings").fill_null(0))
