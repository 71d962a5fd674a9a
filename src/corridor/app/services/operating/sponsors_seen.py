"""The sponsors as the doctor sees them: where their chains end, and whether clocks make sense."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from corridor.app.config.settings import database_entry, drop_alias, set_alias
from corridor.app.services.operating.finding import Finding
from corridor.app.store.chain import verify_head
from corridor.app.store.connect import SCHEMA
from corridor.app.store.errors import StoreError
from corridor.app.store.tenancy import tenant_codes, tenant_transaction
from corridor.app.store.tx import Tx
from corridor.app.store.upkeep.access import Access
from corridor.wording.said import said

_ALIAS = "examined"
APART = timedelta(minutes=1)
"""How far clocks may differ before it is worth a warning."""

_LAST = "select seq, kind, as_of, recorded_at from batch order by seq desc limit 1"


def sponsors(access: Access, now: datetime) -> list[Finding]:
    """Every sponsor's last batch, its link, and its time zone. now: with its time zone."""
    set_alias(_ALIAS, database_entry(SCHEMA, **access.application))
    try:
        codes = tenant_codes(_ALIAS)
        if not codes:
            return [Finding("checks", "sponsors", "ok", said("no sponsor yet"))]
        return [finding for code in codes for finding in _sponsor(code, now)]
    finally:
        drop_alias(_ALIAS)


def _sponsor(code: str, now: datetime) -> list[Finding]:
    try:
        with tenant_transaction(code, _ALIAS) as tx:
            return [_last_batch(code, tx, now), _link(code, tx), _zone(code, tx)]
    except StoreError as error:
        return [Finding("checks", "chain", "fault", error.args[0], said("run `corridor verify`"))]


def _last_batch(code: str, tx: Tx, now: datetime) -> Finding:
    with tx.cursor() as cursor:
        cursor.execute(_LAST)
        row = cursor.fetchone()
    if row is None:
        return Finding(
            "checks",
            "last-batch",
            "warning",
            said("{sponsor}: no batch, not even the first", sponsor=code),
            said("run `corridor sponsor add` again: it ends what was begun"),
        )
    seq, kind, as_of, recorded_at = row
    found = said(
        "{sponsor}: last batch {batch} ({kind}), as of {day}, recorded {moment}",
        sponsor=code,
        batch=seq,
        kind=kind,
        day=as_of.isoformat(),
        moment=f"{recorded_at:%Y-%m-%d %H:%M} UTC",
    )
    if recorded_at > now + APART:
        return Finding("checks", "last-batch", "warning", found, said("it lies in the future: set the clock right"))
    return Finding("checks", "last-batch", "ok", found)


def _link(code: str, tx: Tx) -> Finding:
    with tx.cursor() as cursor:
        fault = verify_head(cursor)
    if fault is None:
        return Finding("checks", "chain", "ok", said("{sponsor}: the last link of the chain holds", sponsor=code))
    return Finding(
        "checks",
        "chain",
        "fault",
        said("{sponsor}: {fault}", sponsor=code, fault=fault.text),
        said("run `corridor verify`: it walks the whole chain"),
    )


def _zone(code: str, tx: Tx) -> Finding:
    name = tx.scalar("select time_zone from tenant")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return Finding(
            "checks",
            "time-zone",
            "fault",
            said("{sponsor}: time zone {zone} is not known here", sponsor=code, zone=name),
            said("install the package tzdata"),
        )
    return Finding("checks", "time-zone", "ok", said("{sponsor}: time zone {zone}", sponsor=code, zone=name))


def clock(server_now: datetime, now: datetime) -> Finding:
    """The server's clock against ours. now: with its time zone."""
    apart = abs(server_now - now)
    found = said(
        "clock {moment}, {seconds} s from the server's",
        moment=now.isoformat(timespec="minutes"),
        seconds=int(apart.total_seconds()),
    )
    if apart > APART:
        return Finding("checks", "clock", "warning", found, said("set the clocks right"))
    return Finding("checks", "clock", "ok", found)
